import { toHex, view } from './bytes.ts';

export type DigestName = 'SHA-1' | 'SHA-256' | 'SHA-384';

/** SHA-1 serves only inside ECDH key derivation and OAEP of envelopes that others made. */
export const digest = async (name: DigestName, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest(name, view(bytes)));

/** 32 bytes (FIPS 180-4). */
export const sha256 = (bytes: Uint8Array) => digest('SHA-256', bytes);

/** 48 bytes (FIPS 180-4). */
export const sha384 = (bytes: Uint8Array) => digest('SHA-384', bytes);

/** 64 lower-case hexadecimal digits. */
export const sha256Hex = async (bytes: Uint8Array): Promise<string> => toHex(await sha256(bytes));

/** 96 lower-case hexadecimal digits. */
