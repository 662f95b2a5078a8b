import type { Texts } from '../texts/catalogue.ts';
import type { Summary } from './verdict.ts';

/** What a reader of a verdict is told before all else, although the bundle is good. */
export type Oddity = {
  readonly name: 'hsm-lost' | 'card-replaced' | 'custody-exceeded';
  readonly text: string;
};

export const odditiesOf = (
  {
    hsmLost,
    hsmsLostBefore = [],
    replacements = [],
    exceeded = [],
  }: Pick<Summary, 'hsmLost' | 'hsmsLostBefore' | 'replacements' | 'exceeded'>,
  { t }: Pick<Texts, 't'>,
): readonly Oddity[] => [
  ...(hsmLost === undefined
    ? []
    : [
        {
          name: 'hsm-lost',
          text: `${t('report.hsmLost')}: ${hsmLost.label} (${hsmLost.serial}): ${hsmLost.because}`,
        } as const,
      ]),
  ...hsmsLostBefore.map(({ label, serial, because }) => ({
    name: 'hsm-lost' as const,
    text: `${t('report.hsmLostBefore')}: ${label} (${serial}): ${because}`,
  })),
  ...replacements.map(({ name, because, vouchedBy }) => ({
    name: 'card-replaced' as const,
    text: t('report.cardReplaced', { name, because, people: vouchedBy.join(', ') }),
  })),
  ...exceeded.map((each) => ({
    name: 'custody-exceeded' as const,
    text: t('report.custodyExceeded', each),
  })),
];
