import pkcs11js from 'pkcs11js';
import { CeremonyError, type Result } from '../model/error.ts';
import { curveOf, curves, nameAttributes, usageAttributes, type KeySpec } from './keyTypes.ts';
import {
  objectClass,
  objectOf,
  readAttribute,
  readNumber,
  requireFreeLabel,
  type TokenObject,
} from './objects.ts';
import { attemptIn, type Session } from './session.ts';
import { bareEcPoint, decodeSpki, encodeSpki, wrappedEcPoint, type PublicKeyParts } from './spki.ts';

/** Inside an `attempt`: the parts of a public key object, or null for a kind of key that the program does not use. */
export const readPublicKeyParts = (
  session: Session,
  key: TokenObject<'public-key'>,
): PublicKeyParts | null => {
  const keyType = readNumber(session, key, pkcs11js.CKA_KEY_TYPE);
  if (keyType === pkcs11js.CKK_RSA) {
    const modulus = readAttribute(session, key, pkcs11js.CKA_MODULUS);
    const publicExponent = readAttribute(session, key, pkcs11js.CKA_PUBLIC_EXPONENT);
    return modulus === null || publicExponent === null ? null : { kind: 'rsa', modulus, publicExponent };
  }
  if (keyType !== pkcs11js.CKK_EC) return null;
  const ecParams = readAttribute(session, key, pkcs11js.CKA_EC_PARAMS);
  const ecPoint = readAttribute(session, key, pkcs11js.CKA_EC_POINT);
  const curve = ecParams === null ? null : curveOf(ecParams);
  return curve === null || ecPoint === null
    ? null
    : { kind: 'ec', curve, point: bareEcPoint(ecPoint, curve) };
};

/**
 * The SubjectPublicKeyInfo (DER) of a public key object. Throws `certificate-malformed` when the key is neither RSA nor on
 * P-256 or P-384.
 */
export const readPublicKey = (session: Session, key: TokenObject<'public-key'>): Result<Buffer> =>
  attemptIn(session, () => {
    const parts = readPublicKeyParts(session, key);
    if (parts === null) throw new CeremonyError('certificate-malformed', { part: 'public key object' });
    return encodeSpki(parts);
  });

/**
 * Puts a public key on the token, as an unwrapped private key needs one beside it. `spki`: SubjectPublicKeyInfo, DER.
 * Problems: `label-present`, `token-full`, `token-read-only`, `token-removed`.
 */
export const storePublicKey = (
  session: Session,
  spki: Uint8Array,
  spec: Omit<KeySpec, 'extractable'>,
): Result<TokenObject<'public-key'>> =>
  attemptIn(session, () => {
    if (spec.lifetime === 'token') requireFreeLabel(session, 'public-key', spec.label);
    const parts = decodeSpki(spki);
    const handle = session.module.cryptoki.C_CreateObject(session.handle(), [
      { type: pkcs11js.CKA_CLASS, value: objectClass['public-key'] },
      { type: pkcs11js.CKA_PRIVATE, value: false },
      ...nameAttributes(spec),
      ...usageAttributes('public-key', spec.uses),
      ...(parts.kind === 'ec'
        ? [
            { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_EC },
            { type: pkcs11js.CKA_EC_PARAMS, value: curves[parts.curve].der },
            { type: pkcs11js.CKA_EC_POINT, value: wrappedEcPoint(parts.point) },
          ]
        : [
            { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_RSA },
            { type: pkcs11js.CKA_MODULUS, value: Buffer.from(parts.modulus) },
            { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.from(parts.publicExponent) },
          ]),
    ]);
    return objectOf(session, 'public-key', handle);
  });
