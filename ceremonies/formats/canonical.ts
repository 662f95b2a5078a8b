import canonicalize from 'canonicalize';
import { CeremonyError, bad, good, type Result } from '../model/error.ts';
import { isWellFormed } from './bytes.ts';

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

// Deeper than anything the formats hold, and far from exhausting the stack.
const deepest = 128;

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

/** What I-JSON (RFC 7493) can carry, without anything that a JSON encoder would leave out or rewrite. */
const isJson = (value: unknown, depth: number): boolean => {
  if (depth > deepest) return false;
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  // Array.from also visits the holes of a sparse array.
  if (Array.isArray(value)) return Array.from<unknown>(value).every((item) => isJson(item, depth + 1));
  return (
    isPlainObject(value) &&
    Object.entries(value).every(([key, item]) => isWellFormed(key) && isJson(item, depth + 1))
  );
};

/**
 * The one text of a JSON value: keys in order of their UTF-16 units, ECMAScript numbers, fewest escapes, no spaces (RFC 8785).
 *
 * @throws CeremonyError event-malformed for what is not JSON: undefined, NaN, infinities, lone surrogates, dates, functions
 */
export const canonicalJson = (value: JsonValue): string => {
  if (!isJson(value, 0)) throw new CeremonyError('event-malformed');
  const text = isOrdered(value, 0) ? JSON.stringify(value) : canonicalize(value);
  if (text === undefined) throw new CeremonyError('event-malformed');
  return text;
};

const parse = (text: string): JsonValue => JSON.parse(text) as JsonValue;

/** Whether every object has its keys in the order of RFC 8785, and nothing is too deep. */
const isOrdered = (value: JsonValue, depth: number): boolean => {
  if (value === null || typeof value !== 'object') return true;
  if (depth === deepest) return false;
  if (isList(value)) return value.every((item) => isOrdered(item, depth + 1));
  let before: string | null = null;
  for (const [key, item] of Object.entries(value)) {
    if ((before !== null && key <= before) || !isOrdered(item, depth + 1)) return false;
    before = key;
  }
  return true;
};

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/**
 * Whether a text is the canonical form of what `JSON.parse` made of it. Where the keys came in order, and nothing is escaped by its
 * number, the platform's own writer gives that form, in a tenth of the time.
 */
export const isCanonical = (text: string, value: JsonValue): boolean => {
  if (!text.includes('\\u') && isOrdered(value, 0) && JSON.stringify(value) === text) return true;
  try {
    return canonicalJson(value) === text;
  } catch {
    return false;
  }
};

/**
 * Reads a canonical text and nothing else: a doubled key, a space or another spelling of a number would survive
 * JSON.parse, but not the comparison with the value written again. Problem: event-malformed.
 */
export const parseCanonical = (text: string): Result<JsonValue> => {
  try {
    const value = parse(text);
    return isCanonical(text, value) ? good(value) : bad('event-malformed');
  } catch {
    return bad('event-malformed');
  }
};
