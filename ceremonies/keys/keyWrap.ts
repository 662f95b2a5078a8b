import { aeskwp } from '@noble/ciphers/aes.js';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { Secret } from '../secrets/secret.ts';

const semiblockBytes = 8;
const kekSizes: readonly number[] = [16, 24, 32];

/** Whether bytes can be AES-KWP output at all: two semiblocks or more, and whole ones (RFC 5649, section 3). */
export const isWellFormedKwp = (wrapped: Uint8Array): boolean =>
  wrapped.length >= 2 * semiblockBytes && wrapped.length % semiblockBytes === 0;

const requireKek = (kek: Secret): void => {
  if (!kekSizes.includes(kek.sizeBytes)) throw new CeremonyError('internal', { kekBytes: kek.sizeBytes });
};

/**
 * AES key wrap with padding (RFC 5649; NIST SP 800-38F, KWP; PKCS#11 CKM_AES_KEY_WRAP_KWP) of `key`, at least one byte,
 * under `kek` (16, 24 or 32 bytes). Both stay the caller's. Gives 8 bytes more than `key`, rounded up to 8.
 *
 * In software, for machines whose HSM is lost; Electron's OpenSSL replacement (BoringSSL) has no id-aes256-wrap-pad.
 */
export const wrapKey = (kek: Secret, key: Secret): Uint8Array => {
  requireKek(kek);
  if (key.sizeBytes === 0) throw new CeremonyError('internal', { keyBytes: 0 });
  return kek.use((kekBytes) => key.use((keyBytes) => aeskwp(kekBytes).encrypt(keyBytes)));
};

/**
 * Undoes `wrapKey`. Problem: `unwrap-failed` for the wrong `kek` or altered bytes; which of the two cannot be told.
 */
export const unwrapKey = (kek: Secret, wrapped: Uint8Array): Result<Secret> => {
  requireKek(kek);
  if (!isWellFormedKwp(wrapped)) return bad('unwrap-failed', { reason: 'length' });
  return kek.use((kekBytes): Result<Secret> => {
    try {
      return good(Secret.take(aeskwp(kekBytes).decrypt(wrapped)));
    } catch (error) {
      if (error instanceof CeremonyError) throw error;
      return bad('unwrap-failed', { reason: 'integrity' });
    }
  });
};
