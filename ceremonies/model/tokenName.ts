import type { TokenFacts } from '../../ceremonies/model/values.ts';

/** A token as people tell it from others: labels may be alike, with the serial number they are not. */
export const tokenName = ({ label, serial }: Pick<TokenFacts, 'label' | 'serial'>): string =>
  `${label} · ${serial}`;
