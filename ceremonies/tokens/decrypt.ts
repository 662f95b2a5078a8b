import pkcs11js from 'pkcs11js';
import type { Result } from '../model/error.ts';
import { CKZ_DATA_SPECIFIED } from './constants.ts';
import type { TokenObject } from './objects.ts';
import { startPrivateUse } from './privateUse.ts';
import { attemptAsyncIn, type Session } from './session.ts';

export type OaepHash = 'sha1' | 'sha256';

const oaep = (hashAlg: number, mgf: number): pkcs11js.RsaOAEP => ({
  type: pkcs11js.CK_PARAMS_RSA_OAEP,
  hashAlg,
  mgf,
  source: CKZ_DATA_SPECIFIED,
});

const parameters: Readonly<Record<OaepHash, pkcs11js.RsaOAEP>> = {
  sha1: oaep(pkcs11js.CKM_SHA_1, pkcs11js.CKG_MGF1_SHA1),
  sha256: oaep(pkcs11js.CKM_SHA256, pkcs11js.CKG_MGF1_SHA256),
};

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
  attemptAsyncIn(session, async () => {
    const { cryptoki } = session.module;
    const workspace = Buffer.alloc(ciphertext.length);
    startPrivateUse(session, key, pin, {
      begin: (handle) =>
        cryptoki.C_DecryptInit(
          session.handle(),
          { mechanism: pkcs11js.CKM_RSA_PKCS_OAEP, parameter: parameters[hash] },
          handle,
        ),
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
