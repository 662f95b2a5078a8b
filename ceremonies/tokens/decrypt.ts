import { randomBytes } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import type { OaepHash } from '../formats/envelopedData.ts';
import { good, type Result } from '../model/error.ts';
import { CKZ_DATA_SPECIFIED } from './constants.ts';
import type { TokenObject } from './objects.ts';
import { startPrivateUse } from './privateUse.ts';
import { attemptAsyncIn, type Session } from './session.ts';

const oaep = (hashAlg: number, mgf: number): pkcs11js.RsaOAEP => ({
  type: pkcs11js.CK_PARAMS_RSA_OAEP,
  hashAlg,
  mgf,
  source: CKZ_DATA_SPECIFIED,
});

export const oaepParameters: Readonly<Record<OaepHash, pkcs11js.RsaOAEP>> = {
  sha1: oaep(pkcs11js.CKM_SHA_1, pkcs11js.CKG_MGF1_SHA1),
  sha256: oaep(pkcs11js.CKM_SHA256, pkcs11js.CKG_MGF1_SHA256),
};

/** Of RSA-8192. With less room than the modulus takes, a token would keep the operation open, and the session blocked. */
const modulusMostBytes = 1024;

/** One C_Decrypt; the caller wipes the Buffer, which holds nothing else. */
const decrypt = (
  session: Session,
  key: TokenObject<'private-key'>,
  mechanism: pkcs11js.Mechanism,
  ciphertext: Uint8Array,
  pin: string | undefined,
): Promise<Result<Buffer>> =>
  attemptAsyncIn(session, async () => {
    const { cryptoki } = session.module;
    const workspace = Buffer.alloc(Math.max(ciphertext.length, modulusMostBytes));
    startPrivateUse(session, key, pin, {
      begin: (handle) => cryptoki.C_DecryptInit(session.handle(), mechanism, handle),
      abandon: () => void cryptoki.C_Decrypt(session.handle(), Buffer.from(ciphertext), workspace),
    });
    try {
      const plain = await cryptoki.C_DecryptAsync(session.handle(), Buffer.from(ciphertext), workspace);
      const out = Buffer.alloc(plain.length);
      plain.copy(out);
      return out;
    } finally {
      workspace.fill(0);
    }
  });

/**
 * RSA-OAEP decryption (RFC 8017, 7.1), MGF1 with the same hash, empty label. The plaintext is a secret: the caller wipes the
 * Buffer, which holds nothing else. `pin` as for `sign`.
 * Problems: `ciphertext-invalid`, `mechanism-missing` (also where the token lacks this hash), `pin-required`, `pin-wrong`,
 * `pin-locked`, `token-removed`.
 */
export const decryptOaep = (
  session: Session,
  key: TokenObject<'private-key'>,
  hash: OaepHash,
  ciphertext: Uint8Array,
  pin?: string,
): Promise<Result<Buffer>> =>
  decrypt(
    session,
    key,
    { mechanism: pkcs11js.CKM_RSA_PKCS_OAEP, parameter: oaepParameters[hash] },
    ciphertext,
    pin,
  );

/**
 * RSA decryption with the padding of PKCS #1 v1.5 (RFC 8017, 7.2), of a key of `sizeBytes`. Whoever learned whether the
 * padding was right could decrypt with this key by asking often enough (Bleichenbacher), so nobody does: where it was wrong, or
 * hid another number of bytes, the answer is random bytes, and what they should open fails as if it was altered (RFC 3218,
 * 2.3.2). The caller wipes the Buffer. `pin` as for `sign`.
 * Problems: `mechanism-missing`, `pin-required`, `pin-wrong`, `pin-locked`, `token-removed`.
 */
export const decryptPkcs1 = async (
  session: Session,
  key: TokenObject<'private-key'>,
  sizeBytes: number,
  ciphertext: Uint8Array,
  pin?: string,
): Promise<Result<Buffer>> => {
  const instead = randomBytes(sizeBytes);
  const opened = await decrypt(session, key, { mechanism: pkcs11js.CKM_RSA_PKCS }, ciphertext, pin);
  if (!opened.ok) return opened.problem.code === 'ciphertext-invalid' ? good(instead) : opened;
  if (opened.value.length === sizeBytes) return opened;
  opened.value.fill(0);
  return good(instead);
};
