import {
  ECDSASigValue,
  ECParameters,
  ecdsaWithSHA256,
  ecdsaWithSHA384,
  id_ecPublicKey,
  id_secp256r1,
  id_secp384r1,
} from '@peculiar/asn1-ecc';
import {
  id_rsaEncryption,
  id_sha1,
  id_sha256,
  id_sha256WithRSAEncryption,
  id_sha384,
} from '@peculiar/asn1-rsa';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { bad, good, type Result } from '../model/error.ts';
import { decoding, malformed, remembering, serialize, toInteger } from './asn1.ts';
import { concat, equal, view } from './bytes.ts';
import {
  algorithmIn,
  fieldsOf,
  identifierOf,
  magnitudeOf,
  membersOf,
  octetsOfBits,
  readDer,
  type DerAlgorithm,
  type DerElement,
} from './der.ts';
import { sha256, type DigestName } from './digest.ts';
import { derTags } from './universalTypes.ts';

export type SignatureAlgorithm = 'ecdsa-sha256' | 'ecdsa-sha384' | 'rsa-pkcs1-sha256';
export type Curve = 'P-256' | 'P-384';

export type PublicKey =
  /** `point`: uncompressed, 0x04 ‖ X ‖ Y, 65 or 97 bytes (SEC 1 section 2.3.3). */
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly modulusBits: number };

type CurveFacts = { readonly oid: string; readonly fieldBytes: number };

/** NIST's curves by name (SEC 2; RFC 5480 section 2.1.1.1). */
export const curves: Readonly<Record<Curve, CurveFacts>> = {
  'P-256': { oid: id_secp256r1, fieldBytes: 32 },
  'P-384': { oid: id_secp384r1, fieldBytes: 48 },
};

export const curveNames = ['P-256', 'P-384'] as const satisfies readonly Curve[];

type AlgorithmFacts = {
  /** ECDSA without parameters (RFC 5758), RSA with NULL (RFC 4055). */
  readonly identifier: AlgorithmIdentifier;
  readonly digest: DigestName;
  /** Parameters absent (RFC 5754 section 2). */
  readonly digestIdentifier: AlgorithmIdentifier;
  readonly importAs: EcKeyImportParams | RsaHashedImportParams;
  readonly verifyAs: EcdsaParams | Algorithm;
};

const sha256Identifier = new AlgorithmIdentifier({ algorithm: id_sha256 });

export const signatureAlgorithms: Readonly<Record<SignatureAlgorithm, AlgorithmFacts>> = {
  'ecdsa-sha256': {
    identifier: ecdsaWithSHA256,
    digest: 'SHA-256',
    digestIdentifier: sha256Identifier,
    importAs: { name: 'ECDSA', namedCurve: 'P-256' },
    verifyAs: { name: 'ECDSA', hash: 'SHA-256' },
  },
  'ecdsa-sha384': {
    identifier: ecdsaWithSHA384,
    digest: 'SHA-384',
    digestIdentifier: new AlgorithmIdentifier({ algorithm: id_sha384 }),
    importAs: { name: 'ECDSA', namedCurve: 'P-384' },
    verifyAs: { name: 'ECDSA', hash: 'SHA-384' },
  },
  'rsa-pkcs1-sha256': {
    identifier: new AlgorithmIdentifier({ algorithm: id_sha256WithRSAEncryption, parameters: null }),
    digest: 'SHA-256',
    digestIdentifier: sha256Identifier,
    importAs: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    verifyAs: { name: 'RSASSA-PKCS1-v1_5' },
  },
};

const digestOids: Readonly<Record<string, DigestName>> = {
  [id_sha1]: 'SHA-1',
  [id_sha256]: 'SHA-256',
  [id_sha384]: 'SHA-384',
};

/**
 * The digest of an AlgorithmIdentifier whose parameters are absent or NULL: both are in use (RFC 5754 section 2).
 * @throws CeremonyError encoding-malformed, for other digests too
 */
export const readDigestName = ({ algorithm, parameters }: DerAlgorithm): DigestName => {
  const name = digestOids[algorithm];
  if (name === undefined || (parameters ?? null) !== null) throw malformed('digest');
  return name;
};

const rsaBits = { least: 2048, most: 8192 } as const;

const bitLength = (magnitude: Uint8Array): number =>
  magnitude.length * 8 - (Math.clz32(magnitude[0] ?? 0) - 24);

/** The parts of a public key, whatever their strength. Numbers are big-endian, without leading zeros. */
export type PublicKeyParts =
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array };

