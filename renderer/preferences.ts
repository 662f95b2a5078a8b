import { languages, texts, type Language } from '../ceremonies/texts/catalogue.ts';
import { appearances, type Appearance, type Store } from './store.ts';

/** The only things that the window keeps between two starts: the language and the appearance. */
const keys = { language: 'language', appearance: 'appearance' } as const;

const kept = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A window without storage forgets; nothing else is lost.
  }
};

export const preferences = (): { readonly language: Language; readonly appearance: Appearance } => {
  const language = kept(keys.language) ?? navigator.language.slice(0, 2);
  const appearance = kept(keys.appearance);
  return {
    language: languages.find((each) => each === language) ?? 'en',
    appearance: appearances.find((each) => each === appearance) ?? 'system',
  };
};

/** Keeps the page's own attributes, and what is remembered, in step with the store. */
export const followPreferences = (store: Store): void => {
  const follow = (): void => {
    const { language, appearance } = store.view();
    const page = document.documentElement;
    if (page.lang === language && page.dataset['appearance'] === appearance) return;
    page.lang = language;
    page.dataset['appearance'] = appearance;
    document.title = texts(language).t('screen.app.name');
    keep(keys.language, language);
    keep(keys.appearance, appearance);
  };
  store.subscribe(follow);
  follow();
};
