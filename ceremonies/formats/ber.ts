import { malformed } from './asn1.ts';
import { concat, joined } from './bytes.ts';

/**
 * The Basic Encoding Rules (X.690 section 8), as far as files need them that others wrote as a stream: lengths that are not
 * known in advance, and strings in pieces. What the program itself writes is DER.
 */

/** Identifier octets of the universal types that are read here (X.690 section 8.1.2). */
export const berTags = {
  endOfContents: 0x00,
  integer: 0x02,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The bit of the identifier octet that says that elements are inside. */
export const constructedBit = 0x20;

export const isConstructed = (tag: number): boolean => (tag & constructedBit) !== 0;

export type BerHeader = {
  /** The identifier octet: class, constructed or not, number. */
  readonly tag: number;
  /** Of the contents; Infinity where an end-of-contents marker will tell (the indefinite form). */
  readonly lengthBytes: number;
  /** Of identifier and length. */
  readonly headerBytes: number;
};

/** One identifier octet, one that counts the length's octets, and at most eight of those. */
export const maxHeaderBytes = 10;

const lengthLimit = Number.MAX_SAFE_INTEGER;

/**
 * The identifier and length at `offset`, or null where the bytes end before they do. Long lengths may have leading zeros.
 * @throws CeremonyError encoding-malformed for tag numbers above 30 and lengths that no file has
 */
export const readBerHeader = (bytes: Uint8Array, offset = 0): BerHeader | null => {
  const [tag, first] = [bytes[offset], bytes[offset + 1]];
  if (tag !== undefined && (tag & 0x1f) === 0x1f) throw malformed('low-tag');
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, lengthBytes: first, headerBytes: 2 };
  if (first === 0x80) {
    if (!isConstructed(tag)) throw malformed('definite-length');
    return { tag, lengthBytes: Infinity, headerBytes: 2 };
  }
  const count = first & 0x7f;
  if (count > maxHeaderBytes - 2) throw malformed('smaller');
  if (bytes.length < offset + 2 + count) return null;
  let lengthBytes = 0;
  for (const octet of bytes.subarray(offset + 2, offset + 2 + count)) lengthBytes = lengthBytes * 256 + octet;
  if (lengthBytes > lengthLimit) throw malformed('smaller');
  return { tag, lengthBytes, headerBytes: 2 + count };
};

/** Identifier and length in DER (X.690 section 10.1): as few octets as it takes. */
export const derHeader = (tag: number, lengthBytes: number): Uint8Array<ArrayBuffer> => {
  if (lengthBytes < 0x80) return Uint8Array.of(tag, lengthBytes);
  const octets: number[] = [];
  for (let rest = lengthBytes; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(tag, 0x80 | octets.length, ...octets);
};

/** An element in DER around contents that are DER already. */
export const derElement = (tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  derElementOf(tag, contents);

/** The same around any number of them. */
export const derElementOf = (tag: number, contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const content = joined(contents);
  return concat(derHeader(tag, content.length), content);
};

/** Deeper than any CMS structure, and shallow enough for every stack. */
const maxDepth = 32;

type Read = { readonly der: Uint8Array; readonly endsAt: number };

const isEndOfContents = (bytes: Uint8Array, offset: number): boolean =>
  bytes[offset] === 0 && bytes[offset + 1] === 0;

/** The elements inside a constructed one, each in DER; `endsAt` is behind its end-of-contents marker, where it has one. */
const readInside = (
  bytes: Uint8Array,
  startsAt: number,
  lengthBytes: number,
  depth: number,
): { readonly elements: readonly Uint8Array[]; readonly endsAt: number } | null => {
  const elements: Uint8Array[] = [];
  let offset = startsAt;
  const end = startsAt + lengthBytes;
  for (;;) {
    if (offset === end) return { elements, endsAt: end };
    if (offset > end) throw malformed('length');
    if (lengthBytes === Infinity && isEndOfContents(bytes, offset)) return { elements, endsAt: offset + 2 };
    const element = readAt(bytes, offset, depth + 1);
    if (element === null) return null;
    elements.push(element.der);
    offset = element.endsAt;
  }
};

/** The contents of an element in DER. */
export const contentsOf = (der: Uint8Array): Uint8Array => {
  const header = readBerHeader(der);
  if (header === null) throw malformed('element');
  return der.subarray(header.headerBytes, header.headerBytes + header.lengthBytes);
};

const readAt = (bytes: Uint8Array, offset: number, depth: number): Read | null => {
  if (depth > maxDepth) throw malformed('less-nesting');
  const header = readBerHeader(bytes, offset);
  if (header === null) return null;
  const { tag, lengthBytes, headerBytes } = header;
  if (tag === berTags.endOfContents) throw malformed('element');
  const startsAt = offset + headerBytes;
  if (!isConstructed(tag)) {
    const endsAt = startsAt + lengthBytes;
    if (endsAt > bytes.length) return null;
    return { der: concat(derHeader(tag, lengthBytes), bytes.subarray(startsAt, endsAt)), endsAt };
  }
  const inside = readInside(bytes, startsAt, lengthBytes, depth);
  if (inside === null) return null;
  const { elements, endsAt } = inside;
  if (tag !== (berTags.octetString | constructedBit)) return { der: derElementOf(tag, elements), endsAt };
  if (elements.some(([pieceTag]) => pieceTag !== berTags.octetString)) throw malformed('octet-string');
  return { der: derElementOf(berTags.octetString, elements.map(contentsOf)), endsAt };
};

/**
 * The whole element at `offset` with definite, shortest lengths and its OCTET STRINGs in one piece, and where it ends in
 * `bytes`; null where the bytes end before it does. The order of a SET OF and the values stay as they are.
 * @throws CeremonyError encoding-malformed, also for nesting deeper than 32
 */
export const readElement = (bytes: Uint8Array, offset = 0): Read | null => readAt(bytes, offset, 0);

/** The elements inside a constructed element in DER, each with its header. @throws CeremonyError encoding-malformed */
export const elementsOf = (der: Uint8Array): readonly Uint8Array[] => {
  const header = readBerHeader(der);
  const inside =
    header === null ? null : readInside(der, header.headerBytes, der.length - header.headerBytes, 0);
  if (inside === null) throw malformed('element');
  return inside.elements;
};
