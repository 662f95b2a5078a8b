import { CeremonyError, bad, good, type ErrorCode, type Result } from '../model/error.ts';
import { compare, concat, equal, fromUtf8, toUtf8 } from './bytes.ts';

/**
 * The Distinguished Encoding Rules (X.690), as far as certificates and CMS need them. One value has one encoding, so
 * whatever is not that encoding is refused: indefinite or padded lengths, padded integers, unsorted sets, leftovers.
 */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The context-specific tag [n] of a constructed value (EXPLICIT, or IMPLICIT over a SEQUENCE or SET). */
export const constructed = (n: number): number => 0xa0 | n;
/** The context-specific tag [n] over a string, integer or other primitive (IMPLICIT). */
export const primitive = (n: number): number => 0x80 | n;

// --- writing ---

const lengthOctets = (length: number): number[] => {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
};

/** Any value: the tag's octet, then the parts one after the other. */
export const value = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag, ...lengthOctets(content.length)), content);
};

export const sequence = (...parts: readonly Uint8Array[]) => value(tags.sequence, ...parts);

/** Sorted, as DER demands. Another tag where the set is IMPLICIT. */
export const setOf = (members: readonly Uint8Array[], tag: number = tags.set) =>
  value(tag, ...[...members].sort(compare));

export const octetString = (bytes: Uint8Array) => value(tags.octetString, bytes);
export const bitString = (bytes: Uint8Array, unusedBits = 0) =>
  value(tags.bitString, Uint8Array.of(unusedBits), bytes);
export const boolean = (truth: boolean) => value(tags.boolean, Uint8Array.of(truth ? 0xff : 0));
export const nothing = () => value(tags.null);
export const utf8String = (text: string) => value(tags.utf8String, toUtf8(text));
export const printableString = (text: string) => value(tags.printableString, toUtf8(text));

/** A non-negative integer from its big-endian magnitude of any length. */
export const unsigned = (magnitude: Uint8Array) => {
  const first = magnitude.findIndex((byte) => byte !== 0);
  const significant = first < 0 ? Uint8Array.of(0) : magnitude.subarray(first);
  return (significant[0] ?? 0) < 0x80
    ? value(tags.integer, significant)
    : value(tags.integer, Uint8Array.of(0), significant);
};

/** A small non-negative integer, below 128. */
export const small = (number: number) => value(tags.integer, Uint8Array.of(number));

const base128 = (arc: number): number[] => {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    octets.unshift(0x80 | (rest % 128));
  }
  return octets;
};

/** From dotted decimal. */
export const oid = (dotted: string) => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(tags.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
};

/**
 * UTCTime through 2049, GeneralizedTime from 2050, both to the second (RFC 5280 section 4.1.2.5, RFC 5652 section 11.3).
 */
export const time = (date: Date) => {
  const digits = date.toISOString().replace(/\.\d+Z$|[-:T]/g, '');
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? value(tags.utcTime, toUtf8(`${digits.slice(2)}Z`))
    : value(tags.generalizedTime, toUtf8(`${digits}Z`));
};

// --- reading ---

/** One value: its tag, what it holds, and all its octets. */
export type Element = { readonly tag: number; readonly content: Uint8Array; readonly whole: Uint8Array };

const malformed = (expected: string) => new CeremonyError('encoding-malformed', { expected });

const readAt = (bytes: Uint8Array, start: number): Element => {
  const [tag, head] = [bytes[start], bytes[start + 1]];
  if (tag === undefined || head === undefined) throw malformed('der');
  if ((tag & 0x1f) === 0x1f) throw malformed('low-tag');
  let [length, offset] = [head, start + 2];
  if (head >= 0x80) {
    const octets = bytes.subarray(offset, offset + (head & 0x7f));
    if (octets.length !== (head & 0x7f) || octets.length > 4) throw malformed('length');
    length = octets.reduce((sum, octet) => sum * 256 + octet, 0);
    offset += octets.length;
    if (length < 0x80 || octets[0] === 0) throw malformed('minimal-length');
  }
  if (offset + length > bytes.length) throw malformed('length');
  const end = offset + length;
  return { tag, content: bytes.subarray(offset, end), whole: bytes.subarray(start, end) };
};

/** The values that stand one after the other in these octets. @throws CeremonyError encoding-malformed */
export const readAll = (bytes: Uint8Array): Element[] => {
  const elements: Element[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const element = readAt(bytes, offset);
    elements.push(element);
    offset += element.whole.length;
  }
  return elements;
};

/** The fields of a constructed value, taken from the front. */
export type Fields = {
  /** The next field, of this tag. Without a tag, of any. */
  readonly next: (tag?: number) => Element;
  /** The next field if it has this tag. */
  readonly optional: (tag: number) => Element | undefined;
  /** All that is left. */
  readonly rest: () => readonly Element[];
  /** Refuses leftovers. */
  readonly end: () => void;
};

const fieldsOf = (elements: readonly Element[]): Fields => {
  let position = 0;
  const optional = (tag: number) => {
    const element = elements[position];
    if (element?.tag !== tag) return undefined;
    position += 1;
    return element;
  };
  return {
    next: (tag) => {
      const element = elements[position];
      if (element === undefined || (tag !== undefined && element.tag !== tag)) throw malformed('field');
      position += 1;
      return element;
    },
    optional,
    rest: () => {
      const left = elements.slice(position);
      position = elements.length;
      return left;
    },
    end: () => {
      if (position !== elements.length) throw malformed('end');
    },
  };
};

