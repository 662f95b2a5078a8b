import { id_rsaEncryption, RSAPublicKey } from '@peculiar/asn1-rsa';
import { OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { encodeEcPublicKey, readKeyParts } from '../formats/algorithms.ts';
import { decoding, parse, remembering, serialize, toInteger } from '../formats/asn1.ts';
import { CeremonyError } from '../model/error.ts';
import { curves, type Curve } from './keyTypes.ts';

/** A public key in the parts that PKCS#11 keeps it in. Numbers are unsigned, big-endian, without leading zeros. */
export type PublicKeyParts =
  | { readonly kind: 'ec'; readonly curve: Curve; /** 04 ‖ X ‖ Y */ readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly publicExponent: Uint8Array };

const tokenNames = { 'P-256': 'ecp256', 'P-384': 'ecp384' } as const;

/** Every visit of a card reads its keys, and they are always the same few. */
const encodeEc: Readonly<Record<Curve, (point: Uint8Array) => Uint8Array>> = {
  ecp256: remembering((point) => encodeEcPublicKey('P-256', point)),
  ecp384: remembering((point) => encodeEcPublicKey('P-384', point)),
};
const readOctetString = remembering((der) => new Uint8Array(parse(der, OctetString).buffer));

const encodeRsaPublicKey = (modulus: Uint8Array, publicExponent: Uint8Array): Uint8Array => {
  const key = new RSAPublicKey({
    modulus: toInteger(modulus),
    publicExponent: toInteger(publicExponent),
  });
  return serialize(
    new SubjectPublicKeyInfo({
      algorithm: new AlgorithmIdentifier({ algorithm: id_rsaEncryption, parameters: null }),
      subjectPublicKey: serialize(key).buffer,
    }),
  );
};

/** SubjectPublicKeyInfo, DER (RFC 5480; RFC 3279, 2.3.1). */
export const encodeSpki = (key: PublicKeyParts): Buffer =>
  Buffer.from(
    key.kind === 'ec' ? encodeEc[key.curve](key.point) : encodeRsaPublicKey(key.modulus, key.publicExponent),
  );

/** Throws `certificate-malformed` for what is not a public key on P-256 or P-384, or of RSA, in strict DER. */
export const decodeSpki = (spki: Uint8Array): PublicKeyParts => {
  const read = decoding('certificate-malformed', () => readKeyParts(spki));
  const key = read.ok ? read.value : undefined;
  if (key === undefined) throw new CeremonyError('certificate-malformed', { part: 'subjectPublicKeyInfo' });
  if (key.kind === 'rsa') return { kind: 'rsa', modulus: key.modulus, publicExponent: key.exponent };
  return { kind: 'ec', curve: tokenNames[key.curve], point: key.point };
};

/** CKA_EC_POINT holds a DER OCTET STRING; some modules put the bare point there (PKCS#11 v2.40 errata). */
export const bareEcPoint = (ecPoint: Uint8Array, curve: Curve): Uint8Array =>
  ecPoint.length === 1 + 2 * curves[curve].fieldBytes ? ecPoint : readOctetString(ecPoint);

export const wrappedEcPoint = (point: Uint8Array): Buffer =>
  Buffer.from(serialize(new OctetString(Uint8Array.from(point))));
