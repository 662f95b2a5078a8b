import fc from 'fast-check';
import { concat, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { changedDer } from './der.ts';
import { changedJson } from './json.ts';
import { changedZip } from './zip.ts';

/** What a good input is made of, beyond its bytes. */
export type Likeness = 'bytes' | 'der' | 'json' | 'text' | 'zip';

/** What decides a change: the same draws make the same change, so that a fault can be found again, and made smaller. */
export type Draws = {
  readonly which: number;
  readonly at: number;
  readonly size: number;
  readonly octets: Uint8Array;
  /** Another good input. */
  readonly other: Uint8Array;
};

export type Change = (bytes: Uint8Array, draws: Draws) => Uint8Array;

/** Larger than anything that a good input of this size becomes by chance, and small enough for thousands in a run. */
const largestBytes = 2 * 1024 * 1024;

const place = (bytes: Uint8Array, at: number): number => at % (bytes.length + 1);
const spliced = (bytes: Uint8Array, at: number, drop: number, ...insert: readonly Uint8Array[]) =>
  concat(bytes.subarray(0, at), ...insert, bytes.subarray(at + drop));

const repeated = (octets: Uint8Array, times: number): Uint8Array =>
  concat(...Array.from({ length: times }, () => octets));

/** Sizes that computers take for something else: signs, wrapped sums, all of memory. */
const oddSizes = [
  [0x00, 0x00, 0x00, 0x00],
  [0xff, 0xff, 0xff, 0xff],
  [0x7f, 0xff, 0xff, 0xff],
  [0x80, 0x00, 0x00, 0x00],
  [0x00, 0x00, 0xff, 0xff],
  [0xff, 0xff, 0x00, 0x00],
].map((octets) => Uint8Array.from(octets));

const changesOfBytes: readonly Change[] = [
  (bytes, { at, size }) => {
    const copy = bytes.slice();
    const index = at % Math.max(1, bytes.length);
    copy[index] = (copy[index] ?? 0) ^ (1 << (size % 8));
    return copy;
  },
  (bytes, { at, octets }) => spliced(bytes, place(bytes, at), octets.length, octets),
  (bytes, { at }) => bytes.subarray(0, place(bytes, at)),
  (bytes, { at }) => bytes.subarray(place(bytes, at)),
  (bytes, { at, octets }) => spliced(bytes, place(bytes, at), 0, octets),
  (bytes, { at, size }) => spliced(bytes, place(bytes, at), size % 64),
  (bytes, { at, size }) => {
    const from = place(bytes, at);
    const run = bytes.subarray(from, from + 1 + (size % 256));
    return spliced(bytes, from, 0, repeated(run, 1 + (size % 400)));
  },
  (bytes, { at, size, other }) =>
    concat(bytes.subarray(0, place(bytes, at)), other.subarray(place(other, size))),
  (bytes, { at, size, other }) =>
    spliced(bytes, place(bytes, at), 0, other.subarray(place(other, size), place(other, size) + 512)),
  (bytes, { at, size }) =>
    spliced(bytes, place(bytes, at), 4, oddSizes[size % oddSizes.length] ?? new Uint8Array()),
  (bytes, { at, size }) => concat(bytes, new Uint8Array(size % 70_000).fill(at % 256)),
];

/** What is no UTF-8: an end without a beginning, an overlong slash, half a surrogate pair, beyond Unicode, a beginning alone. */
const notUtf8 = [
  [0x80],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xe2, 0x82],
].map((octets) => Uint8Array.from(octets));

const oddTexts = [
  '\u0000',
  '\ufeff',
  '\ufffd',
  '\r',
  '\r\n\r\n',
  '\u2028',
  '"',
  '\\',
  '<',
  '<!--',
  '<!DOCTYPE a [<!ENTITY b "bb">]>',
  '&b;',
  ']]>',
  '__proto__',
  '-----BEGIN CERTIFICATE-----\n',
  '=',
  '..',
  '/',
  'ı',
  'é',
  'e\u0301',
].map(toUtf8);

const lineFeed = 0x0a;
const linesOf = (bytes: Uint8Array): readonly Uint8Array[] => {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
    lines.push(bytes.subarray(start, end + 1));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
};
const ofLines =
  (change: (lines: readonly Uint8Array[], at: number, size: number) => readonly Uint8Array[]): Change =>
  (bytes, { at, size }) => {
    const lines = linesOf(bytes);
    return concat(...change(lines, at % lines.length, size));
  };

export const changesOfText: readonly Change[] = [
  (bytes, { at, size }) =>
    spliced(bytes, place(bytes, at), 0, notUtf8[size % notUtf8.length] ?? new Uint8Array()),
  (bytes, { at, size }) =>
    spliced(bytes, place(bytes, at), size % 2, oddTexts[size % oddTexts.length] ?? new Uint8Array()),
  (bytes, { at, size }) =>
    spliced(
      bytes,
      place(bytes, at),
      0,
      repeated(oddTexts[size % oddTexts.length] ?? new Uint8Array(), size % 20_000),
    ),
  (bytes, { at, size }) =>
    spliced(bytes, place(bytes, at), 0, new Uint8Array(size).fill(size % 2 === 0 ? 0x20 : 0x39)),
  ofLines((lines, at) => lines.toSpliced(at, 1)),
  ofLines((lines, at, size) =>
    lines.toSpliced(at, 0, ...Array.from({ length: 1 + (size % 2000) }, () => lines[at] ?? new Uint8Array())),
  ),
  ofLines((lines, at, size) => {
    const [here, there] = [lines[at], lines[size % lines.length]];
    return lines.with(at, there ?? new Uint8Array()).with(size % lines.length, here ?? new Uint8Array());
  }),
];

const changes: Readonly<Record<Likeness, readonly Change[]>> = {
  bytes: changesOfBytes,
  der: [...changesOfBytes, ...changedDer, ...changedDer],
  text: [...changesOfBytes, ...changesOfText],
  json: [...changesOfBytes, ...changesOfText, ...changedJson, ...changedJson, ...changedJson],
  zip: [...changesOfBytes, ...changedZip, ...changedZip],
};

const draws: fc.Arbitrary<Omit<Draws, 'other'>> = fc.record({
  which: fc.nat(),
  at: fc.oneof(fc.nat({ max: 64 }), fc.nat()),
  size: fc.oneof(fc.nat({ max: 16 }), fc.nat({ max: 100_000 })),
  octets: fc.uint8Array({ minLength: 1, maxLength: 8 }),
});

/** Good inputs with one to four changes, and now and then bytes that never were a good input. */
export const inputs = (like: Likeness, good: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> => {
  const one = fc.constantFrom(...good);
  const changed = fc
    .record({
      start: one,
      turns: fc.array(fc.record({ drawn: draws, other: one }), { minLength: 1, maxLength: 4 }),
    })
    .map(({ start, turns }) =>
      turns.reduce<Uint8Array>((bytes, { drawn, other }) => {
        const change = changes[like][drawn.which % changes[like].length];
        return change?.(bytes, { ...drawn, other }).subarray(0, largestBytes) ?? bytes;
      }, start),
    );
  return fc.oneof(
    { weight: 12, arbitrary: changed },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  );
};
