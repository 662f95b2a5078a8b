import { derElement, derHeader, isConstructed, readBerHeader } from '../../ceremonies/formats/ber.ts';
import { concat } from '../../ceremonies/formats/bytes.ts';
import type { Change } from './mutations.ts';

/** Changes to BER and DER: an element at a time, with the lengths around it as they were, or right again. */

type Place = { readonly from: number; readonly headerBytes: number; readonly to: number };

/** Every element, outer ones before what is in them; what cannot be read ends the search there. */
const elementsIn = (bytes: Uint8Array): readonly Place[] => {
  const found: Place[] = [];
  const visit = (from: number, to: number, depth: number): void => {
    let at = from;
    while (at < to && depth < 40 && found.length < 5000) {
      const header = headerAt(bytes, at);
      if (header === null) return;
      const end = Math.min(to, at + header.headerBytes + header.lengthBytes);
      found.push({ from: at, headerBytes: header.headerBytes, to: end });
      if (isConstructed(header.tag)) visit(at + header.headerBytes, end, depth + 1);
      at = end;
    }
  };
  visit(0, bytes.length, 0);
  return found;
};

const headerAt = (bytes: Uint8Array, at: number) => {
  try {
    return readBerHeader(bytes, at);
  } catch {
    return null;
  }
};

const at = (bytes: Uint8Array, draw: number): Place | undefined => {
  const places = elementsIn(bytes);
  return places[draw % Math.max(1, places.length)];
};

/** Puts other bytes in an element's place, and the lengths of all that is around it right. */
const replaced = (bytes: Uint8Array, { from, to }: Place, by: Uint8Array): Uint8Array => {
  const around = elementsIn(bytes).filter((each) => each.from < from && each.to >= to);
  const inner = around.at(-1);
  const flat = concat(bytes.subarray(0, from), by, bytes.subarray(to));
  if (inner === undefined) return flat;
  const contents = flat.subarray(inner.from + inner.headerBytes, inner.to + by.length - (to - from));
  return replaced(bytes, inner, derElement(bytes[inner.from] ?? 0, contents));
};

/** Lengths that are too long, too short, open, or wider than any number. */
const lengths: readonly (readonly number[])[] = [
  [0x00],
  [0x7f],
  [0x80],
  [0x81, 0x00],
  [0x84, 0xff, 0xff, 0xff, 0xff],
  [0x84, 0x7f, 0xff, 0xff, 0xff],
  [0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0xfe],
  [0xff],
];

const nestedIndefinite = (depth: number): Uint8Array => {
  const opened = new Uint8Array(2 * depth).fill(0x30);
  for (let index = 1; index < opened.length; index += 2) opened[index] = 0x80;
  return concat(opened, new Uint8Array(2 * depth));
};

const nestedDefinite = (depth: number): Uint8Array => {
  const headers: Uint8Array[] = [];
  let lengthBytes = 0;
  for (let level = 0; level < depth; level += 1) {
    const header = derHeader(0x30, lengthBytes);
    headers.push(header);
    lengthBytes += header.length;
  }
  return concat(...headers.toReversed());
};

/** More elements than a call takes arguments. */
const wide = (count: number): Uint8Array => {
  const nulls = new Uint8Array(2 * count);
  for (let index = 0; index < nulls.length; index += 2) nulls[index] = 0x05;
  return derElement(0x30, nulls);
};

export const changedDer: readonly Change[] = [
  (bytes, draws) => {
    const place = at(bytes, draws.at);
    return place === undefined
      ? bytes
      : replaced(bytes, place, wide(draws.size % 5 === 0 ? 2 * draws.size : draws.size % 300));
  },
  (bytes, draws) => {
    const place = at(bytes, draws.at);
    if (place === undefined) return bytes;
    return replaced(bytes, place, derElement(bytes[place.from] ?? 0, new Uint8Array(draws.size).fill(0x30)));
  },
  (bytes, draws) => {
    const place = at(bytes, draws.at);
    if (place === undefined) return bytes;
    const { from, headerBytes, to } = place;
    const length = Uint8Array.from(lengths[draws.size % lengths.length] ?? []);
    return concat(
      bytes.subarray(0, from + 1),
      length,
      bytes.subarray(from + headerBytes, to),
      bytes.subarray(to),
    );
  },
  (bytes, draws) => {
    const place = at(bytes, draws.at);
    if (place === undefined) return bytes;
    const copy = bytes.slice();
    copy[place.from] = draws.octets[0] ?? 0;
    return copy;
  },
  (bytes, draws) => {
    const place = at(bytes, draws.at);
    return place === undefined ? bytes : replaced(bytes, place, new Uint8Array());
  },
  (bytes, draws) => {
    const place = at(bytes, draws.at);
    if (place === undefined) return bytes;
    const element = bytes.subarray(place.from, place.to);
    return replaced(bytes, place, concat(...Array.from({ length: 2 + (draws.size % 300) }, () => element)));
  },
  (bytes, draws) => {
    const [here, there] = [at(bytes, draws.at), at(draws.other, draws.size)];
    if (here === undefined || there === undefined) return bytes;
    return replaced(bytes, here, draws.other.subarray(there.from, there.to));
  },
  (bytes, draws) => {
    const place = at(bytes, draws.at);
    if (place === undefined) return bytes;
    return replaced(bytes, place, derElement(bytes[place.from] ?? 0, draws.octets));
  },
  (bytes, draws) => {
    const place = at(bytes, draws.at);
    const deep = draws.size % 2 === 0 ? nestedIndefinite(draws.size) : nestedDefinite(draws.size);
    return place === undefined ? deep : replaced(bytes, place, deep);
  },
];
