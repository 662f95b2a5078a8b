import type { CeremonyEvent } from '../model/event.ts';
import { participantOf, type State } from '../model/state.ts';
import { inWords, type Quorum, type Subject } from '../model/subject.ts';
import type { TokenFacts } from '../model/values.ts';
import type { Texts } from '../texts/catalogue.ts';
import { html, type Content, type Markup } from './html.ts';

/** What every section of the report is made from. */
export type ReportDocument = Texts & {
  readonly state: State;
  readonly events: readonly CeremonyEvent[];
  readonly head: string;
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

export const tokenText = ({ label, manufacturer, model, serial }: TokenFacts): string =>
  `${label} · ${[manufacturer, model].join(' ').trim()} · ${serial}`;

/** A row of names and values. */
export type FactRow = readonly [name: string, value: Content];

/** The keys and quorums of a ceremony, for a title and for a list of facts. */
export const aboutOf = (
  subject: Subject,
  t: Texts['t'],
): { readonly keys: string; readonly facts: readonly FactRow[] } => {
  const { keyLabel: keys, algorithms } = inWords(subject);
  const row = (name: string, { threshold, count }: Quorum): FactRow => [
    t(name),
    t('report.quorumOf', { threshold, custodians: count }),
  ];
  return {
    keys,
    facts: [
      [t('report.key'), `${keys} · ${algorithms.join(', ')}`],
      ...subject.brought.map((quorum) => row('report.brought', quorum)),
      ...(subject.split === null
        ? []
        : [row(subject.brought.length > 0 ? 'report.newQuorum' : 'report.quorum', subject.split)]),
    ],
  };
};
