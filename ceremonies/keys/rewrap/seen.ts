import { hash } from 'node:crypto';
import type { DataKeyName } from '../../model/inventory.ts';

/**
 * Which names were there before: 16 bytes of SHA-256 for each, in a flat table, whatever the names' length. Two names that only
 * seem the same would take some 2^64 tries to find.
 */
export type SeenNames = {
  /** False where the name was there before. */
  readonly add: (name: DataKeyName) => boolean;
};

const wordsEach = 4;
const fullest = 0.7;

type Digest = readonly [number, number, number, number];

/** As JSON, so that the two parts stay apart. The digest comes as text, since small buffers cost more than what is in them. */
const digestOf = ({ dataSet, id }: DataKeyName): Digest => {
  const bytes = hash('sha256', JSON.stringify([dataSet, id]), 'binary');
  const word = (at: number): number =>
    (bytes.charCodeAt(at) |
      (bytes.charCodeAt(at + 1) << 8) |
      (bytes.charCodeAt(at + 2) << 16) |
      (bytes.charCodeAt(at + 3) << 24)) >>>
    0;
  // An empty place is all zeros.
  return [word(0), word(4), word(8), (word(12) | 1) >>> 0];
};

const isAt = (table: Uint32Array, at: number, [a, b, c, d]: Digest): boolean =>
  table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d;

export const openSeenNames = (): SeenNames => {
  let places = 1024;
  let table = new Uint32Array(places * wordsEach);
  let count = 0;

  /** Where a digest is, or where there is room for it. */
  const placeOf = (digest: Digest): number => {
    for (let place = digest[0] % places; ; place = (place + 1) % places) {
      const at = place * wordsEach;
      if (table[at + 3] === 0 || isAt(table, at, digest)) return at;
    }
  };

  const grow = (): void => {
    const before = table;
    places *= 2;
    table = new Uint32Array(places * wordsEach);
    const word = (at: number): number => before[at] ?? 0;
    for (let at = 0; at < before.length; at += wordsEach) {
      if (before[at + 3] === 0) continue;
      const digest = [word(at), word(at + 1), word(at + 2), word(at + 3)] as const;
      table.set(digest, placeOf(digest));
    }
  };

  return {
    add: (name) => {
      if (count + 1 > places * fullest) grow();
      const digest = digestOf(name);
      const at = placeOf(digest);
      if (table[at + 3] !== 0) return false;
      table.set(digest, at);
      count += 1;
      return true;
    },
  };
};
