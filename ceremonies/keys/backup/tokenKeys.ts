import { SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import pkcs11js from 'pkcs11js';
import { keyIdentifier, readPublicKey as readSpki } from '../../formats/algorithms.ts';
import { parse } from '../../formats/asn1.ts';
import { equal } from '../../formats/bytes.ts';
import { issuerAndSerialNumber, parseCertificate, type Certificate } from '../../formats/certificate.ts';
import { digest } from '../../formats/digest.ts';
import { contentKeyBytes } from '../../formats/envelopedData.ts';
import { bad, good, type Result } from '../../model/error.ts';
import { agreeOnContentKey, oaepHashOf, takeSecret } from '../../secrets/contentKey.ts';
import type { Secret } from '../../secrets/secret.ts';
import { agree } from '../../tokens/agree.ts';
import { readCertificates, type TokenCertificate } from '../../tokens/certificates.ts';
import { decryptOaep, decryptPkcs1 } from '../../tokens/decrypt.ts';
import { findObjects, readAttribute, readFlag, readName, type TokenObject } from '../../tokens/objects.ts';
import { readPublicKey } from '../../tokens/publicKey.ts';
import { attemptIn, type Session } from '../../tokens/session.ts';
import { encodeSpki } from '../../tokens/spki.ts';
import type { Attempt, KeyFacts } from './recipients.ts';

/** A private key on a token, with what the token tells of it. */
export type TokenKey = KeyFacts & {
  readonly object: TokenObject<'private-key'>;
  /** Whether the token lets it derive or decrypt; a signing key may do neither. */
  readonly able: boolean;
};

/** Something that stands beside a private key and says what its public part is. */
type Companion = {
  readonly label: string;
  readonly id: Uint8Array;
  readonly spki: Uint8Array;
  readonly certificate: Certificate | null;
};

const certificateCompanions = (found: readonly TokenCertificate[]): readonly Companion[] =>
  found.flatMap(({ label, id, der }) => {
    const certificate = parseCertificate(der);
    return certificate.ok
      ? [{ label, id, spki: certificate.value.spki, certificate: certificate.value }]
      : [];
  });

const publicKeyCompanions = (session: Session): Result<readonly Companion[]> => {
  const found = findObjects(session, { kind: 'public-key' });
  if (!found.ok) return found;
  const companions: Companion[] = [];
  for (const object of found.value) {
    const name = readName(session, object);
    if (!name.ok) return name;
    const spki = spkiOf(session, object);
    if (spki !== null) companions.push({ ...name.value, spki, certificate: null });
  }
  return good(companions);
};

/** Null for a key of a kind that the program does not use, which is no reason to stop. */
const spkiOf = (session: Session, object: TokenObject<'public-key'>): Uint8Array | null => {
  try {
    const spki = readPublicKey(session, object);
    return spki.ok ? spki.value : null;
  } catch {
    return null;
  }
};

const findCompanions = (session: Session): Result<readonly Companion[]> => {
  const certificates = readCertificates(session);
  if (!certificates.ok) return certificates;
  const publicKeys = publicKeyCompanions(session);
  return publicKeys.ok
    ? good([...publicKeys.value, ...certificateCompanions(certificates.value)])
    : publicKeys;
};

const certificatesOf = (ders: readonly Uint8Array[]): readonly Certificate[] =>
  ders.flatMap((der) => {
    const certificate = parseCertificate(der);
    return certificate.ok ? [certificate.value] : [];
  });

const aboutKey = (certificates: readonly Certificate[], spki: Uint8Array): readonly Certificate[] =>
  certificates.filter((certificate) => equal(certificate.spki, spki));

/** By CKA_ID, as PKCS#11 wants it; by label where the private key has none. */
const standsBeside = (key: { readonly label: string; readonly id: Uint8Array }, companion: Companion) =>
  key.id.length > 0 ? equal(key.id, companion.id) : key.label !== '' && key.label === companion.label;

/** An RSA private key mostly knows its public part. */
const ownPublicKey = (session: Session, object: TokenObject<'private-key'>): Result<Uint8Array | null> =>
  attemptIn(session, () => {
    const modulus = readAttribute(session, object, pkcs11js.CKA_MODULUS);
    const publicExponent = readAttribute(session, object, pkcs11js.CKA_PUBLIC_EXPONENT);
    return modulus === null || publicExponent === null || modulus.length * publicExponent.length === 0
      ? null
      : encodeSpki({ kind: 'rsa', modulus, publicExponent });
  });

const mayOpen = (session: Session, object: TokenObject<'private-key'>): Result<boolean> =>
  attemptIn(
    session,
    () => readFlag(session, object, pkcs11js.CKA_DERIVE) || readFlag(session, object, pkcs11js.CKA_DECRYPT),
  );

/** What is known of a key pair by its public part (SubjectPublicKeyInfo, DER); null for a kind that is not used here. */
export const factsOf = async (
  label: string,
  id: Uint8Array,
  spki: Uint8Array,
  certificates: readonly Certificate[],
): Promise<KeyFacts | null> => {
  const key = readSpki(spki);
  if (!key.ok) return null;
  const { subjectPublicKey } = parse(spki, SubjectPublicKeyInfo);
  const inCertificates = certificates.flatMap(({ subjectKeyIdentifier }) =>
    subjectKeyIdentifier === undefined ? [] : [subjectKeyIdentifier],
  );
  return {
    label,
    kind:
      key.value.kind === 'ec'
        ? { kind: 'ec', curve: key.value.curve }
        : { kind: 'rsa', modulusBytes: Math.ceil(key.value.modulusBits / 8) },
    keyIdentifiers: [
      ...inCertificates,
      await keyIdentifier(spki),
      // RFC 5280 section 4.2.1.2, method 1: what OpenSSL puts into its certificates. A name, not a safeguard.
      await digest('SHA-1', new Uint8Array(subjectPublicKey)),
      id,
    ],
    certificates: certificates.map(issuerAndSerialNumber),
  };
};

/**
 * The RSA and EC private keys on a token, with every name that a sender may have for them: from the token's
 * certificates and public keys, and from `certificates` (X.509, DER) that somebody else has. A session without login shows no
 * private keys. Problems: the token's.
 */
export const findTokenKeys = async (
  session: Session,
  certificates: readonly Uint8Array[],
): Promise<Result<readonly TokenKey[]>> => {
  const companions = findCompanions(session);
  if (!companions.ok) return companions;
  const given = certificatesOf(certificates);

  const objects = findObjects(session, { kind: 'private-key' });
  if (!objects.ok) return objects;
  const keys: TokenKey[] = [];
  for (const object of objects.value) {
    const able = mayOpen(session, object);
    if (!able.ok) return able;
    const name = readName(session, object);
    if (!name.ok) return name;
    const own = ownPublicKey(session, object);
    if (!own.ok) return own;
    const beside = companions.value.filter((companion) => standsBeside(name.value, companion));
    const spki = own.value ?? beside[0]?.spki;
    if (spki === undefined) continue;
    const known = aboutKey([...beside.flatMap(({ certificate }) => certificate ?? []), ...given], spki);
    const facts = await factsOf(name.value.label, name.value.id, spki, known);
    if (facts !== null) keys.push({ ...facts, object, able: able.value });
  }
  return good(keys);
};

/**
 * Every name of the keys whose public part a token shows to anybody, so that the right token of several can be found before
 * a PIN is asked for. `certificates` as above. Problems: the token's.
 */
export const findPublicFacts = async (
  session: Session,
  certificates: readonly Uint8Array[],
): Promise<Result<readonly KeyFacts[]>> => {
  const companions = findCompanions(session);
  if (!companions.ok) return companions;
  const given = certificatesOf(certificates);
  const facts: KeyFacts[] = [];
  for (const { label, id, spki } of companions.value) {
    const beside = companions.value.flatMap(({ certificate }) => certificate ?? []);
    const known = await factsOf(label, id, spki, aboutKey([...beside, ...given], spki));
    if (known !== null) facts.push(known);
  }
  return good(facts);
};

// --- the one operation that opening asks of the token ---

const requireSize = (opened: Result<Secret>): Result<Secret> => {
  if (!opened.ok || opened.value.sizeBytes === contentKeyBytes) return opened;
  opened.value.wipe();
  return bad('ciphertext-invalid', { keyBytes: opened.value.sizeBytes });
};

/**
 * The content key of one recipient's entry, with one key of the token. Problems: ciphertext-invalid, envelope-invalid (another
 * key, or altered; never so with PKCS #1 v1.5, whose answer is then a random key), mechanism-missing, and the token's.
 */
export const openContentKey = async (
  session: Session,
  { recipient, key }: Attempt<TokenKey>,
  pin: string | undefined,
): Promise<Result<Secret>> => {
  switch (recipient.kind) {
    case 'key-agreement':
      return requireSize(
        await agreeOnContentKey(recipient, (ephemeralPoint) => agree(session, key.object, ephemeralPoint)),
      );
    case 'key-transport': {
      const hash = oaepHashOf(recipient);
      if (hash === undefined) return bad('mechanism-missing', { hash: recipient.oaepHash });
      return requireSize(
        takeSecret(await decryptOaep(session, key.object, hash, recipient.encryptedKey, pin)),
      );
    }
    case 'key-transport-pkcs1':
      return takeSecret(
        await decryptPkcs1(session, key.object, contentKeyBytes, recipient.encryptedKey, pin),
      );
  }
};
