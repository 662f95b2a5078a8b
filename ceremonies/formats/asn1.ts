import { AsnConvert, AsnSerializer } from '@peculiar/asn1-schema';
import { Time } from '@peculiar/asn1-x509';
import { CeremonyError, bad, good, type ErrorCode, type Result } from '../model/error.ts';
import { compare, equal, view } from './bytes.ts';
import { isWithinBounds } from './derBounds.ts';

/**
 * The library that knows ASN.1, held to the Distinguished Encoding Rules (X.690): what it reads it must write again, octet for
 * octet. So nothing passes that has two encodings or that the library overlooked: indefinite or padded lengths, spelled-out
 * defaults, unknown fields, leftovers. A part written again is therefore the part as it was read.
 */

/** Far above any certificate, signature or sealed share. */
export const maxDerBytes = 1024 * 1024;

export const malformed = (expected: string) => new CeremonyError('encoding-malformed', { expected });

/** DER of a value of one of the library's classes. */
export const serialize = (value: object): Uint8Array<ArrayBuffer> =>
  new Uint8Array(AsnConvert.serialize(value));

type Block = ReturnType<typeof AsnSerializer.toASN>;

/** ANY keeps its lengths as they came: indefinite, or in an octet more than a length below 128 needs. */
const keepsLongLength = ({ idBlock, lenBlock, valueBlock }: Block): boolean => {
  if (lenBlock.isIndefiniteForm || (lenBlock.longFormUsed && lenBlock.length < 0x80)) return true;
  const inside: unknown = idBlock.isConstructed && 'value' in valueBlock ? valueBlock.value : [];
  return Array.isArray(inside) && (inside as readonly Block[]).some(keepsLongLength);
};

/**
 * Reads strict DER into the library's class.
 *
 * What the library keeps as it was (the content of ANY, the octets of an INTEGER, the order of a SET OF) is for the caller to check.
 * @throws CeremonyError encoding-malformed
 */
export const parse = <T extends object>(der: Uint8Array | ArrayBuffer, type: new () => T): T => {
  const bytes = view(new Uint8Array(der));
  if (bytes.length > maxDerBytes || !isWithinBounds(bytes)) throw malformed('smaller');
  let value: T;
  let again: Uint8Array;
  try {
    value = AsnConvert.parse(bytes, type);
    const block = AsnSerializer.toASN(value);
    again = keepsLongLength(block) ? new Uint8Array() : new Uint8Array(block.toBER());
  } catch {
    throw malformed('der');
  }
  if (!equal(again, bytes)) throw malformed('der');
  return value;
};

const remembered = {
  /** More keys, certificates or signatures than the largest ceremony has. */
  values: 1024,
  /** Larger than any that a ceremony makes: what strangers send must not fill the memory. */
  sizeBytes: 16 * 1024,
} as const;

/**
 * A reader that remembers what it read by the octets. The library takes up to a millisecond, WebCrypto some time for every key, and a
 * ceremony reads the same few keys and certificates again and again. What the reader throws is not remembered. What it gives is given to all who
 * ask, so nobody may change it.
 */
export const remembering = <T>(read: (der: Uint8Array<ArrayBuffer>) => T): ((der: Uint8Array) => T) => {
  const values = new Map<string, { readonly value: T }>();
  return (der) => {
    // A copy, so that nobody who changes the octets afterwards changes what they were read as.
    const bytes = view(der).slice();
    if (bytes.length > remembered.sizeBytes) return read(bytes);
    const key = String.fromCharCode(...bytes);
    const known = values.get(key);
    if (known !== undefined) return known.value;
    const value = read(bytes);
    if (values.size >= remembered.values) values.clear();
    values.set(key, { value });
    return value;
  };
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

/** The one element of a list. @throws CeremonyError encoding-malformed */
export const only = <T>(elements: Iterable<T>, expected: string): T => {
  const [first, second] = elements;
  if (first === undefined || second !== undefined) throw malformed(expected);
  return first;
};

// --- SET OF ---

/** The members in the order that DER demands of a SET OF (X.690 11.6). */
export const setOrder = <T extends object>(members: readonly T[]): T[] =>
  members
    .map((member) => ({ member, der: serialize(member) }))
    .sort((a, b) => compare(a.der, b.der))
    .map(({ member }) => member);

/** Demands that order, and that no member comes twice. @throws CeremonyError encoding-malformed */
export const requireSetOrder = (members: readonly object[]): void => {
  const encoded = members.map(serialize);
  for (const [index, der] of encoded.slice(1).entries()) {
    if (compare(encoded[index] ?? der, der) >= 0) throw malformed('set-order');
  }
};

// --- INTEGER ---

/** An INTEGER's octets (two's complement) from a big-endian magnitude of any length. */
export const toInteger = (magnitude: Uint8Array): ArrayBuffer => {
  const first = magnitude.findIndex((byte) => byte !== 0);
  const significant = first < 0 ? Uint8Array.of(0) : magnitude.subarray(first);
  return Uint8Array.from((significant[0] ?? 0) < 0x80 ? significant : [0, ...significant]).buffer;
};

/** Demands two's complement in as few octets as it takes (X.690 8.3.2). @throws CeremonyError encoding-malformed */
export const requireShortest = (integer: ArrayBuffer): void => {
  const [first, second] = new Uint8Array(integer);
  if (first === undefined) throw malformed('integer');
  const padded =
    second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (padded) throw malformed('shortest-integer');
};

/**
 * A non-negative INTEGER's big-endian magnitude, without leading zeros (zero itself is one zero octet).
 * @throws CeremonyError encoding-malformed
 */
export const fromInteger = (integer: ArrayBuffer): Uint8Array<ArrayBuffer> => {
  requireShortest(integer);
  const octets = new Uint8Array(integer);
  if ((octets[0] ?? 0) >= 0x80) throw malformed('unsigned');
  return octets[0] === 0 && octets.length > 1 ? octets.subarray(1) : octets;
};

// --- time ---

/** UTCTime from 1950 through 2049, else GeneralizedTime, both to the second (RFC 5280 section 4.1.2.5, RFC 5652 section 11.3). */
export const toTime = (date: Date): Time => {
  const seconds = new Date(date);
  seconds.setUTCMilliseconds(0);
  const year = date.getUTCFullYear();
  return new Time(year >= 1950 && year < 2050 ? { utcTime: seconds } : { generalTime: seconds });
};