/** RSAPublicKey (RFC 8017 appendix A.1.1). */
const readRsa = (bits: Uint8Array): PublicKeyParts =>
  fieldsOf(readDer(bits), derTags.sequence, ({ take }) => {
    const [modulus, exponent] = [take(derTags.integer), take(derTags.integer)];
    return { kind: 'rsa', modulus: magnitudeOf(modulus), exponent: magnitudeOf(exponent) };
  });

/** The curve that ECParameters name (RFC 5480 section 2.1.1), if it is one of ours. */
export const namedCurve = (parameters: DerElement): Curve | undefined => {
  if (parameters.tag !== derTags.objectIdentifier) return undefined;
  const oid = identifierOf(parameters);
  return curveNames.find((name) => curves[name].oid === oid);
};

/** SubjectPublicKeyInfo, whatever key it holds. @throws CeremonyError encoding-malformed */
export const spkiIn = (element: DerElement) =>
  fieldsOf(element, derTags.sequence, ({ take }) => ({
    ...algorithmIn(take(derTags.sequence)),
    bits: octetsOfBits(take(derTags.bitString)),
  }));

/**
 * What a SubjectPublicKeyInfo (DER; RFC 5280 section 4.1, RFC 5480, RFC 4055) holds, if it is a key on P-256 or P-384, or of RSA.
 * @throws CeremonyError encoding-malformed
 */
export const readKeyParts = (spki: Uint8Array): PublicKeyParts | undefined => {
  const { algorithm, parameters, bits } = spkiIn(readDer(spki));
  if (algorithm === id_rsaEncryption && parameters === null) return readRsa(bits);
  const curve = algorithm === id_ecPublicKey && parameters ? namedCurve(parameters) : undefined;
  return curve === undefined ? undefined : { kind: 'ec', curve, point: bits };
};

const judge = (key: PublicKeyParts): PublicKey | undefined => {
  if (key.kind === 'ec') {
    const { curve, point } = key;
    const uncompressed = point[0] === 4 && point.length === 1 + 2 * curves[curve].fieldBytes;
    return uncompressed ? { kind: 'ec', curve, point } : undefined;
  }
  const { modulus, exponent } = key;
  const modulusBits = bitLength(modulus);
  const strong = modulusBits >= rsaBits.least && modulusBits <= rsaBits.most;
  // 65537 or more and odd (FIPS 186-5 A.1.1; 65536 itself is even), and no more than every platform verifies with: BoringSSL takes 33
  // bits, so what a longer one signed would be good in Node and bad in the page.
  const exponentBits = bitLength(exponent);
  const sound = exponentBits >= 17 && exponentBits <= 33 && ((exponent.at(-1) ?? 0) & 1) === 1;
  return strong && sound ? { kind: 'rsa', modulusBits } : undefined;
};

/**
 * What a SubjectPublicKeyInfo (DER) holds. Only keys that we rely on: P-256, P-384, and RSA of 2048 to 8192 bits. Problem:
 * key-unsuitable for any other. Whether a point lies on its curve is seen when it is used.
 */
export const readPublicKey = (spki: Uint8Array): Result<PublicKey> => {
  const read = decoding('key-unsuitable', () => readKeyParts(spki));
  if (!read.ok) return read;
  const key = read.value === undefined ? undefined : judge(read.value);
  return key === undefined ? bad('key-unsuitable') : good(key);
};

/** The algorithm of a key on a curve (RFC 5480 section 2.1.1). */
export const ecKeyAlgorithm = (curve: Curve): AlgorithmIdentifier =>
  new AlgorithmIdentifier({
    algorithm: id_ecPublicKey,
    parameters: serialize(new ECParameters({ namedCurve: curves[curve].oid })).buffer,
  });

/** The SubjectPublicKeyInfo (DER) of an uncompressed point. */
export const encodeEcPublicKey = (curve: Curve, point: Uint8Array): Uint8Array =>
  serialize(
    new SubjectPublicKeyInfo({
      algorithm: ecKeyAlgorithm(curve),
      subjectPublicKey: view(point).slice().buffer,
    }),
  );

/** The one algorithm that a key signs with here. */
export const algorithmOf = (key: PublicKey): SignatureAlgorithm => {
  if (key.kind === 'rsa') return 'rsa-pkcs1-sha256';
  return key.curve === 'P-256' ? 'ecdsa-sha256' : 'ecdsa-sha384';
};

