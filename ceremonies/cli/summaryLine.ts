import { texts } from '../texts/catalogue.ts';
import type { Texts } from '../texts/texts.ts';
import { deedRows } from '../verify/deedsWords.ts';
import { odditiesOf } from '../verify/oddities.ts';
import type { Summary } from '../verify/verdict.ts';
import { printable } from './io.ts';

type Summarised = {
  readonly kind: string;
  readonly embassy: string;
  readonly place: string;
  readonly domain: string;
  readonly keyLabel: string;
  readonly algorithm: string;
  readonly threshold: number;
  readonly custodians: number;
};

/** A ceremony in one line. Where something is destroyed there may be neither key nor quorum; `target` says what it was. */
export const summaryLine = (
  { kind, embassy, place, domain, keyLabel, algorithm, threshold, custodians }: Summarised,
  t: Texts['t'],
  target: string | null = null,
): string =>
  printable(
    [
      t(`report.kinds.${kind}`),
      embassy,
      place,
      target ?? (keyLabel === '' ? '' : `${keyLabel} (${algorithm})`),
      custodians === 0 ? '' : t('cli.quorum', { threshold, custodians }),
      domain,
    ]
      .filter((part) => part !== '')
      .join(' · '),
  );

/** What is to be told before all else: a line each. */
export const oddityLines = (summary: Summary): readonly string[] =>
  odditiesOf(summary, texts('en')).map(({ text }) => printable(text));

/** What the ceremony destroyed and moved, and what is left of that: a line each. */
export const deedLines = (deeds: Pick<Summary, 'kind' | 'destroyed' | 'moved'>): readonly string[] => {
  const english = texts('en');
  const { t } = english;
  return deedRows(deeds, english).map(({ name, text }) =>
    printable(t('cli.deed', { name: t(`deeds.rows.${name}`).toLowerCase(), text })),
  );
};
