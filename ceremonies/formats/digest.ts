import { sha256 as sha256InPieces } from '@noble/hashes/sha2.js';
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

/** SHA-256 of what comes in pieces and is too long to be kept, as it would have to be for WebCrypto, which hashes wholes only. */
export const hasher = (): { readonly update: (piece: Uint8Array) => void; readonly hex: () => string } => {
  const state = sha256InPieces.create();
  return {
    update: (piece) => void state.update(piece),
    /** 64 lower-case hexadecimal digits. */
    hex: () => toHex(state.digest()),
  };
};
