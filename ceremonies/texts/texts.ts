import i18next, { type i18n } from 'i18next';
import type { en } from './en/index.ts';
import type { Language } from './languages.ts';

/** English is complete by definition; the other languages must have its every key, or the types do not fit. */
export type Catalogue = typeof en;

export type Texts = {
  readonly language: Language;
  /** The text of a dotted key, with `{{values}}` put in and plurals chosen by `count`. Throws for an unknown key. */
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** Whether there is a text: for names that a later version may have given. */
  readonly has: (key: string) => boolean;
};

/** What a language's catalogue says. Pure: no storage, no network, no detection. */
export const textsOf = (language: Language, catalogue: Catalogue): Texts => {
  const instance: i18n = i18next.createInstance();
  void instance.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: catalogue } },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return {
    language,
    t: (key, values = {}) => {
      if (!instance.exists(key, values)) throw new RangeError(`no text for ${key} in ${language}`);
      return instance.t(key, values);
    },
    has: (key) => instance.exists(key) || instance.exists(key, { count: 1 }),
  };
};
