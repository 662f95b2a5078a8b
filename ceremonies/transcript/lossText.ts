import type { TokenFacts } from '../model/values.ts';
import { named } from '../texts/inOneLine.ts';
import type { Texts } from '../texts/texts.ts';

type Loss = Pick<TokenFacts, 'label' | 'serial'> & { readonly because: string };

/** Which HSM was lost, and why, after a heading that says what that means. */
export const lossText = (heading: string, { label, serial, because }: Loss, told: Pick<Texts, 't'>): string =>
  named(heading, named(`${label} (${serial})`, because, told), told);
