import { bytesToRows } from '../../ceremonies/formats/wordRows.ts';

/** One form of a part of a secret, as it might lie about. */
export type Needle = { readonly of: string; readonly form: string; readonly bytes: Buffer };

/** A trace is a part: what is left of a secret after some of it was written over is one, too. */
const partBytes = 16;
const partCharacters = 20;

const windows = <T extends { readonly length: number; subarray(from: number, to: number): T }>(
  whole: T,
  size: number,
): readonly T[] => {
  const count = Math.floor(whole.length / size);
  return Array.from({ length: count }, (_, part) => whole.subarray(part * size, (part + 1) * size));
};

/** Zeros, and texts of one letter, lie everywhere. */
const isTelling = (bytes: Buffer): boolean => new Set(bytes).size >= 6;

const textForms = (of: string, form: string, text: string): readonly Needle[] =>
  windows(Buffer.from(text), Math.min(partCharacters, text.length))
    .filter(isTelling)
    .flatMap((part) => [
      { of, form, bytes: part },
      // As V8 keeps a text in which any character is beyond Latin-1.
      { of, form: `${form}, UTF-16`, bytes: Buffer.from(part.toString('latin1'), 'utf16le') },
    ]);

/** Where in a triple of bytes a secret begins changes all of its base64 but not what is asked of it: three forms. */
const base64Forms = (of: string, secret: Buffer): readonly Needle[] =>
  [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), secret])
      .toString('base64')
      .slice(4, -4);
    const url = whole.replaceAll('+', '-').replaceAll('/', '_');
    return [...textForms(of, 'base64', whole), ...(url === whole ? [] : textForms(of, 'base64url', url))];
  });

/** As the package that splits and combines writes them on the way. */
const bitForms = (of: string, secret: Buffer): readonly Needle[] => {
  const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return windows(Buffer.from(bits), 8 * partBytes)
    .filter((_, part) => isTelling(secret.subarray(part * partBytes, (part + 1) * partBytes)))
    .map((bytes) => ({ of, form: 'bits', bytes }));
};

/** Raw, hex of both cases, base64 and base64url, as bits, and as lists of numbers. */
export const needlesOf = (of: string, secret: Buffer): readonly Needle[] => [
  ...windows(secret, Math.min(partBytes, secret.length))
    .filter(isTelling)
    .map((bytes) => ({ of, form: 'raw', bytes })),
  ...textForms(of, 'hex', secret.toString('hex')),
  ...textForms(of, 'hex', secret.toString('hex').toUpperCase()),
  ...base64Forms(of, secret),
  ...bitForms(of, secret),
  ...textForms(of, 'numbers', [...secret].join(',')),
  ...textForms(of, 'numbers', [...secret].join(', ')),
];

/** What people type: itself, and all that becomes of bytes. */
export const needlesOfText = (of: string, text: string): readonly Needle[] => [
  { of, form: 'text', bytes: Buffer.from(text) },
  { of, form: 'text, UTF-16', bytes: Buffer.from(text, 'utf16le') },
  ...needlesOf(of, Buffer.from(text)).filter(({ form }) => form !== 'raw'),
];

/** A text in a message between processes: what says that it is one, and its length. */
const inMessage = (text: string): string => `"${String.fromCharCode(text.length)}`;

/** What may stand before a word of a sheet that is not the first; in messages also its place in the list, by V8’s own code. */
const separators: readonly ((word: string, place: number) => string)[] = [
  ...[' ', '\n', ',', ', ', '","', '</td><td>', '</span> <span>'].map((text) => () => text),
  inMessage,
  (word, place) => `I${String.fromCharCode(2 * place)}${inMessage(word)}`,
];

/** @param payload what the words of a sheet carry, 121 bytes */
export const needlesOfWords = (of: string, payload: Buffer): readonly Needle[] =>
  bytesToRows(payload).flatMap((row) =>
    separators.flatMap((between) => {
      const text = row.slice(0, 4).reduce((before, word, place) => before + between(word, place) + word);
      return [
        { of, form: 'words', bytes: Buffer.from(text) },
        { of, form: 'words, UTF-16', bytes: Buffer.from(text, 'utf16le') },
      ];
    }),
  );

/** Looks for all needles at once; gives how often each form of each was found. */
export type Search = (haystack: Buffer) => ReadonlyMap<string, number>;

const keyOf = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at);

export const openSearch = (needles: readonly Needle[]): Search => {
  // Most places are passed by after a look at two bytes.
  const pairs = new Uint8Array(65_536);
  const byStart = new Map<number, Needle[]>();
  for (const needle of needles) {
    if (needle.bytes.length < 4) throw new Error(`too short to be looked for: ${needle.of}`);
    pairs[needle.bytes.readUInt16LE(0)] = 1;
    const key = keyOf(needle.bytes, 0);
    byStart.set(key, [...(byStart.get(key) ?? []), needle]);
  }
  return (haystack) => {
    const found = new Map<string, number>();
    for (let at = 0; at + 4 <= haystack.length; at += 1) {
      if (pairs[(haystack[at] ?? 0) | ((haystack[at + 1] ?? 0) << 8)] === 0) continue;
      for (const { of, form, bytes } of byStart.get(keyOf(haystack, at)) ?? []) {
        if (
          haystack.length - at < bytes.length ||
          haystack.compare(bytes, 0, bytes.length, at, at + bytes.length) !== 0
        )
          continue;
        const name = `${of} (${form})`;
        found.set(name, (found.get(name) ?? 0) + 1);
      }
    }
    return found;
  };
};