const encodedIdentifiers = (['ecdsa-sha256', 'ecdsa-sha384', 'rsa-pkcs1-sha256'] as const).map(
  (name) => [name, serialize(signatureAlgorithms[name].identifier)] as const,
);

/** The algorithm of an AlgorithmIdentifier (DER) with exactly our parameters, if it is one of ours. */
export const algorithmIdentifiedBy = (identifier: Uint8Array): SignatureAlgorithm | undefined =>
  encodedIdentifiers.find(([, der]) => equal(der, identifier))?.[0];

/**
 * 20 bytes that name a public key: the left of SHA-256 over the SubjectPublicKeyInfo's BIT STRING (RFC 7093 section 2, method 1).
 * @throws CeremonyError encoding-malformed
 */
export const keyIdentifier = async (spki: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  (await sha256(spkiIn(readDer(spki)).bits)).slice(0, 20);

/** r ‖ s, as PKCS#11 and WebCrypto have it, to the ECDSA-Sig-Value of X.509 and CMS (RFC 3279 section 2.2.3). */
export const encodeEcdsaSignature = (raw: Uint8Array): Uint8Array<ArrayBuffer> =>
  serialize(
    new ECDSASigValue({
      r: toInteger(raw.subarray(0, raw.length / 2)),
      s: toInteger(raw.subarray(raw.length / 2)),
    }),
  );

const padStart = (magnitude: Uint8Array, length: number): Uint8Array =>
  concat(new Uint8Array(length - magnitude.length), magnitude);

/** An ECDSA-Sig-Value (strict DER) to r ‖ s, each of so many octets. Problem: signature-malformed. */
export const ecdsaNumbers = (signature: Uint8Array, octetsEach: number): Result<Uint8Array> => {
  const read = decoding('signature-malformed', () => {
    const numbers = membersOf(readDer(signature), derTags.sequence);
    if (numbers.length !== 2 || numbers.some(({ tag }) => tag !== derTags.integer)) throw malformed('der');
    return numbers.map(magnitudeOf);
  });
  if (!read.ok) return read;
  if (read.value.some((number) => number.length > octetsEach)) return bad('signature-malformed');
  return good(concat(...read.value.map((number) => padStart(number, octetsEach))));
};

/** The same of a signature by a key on a curve. Problem: signature-malformed. */
export const decodeEcdsaSignature = (signature: Uint8Array, curve: Curve): Result<Uint8Array> =>
  ecdsaNumbers(signature, curves[curve].fieldBytes);

const importingFor = (algorithm: SignatureAlgorithm) =>
  remembering((spki) =>
    crypto.subtle.importKey('spki', spki, signatureAlgorithms[algorithm].importAs, false, ['verify']),
  );

/** WebCrypto binds a key to one algorithm. */
const importPublicKey: Readonly<Record<SignatureAlgorithm, (spki: Uint8Array) => Promise<CryptoKey>>> = {
  'ecdsa-sha256': importingFor('ecdsa-sha256'),
  'ecdsa-sha384': importingFor('ecdsa-sha384'),
  'rsa-pkcs1-sha256': importingFor('rsa-pkcs1-sha256'),
};

/** Asks WebCrypto. `signature`: r ‖ s for ECDSA. False for a key that the platform refuses. */
export type SignatureCheck = (
  algorithm: SignatureAlgorithm,
  spki: Uint8Array,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

export const checkHere: SignatureCheck = async (algorithm, spki, signature, data) => {
  const key = await importPublicKey[algorithm](spki).catch(() => undefined);
  return (
    key !== undefined && crypto.subtle.verify(signatureAlgorithms[algorithm].verifyAs, key, signature, data)
  );
};

let check = checkHere;

/** Some browsers' WebCrypto works in the thread that asks: whoever has another thread there has it checked by that one. */
export const checkSignaturesBy = (elsewhere: SignatureCheck): void => {
  check = elsewhere;
};

/**
 * Whether the signature (ECDSA-Sig-Value in DER, or the octets of RSASSA-PKCS1-v1_5) over the data is this key's.
 * False, too, for a key that is weak or that the algorithm does not fit.
 */
export const verifySignature = async (
  spki: Uint8Array,
  algorithm: SignatureAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> => {
  const key = readPublicKey(spki);
  if (!key.ok || algorithmOf(key.value) !== algorithm) return false;
  const raw = key.value.kind === 'ec' ? decodeEcdsaSignature(signature, key.value.curve) : good(signature);
  return raw.ok && check(algorithm, spki, view(raw.value), view(data));
};
