import pkcs11js from 'pkcs11js';
import { CeremonyError, type Result } from '../model/error.ts';
import { CryptokiError, refuse } from './errors.ts';
import { curveNames, curves, type Curve } from './keyTypes.ts';
import { handleIn, objectClass, type TokenObject } from './objects.ts';
import { attemptIn, type Session } from './session.ts';
import { wrappedEcPoint } from './spki.ts';

/** The point comes from outside, with what was sealed to the key. */
const curveOfPoint = (point: Uint8Array): Curve =>
  curveNames.find((name) => point.length === 1 + 2 * curves[name].fieldBytes && point[0] === 4) ??
  refuse('ciphertext-invalid', { pointBytes: point.length });

/** How modules say that they wanted the point in its other encoding. */
const otherEncoding: ReadonlySet<string> = new Set([
  'CKR_MECHANISM_PARAM_INVALID',
  'CKR_ARGUMENTS_BAD',
  'CKR_DATA_LEN_RANGE',
]);

const derive = (session: Session, key: TokenObject<'private-key'>, point: Buffer, sizeBytes: number) => {
  const parameter: pkcs11js.ECDH1 = {
    type: pkcs11js.CK_PARAMS_EC_DH,
    kdf: pkcs11js.CKD_NULL,
    publicData: point,
  };
  return session.module.cryptoki.C_DeriveKey(
    session.handle(),
    { mechanism: pkcs11js.CKM_ECDH1_DERIVE, parameter },
    handleIn(session, key),
    [
      { type: pkcs11js.CKA_CLASS, value: objectClass['secret-key'] },
      { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_GENERIC_SECRET },
      { type: pkcs11js.CKA_VALUE_LEN, value: sizeBytes },
      { type: pkcs11js.CKA_TOKEN, value: false },
      { type: pkcs11js.CKA_SENSITIVE, value: false },
      { type: pkcs11js.CKA_EXTRACTABLE, value: true },
    ],
  );
};

/** The standard allows the point bare or as a DER OCTET STRING, and modules differ (PKCS#11 v2.40 mechanisms, 2.3.7). */
const deriveEither = (
  session: Session,
  key: TokenObject<'private-key'>,
  point: Uint8Array,
  sizeBytes: number,
) => {
  try {
    return derive(session, key, Buffer.from(point), sizeBytes);
  } catch (error) {
    if (!(error instanceof CryptokiError && otherEncoding.has(error.rv))) throw error;
    return derive(session, key, wrappedEcPoint(point), sizeBytes);
  }
};

/**
 * ECDH with a key on the token and somebody's public point (04 ‖ X ‖ Y, P-256 or P-384): the shared secret Z of SP 800-56A,
 * 32 or 48 bytes, without a key derivation. Z is a secret: the caller wipes the Buffer. The derived object is destroyed.
 * Problems: `ciphertext-invalid` (a point that is not on the key's curve), `mechanism-missing`, `token-removed`.
 */
export const agree = (
  session: Session,
  key: TokenObject<'private-key'>,
  publicPoint: Uint8Array,
): Result<Buffer> =>
  attemptIn(session, () => {
    const { cryptoki } = session.module;
    const { fieldBytes } = curves[curveOfPoint(publicPoint)];
    const derived = deriveEither(session, key, publicPoint, fieldBytes);
    try {
      const [z] = cryptoki.C_GetAttributeValue(session.handle(), derived, [{ type: pkcs11js.CKA_VALUE }]);
      if (z?.value.length !== fieldBytes)
        throw new CeremonyError('module-failed', { function: 'C_DeriveKey' });
      return z.value;
    } finally {
      cryptoki.C_DestroyObject(session.handle(), derived);
    }
  });
