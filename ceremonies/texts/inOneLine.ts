import type { Texts } from './texts.ts';

/** Things that may have commas of their own, one after the other. Only for people: French sets another sign between them. */
export const inOneLine = (things: readonly string[], { t }: Pick<Texts, 't'>): string =>
  things.join(t('lists.between'));

/** A thing by its name, then what there is to say of it. Only for people: French sets a space before the colon. */
export const named = (name: string, what: string, { t }: Pick<Texts, 't'>): string =>
  t('lists.named', { name, what });
