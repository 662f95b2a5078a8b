import { fromHex } from '../formats/bytes.ts';
import { bytesToWords } from '../formats/words.ts';
import type { CeremonyEvent } from '../model/event.ts';
import type { Register } from '../model/register.ts';
import type { Script } from '../model/script.ts';
import { participantOf, type State } from '../model/state.ts';
import { inWords, subjectOf, type Quorum } from '../model/subject.ts';
import type { Texts } from '../texts/texts.ts';
import { targetText } from './destructionTarget.ts';
import type { Fold } from './folded.ts';
import { html, type Content, type Markup } from './html.ts';

/** What every section of the report is made from. */
export type ReportDocument = Texts & {
  readonly state: State;
  readonly events: readonly CeremonyEvent[];
  readonly head: string;
  /** Null on paper, which has everything in sight. */
  readonly fold: Fold | null;
};

export const code = (value: string): Markup => html`<code>${value}</code>`;
export const time = (at: string): Markup => html`<time>${at}</time>`;
export const against = (text: string): Markup => html`<span class="against">${text}</span>`;
export const section = (title: string, ...content: readonly Markup[]): Markup =>
  html`<section>
    <h2>${title}</h2>
    ${content}
  </section> `;

export const nameOf = (state: State, id: string): string => participantOf(state, id)?.name ?? id;

export const words = (hash: string): Markup =>
  html`<p class="words">${bytesToWords(fromHex(hash)).join(' ')}</p>
    <p><code>${hash}</code></p>`;

/** A row of names and values. */
export type FactRow = readonly [name: string, value: Content];

/** What a ceremony is about, for a title and for a list of facts: keys and quorums, or what is destroyed. */
export const aboutOf = (
  script: Script,
  register: Register | null,
  t: Texts['t'],
): { readonly title: string; readonly facts: readonly FactRow[] } => {
  if (script.kind === 'destroy') {
    const target = targetText(script.parameters.target, register, t);
    return { title: target, facts: [[t('reportLife.target.title'), target]] };
  }
  const subject = subjectOf(script, register);
  const { brought, split } = subject;
  const { keyLabel: keys, algorithms } = inWords(subject);
  const row = (name: string, { threshold, count }: Quorum): FactRow => [
    t(name),
    t('report.quorumOf', { threshold, custodians: count }),
  ];
  return {
    title: keys,
    facts: [
      [t('report.key'), `${keys} · ${algorithms.join(', ')}`],
      ...brought.map((quorum) => row('report.brought', quorum)),
      ...(split === null ? [] : [row(brought.length > 0 ? 'report.newQuorum' : 'report.quorum', split)]),
    ],
  };
};
