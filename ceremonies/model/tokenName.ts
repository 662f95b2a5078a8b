import type { TokenFacts } from './values.ts';

/** A token as people tell it from others: labels may be alike, with the serial number they are not. */
export const tokenName = ({ label, serial }: Pick<TokenFacts, 'label' | 'serial'>): string =>
  `${label} · ${serial}`;

/** The same with its maker, for the record. */
export const tokenText = ({ label, manufacturer, model, serial }: TokenFacts): string =>
  `${label} · ${[manufacturer, model].join(' ').trim()} · ${serial}`;
