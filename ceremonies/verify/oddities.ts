import type { Texts } from '../texts/catalogue.ts';
import type { Summary } from './verdict.ts';

/** What a reader of a verdict is told before all else, although the bundle is good. */
export type Oddity = { readonly name: 'hsm-lost' | 'card-replaced'; readonly text: string };

export const odditiesOf = (
  { hsmLost, replacements = [] }: Pick<Summary, 'hsmLost' | 'replacements'>,
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
  ...replacements.map(({ name, because, vouchedBy }) => ({
    name: 'card-replaced' as const,
    text: t('report.cardReplaced', { name, because, people: vouchedBy.join(', ') }),
  })),
];
