import type { Texts } from '../texts/catalogue.ts';
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
