import { CeremonyError } from '../model/error.ts';

/**
 * The same bytes in the type that WebCrypto takes. No copy, unless they lie in shared memory.
 */
export const view = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Uint8Array.from(bytes);

export const concat = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => joined(parts);

/** `concat` of more parts than a call takes arguments: a stranger decides how many there are. */
export const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
};

/** Compares without stopping at the first difference, so the time tells nothing but the length. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
};

/** Orders bytes as DER orders a SET OF: by the first differing byte, then the shorter first (X.690 11.6). */
export const compare = (a: Uint8Array, b: Uint8Array): number => {
  for (const [index, byte] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (byte !== other) return byte - other;
  }
  return a.length - b.length;
};

const malformed = (expected: string) => new CeremonyError('encoding-malformed', { expected });

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower case, two digits a byte. */
export const toHex = (bytes: Uint8Array): string => {
  // Joined, the text is one piece; added up, it would be a tree of its pairs, ten times as large, for as long as it is kept.
  const pairs: string[] = [];
  for (const byte of bytes) pairs.push(hexPairs[byte] ?? '');
  return pairs.join('');
};

/** Reads what {@link toHex} writes and nothing else. @throws CeremonyError encoding-malformed */
export const fromHex = (text: string): Uint8Array<ArrayBuffer> => {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw malformed('hex');
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return bytes;
};

// As many arguments as every engine takes in one call.
const chunkBytes = 8192;

/** RFC 4648 section 4: the standard alphabet, padded, on one line. */
export const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    binary += String.fromCharCode(...bytes.subarray(offset, offset + chunkBytes));
  }
  return btoa(binary);
};

/** Reads what {@link toBase64} writes and nothing else. @throws CeremonyError encoding-malformed */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw malformed('base64');
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  // The last character may carry bits that no byte takes; only one spelling is allowed.
  const lastBytes = bytes.subarray(-(bytes.length % 3 || 3));
  if (toBase64(lastBytes) !== text.slice(-4)) throw malformed('base64');
  return bytes;
};

/** Without lone surrogates. Whether there are any surrogates at all is looked for first, since that is fast. */
export const isWellFormed = (text: string): boolean =>
  !/[\ud800-\udfff]/.test(text) || !/\p{Surrogate}/u.test(text);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws CeremonyError encoding-malformed for a lone surrogate, which UTF-8 cannot carry */
export const toUtf8 = (text: string): Uint8Array<ArrayBuffer> => {
  if (!isWellFormed(text)) throw malformed('utf8');
  return view(encoder.encode(text));
};

/** Strict: no replacement characters, and a byte order mark is kept. @throws CeremonyError encoding-malformed */
export const fromUtf8 = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(view(bytes));
  } catch {
    throw malformed('utf8');
  }
};
