import { id_ecPublicKey } from '@peculiar/asn1-ecc';
import { id_rsaEncryption, RSAPublicKey } from '@peculiar/asn1-rsa';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { CeremonyError } from '../model/error.ts';
import { curveOf, curves, type Curve } from './keyTypes.ts';

/** A public key in the parts that PKCS#11 keeps it in. Numbers are unsigned, big-endian, without leading zeros. */
export type PublicKeyParts =
  | { readonly kind: 'ec'; readonly curve: Curve; /** 04 ‖ X ‖ Y */ readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly publicExponent: Uint8Array };

const arrayBuffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

/** DER integers are signed: a high first bit needs a zero byte before it. */
export const signedInteger = (unsigned: Uint8Array): ArrayBuffer => {
  const first = unsigned.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Uint8Array.of(0) : unsigned.subarray(first);
  return arrayBuffer((digits[0] ?? 0) > 0x7f ? Uint8Array.of(0, ...digits) : digits);
};

const unsignedInteger = (signed: ArrayBuffer): Uint8Array => {
  const bytes = new Uint8Array(signed);
  const first = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(first === -1 ? bytes.length - 1 : first);
};

const derNull = Uint8Array.of(0x05, 0x00);

/** SubjectPublicKeyInfo, DER (RFC 5480; RFC 3279, 2.3.1). */
export const encodeSpki = (key: PublicKeyParts): Buffer => {
  const info =
    key.kind === 'ec'
      ? new SubjectPublicKeyInfo({
          algorithm: new AlgorithmIdentifier({
            algorithm: id_ecPublicKey,
            parameters: arrayBuffer(curves[key.curve].der),
          }),
          subjectPublicKey: arrayBuffer(key.point),
        })
      : new SubjectPublicKeyInfo({
          algorithm: new AlgorithmIdentifier({
            algorithm: id_rsaEncryption,
            parameters: arrayBuffer(derNull),
          }),
          subjectPublicKey: AsnConvert.serialize(
            new RSAPublicKey({
              modulus: signedInteger(key.modulus),
              publicExponent: signedInteger(key.publicExponent),
            }),
          ),
        });
  return Buffer.from(AsnConvert.serialize(info));
};

/** Throws `certificate-malformed` for what is not a public key on P-256 or P-384, or of RSA. */
export const decodeSpki = (spki: Uint8Array): PublicKeyParts => {
  try {
    const { algorithm, subjectPublicKey } = AsnConvert.parse(arrayBuffer(spki), SubjectPublicKeyInfo);
    if (algorithm.algorithm === id_rsaEncryption) {
      const { modulus, publicExponent } = AsnConvert.parse(subjectPublicKey, RSAPublicKey);
      return {
        kind: 'rsa',
        modulus: unsignedInteger(modulus),
        publicExponent: unsignedInteger(publicExponent),
      };
    }
    const parameters = algorithm.parameters ?? null;
    const curve = parameters === null ? null : curveOf(new Uint8Array(parameters));
    if (algorithm.algorithm === id_ecPublicKey && curve !== null) {
      return { kind: 'ec', curve, point: new Uint8Array(subjectPublicKey) };
    }
  } catch (error) {
    throw new CeremonyError('certificate-malformed', { part: 'subjectPublicKeyInfo' }, error);
  }
  throw new CeremonyError('certificate-malformed', { part: 'subjectPublicKeyInfo' });
};

/** CKA_EC_POINT holds a DER OCTET STRING; some modules put the bare point there (PKCS#11 v2.40 errata). */
export const bareEcPoint = (ecPoint: Uint8Array, curve: Curve): Uint8Array =>
  ecPoint.length === 1 + 2 * curves[curve].fieldBytes
    ? ecPoint
    : new Uint8Array(AsnConvert.parse(arrayBuffer(ecPoint), OctetString).buffer);

export const wrappedEcPoint = (point: Uint8Array): Buffer =>
  Buffer.from(AsnConvert.serialize(new OctetString(arrayBuffer(point))));