/** The one value that these octets are, nothing after it. @throws CeremonyError encoding-malformed */
export const readWhole = (bytes: Uint8Array, tag?: number): Element => {
  const element = readAt(bytes, 0);
  if (element.whole.length !== bytes.length) throw malformed('end');
  if (tag !== undefined && element.tag !== tag) throw malformed('tag');
  return element;
};

const ofTag = (element: Element, tag: number): Element => {
  if (element.tag !== tag) throw malformed('tag');
  return element;
};

export const fields = (element: Element, tag: number = tags.sequence): Fields =>
  fieldsOf(readAll(ofTag(element, tag).content));

/** The one value inside an EXPLICIT tag. */
export const inside = (element: Element): Element => readWhole(element.content);

/** The members of a SET OF, which must stand in order and differ (X.690 11.6). */
export const members = (element: Element, tag: number = tags.set): readonly Element[] => {
  const elements = readAll(ofTag(element, tag).content);
  for (const [index, member] of elements.entries()) {
    const before = elements[index - 1];
    if (before !== undefined && compare(before.whole, member.whole) >= 0) throw malformed('set-order');
  }
  return elements;
};

/** An INTEGER's octets, two's complement. */
export const readInteger = (element: Element): Uint8Array => {
  const { content } = ofTag(element, tags.integer);
  const [first, second] = content;
  if (first === undefined) throw malformed('integer');
  const padded =
    second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (padded) throw malformed('minimal-integer');
  return content;
};

/** A non-negative INTEGER's big-endian magnitude, without leading zeros (zero itself is one zero octet). */
export const readUnsigned = (element: Element): Uint8Array => {
  const content = readInteger(element);
  if ((content[0] ?? 0) >= 0x80) throw malformed('unsigned');
  return content[0] === 0 && content.length > 1 ? content.subarray(1) : content;
};

/** An INTEGER below 128. */
export const readSmall = (element: Element): number => {
  const magnitude = readUnsigned(element);
  const [number] = magnitude;
  if (number === undefined || magnitude.length !== 1 || number >= 0x80) throw malformed('small');
  return number;
};

export const readBoolean = (element: Element): boolean => {
  const { content } = ofTag(element, tags.boolean);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw malformed('boolean');
  return content[0] === 0xff;
};

export const readOctets = (element: Element): Uint8Array => ofTag(element, tags.octetString).content;

/** A BIT STRING: its octets and how many of the last one's bits are unused (and zero). */
export const readBits = (element: Element): { readonly bytes: Uint8Array; readonly unusedBits: number } => {
  const [unusedBits, ...rest] = ofTag(element, tags.bitString).content.subarray(0, 2);
  if (unusedBits === undefined || unusedBits > 7 || (unusedBits > 0 && rest.length === 0))
    throw malformed('bits');
  const bytes = element.content.subarray(1);
  if (((bytes.at(-1) ?? 0) & ((1 << unusedBits) - 1)) !== 0) throw malformed('unused-bits');
  return { bytes, unusedBits };
};

/** A BIT STRING that holds octets. */
export const readBitOctets = (element: Element): Uint8Array => {
  const { bytes, unusedBits } = readBits(element);
  if (unusedBits !== 0) throw malformed('octets');
  return bytes;
};

/** Dotted decimal. */
export const readOid = (element: Element): string => {
  const { content } = ofTag(element, tags.oid);
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (!Number.isSafeInteger(arc)) throw malformed('oid');
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [head = 0, ...rest] = arcs;
  const first = Math.min(Math.floor(head / 40), 2);
  const dotted = [first, head - 40 * first, ...rest].join('.');
  if (!equal(oid(dotted).subarray(-content.length), content)) throw malformed('oid');
  return dotted;
};

/** Demands a NULL, which holds nothing. */
export const readNull = (element: Element): void => {
  if (ofTag(element, tags.null).content.length !== 0) throw malformed('null');
};

/** What {@link time} writes, and nothing else. */
export const readTime = (element: Element): Date => {
  const digits = fromUtf8(element.content);
  const century = element.tag === tags.utcTime ? (digits < '5' ? '20' : '19') : '';
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + digits);
  if (parts === null) throw malformed('time');
  const [, year, month, day, hour, minute, second] = parts.map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0));
  if (!equal(time(date), element.whole)) throw malformed('time');
  return date;
};

const textDecoders: Readonly<Record<number, (bytes: Uint8Array) => string>> = {
  [tags.utf8String]: fromUtf8,
  [tags.printableString]: fromUtf8,
  [tags.numericString]: fromUtf8,
  [tags.ia5String]: fromUtf8,
  [tags.teletexString]: (bytes) => String.fromCharCode(...bytes),
  [tags.bmpString]: (bytes) =>
    Array.from({ length: bytes.length / 2 }, (_, i) =>
      String.fromCharCode(((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)),
    ).join(''),
};

/** A string of any of the types that names use. */
export const readText = (element: Element): string => {
  const decode = textDecoders[element.tag];
  if (decode === undefined) throw malformed('text');
  return decode(element.content);
};

/**
 * Runs a reader and turns "this is not the encoding" into a Problem of the format's own code.
 * Anything else thrown is a mistake of ours and passes through.
 */
export const decoding = <T>(code: ErrorCode, read: () => T): Result<T> => {
  try {
    return good(read());
  } catch (error) {
    if (error instanceof CeremonyError && error.code === 'encoding-malformed')
      return bad(code, error.details);
    throw error;
  }
};
