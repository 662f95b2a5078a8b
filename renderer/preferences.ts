import { languages, type Language } from '../ceremonies/texts/languages.ts';
import { appearances, type Appearance, type Store } from './store.ts';

/** All that one page leaves to the one after it in the window; none of it is on the disk, or there at the program's next start. */
const keys = { language: 'language', appearance: 'appearance', bundle: 'bundle' } as const;

const kept = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const keep = (key: string, value: string | null): void => {
  try {
    if (value === null) localStorage.removeItem(key);
    else if (value !== kept(key)) localStorage.setItem(key, value);
  } catch {
    // A window without storage forgets; nothing else is lost.
  }
};

/** Where the last bundle lies that the page before this one knew, or made. */
export const keptBundle = (): string | null => kept(keys.bundle);

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
  let shown: string | null = null;
  const follow = (): void => {
    const { texts, appearance, snapshot, last } = store.view();
    const { t, language } = texts;
    const bundle = snapshot?.exported?.path ?? last?.file ?? null;
    // That of the page before stays until this one has opened it, or shows another.
    if (bundle !== shown) keep(keys.bundle, bundle);
    shown = bundle;
    const page = document.documentElement;
    if (page.lang === language && page.dataset['appearance'] === appearance) return;
    page.lang = language;
    page.dataset['appearance'] = appearance;
    document.title = t('screen.app.name');
    keep(keys.language, language);
    keep(keys.appearance, appearance);
  };
  store.subscribe(follow);
  follow();
};
