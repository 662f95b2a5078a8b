import { readKeyParts } from '../formats/algorithms.ts';
import { decoding, malformed, toInteger } from '../formats/asn1.ts';
import { derElement } from '../formats/ber.ts';
import { readDer } from '../formats/der.ts';
import { CeremonyError } from '../model/error.ts';
import { curves, type Curve } from './keyTypes.ts';

/** A public key in the parts that PKCS#11 keeps it in. Numbers are unsigned, big-endian, without leading zeros. */
export type PublicKeyParts =
  | { readonly kind: 'ec'; readonly curve: Curve; /** 04 ‖ X ‖ Y */ readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly publicExponent: Uint8Array };

const tokenNames = { 'P-256': 'ecp256', 'P-384': 'ecp384' } as const;

/** Identifier octets (X.680 section 8.4). */
const tags = { integer: 0x02, bitString: 0x03, octetString: 0x04, sequence: 0x30 } as const;

/** DER of id-ecPublicKey (RFC 5480 section 2.1.1), and of rsaEncryption with its NULL (RFC 3279 section 2.3.1). */
const ecPublicKey = Buffer.from('06072a8648ce3d0201', 'hex');
const rsaEncryption = Buffer.from('06092a864886f70d0101010500', 'hex');

const noUnusedBits = Uint8Array.of(0);

const integer = (magnitude: Uint8Array): Uint8Array =>
  derElement(tags.integer, new Uint8Array(toInteger(magnitude)));

const algorithmAndKey = (key: PublicKeyParts): readonly [algorithm: Uint8Array, key: Uint8Array] =>
  key.kind === 'ec'
    ? [derElement(tags.sequence, ecPublicKey, curves[key.curve].der), key.point]
    : [
        derElement(tags.sequence, rsaEncryption),
        derElement(tags.sequence, integer(key.modulus), integer(key.publicExponent)),
      ];

/** SubjectPublicKeyInfo, DER (RFC 5480; RFC 3279, 2.3.1). */
export const encodeSpki = (key: PublicKeyParts): Buffer => {
  const [algorithm, bits] = algorithmAndKey(key);
  return Buffer.from(derElement(tags.sequence, algorithm, derElement(tags.bitString, noUnusedBits, bits)));
};

/** Throws `certificate-malformed` for what is not a public key on P-256 or P-384, or of RSA, in strict DER. */
export const decodeSpki = (spki: Uint8Array): PublicKeyParts => {
  const read = decoding('certificate-malformed', () => readKeyParts(spki));
  const key = read.ok ? read.value : undefined;
  if (key === undefined) throw new CeremonyError('certificate-malformed', { part: 'subjectPublicKeyInfo' });
  if (key.kind === 'rsa') return { kind: 'rsa', modulus: key.modulus, publicExponent: key.exponent };
  return { kind: 'ec', curve: tokenNames[key.curve], point: key.point };
};

/** CKA_EC_POINT holds a DER OCTET STRING; some modules put the bare point there (PKCS#11 v2.40 errata). */
export const bareEcPoint = (ecPoint: Uint8Array, curve: Curve): Uint8Array => {
  if (ecPoint.length === 1 + 2 * curves[curve].fieldBytes) return ecPoint;
  const { tag, contents } = readDer(ecPoint);
  if (tag !== tags.octetString) throw malformed('octet-string');
  return contents;
};

export const wrappedEcPoint = (point: Uint8Array): Buffer => Buffer.from(derElement(tags.octetString, point));
