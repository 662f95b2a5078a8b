import { en } from '../ceremonies/texts/en/index.ts';
import type { Language } from '../ceremonies/texts/languages.ts';
import { textsOf, type Catalogue, type Texts } from '../ceremonies/texts/texts.ts';

/** At hand from the first moment. */
export const english: Texts = textsOf('en', en);

/** The others are read when somebody wants them, so that nobody waits for them at the start. */
const catalogues: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Catalogue>>> = {
  et: async () => (await import('../ceremonies/texts/et/index.ts')).et,
  fr: async () => (await import('../ceremonies/texts/fr/index.ts')).fr,
};

/** The texts of a language. Rejects where the program's own file cannot be read. */
export const loadTexts = async (language: Language): Promise<Texts> =>
  language === 'en' ? english : textsOf(language, await catalogues[language]());
