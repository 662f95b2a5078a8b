import { headOfRow, type SheetHead } from '../../ceremonies/formats/sheetHead.ts';
import {
  checkRow,
  completions,
  rowLength,
  sheetRows,
  type WordRow,
} from '../../ceremonies/formats/wordRows.ts';
import { bad, type Problem } from '../../ceremonies/model/error.ts';

/** The words of a sheet as far as they are typed. They are strings, which cannot be wiped: `begun` lets go of them. */
export type WordEntry = {
  /** Checked and complete. */
  readonly rows: readonly WordRow[];
  /** Of the row being typed; empty where no word is yet. */
  readonly words: readonly string[];
  /** Where the next word goes, from 0. */
  readonly place: number;
  readonly typed: string;
  /** Places that must be typed again before the row is checked again. */
  readonly doubtful: readonly number[];
  /** What row 1 says of the share. */
  readonly head: SheetHead | null;
  readonly problem: Problem | null;
};

/** Whether a sheet with this head is wanted; the reason, if not. Asked as soon as row 1 is right. */
export type Refuse = (head: SheetHead) => Problem | null;

const emptyRow: readonly string[] = Array.from({ length: rowLength }, () => '');

const rowBegun = { words: emptyRow, place: 0, typed: '', doubtful: [], problem: null } as const;

export const begun: WordEntry = { ...rowBegun, rows: [], head: null };

export const isComplete = ({ rows }: WordEntry): boolean => rows.length === sheetRows;

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/gu, '');

/** From these letters on it can be one word only; a word typed in full counts, even if a longer one begins so. */
export const wordMeant = (typed: string): string | undefined => {
  const words = completions(typed);
  return words.length === 1 ? words[0] : words.find((word) => word === typed);
};

/** Which places a problem points at, from 0. */
const placesOf = ({ details }: Problem): readonly number[] =>
  [details['position'], details['other']].flatMap((position) =>
    typeof position === 'number' ? [position - 1] : [],
  );

/** A row of another place or sheet is of no use here; one with several mistakes is, when they are found. */
const rowRefused = (entry: WordEntry, problem: Problem): WordEntry => {
  if (problem.code === 'row-misplaced' || problem.code === 'row-foreign')
    return { ...entry, ...rowBegun, problem };
  const doubtful = placesOf(problem);
  return { ...entry, typed: '', doubtful, place: doubtful[0] ?? 0, problem };
};

const rowTyped = (entry: WordEntry, refuse: Refuse): WordEntry => {
  const checked = checkRow(entry.words, entry.rows);
  if (!checked.ok) return rowRefused(entry, checked.problem);
  const rows = [...entry.rows, checked.value];
  if (rows.length > 1) return { ...entry, ...rowBegun, rows };
  const head = headOfRow(checked.value);
  const problem = head.ok ? refuse(head.value) : head.problem;
  return problem === null && head.ok
    ? { ...entry, ...rowBegun, rows, head: head.value }
    : { ...begun, problem };
};

const wordTyped = (entry: WordEntry, word: string, refuse: Refuse): WordEntry => {
  const words = entry.words.map((own, place) => (place === entry.place ? word : own));
  const doubtful = entry.doubtful.filter((place) => place !== entry.place);
  const empty = words.flatMap((own, place) => (own === '' ? [place] : []));
  const next = doubtful[0] ?? empty.find((place) => place > entry.place) ?? empty[0];
  const filled = {
    ...entry,
    words,
    doubtful,
    typed: '',
    problem: doubtful.length > 0 ? entry.problem : null,
  };
  return next === undefined ? rowTyped(filled, refuse) : { ...filled, place: next };
};

/** Space or Enter after a word: it is taken if it can be one only; otherwise more letters are needed. */
export const finishWord = (entry: WordEntry, refuse: Refuse): WordEntry => {
  const word = wordMeant(entry.typed);
  return word === undefined ? entry : wordTyped(entry, word, refuse);
};

const typeWord = (entry: WordEntry, typed: string, refuse: Refuse): WordEntry => {
  const words = completions(typed);
  if (typed !== '' && words.length === 0) {
    const { problem } = bad('word-not-listed', { row: entry.rows.length + 1, position: entry.place + 1 });
    return { ...entry, typed, problem };
  }
  const own = { ...entry, typed, problem: entry.problem?.code === 'word-not-listed' ? null : entry.problem };
  // Not before its last letter: the letters that hands go on typing would fall into the next word.
  return words.length === 1 && words[0] === typed ? wordTyped(own, typed, refuse) : own;
};

/**
 * What the field holds after a key. A word typed in full is taken at once; a blank takes one that is begun so that it can be no
 * other. Several words at once are taken one by one.
 */
export const type = (entry: WordEntry, text: string, refuse: Refuse): WordEntry => {
  const parts = text.split(/\s+/u).map(letters);
  return parts.reduce((now, part, at) => {
    if (isComplete(now) || (part === '' && at > 0)) return now;
    const typed = typeWord(now, part, refuse);
    return at < parts.length - 1 ? finishWord(typed, refuse) : typed;
  }, entry);
};

/** Looks at another word of the row; it stays until another is typed in its place. */
export const goTo = (entry: WordEntry, place: number): WordEntry =>
  place < 0 || place >= rowLength ? entry : { ...entry, place, typed: '' };

/** Opens the last accepted row again. */
export const previousRow = (entry: WordEntry): WordEntry => {
  const last = entry.rows.at(-1);
  if (last === undefined) return entry;
  const rows = entry.rows.slice(0, -1);
  return { ...entry, ...rowBegun, rows, words: last, head: rows.length === 0 ? null : entry.head };
};
