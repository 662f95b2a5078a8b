import type { CeremonyEvent, EventType } from '../model/event.ts';
import { actOf, type Act } from '../model/script.ts';
import { factsOf, peopleOf } from './facts.ts';
import { folded, spanned } from './folded.ts';
import { facts, html, table, type Markup } from './html.ts';
import { against, nameOf, section, time, words, type ReportDocument } from './reportDocument.ts';

type ActEvent = Extract<CeremonyEvent, { readonly step: string }>;
type WriteAct = (document: ReportDocument, act: Act, own: readonly ActEvent[]) => Markup;

export const timeline = (document: ReportDocument): Markup => timelineOf(document, actLines);

/** Act by act, where there are too many lines. */
export const shortTimeline = (document: ReportDocument): Markup => timelineOf(document, actInShort);

const actLines: WriteAct = ({ state, t, fold }, act, own) =>
  folded(
    own,
    fold,
    (some) => html`${spanned('events', some, t)}${oddities(some, t)}`,
    (some) =>
      table(
        ['#', t('report.time'), t('report.event'), t('report.who')],
        some.map((event) => [
          html`<span class="seq">${event.seq}</span>`,
          time(event.at),
          html`${t(`events.${event.type}`)} ${factsOf(event).map((fact) => html`<code>${fact}</code> `)}`,
          peopleOf(event)
            .map((person) => nameOf(state, person))
            .join(', '),
        ]),
        // The script, annotated: each of its steps stands over what happened at it.
        (row) => stepOver(act, some[row]?.step, some[row - 1]?.step, t),
      ),
  );

/** What no script asks for, and a reader looks for first. */
const odd: ReadonlySet<EventType> = new Set<EventType>([
  'exception-raised',
  'air-gap-changed',
  'card-replaced',
  'resumed',
  'share-set-voided',
  'presentation-voided',
  'participant-departed',
  'key-compromised',
  'ceremony-abandoned',
]);

/** What stands out among events, and how often it is there: whoever sees them folded must know. */
const oddities = (events: readonly CeremonyEvent[], t: ReportDocument['t']): readonly Markup[] => {
  const sentences = events.flatMap((event) => {
    if (odd.has(event.type)) return [t(`events.${event.type}`)];
    return event.type === 'declared' && !event.agrees ? [t('report.agreesNot')] : [];
  });
  const counts = new Map<string, number>();
  for (const sentence of sentences) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  return [...counts].map(([sentence, count]) => html` · ${against(`${sentence} (${count})`)}`);
};

const actInShort: WriteAct = ({ t }, _act, own) => {
  const [first, last] = [own.at(0), own.at(-1)];
  return first === undefined || last === undefined
    ? html``
    : facts([
        [t('report.time'), html`${time(first.at)} – ${time(last.at)}`],
        [t('report.actEvents'), `${own.length} · #${first.seq} – #${last.seq}`],
      ]);
};

const timelineOf = (document: ReportDocument, writeAct: WriteAct): Markup => {
  const { state, events, t } = document;
  return section(
    t('report.timeline'),
    ...(writeAct === actInShort ? [html`<p>${t('report.linesLeftOut')}</p>`] : []),
    ...state.script.acts.map((act) => {
      const { id } = act;
      const own = events.flatMap((event) =>
        'step' in event && actOf(state.script, event.step)?.id === id ? [event] : [],
      );
      const signed = state.acts[id];
      return html`<h3>${t(`report.acts.${id}`)}</h3>
        ${writeAct(document, act, own)}
        ${
          signed === undefined
            ? html``
            : html`<p>
                  ${t('report.actSigned', {
                    people: signed.signatures
                      .map(({ statement }) => nameOf(state, statement.participant))
                      .join(', '),
                  })}
                </p>
                ${words(signed.head)}`
        }`;
    }),
  );
};

const stepOver = (
  { steps }: Act,
  here: string | undefined,
  before: string | undefined,
  t: ReportDocument['t'],
): string | null => {
  const number = steps.findIndex(({ id }) => id === here);
  const step = steps[number];
  return step === undefined || here === before ? null : `${number + 1}. ${t(`steps.${step.kind}.title`)}`;
};
