import pkcs11js from 'pkcs11js';
import type { Result } from '../model/error.ts';
import { readFlag, type TokenObject } from './objects.ts';
import { attemptIn, type Session } from './session.ts';

/** What the token itself says of a key. `local`: made on this token. The two "ever" facts hold since it was made. */
export type TokenEvidence = {
  readonly local: boolean;
  readonly sensitive: boolean;
  readonly alwaysSensitive: boolean;
  readonly extractable: boolean;
  readonly neverExtractable: boolean;
};

export const readEvidence = (
  session: Session,
  key: TokenObject<'private-key' | 'secret-key'>,
): Result<TokenEvidence> =>
  attemptIn(session, () => ({
    local: readFlag(session, key, pkcs11js.CKA_LOCAL),
    sensitive: readFlag(session, key, pkcs11js.CKA_SENSITIVE),
    alwaysSensitive: readFlag(session, key, pkcs11js.CKA_ALWAYS_SENSITIVE),
    extractable: readFlag(session, key, pkcs11js.CKA_EXTRACTABLE),
    neverExtractable: readFlag(session, key, pkcs11js.CKA_NEVER_EXTRACTABLE),
  }));
