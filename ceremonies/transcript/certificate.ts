import type { State } from '../model/state.ts';
import { texts } from '../texts/catalogue.ts';
import type { Language } from '../texts/languages.ts';
import { targetTextOf } from './destructionTarget.ts';
import { html } from './html.ts';
import { lifeSections } from './lifeFacts.ts';
import { paperPage } from './page.ts';
import { certificateOf } from './reportLife.ts';

/**
 * The destruction certificate by itself, to be signed in ink and handed on: the same words as in report.html, which every
 * signer of the bundle has signed. Null of a ceremony that destroyed nothing.
 */
export const certificate = (state: State, language: Language): string | null => {
  const { t, has } = texts(language);
  const section = lifeSections(state, { t, has }).find(({ id }) => id === 'certificate');
  if (section === undefined) return null;
  const { domain, embassy } = state.script.parameters;
  const title = [section.title, embassy, targetTextOf(state, t) ?? ''].join(' · ');
  const content = certificateOf(html`<h1>${section.title}</h1>`, section, { state, t });
  return paperPage({ title, language, domain }, content, t);
};
