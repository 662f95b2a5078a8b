import { malformed } from './asn1.ts';
import { fromUtf8 } from './bytes.ts';
import { isObjectIdentifier } from './oid.ts';

/**
 * The universal types of ASN.1 that are read, each held to its one encoding (X.690 sections 8, 10 and 11): what one reader takes for
 * a value, no other reader takes for another, or for none.
 */

/** Identifier octets (X.680 section 8.4). What is not here (REAL, EXTERNAL, a relative identifier, a time of day) is in nothing that is read. */
export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  generalString: 0x1b,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

const isInteger = ([first, second]: Uint8Array): boolean =>
  first !== undefined &&
  (second === undefined || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)));

const isBitString = (contents: Uint8Array): boolean => {
  const [unused = 8] = contents;
  const last = contents.length > 1 ? (contents.at(-1) ?? 0) : 0;
  return unused < 8 && (contents.length > 1 || unused === 0) && (last & ((1 << unused) - 1)) === 0;
};

// --- strings ---

const isCharacter = (code: number, highest: number): boolean =>
  code <= highest && (code < 0xd800 || code > 0xdfff);

/** Characters of so many octets each, the first octet first. */
const characters =
  (octetsEach: number, highest: number) =>
  (contents: Uint8Array): string => {
    if (contents.length % octetsEach !== 0) throw malformed('string');
    let text = '';
    for (let at = 0; at < contents.length; at += octetsEach) {
      let code = 0;
      for (let next = at; next < at + octetsEach; next += 1) code = code * 256 + (contents[next] ?? 0);
      if (!isCharacter(code, highest)) throw malformed('string');
      text += String.fromCodePoint(code);
    }
    return text;
  };

/**
 * The text of each type of string (X.680 section 41). Those that are a part of ASCII may have all of it: authorities write addresses
 * and names of hosts as PrintableString. TeletexString and GeneralString, which change their character set as they go, are taken
 * for Latin-1, as everybody does.
 */
const strings: Readonly<Record<number, (contents: Uint8Array) => string>> = {
  [derTags.utf8String]: fromUtf8,
  [derTags.numericString]: characters(1, 0x7f),
  [derTags.printableString]: characters(1, 0x7f),
  [derTags.teletexString]: characters(1, 0xff),
  [derTags.ia5String]: characters(1, 0x7f),
  [derTags.visibleString]: characters(1, 0x7f),
  [derTags.generalString]: characters(1, 0xff),
  [derTags.universalString]: characters(4, 0x10ffff),
  [derTags.bmpString]: characters(2, 0xffff),
};

/** What a string says; undefined for any other type. @throws CeremonyError encoding-malformed */
export const textIn = (tag: number, contents: Uint8Array): string | undefined => strings[tag]?.(contents);

// --- times ---

const twoDigits = '(\\d\\d)';
const timePatterns: Readonly<Record<number, RegExp>> = {
  [derTags.utcTime]: new RegExp(`^${twoDigits.repeat(6)}Z$`),
  // A fraction has no zero at its end (X.690 section 11.7.3).
  [derTags.generalizedTime]: new RegExp(`^(\\d{4})${twoDigits.repeat(5)}(?:\\.\\d*[1-9])?Z$`),
};

/** To fractions of a second that no clock tells. */
const longestTimeBytes = 32;

/** A time as it stands (X.690 sections 11.7 and 11.8). */
export type DerTime = {
  /** To the second. */
  readonly at: Date;
  readonly hasFraction: boolean;
};

/** UTCTime, whose two digits are a year from 1950 to 2049 (RFC 5280 section 4.1.2.5.1), or GeneralizedTime; undefined for what is neither. */
export const timeIn = (tag: number, contents: Uint8Array): DerTime | undefined => {
  if (contents.length > longestTimeBytes) return undefined;
  const text = String.fromCharCode(...contents);
  const found = timePatterns[tag]?.exec(text);
  if (found === undefined || found === null) return undefined;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map(Number);
  const at = new Date(0);
  const century = tag === derTags.generalizedTime ? 0 : year < 50 ? 2000 : 1900;
  at.setUTCFullYear(century + year, month - 1, day);
  at.setUTCHours(hours, minutes, seconds);
  // A Date takes the thirtieth of February for a day in March.
  const exists =
    at.getUTCMonth() === month - 1 &&
    at.getUTCDate() === day &&
    at.getUTCHours() === hours &&
    at.getUTCMinutes() === minutes &&
    at.getUTCSeconds() === seconds;
  return exists ? { at, hasFraction: text.includes('.') } : undefined;
};

// --- all of them ---

const isString = (tag: number) => (contents: Uint8Array) => textIn(tag, contents) !== undefined;
const isTime = (tag: number) => (contents: Uint8Array) => timeIn(tag, contents) !== undefined;

/** Of the primitive types, by tag. Those of strings throw. */
const rules: Readonly<Record<number, (contents: Uint8Array) => boolean>> = {
  [derTags.boolean]: ([octet, more]) => more === undefined && (octet === 0 || octet === 0xff),
  [derTags.integer]: isInteger,
  [derTags.bitString]: isBitString,
  [derTags.octetString]: () => true,
  [derTags.null]: ({ length }) => length === 0,
  [derTags.objectIdentifier]: isObjectIdentifier,
  [derTags.enumerated]: isInteger,
  [derTags.utcTime]: isTime(derTags.utcTime),
  [derTags.generalizedTime]: isTime(derTags.generalizedTime),
  ...Object.fromEntries(Object.keys(strings).map((tag) => [tag, isString(Number(tag))])),
};

/**
 * Holds contents to the rules of a primitive universal type, also where a tag of another class stands in its place (IMPLICIT).
 * @throws CeremonyError encoding-malformed, also for a type that is none of these
 */
export const requireType = (tag: number, contents: Uint8Array): void => {
  if (rules[tag]?.(contents) !== true) throw malformed('der');
};
