import { en } from './en/index.ts';
import { et } from './et/index.ts';
import { fr } from './fr/index.ts';
import type { Language } from './languages.ts';
import { textsOf, type Catalogue, type Texts } from './texts.ts';

const catalogues: Readonly<Record<Language, Catalogue>> = { en, et, fr };

const known = new Map<Language, Texts>();

/** The texts of any language, at once: for programs that have all of them. The window loads them one by one. */
export const texts = (language: Language): Texts => {
  const found = known.get(language) ?? textsOf(language, catalogues[language]);
  known.set(language, found);
  return found;
};
