import { createECDH, createHash } from 'node:crypto';
import { aeskw } from '@noble/ciphers/aes.js';
import { bad, CeremonyError, good, type Result } from '../../model/error.ts';
import { Secret, wipeBytes } from '../../secrets/secret.ts';

/**
 * ECDH-ES+A256KW (RFC 7518 section 4.6), here and not on the token: few tokens have its key derivation. What the token adds is
 * the shared secret.
 */

/** Who made and who reads a wrapped key, as far as it says so: base64url. */
export type Parties = { readonly apu?: string | undefined; readonly apv?: string | undefined };

const word = (number: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};

const withLength = (bytes: Buffer): Buffer => Buffer.concat([word(bytes.length), bytes]);

/**
 * The Concat KDF of RFC 7518 section 4.6.2 (NIST SP 800-56A section 5.8.1, SHA-256), for keys of up to 32 bytes, which take one
 * round. `algorithm` is the name that the derived key is for. The key is a secret, which the caller wipes.
 */
export const concatKdf = (
  z: Uint8Array,
  algorithm: string,
  keyBytes: 16 | 24 | 32,
  { apu = '', apv = '' }: Parties,
): Buffer => {
  const digest = createHash('sha256')
    .update(word(1))
    .update(z)
    .update(withLength(Buffer.from(algorithm, 'ascii')))
    .update(withLength(Buffer.from(apu, 'base64url')))
    .update(withLength(Buffer.from(apv, 'base64url')))
    .update(word(8 * keyBytes))
    .digest();
  digest.fill(0, keyBytes);
  return digest.subarray(0, keyBytes);
};

/** Lends the key that a shared secret stands for, and wipes it. */
const withKek = <T>(z: Uint8Array, parties: Parties, borrow: (kek: Uint8Array) => T): T => {
  const kek = concatKdf(z, 'ECDH-ES+A256KW', 32, parties);
  try {
    return borrow(kek);
  } finally {
    wipeBytes(kek);
  }
};

/** Opens a data key by the shared secret; both stay the caller's. Problem: ciphertext-invalid. */
export const openWithSharedSecret = (z: Secret, parties: Parties, wrapped: Uint8Array): Result<Secret> =>
  z.use((bytes) =>
    withKek(bytes, parties, (kek): Result<Secret> => {
      try {
        return good(Secret.take(aeskw(kek).decrypt(wrapped)));
      } catch (error) {
        if (error instanceof CeremonyError) throw error;
        return bad('ciphertext-invalid');
      }
    }),
  );

export type Sealed = { readonly wrapped: Uint8Array; /** 04 ‖ X ‖ Y */ readonly point: Buffer };

/** Wraps a data key for the holder of a P-384 key (04 ‖ X ‖ Y), with a fresh key of the sender's. */
export const sealToPoint = (recipient: Uint8Array, parties: Parties, dataKey: Secret): Sealed => {
  const ephemeral = createECDH('secp384r1');
  const point = ephemeral.generateKeys();
  const z = ephemeral.computeSecret(recipient);
  try {
    const wrapped = dataKey.use((bytes) => withKek(z, parties, (kek) => aeskw(kek).encrypt(bytes)));
    return { wrapped, point };
  } finally {
    wipeBytes(z);
  }
};
