import {
  ecdsaWithSHA256,
  ecdsaWithSHA384,
  ecdsaWithSHA512,
  id_ecPublicKey,
  id_secp521r1,
} from '@peculiar/asn1-ecc';
import {
  id_rsaEncryption,
  id_sha256,
  id_sha256WithRSAEncryption,
  id_sha384,
  id_sha384WithRSAEncryption,
  id_sha512,
  id_sha512WithRSAEncryption,
} from '@peculiar/asn1-rsa';
import { curves, ecdsaNumbers, readPublicKey, spkiIn, type PublicKey } from './algorithms.ts';
import { decoding, malformed } from './asn1.ts';
import { view } from './bytes.ts';
import { identifierOf, readDer } from './der.ts';
import { derTags } from './universalTypes.ts';

/**
 * Signatures of authorities outside, who choose their own algorithms: more than the program itself signs with, but nothing that
 * is weak. What is not here (RSASSA-PSS, EdDSA) is not believed.
 */

export type AuthorityDigest = 'SHA-256' | 'SHA-384' | 'SHA-512';

const digests: Readonly<Record<string, AuthorityDigest>> = {
  [id_sha256]: 'SHA-256',
  [id_sha384]: 'SHA-384',
  [id_sha512]: 'SHA-512',
};

/** As the library reads it or as der.ts does: parameters that are NULL are null, those that are absent undefined. */
type Identifier = { readonly algorithm: string; readonly parameters?: object | null | undefined };

/** Absent and NULL are both in use (RFC 5754 section 2). */
const withoutParameters = ({ parameters }: Identifier): boolean => (parameters ?? null) === null;

/** @throws CeremonyError encoding-malformed, for other digests too */
export const authorityDigest = (identifier: Identifier): AuthorityDigest => {
  const name = digests[identifier.algorithm];
  if (name === undefined || !withoutParameters(identifier)) throw malformed('digest');
  return name;
};

export const authorityDigestOf = async (
  name: AuthorityDigest,
  bytes: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await crypto.subtle.digest(name, view(bytes)));

export type Scheme = { readonly kind: PublicKey['kind']; readonly digest: AuthorityDigest };

const schemes: Readonly<Record<string, Scheme>> = {
  [ecdsaWithSHA256.algorithm]: { kind: 'ec', digest: 'SHA-256' },
  [ecdsaWithSHA384.algorithm]: { kind: 'ec', digest: 'SHA-384' },
  [ecdsaWithSHA512.algorithm]: { kind: 'ec', digest: 'SHA-512' },
  [id_sha256WithRSAEncryption]: { kind: 'rsa', digest: 'SHA-256' },
  [id_sha384WithRSAEncryption]: { kind: 'rsa', digest: 'SHA-384' },
  [id_sha512WithRSAEncryption]: { kind: 'rsa', digest: 'SHA-512' },
};

const keyKinds: Readonly<Record<string, PublicKey['kind']>> = {
  [id_rsaEncryption]: 'rsa',
  [id_ecPublicKey]: 'ec',
};

/**
 * The scheme of a signature's AlgorithmIdentifier, if it is one of these. CMS may name only the key's kind and leave the digest
 * to another field (RFC 5754 section 3.2): `digest`.
 */
export const schemeOf = (identifier: Identifier, digest?: AuthorityDigest): Scheme | undefined => {
  const scheme = withoutParameters(identifier) ? schemes[identifier.algorithm] : undefined;
  if (scheme !== undefined) return digest === undefined || digest === scheme.digest ? scheme : undefined;
  const kind = keyKinds[identifier.algorithm];
  return kind === undefined || digest === undefined ? undefined : { kind, digest };
};

type AuthorityKey =
  | { readonly kind: 'rsa' }
  | { readonly kind: 'ec'; readonly namedCurve: string; readonly fieldBytes: number };

/** The curve of Estonia's authorities since 2018. No card or HSM here has a key on it. */
const p521 = { oid: id_secp521r1, namedCurve: 'P-521', fieldBytes: 66 } as const;

const isOnP521 = (spki: Uint8Array): boolean => {
  const { algorithm, parameters, bits } = spkiIn(readDer(spki));
  const isNamed = parameters?.tag === derTags.objectIdentifier && identifierOf(parameters) === p521.oid;
  return algorithm === id_ecPublicKey && isNamed && bits[0] === 4 && bits.length === 1 + 2 * p521.fieldBytes;
};

const authorityKeyIn = (spki: Uint8Array): AuthorityKey | undefined => {
  const key = readPublicKey(spki);
  if (!key.ok) {
    const onP521 = decoding('key-unsuitable', () => isOnP521(spki));
    return onP521.ok && onP521.value ? { kind: 'ec', ...p521 } : undefined;
  }
  if (key.value.kind === 'rsa') return { kind: 'rsa' };
  const { curve } = key.value;
  return { kind: 'ec', namedCurve: curve, fieldBytes: curves[curve].fieldBytes };
};

/** Whether this key made the signature (ECDSA-Sig-Value in DER, or the octets of RSASSA-PKCS1-v1_5) over the data. */
export const verifyAuthority = async (
  spki: Uint8Array,
  { kind, digest }: Scheme,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> => {
  const key = authorityKeyIn(spki);
  if (key?.kind !== kind) return false;
  if (key.kind === 'rsa') {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: digest };
    const imported = await importKey(spki, algorithm);
    return imported !== undefined && crypto.subtle.verify(algorithm, imported, view(signature), view(data));
  }
  const raw = ecdsaNumbers(signature, key.fieldBytes);
  const imported = await importKey(spki, { name: 'ECDSA', namedCurve: key.namedCurve });
  if (!raw.ok || imported === undefined) return false;
  return crypto.subtle.verify({ name: 'ECDSA', hash: digest }, imported, view(raw.value), view(data));
};

/** Undefined for a point that is not on its curve. */
const importKey = (
  spki: Uint8Array,
  algorithm: EcKeyImportParams | RsaHashedImportParams,
): Promise<CryptoKey | undefined> =>
  crypto.subtle.importKey('spki', view(spki), algorithm, false, ['verify']).catch(() => undefined);
