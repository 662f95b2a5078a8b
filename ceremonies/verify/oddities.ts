import { lossText } from '../transcript/lossText.ts';
import { replacementText } from '../transcript/replacementText.ts';
import type { Texts } from '../texts/texts.ts';
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
          text: lossText(t('report.hsmLost'), hsmLost, { t }),
        } as const,
      ]),
  ...hsmsLostBefore.map((loss) => ({
    name: 'hsm-lost' as const,
    text: lossText(t('report.hsmLostBefore'), loss, { t }),
  })),
  ...replacements.map((each) => ({
    name: 'card-replaced' as const,
    text: replacementText(each, { t }),
  })),
  ...exceeded.map((each) => ({
    name: 'custody-exceeded' as const,
    text: t('report.custodyExceeded', each),
  })),
];
