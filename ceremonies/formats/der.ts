import { malformed, maxDerBytes } from './asn1.ts';
import { isConstructed, readBerHeader } from './ber.ts';
import { compare, view } from './bytes.ts';
import { oidText } from './oid.ts';
import { derTags, requireType, textIn, timeIn } from './universalTypes.ts';

/**
 * The Distinguished Encoding Rules (X.690), read as they stand: for the certificates, keys and signatures that a bundle has by the
 * hundred, where the library of asn1.ts takes a hundred times as long (docs/BENCHMARKS.md). All that is inside is held to the rules
 * before any of it is looked at, so there is one encoding of what is read, and a part of it is its own encoding.
 */

/** Of a context-specific tag, below 31. */
export const contextTag = (number: number, form: 'primitive' | 'constructed' = 'constructed'): number =>
  (form === 'constructed' ? 0xa0 : 0x80) | number;

/** Views of one copy of what was read. */
export type DerElement = {
  readonly tag: number;
  readonly contents: Uint8Array<ArrayBuffer>;
  /** With identifier and length. */
  readonly der: Uint8Array<ArrayBuffer>;
};

/** Deeper than any structure that is read. */
const mostLevels = 64;

const isUniversal = (tag: number): boolean => (tag & 0xc0) === 0;
const isSequenceOrSet = (tag: number): boolean => tag === derTags.sequence || tag === derTags.set;

/** The element at `at`: definite, shortest length, a form that its type may have, and no longer than what is around it. */
const elementAt = (bytes: Uint8Array<ArrayBuffer>, at: number, end: number): DerElement => {
  const header = readBerHeader(bytes, at);
  if (header === null) throw malformed('der');
  const { tag, lengthBytes, headerBytes } = header;
  const startsAt = at + headerBytes;
  if (startsAt + lengthBytes > end || headerBytes !== shortestHeaderBytes(lengthBytes))
    throw malformed('der');
  if (isUniversal(tag) && isConstructed(tag) !== isSequenceOrSet(tag | 0x20)) throw malformed('der');
  return {
    tag,
    contents: bytes.subarray(startsAt, startsAt + lengthBytes),
    der: bytes.subarray(at, startsAt + lengthBytes),
  };
};

const shortestHeaderBytes = (lengthBytes: number): number => {
  if (lengthBytes < 0x80) return 2;
  let bytes = 2;
  for (let rest = lengthBytes; rest > 0; rest = Math.floor(rest / 256)) bytes += 1;
  return bytes;
};

/** The elements that these bytes are, one behind the other. */
const elementsIn = (bytes: Uint8Array<ArrayBuffer>): readonly DerElement[] => {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length;) {
    const element = elementAt(bytes, at, bytes.length);
    elements.push(element);
    at += element.der.length;
  }
  return elements;
};

/** Holds an element, and all that is inside, to the rules. */
const requireDer = ({ tag, contents }: DerElement, levels: number): void => {
  if (!isConstructed(tag)) {
    if (isUniversal(tag)) requireType(tag, contents);
    return;
  }
  if (levels === 0) throw malformed('less-nesting');
  const elements = elementsIn(contents);
  if (tag === derTags.set) requireOrder(elements);
  for (const element of elements) requireDer(element, levels - 1);
};

/** Demands the order of a SET OF, and that no member comes twice (X.690 section 11.6). @throws CeremonyError encoding-malformed */
export const requireOrder = (members: readonly DerElement[]): void => {
  for (const [index, { der }] of members.slice(1).entries())
    if (compare(members[index]?.der ?? der, der) >= 0) throw malformed('set-order');
};

/**
 * One element in strict DER, of at most `maxDerBytes`, of no more levels than these, and nothing behind it.
 * @throws CeremonyError encoding-malformed
 */
export const readDer = (bytes: Uint8Array, levels = mostLevels): DerElement => {
  if (bytes.length > maxDerBytes) throw malformed('smaller');
  // A copy, so that nobody who changes the octets afterwards changes what was read.
  const element = elementAt(view(bytes).slice(), 0, bytes.length);
  if (element.der.length !== bytes.length) throw malformed('der');
  requireDer(element, levels);
  return element;
};

/** What is inside an element, from its first to its last. */
export type DerFields = {
  /** The next one, which has this tag. */
  readonly take: (tag: number) => DerElement;
  /** The next one, if it has this tag. */
  readonly maybe: (tag: number) => DerElement | undefined;
  /** The next one, whatever it is; undefined behind the last. */
  readonly next: () => DerElement | undefined;
};

