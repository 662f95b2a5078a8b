import type { CeremonyEvent } from '../model/event.ts';
import { html, type Markup } from './html.ts';
import type { ReportDocument } from './reportDocument.ts';

/** Where rows go that a window lays out only when somebody opens them. */
export type Fold = {
  /** A table of more rows than these is folded, into runs of as many. */
  readonly rowsMax: number;
  /** Takes rows away. @returns the number that they are found by */
  readonly take: (rows: Markup) => number;
};

/** A table as it is; or, with a fold and many rows, what they are, and the same of each run of them, to be opened. */
export const folded = <Row>(
  rows: readonly Row[],
  fold: Fold | null,
  say: (some: readonly Row[]) => Markup,
  write: (some: readonly Row[]) => Markup,
): Markup =>
  fold === null || rows.length <= fold.rowsMax
    ? write(rows)
    : html`<p>${say(rows)}</p>
        ${runsOf(rows, fold.rowsMax).map(
          (run) =>
            html`<details data-run="${fold.take(write(run))}">
              <summary>${say(run)}</summary>
            </details> `,
        )}`;

const runsOf = <Row>(rows: readonly Row[], length: number): readonly (readonly Row[])[] =>
  Array.from({ length: Math.ceil(rows.length / length) }, (_, run) =>
    rows.slice(run * length, (run + 1) * length),
  );

/** How many they are, their numbers, and when they happened. */
export const spanned = (
  what: 'events' | 'exceptions',
  events: readonly CeremonyEvent[],
  t: ReportDocument['t'],
): Markup => {
  const [first, last] = [events.at(0), events.at(-1)];
  return first === undefined || last === undefined
    ? html``
    : html`${t(`report.folded.${what}`, { count: events.length, first: first.seq, last: last.seq })} ·
        <time>${first.at}</time> – <time>${last.at}</time>`;
};
