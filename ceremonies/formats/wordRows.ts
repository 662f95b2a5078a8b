import { wordlist } from '@scure/bip39/wordlists/english.js';
import { bad, good, type Result } from '../model/error.ts';

/**
 * Bytes as words that people copy from paper, in rows that say which word is wrong.
 *
 * Eight words of a row carry 11 bytes, each word 11 bits, by its place in the English list of BIP39, whose words differ in
 * their first four letters. Two check words follow. All ten are elements of GF(2^11) = GF(2)[x] / (x^11 + x^2 + 1), and
 *
 *     Σ x^k · w_k  = the row's number, from 1           (k = 0 … 9)
 *     Σ x^3k · w_k = 0 in row 1; in the others the eighth word of row 1, which tells one sheet from another
 *
 * By how far the two sums are off, as a point (a, b), a row tells what happened to it. A wrong word at k moves it by a
 * multiple of (x^k, x^3k), two words exchanged by a multiple of (x^i + x^j, x^3i + x^3j), the row of another place
 * by (a, 0), that of another sheet by (0, b). These 10 + 45 + 1 + 1 directions all differ (a test counts them), so none of these
 * mistakes is ever taken for another, and no two wrong words go unnoticed. (The usual check words of RAID-6, Σ w and Σ x^k·w, cannot tell
 * which two words were exchanged: every exchange leaves their first sum as it was.)
 */
export const wordList: readonly string[] = wordlist;

export const dataWords = 8;
export const rowLength = 10;
export const rowBytes = 11;
/** As many as a sheet has. */
export const sheetRows = 11;

/** Ten words of the list, the last two being check words. */
export type WordRow = readonly string[];

const wordBits = 11;
const wordMask = 2 ** wordBits - 1;
/** x^11 = x^2 + 1. */
const reduceBy = 0b101;

/** Without branches on values, as everywhere here: they are secret. */
const times = (a: number, b: number): number => {
  let product = 0;
  let term = a;
  for (let bit = 0; bit < wordBits; bit++) {
    product ^= term & -((b >> bit) & 1);
    term = ((term << 1) & wordMask) ^ (reduceBy & -(term >> (wordBits - 1)));
  }
  return product;
};

const power = (base: number, exponent: number): number =>
  Array.from({ length: exponent }).reduce<number>((product) => times(product, base), 1);

/** 1/a = a^2046: the group has 2047 elements. */
const inverse = (a: number): number => power(a, 2046);

type Point = readonly [number, number];

const plus = (a: Point, b: Point): Point => [a[0] ^ b[0], a[1] ^ b[1]];
const scaled = (by: number, [a, b]: Point): Point => [times(by, a), times(by, b)];
const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];
const determinant = (a: Point, b: Point): number => times(a[0], b[1]) ^ times(a[1], b[0]);

/** (x^k, x^3k) */
export const directions: readonly Point[] = Array.from({ length: rowLength }, (_, k) => [
  power(2, k),
  power(2, 3 * k),
]);

const sums = (numbers: readonly number[]): Point =>
  numbers.reduce<Point>((sum, number, k) => plus(sum, scaled(number, directions[k] ?? [0, 0])), [0, 0]);

/** What the sums of a row must be. */
const target = (row: number, first: readonly number[] | undefined): Point => [
  row,
  row === 1 ? 0 : (first?.[dataWords - 1] ?? 0),
];

/** The two numbers c, d with c · (x^8, x^24) + d · (x^9, x^27) = what is still missing (Cramer's rule). */
const checkNumbers = (data: readonly number[], wanted: Point): readonly [number, number] => {
  const missing = plus(sums(data), wanted);
  const [one = [0, 0], other = [0, 0]] = directions.slice(dataWords);
  const over = inverse(determinant(one, other));
  return [times(determinant(missing, other), over), times(determinant(one, missing), over)];
};

