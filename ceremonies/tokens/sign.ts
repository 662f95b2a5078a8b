import { createHash } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { encodeEcdsaSignature, type SignatureAlgorithm } from '../formats/algorithms.ts';
import type { Result } from '../model/error.ts';
import type { KeyPairAlgorithm } from './keyTypes.ts';
import type { TokenObject } from './objects.ts';
import { startPrivateUse } from './privateUse.ts';
import { attemptAsyncIn, type Session } from './session.ts';

export type { SignatureAlgorithm };

/** DigestInfo of SHA-256 up to the digest itself (RFC 8017, 9.2, note 1). */
const sha256DigestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

type Recipe = {
  readonly mechanism: number;
  readonly prepare: (data: Uint8Array) => Buffer;
  readonly encode: (raw: Buffer) => Buffer;
};

/** Tokens return r ‖ s, each half as long (PKCS#11 v2.40, 2.3.1 of the mechanisms); X.509 and CMS want ECDSA-Sig-Value. */
const ecdsa = (hash: 'sha256' | 'sha384'): Recipe => ({
  mechanism: pkcs11js.CKM_ECDSA,
  prepare: (data) => createHash(hash).update(data).digest(),
  encode: (raw) => Buffer.from(encodeEcdsaSignature(raw)),
});

/** Digests are made outside: many tokens have no mechanism that hashes and signs in one. */
const recipes: Readonly<Record<SignatureAlgorithm, Recipe>> = {
  'ecdsa-sha256': ecdsa('sha256'),
  'ecdsa-sha384': ecdsa('sha384'),
  'rsa-pkcs1-sha256': {
    mechanism: pkcs11js.CKM_RSA_PKCS,
    prepare: (data) => Buffer.concat([sha256DigestInfo, createHash('sha256').update(data).digest()]),
    encode: (raw) => Buffer.from(raw),
  },
};

/** What a key of each kind signs with. */
export const signsWith: Readonly<Record<KeyPairAlgorithm, SignatureAlgorithm>> = {
  ecp256: 'ecdsa-sha256',
  ecp384: 'ecdsa-sha384',
  rsa2048: 'rsa-pkcs1-sha256',
  rsa3072: 'rsa-pkcs1-sha256',
  rsa4096: 'rsa-pkcs1-sha256',
};

/** Of RSA-8192. */
const signatureMaxBytes = 1024;

/**
 * Signs data: ECDSA as DER ECDSA-Sig-Value (X9.62), RSA as PKCS#1 v1.5. `pin` is needed only for a key that asks for it at
 * each use. Problems: `pin-required`, `pin-wrong`, `pin-locked`, `mechanism-missing`, `token-removed`.
 */
export const sign = (
  session: Session,
  key: TokenObject<'private-key'>,
  algorithm: SignatureAlgorithm,
  data: Uint8Array,
  pin?: string,
): Promise<Result<Buffer>> =>
  attemptAsyncIn(session, async () => {
    const { cryptoki } = session.module;
    const { mechanism, prepare, encode } = recipes[algorithm];
    const prepared = prepare(data);
    const signature = Buffer.alloc(signatureMaxBytes);
    startPrivateUse(session, key, pin, {
      begin: (handle) => cryptoki.C_SignInit(session.handle(), { mechanism }, handle),
      abandon: () => void cryptoki.C_Sign(session.handle(), prepared, signature),
    });
    return encode(await cryptoki.C_SignAsync(session.handle(), prepared, signature));
  });
