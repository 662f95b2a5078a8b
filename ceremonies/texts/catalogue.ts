import i18next, { type i18n } from 'i18next';
import { en } from './en/index.ts';
import { et } from './et/index.ts';
import { fr } from './fr/index.ts';
import { languages, type Language } from './languages.ts';

/** Apart from the texts, for those who need to know the languages only. */
export { languages, type Language };

/** English is complete by definition; the other languages must have its every key, or the types do not fit. */
type Catalogue = typeof en;
const resources: Readonly<Record<Language, { readonly translation: Catalogue }>> = {
  en: { translation: en },
  et: { translation: et },
  fr: { translation: fr },
};

export type Texts = {
  readonly language: Language;
  /** The text of a dotted key, with `{{values}}` put in and plurals chosen by `count`. Throws for an unknown key. */
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** Whether there is a text: for names that a later version may have given. */
  readonly has: (key: string) => boolean;
};

const instances = new Map<Language, Texts>();

/** The catalogue of one language. Pure: no storage, no network, no detection. */
export const texts = (language: Language): Texts => {
  const known = instances.get(language);
  if (known !== undefined) return known;
  const instance: i18n = i18next.createInstance();
  void instance.init({
    lng: language,
    fallbackLng: false,
    resources,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  const made: Texts = {
    language,
    t: (key, values = {}) => {
      if (!instance.exists(key, values)) throw new RangeError(`no text for ${key} in ${language}`);
      return instance.t(key, values);
    },
    has: (key) => instance.exists(key) || instance.exists(key, { count: 1 }),
  };
  instances.set(language, made);
  return made;
};