const numbersOf = (bytes: Uint8Array): readonly number[] =>
  Array.from({ length: dataWords }, (_, word) => {
    let number = 0;
    for (let bit = word * wordBits; bit < (word + 1) * wordBits; bit++)
      number = (number << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    return number;
  });

const writeNumbers = (numbers: readonly number[], bytes: Uint8Array): void => {
  for (let bit = 0; bit < rowBytes * 8; bit++) {
    const number = numbers[Math.floor(bit / wordBits)] ?? 0;
    const value = (number >> (wordBits - 1 - (bit % wordBits))) & 1;
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (value << (7 - (bit & 7)));
  }
};

const wordOf = (number: number): string => wordList[number] ?? '';

/** A row for each 11 bytes; `bytes.length` must be a multiple of 11. Strings cannot be wiped: let go of them soon. */
export const bytesToRows = (bytes: Uint8Array): readonly WordRow[] => {
  if (bytes.length % rowBytes !== 0) throw new RangeError(`${bytes.length} bytes make no whole rows`);
  const data = Array.from({ length: bytes.length / rowBytes }, (_, place) =>
    numbersOf(bytes.subarray(place * rowBytes, (place + 1) * rowBytes)),
  );
  return data.map((numbers, place) =>
    [...numbers, ...checkNumbers(numbers, target(place + 1, data[0]))].map(wordOf),
  );
};

const abbreviationLetters = 4;

const numberByText: ReadonlyMap<string, number> = new Map(
  wordList.flatMap((word, number) => [
    [word, number] as const,
    [word.slice(0, abbreviationLetters), number] as const,
  ]),
);

const written = (text: string): string => text.trim().toLowerCase();

/** The words that begin so: one at most after four letters. */
export const completions = (beginning: string): readonly string[] => {
  const text = written(beginning);
  return text === '' ? [] : wordList.filter((word) => word.startsWith(text));
};

type Pair = readonly [number, number];

const pairs: readonly Pair[] = directions.flatMap((_, second) =>
  Array.from({ length: second }, (_unused, first): Pair => [first, second]),
);

const mistakeIn = (row: number, numbers: readonly number[], first: readonly number[] | undefined) => {
  const at = (place: number): number => numbers[place] ?? 0;
  const direction = (place: number): Point => directions[place] ?? [0, 0];
  const off = plus(sums(numbers), target(row, first));

  if (row > 1 && numbers.every((number, place) => number === first?.[place]))
    return bad('row-misplaced', { row, found: 1 });

  const wrong = directions.findIndex((each) => determinant(each, off) === 0);
  if (wrong >= 0) return bad('word-wrong', { row, position: wrong + 1 });

  const swapped = pairs.find(([i, j]) => same(off, scaled(at(i) ^ at(j), plus(direction(i), direction(j)))));
  if (swapped !== undefined)
    return bad('words-swapped', { row, position: swapped[0] + 1, other: swapped[1] + 1 });

  if (off[0] === 0) return bad('row-foreign', { row });
  // In row 1 there is nothing yet to compare the second sum with.
  const found = off[0] ^ row;
  return found >= 1 && found <= sheetRows && (off[1] === 0 || row === 1)
    ? bad('row-misplaced', { row, found })
    : bad('row-wrong', { row });
};

const readWords = (row: number, words: readonly string[]): Result<readonly number[]> => {
  if (words.length !== rowLength) return bad('row-length', { row, words: words.length, wanted: rowLength });
  const numbers = words.map((word) => numberByText.get(written(word)));
  const unknown = numbers.indexOf(undefined);
  return unknown < 0
    ? good(numbers.map((number) => number ?? 0))
    : bad('word-not-listed', { row, position: unknown + 1 });
};

const readRow = (
  row: number,
  words: readonly string[],
  first: readonly number[] | undefined,
): Result<readonly number[]> => {
  const typed = readWords(row, words);
  if (!typed.ok || same(sums(typed.value), target(row, first))) return typed;
  return mistakeIn(row, typed.value, first);
};

/**
 * Checks the row that follows `before`, the rows accepted so far, as it was typed: words in any case, whole or their first
 * four letters. Gives the words in full. Rows and places are counted from 1; no problem repeats a word.
 *
 * Problems, each with `row`: `row-length`; `word-not-listed` (`position`); `word-wrong` (`position`); `words-swapped`
 * (`position`, `other`); `row-misplaced` (`found`: it is that row of the sheet); `row-foreign` (this row of another sheet);
 * `row-wrong` (several mistakes, or a word left out or too many).
 *
 * A single mistake is always named rightly, but for another row in the place of row 1, which one time in about 30 is only
 * noticed. Two wrong words are always noticed, more with a chance of 1 − 2^-22; one time in about 200 they look like one
 * wrong word, perhaps elsewhere.
 */
export const checkRow = (words: readonly string[], before: readonly WordRow[]): Result<WordRow> => {
  const [first] = before;
  const opening = first === undefined ? undefined : readRow(1, first, undefined);
  if (opening?.ok === false) return opening;
  const numbers = readRow(before.length + 1, words, opening?.value);
  return numbers.ok ? good(numbers.value.map(wordOf)) : numbers;
};

/** Reads the bytes of all rows, in order, 11 a row; the caller wipes them. Problems as for `checkRow`. */
export const rowsToBytes = (rows: readonly (readonly string[])[]): Result<Uint8Array> => {
  const bytes = new Uint8Array(rows.length * rowBytes);
  let first: readonly number[] | undefined;
  for (const [place, words] of rows.entries()) {
    const numbers = readRow(place + 1, words, first);
    if (!numbers.ok) {
      bytes.fill(0);
      return numbers;
    }
    first ??= numbers.value;
    writeNumbers(numbers.value, bytes.subarray(place * rowBytes, (place + 1) * rowBytes));
  }
  return good(bytes);
};
