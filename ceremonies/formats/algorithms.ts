import { CeremonyError, bad, good, type Result } from '../model/error.ts';
import { concat, equal, view } from './bytes.ts';
import * as der from './der.ts';
import { sha256, type DigestName } from './digest.ts';

export type SignatureAlgorithm = 'ecdsa-sha256' | 'ecdsa-sha384' | 'rsa-pkcs1-sha256';
export type Curve = 'P-256' | 'P-384';

export type PublicKey =
  /** `point`: uncompressed, 0x04 ‖ X ‖ Y, 65 or 97 bytes (SEC 1 section 2.3.3). */
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly modulusBits: number };

export const oids = {
  ecPublicKey: '1.2.840.10045.2.1',
  rsaEncryption: '1.2.840.113549.1.1.1',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
} as const;

type CurveFacts = { readonly oid: string; readonly fieldBytes: number };

/** NIST's curves by name (SEC 2; RFC 5480 section 2.1.1.1). */
export const curves: Readonly<Record<Curve, CurveFacts>> = {
  'P-256': { oid: '1.2.840.10045.3.1.7', fieldBytes: 32 },
  'P-384': { oid: '1.3.132.0.34', fieldBytes: 48 },
};

export const curveNames = ['P-256', 'P-384'] as const satisfies readonly Curve[];

type AlgorithmFacts = {
  /** AlgorithmIdentifier, DER: ECDSA without parameters (RFC 5758), RSA with NULL (RFC 4055). */
  readonly identifier: Uint8Array;
  readonly digest: DigestName;
  /** AlgorithmIdentifier of the digest, DER, parameters absent (RFC 5754 section 2). */
  readonly digestIdentifier: Uint8Array;
  readonly importAs: EcKeyImportParams | RsaHashedImportParams;
  readonly verifyAs: EcdsaParams | Algorithm;
};

const sha256Identifier = der.sequence(der.oid(oids.sha256));

export const signatureAlgorithms: Readonly<Record<SignatureAlgorithm, AlgorithmFacts>> = {
  'ecdsa-sha256': {
    identifier: der.sequence(der.oid('1.2.840.10045.4.3.2')),
    digest: 'SHA-256',
    digestIdentifier: sha256Identifier,
    importAs: { name: 'ECDSA', namedCurve: 'P-256' },
    verifyAs: { name: 'ECDSA', hash: 'SHA-256' },
  },
  'ecdsa-sha384': {
    identifier: der.sequence(der.oid('1.2.840.10045.4.3.3')),
    digest: 'SHA-384',
    digestIdentifier: der.sequence(der.oid(oids.sha384)),
    importAs: { name: 'ECDSA', namedCurve: 'P-384' },
    verifyAs: { name: 'ECDSA', hash: 'SHA-384' },
  },
  'rsa-pkcs1-sha256': {
    identifier: der.sequence(der.oid('1.2.840.113549.1.1.11'), der.nothing()),
    digest: 'SHA-256',
    digestIdentifier: sha256Identifier,
    importAs: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    verifyAs: { name: 'RSASSA-PKCS1-v1_5' },
  },
};

const digestOids: Readonly<Record<string, DigestName>> = {
  [oids.sha1]: 'SHA-1',
  [oids.sha256]: 'SHA-256',
  [oids.sha384]: 'SHA-384',
};

/**
 * The digest of an AlgorithmIdentifier whose parameters are absent or NULL: both are in use (RFC 5754 section 2).
 * @throws CeremonyError encoding-malformed, for other digests too
 */
export const readDigestName = (element: der.Element): DigestName => {
  const identifier = der.fields(element);
  const name = digestOids[der.readOid(identifier.next())];
  const parameters = identifier.optional(der.tags.null);
  if (parameters !== undefined) der.readNull(parameters);
  identifier.end();
  if (name === undefined) throw new CeremonyError('encoding-malformed', { expected: 'digest' });
  return name;
};

const rsaBits = { least: 2048, most: 8192 } as const;

const bitLength = (magnitude: Uint8Array): number =>
  magnitude.length * 8 - (Math.clz32(magnitude[0] ?? 0) - 24);

const readRsa = (bits: Uint8Array): PublicKey | undefined => {
  const numbers = der.fields(der.readWhole(bits));
  const modulus = der.readUnsigned(numbers.next());
  const exponent = der.readUnsigned(numbers.next());
  numbers.end();
  const modulusBits = bitLength(modulus);
  const strong = modulusBits >= rsaBits.least && modulusBits <= rsaBits.most;
  // e ≥ 65537 and odd (FIPS 186-5 A.1.1): 17 bits or more, and 65536 itself is even.
  const sound = bitLength(exponent) >= 17 && exponent.length <= 32 && ((exponent.at(-1) ?? 0) & 1) === 1;
  return strong && sound ? { kind: 'rsa', modulusBits } : undefined;
};

