import type { Texts } from './texts.ts';

/** Things that may have commas of their own, one after the other. Only for people: French sets another sign between them. */
export const inOneLine = (things: readonly string[], { t }: Pick<Texts, 't'>): string =>
  things.join(t('lists.between'));