/**
 * Reads the fields of an element that `readDer` gave, or that is inside of one. All of them: one that nobody asked for is refused.
 * @throws CeremonyError encoding-malformed
 */
export const fieldsOf = <T>(element: DerElement, tag: number, read: (fields: DerFields) => T): T => {
  if (element.tag !== tag || !isConstructed(tag)) throw malformed('der');
  const elements = elementsIn(element.contents);
  let at = 0;
  const next = (): DerElement | undefined => elements[at++];
  const maybe = (wanted: number) => (elements[at]?.tag === wanted ? next() : undefined);
  const take = (wanted: number): DerElement => {
    const found = maybe(wanted);
    if (found === undefined) throw malformed('der');
    return found;
  };
  const value = read({ take, maybe, next });
  if (at < elements.length) throw malformed('der');
  return value;
};

/** The members of a SEQUENCE OF, a SET OF, or of what is tagged as one. @throws CeremonyError encoding-malformed */
export const membersOf = (element: DerElement, tag: number): readonly DerElement[] => {
  if (element.tag !== tag || !isConstructed(tag)) throw malformed('der');
  return elementsIn(element.contents);
};

// --- values ---

/** Dotted decimal. @throws CeremonyError encoding-malformed */
export const identifierOf = ({ contents }: DerElement): string => oidText(contents);

/** The octets of a BIT STRING that has whole ones. @throws CeremonyError encoding-malformed */
export const octetsOfBits = ({ contents }: DerElement): Uint8Array<ArrayBuffer> => {
  if (contents[0] !== 0) throw malformed('whole-octets');
  return contents.subarray(1);
};

/** An INTEGER from 0 to 127: a version. @throws CeremonyError encoding-malformed */
export const smallInteger = ({ contents }: DerElement): number => {
  const [value = 0x80] = contents;
  if (contents.length !== 1 || value >= 0x80) throw malformed('small-integer');
  return value;
};

/** The big-endian magnitude of an INTEGER that is not negative, without leading zeros. @throws CeremonyError encoding-malformed */
export const magnitudeOf = ({ contents }: DerElement): Uint8Array<ArrayBuffer> => {
  const [first = 0x80] = contents;
  if (first >= 0x80) throw malformed('unsigned');
  return first === 0 && contents.length > 1 ? contents.subarray(1) : contents;
};

/** A BOOLEAN that is false by default. X.690 section 11.5 leaves a default out; there are authorities who spell it out. */
export const flagOf = (element: DerElement | undefined): boolean => (element?.contents[0] ?? 0) !== 0;

/** UTCTime or GeneralizedTime, to the second. @throws CeremonyError encoding-malformed */
export const timeOf = ({ tag, contents }: DerElement): Date => {
  const time = timeIn(tag, contents);
  if (time === undefined || time.hasFraction) throw malformed('time');
  return time.at;
};

/** The same of the type that its year asks for: UTCTime from 1950 through 2049, else GeneralizedTime (RFC 5652 section 11.3). @throws CeremonyError encoding-malformed */
export const strictTimeOf = (element: DerElement): Date => {
  const at = timeOf(element);
  const year = at.getUTCFullYear();
  if ((element.tag === derTags.utcTime) !== (year >= 1950 && year < 2050)) throw malformed('time');
  return at;
};

/** What a string says; undefined for any other type. @throws CeremonyError encoding-malformed */
export const textOf = ({ tag, contents }: DerElement): string | undefined => textIn(tag, contents);

/** Holds an element to a primitive type whose own tag another has taken the place of (IMPLICIT). @throws CeremonyError encoding-malformed */
export const requireImplicit = (element: DerElement | undefined, tag: number): void => {
  if (element !== undefined) requireType(tag, element.contents);
};

/** AlgorithmIdentifier (RFC 5280 section 4.1.1.2). */
export type DerAlgorithm = {
  readonly algorithm: string;
  /** Undefined where they are absent; null for NULL. */
  readonly parameters: DerElement | null | undefined;
};

export const algorithmIn = (element: DerElement): DerAlgorithm =>
  fieldsOf(element, derTags.sequence, ({ take, next }) => {
    const algorithm = identifierOf(take(derTags.objectIdentifier));
    const parameters = next();
    return { algorithm, parameters: parameters?.tag === derTags.null ? null : parameters };
  });