const readEc = (curveOid: string, point: Uint8Array): PublicKey | undefined => {
  const curve = curveNames.find((name) => curves[name].oid === curveOid);
  if (curve === undefined) return undefined;
  const uncompressed = point[0] === 4 && point.length === 1 + 2 * curves[curve].fieldBytes;
  return uncompressed ? { kind: 'ec', curve, point } : undefined;
};

/**
 * What a SubjectPublicKeyInfo (DER; RFC 5280 section 4.1, RFC 5480, RFC 4055) holds. Only keys that we rely on: P-256, P-384, and
 * RSA of 2048 to 8192 bits. Problem: key-unsuitable for any other. Whether a point lies on its curve is seen when it is used.
 */
export const readPublicKey = (spki: Uint8Array): Result<PublicKey> => {
  const read = der.decoding('key-unsuitable', () => {
    const info = der.fields(der.readWhole(spki));
    const algorithm = der.fields(info.next());
    const bits = der.readBitOctets(info.next());
    info.end();
    const kind = der.readOid(algorithm.next());
    const parameters = algorithm.next();
    algorithm.end();
    if (kind === oids.ecPublicKey) return readEc(der.readOid(parameters), bits);
    if (kind !== oids.rsaEncryption) return undefined;
    der.readNull(parameters);
    return readRsa(bits);
  });
  if (!read.ok) return read;
  return read.value === undefined ? bad('key-unsuitable') : good(read.value);
};

/** The SubjectPublicKeyInfo (DER) of an uncompressed point. */
export const encodeEcPublicKey = (curve: Curve, point: Uint8Array): Uint8Array =>
  der.sequence(der.sequence(der.oid(oids.ecPublicKey), der.oid(curves[curve].oid)), der.bitString(point));

/** The one algorithm that a key signs with here. */
export const algorithmOf = (key: PublicKey): SignatureAlgorithm => {
  if (key.kind === 'rsa') return 'rsa-pkcs1-sha256';
  return key.curve === 'P-256' ? 'ecdsa-sha256' : 'ecdsa-sha384';
};

/** The algorithm of an AlgorithmIdentifier in exactly our encoding, if it is one of ours. */
export const algorithmIdentifiedBy = (identifier: Uint8Array): SignatureAlgorithm | undefined =>
  (['ecdsa-sha256', 'ecdsa-sha384', 'rsa-pkcs1-sha256'] as const).find((name) =>
    equal(signatureAlgorithms[name].identifier, identifier),
  );

/**
 * 20 bytes that name a public key: the left of SHA-256 over the SubjectPublicKeyInfo's BIT STRING (RFC 7093 section 2, method 1).
 * @throws CeremonyError encoding-malformed
 */
export const keyIdentifier = async (spki: Uint8Array): Promise<Uint8Array> => {
  const info = der.fields(der.readWhole(spki));
  info.next();
  return (await sha256(der.readBitOctets(info.next()))).slice(0, 20);
};

/** r ‖ s, as PKCS#11 and WebCrypto have it, to the ECDSA-Sig-Value of X.509 and CMS (RFC 3279 section 2.2.3). */
export const encodeEcdsaSignature = (raw: Uint8Array): Uint8Array =>
  der.sequence(der.unsigned(raw.subarray(0, raw.length / 2)), der.unsigned(raw.subarray(raw.length / 2)));

const padStart = (magnitude: Uint8Array, length: number): Uint8Array =>
  concat(new Uint8Array(length - magnitude.length), magnitude);

/** An ECDSA-Sig-Value (strict DER) to r ‖ s. Problem: signature-malformed. */
export const decodeEcdsaSignature = (signature: Uint8Array, curve: Curve): Result<Uint8Array> => {
  const { fieldBytes } = curves[curve];
  const read = der.decoding('signature-malformed', () => {
    const numbers = der.fields(der.readWhole(signature));
    const pair = [der.readUnsigned(numbers.next()), der.readUnsigned(numbers.next())];
    numbers.end();
    return pair;
  });
  if (!read.ok) return read;
  if (read.value.some((number) => number.length > fieldBytes)) return bad('signature-malformed');
  return good(concat(...read.value.map((number) => padStart(number, fieldBytes))));
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
  if (!raw.ok) return false;
  const { importAs, verifyAs } = signatureAlgorithms[algorithm];
  const publicKey = await crypto.subtle
    .importKey('spki', view(spki), importAs, false, ['verify'])
    .catch(() => undefined);
  if (publicKey === undefined) return false;
  return crypto.subtle.verify(verifyAs, publicKey, view(raw.value), view(data));
};
