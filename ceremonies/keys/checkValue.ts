import { createHash } from 'node:crypto';
import { cmac } from '@noble/ciphers/aes.js';
import { CeremonyError } from '../model/error.ts';
import { wipeBytes, type Secret } from '../secrets/secret.ts';

/**
 * The most that ANSI X9.24-1:2017 (and PCI PIN requirement 15-1, which repeats it) lets be shown of an AES check value.
 * Three bytes are usual; five make a wrong key that happens to match a matter of 1 in 10^12.
 */
export const aesCheckValueBytes = 5;

/** The block that is authenticated: what an HSM is to compute AES-CMAC over. */
export const aesCheckValueBlock: Uint8Array = new Uint8Array(16);

/** The check value from an HSM's own CMAC (CKM_AES_CMAC over `aesCheckValueBlock`): its first five bytes, lower-case hex. */
export const aesCheckValueOfMac = (mac: Uint8Array): string => {
  if (mac.length !== 16) throw new CeremonyError('internal', { macBytes: mac.length });
  return Buffer.from(mac.subarray(0, aesCheckValueBytes)).toString('hex');
};

/**
 * Check value of an AES key (16, 24 or 32 bytes): AES-CMAC (NIST SP 800-38B, RFC 4493) over one block of zeros, leftmost
 * five bytes, ten lower-case hex digits. Not PKCS#11's CKA_CHECK_VALUE, which encrypts the block in ECB: X9.24-1 forbids
 * that for AES. `openssl mac -cipher AES-256-CBC -macopt hexkey:… CMAC` gives the same.
 */
export const aesCheckValue = (key: Secret): string => {
  const mac = key.use((bytes) => cmac(aesCheckValueBlock, bytes));
  try {
    return aesCheckValueOfMac(mac);
  } finally {
    wipeBytes(mac);
  }
};

/** Check value of a key pair: SHA-256 of its SubjectPublicKeyInfo (DER), lower-case hex. */
export const publicKeyCheckValue = (spki: Uint8Array): string =>
  createHash('sha256').update(spki).digest('hex');
