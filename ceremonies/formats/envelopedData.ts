import { aeskw } from '@noble/ciphers/aes.js';
import { CeremonyError, bad, good, type Result } from '../model/error.ts';
import {
  curveNames,
  curves,
  encodeEcPublicKey,
  oids,
  readDigestName,
  readPublicKey,
  type Curve,
} from './algorithms.ts';
import { concat, equal, view } from './bytes.ts';
import { issuerAndSerialNumber, type Certificate } from './certificate.ts';
import * as der from './der.ts';
import { digest, type DigestName } from './digest.ts';

/**
 * Sealed content: CMS AuthEnvelopedData with AES-256-GCM (RFC 5083, RFC 5084), for recipients by ephemeral-static ECDH
 * (RFC 5753) or RSAES-OAEP (RFC 4056). `openssl cms -decrypt` opens it.
 *
 * The recipients' private keys live on cards, so opening goes in steps: read; let the card do its one operation (ECDH or OAEP);
 * for ECDH derive the key-encryption key and unwrap; open. Content keys and shared secrets belong to the caller, who wipes them.
 */

const contentTypes = {
  data: '1.2.840.113549.1.7.1',
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
} as const;

const algorithmOids = {
  aes256Gcm: '2.16.840.1.101.3.4.1.46',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  rsaesOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
} as const;

/** dhSinglePass-stdDH with the X9.63 derivation (RFC 5753 section 7.1.4). SHA-1 is OpenSSL's default, read but never written. */
const ecdhSchemes = {
  'SHA-1': '1.3.133.16.840.63.0.2',
  'SHA-256': '1.3.132.1.11.1',
  'SHA-384': '1.3.132.1.11.2',
} as const satisfies Record<DigestName, string>;

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export type RecipientIdentifier =
  /** The subject key identifier of the recipient's certificate. */
  | { readonly kind: 'key'; readonly keyIdentifier: Uint8Array }
  /** IssuerAndSerialNumber, DER. */
  | { readonly kind: 'certificate'; readonly issuerAndSerial: Uint8Array };

export type KeyAgreementRecipient = {
  readonly kind: 'key-agreement';
  readonly identifier: RecipientIdentifier;
  readonly curve: Curve;
  /** The sender's ephemeral public key for the card's ECDH: uncompressed, 65 or 97 bytes. */
  readonly ephemeralPoint: Uint8Array;
  readonly kdf: DigestName;
  readonly userKeyingMaterial?: Uint8Array;
  /** The content key, wrapped with AES-256 (RFC 3394): 40 bytes. */
  readonly encryptedKey: Uint8Array;
};

export type KeyTransportRecipient = {
  readonly kind: 'key-transport';
  readonly identifier: RecipientIdentifier;
  /** Of OAEP and of its MGF1 alike. */
  readonly oaepHash: DigestName;
  readonly encryptedKey: Uint8Array;
};

export type Recipient =
  | KeyAgreementRecipient
  | KeyTransportRecipient
  /** By a method that this program does not use: a password, PKCS #1 v1.5, another curve. */
  | { readonly kind: 'other' };

export type Enveloped = {
  readonly recipients: readonly Recipient[];
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
};

const wrapAlgorithm = der.sequence(der.oid(algorithmOids.aes256Wrap));

const wipe = (...secrets: readonly Uint8Array[]): void => {
  for (const secret of secrets) secret.fill(0);
};

// --- keys ---

/** ECC-CMS-SharedInfo (RFC 5753 section 7.2): what the derived key is for. */
const sharedInfo = (userKeyingMaterial: Uint8Array | undefined): Uint8Array =>
  der.sequence(
    wrapAlgorithm,
    ...(userKeyingMaterial === undefined
      ? []
      : [der.value(der.constructed(0), der.octetString(userKeyingMaterial))]),
    der.value(
      der.constructed(2),
      der.octetString(Uint8Array.of(0, 0, (keyBytes * 8) >> 8, (keyBytes * 8) & 0xff)),
    ),
  );

/**
 * The key-encryption key (32 bytes) from the shared secret Z, which is the X coordinate that ECDH gives (32 or 48 bytes):
 * the X9.63 derivation (SEC 1 section 3.6.1) over ECC-CMS-SharedInfo. The caller wipes Z and the result.
 *
 * @throws CeremonyError parameters-invalid when Z is not as long as the curve's field
 */
export const ecdhKek = async (
  sharedSecret: Uint8Array,
  recipient: Pick<KeyAgreementRecipient, 'curve' | 'kdf' | 'userKeyingMaterial'>,
): Promise<Uint8Array<ArrayBuffer>> => {
  if (sharedSecret.length !== curves[recipient.curve].fieldBytes) {
    throw new CeremonyError('parameters-invalid', { field: 'sharedSecret' });
  }
  const info = sharedInfo(recipient.userKeyingMaterial);
  const stream = new Uint8Array(2 * 48);
  let filled = 0;
  for (let counter = 1; filled < keyBytes; counter += 1) {
    const input = concat(sharedSecret, Uint8Array.of(0, 0, 0, counter), info);
    const block = await digest(recipient.kdf, input);
    stream.set(block, filled);
    filled += block.length;
    wipe(input, block);
  }
  const kek = stream.slice(0, keyBytes);
  wipe(stream);
  return kek;
};

/** The content key (32 bytes) of a recipient from its key-encryption key. Problem: envelope-invalid (not this key, or altered). */
export const unwrapContentKey = (recipient: KeyAgreementRecipient, kek: Uint8Array): Result<Uint8Array> => {
  try {
    return good(aeskw(kek).decrypt(recipient.encryptedKey));
  } catch {
    return bad('envelope-invalid', { reason: 'key' });
  }
};

const importContentKey = (contentKey: Uint8Array, usage: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', view(contentKey), 'AES-GCM', false, [usage]);

/** The content, opened with the content key (32 bytes). Problem: envelope-invalid (not this key, or altered). */
export const openEnveloped = async (
  { nonce, ciphertext, tag }: Enveloped,
  contentKey: Uint8Array,
): Promise<Result<Uint8Array>> => {
  if (contentKey.length !== keyBytes) return bad('envelope-invalid', { reason: 'key' });
  const key = await importContentKey(contentKey, 'decrypt');
  try {
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: view(nonce), tagLength: tagBytes * 8 },
      key,
      concat(ciphertext, tag),
    );
    return good(new Uint8Array(opened));
  } catch {
    return bad('envelope-invalid', { reason: 'content' });
  }
};

// --- sealing ---

export type SealTo = {
  /** The recipient's SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** The subject key identifier by which the recipient knows itself. */
  readonly keyIdentifier: Uint8Array;
  /** For RSA. Default sha256; sha1 is for tokens whose OAEP has no other. */
  readonly oaepHash?: 'sha1' | 'sha256';
};

const digestIdentifier = (oid: string) => der.sequence(der.oid(oid), der.nothing());

/** RSAES-OAEP-params (RFC 4055 section 4.1). SHA-1 is the default of both fields, and DER leaves a default out. */
const oaepAlgorithm = (hash: 'sha1' | 'sha256'): Uint8Array => {
  const hashAlgorithm = digestIdentifier(oids.sha256);
  const mask = der.sequence(der.oid(algorithmOids.mgf1), hashAlgorithm);
  const parameters =
    hash === 'sha1'
      ? der.sequence()
      : der.sequence(der.value(der.constructed(0), hashAlgorithm), der.value(der.constructed(1), mask));
  return der.sequence(der.oid(algorithmOids.rsaesOaep), parameters);
};

/** KeyTransRecipientInfo (RFC 5652 section 6.2.1). */
const sealByTransport = async (to: SealTo, contentKey: Uint8Array): Promise<Uint8Array> => {
  const hash = to.oaepHash ?? 'sha256';
  const publicKey = await crypto.subtle.importKey(
    'spki',
    view(to.spki),
    { name: 'RSA-OAEP', hash: hash === 'sha1' ? 'SHA-1' : 'SHA-256' },
    false,
    ['encrypt'],
  );
  const encryptedKey = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, publicKey, view(contentKey));
  return der.sequence(
    der.small(2),
    der.value(der.primitive(0), to.keyIdentifier),
    oaepAlgorithm(hash),
    der.octetString(new Uint8Array(encryptedKey)),
  );
};

/** KeyAgreeRecipientInfo (RFC 5652 section 6.2.2, RFC 5753 section 3.1.1) with a key pair that exists for this call only. */
const sealByAgreement = async (to: SealTo, curve: Curve, contentKey: Uint8Array): Promise<Uint8Array> => {
  const algorithm = { name: 'ECDH', namedCurve: curve };
  const recipientKey = await crypto.subtle.importKey('spki', view(to.spki), algorithm, false, []);
  const ephemeral = await crypto.subtle.generateKey(algorithm, false, ['deriveBits']);
  const ephemeralPoint = new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey));
  const kdf = curve === 'P-256' ? 'SHA-256' : 'SHA-384';
  const sharedSecret = new Uint8Array(
    await crypto.subtle.deriveBits(
      { name: 'ECDH', public: recipientKey },
      ephemeral.privateKey,
      curves[curve].fieldBytes * 8,
    ),
  );
  const kek = await ecdhKek(sharedSecret, { curve, kdf });
  const encryptedKey = aeskw(kek).encrypt(contentKey);
  wipe(sharedSecret, kek);

  // OriginatorPublicKey is a SubjectPublicKeyInfo under an IMPLICIT tag.
  const originatorKey = der.readWhole(encodeEcPublicKey(curve, ephemeralPoint)).content;
  const recipient = der.sequence(
    der.value(der.constructed(0), der.octetString(to.keyIdentifier)),
    der.octetString(encryptedKey),
  );
  return der.value(
    der.constructed(1),
    der.small(3),
    der.value(der.constructed(0), der.value(der.constructed(1), originatorKey)),
    der.sequence(der.oid(ecdhSchemes[kdf]), wrapAlgorithm),
    der.sequence(recipient),
  );
};

const sealContentKey = (to: SealTo, contentKey: Uint8Array): Promise<Uint8Array> => {
  const key = readPublicKey(to.spki);
  if (!key.ok) throw new CeremonyError('key-unsuitable');
  return key.value.kind === 'ec'
    ? sealByAgreement(to, key.value.curve, contentKey)
    : sealByTransport(to, contentKey);
};

/**
 * Seals the plaintext so that each recipient can open it alone. Gives ContentInfo (DER).
 *
 * @throws CeremonyError key-unsuitable (weak, or a point off its curve), parameters-invalid (no recipient)
 */
export const sealEnveloped = async (
  plaintext: Uint8Array,
  recipients: readonly SealTo[],
): Promise<Uint8Array> => {
  if (recipients.length === 0) throw new CeremonyError('parameters-invalid', { field: 'recipients' });
  const contentKey = crypto.getRandomValues(new Uint8Array(keyBytes));
  try {
    const recipientInfos: Uint8Array[] = [];
    for (const to of recipients) recipientInfos.push(await sealContentKey(to, contentKey));
    const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
    const key = await importContentKey(contentKey, 'encrypt');
    const sealed = new Uint8Array(
      await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv: nonce, tagLength: tagBytes * 8 },
        key,
        view(plaintext),
      ),
    );
    const parameters = der.sequence(der.octetString(nonce), der.small(tagBytes));
    const authEnvelopedData = der.sequence(
      der.small(0),
      der.setOf(recipientInfos),
      der.sequence(
        der.oid(contentTypes.data),
        der.sequence(der.oid(algorithmOids.aes256Gcm), parameters),
        der.value(der.primitive(0), sealed.subarray(0, -tagBytes)),
      ),
      der.octetString(sealed.subarray(-tagBytes)),
    );
    return der.sequence(
      der.oid(contentTypes.authEnvelopedData),
      der.value(der.constructed(0), authEnvelopedData),
    );
  } catch (error) {
    throw error instanceof CeremonyError ? error : new CeremonyError('key-unsuitable', {}, error);
  } finally {
    wipe(contentKey);
  }
};

// --- reading ---

const refuse = (expected: string) => new CeremonyError('encoding-malformed', { expected });

/** The DEFAULTs are SHA-1 (RFC 4055 section 4.1); a label is not supported. */
const readOaepHash = (parameters: der.Element): DigestName | undefined => {
  const optional = der.fields(parameters);
  const hash = optional.optional(der.constructed(0));
  const mask = optional.optional(der.constructed(1));
  if (optional.rest().length > 0) return undefined;
  const hashName = hash === undefined ? 'SHA-1' : readDigestName(der.inside(hash));
  if (mask === undefined) return hashName === 'SHA-1' ? hashName : undefined;
  const generator = der.fields(der.inside(mask));
  if (der.readOid(generator.next()) !== algorithmOids.mgf1) return undefined;
  return readDigestName(generator.next()) === hashName ? hashName : undefined;
};

const readTransport = (element: der.Element): Recipient => {
  const info = der.fields(element);
  const version = der.readSmall(info.next());
  const name = info.next();
  const algorithm = der.fields(info.next());
  const encryptedKey = der.readOctets(info.next());
  info.end();
  if (der.readOid(algorithm.next()) !== algorithmOids.rsaesOaep) return { kind: 'other' };
  const oaepHash = readOaepHash(algorithm.next());
  algorithm.end();
  if (oaepHash === undefined) return { kind: 'other' };
  const byKey = name.tag === der.primitive(0);
  if (version !== (byKey ? 2 : 0)) throw refuse('version');
  const identifier: RecipientIdentifier = byKey
    ? { kind: 'key', keyIdentifier: name.content }
    : { kind: 'certificate', issuerAndSerial: name.whole };
  return { kind: 'key-transport', identifier, oaepHash, encryptedKey };
};

/** The curve may be named, or follow from the recipient's key; then the point's length tells it (RFC 5753 section 3.1.1). */
const readOriginator = (
  originatorKey: der.Element,
): { readonly curve: Curve; readonly point: Uint8Array } | undefined => {
  const key = der.fields(originatorKey, der.constructed(1));
  const algorithm = der.fields(key.next());
  const point = der.readBitOctets(key.next());
  key.end();
  if (der.readOid(algorithm.next()) !== oids.ecPublicKey) return undefined;
  const absent = algorithm.optional(der.tags.null);
  if (absent !== undefined) der.readNull(absent);
  const curveName = algorithm.optional(der.tags.oid);
  algorithm.end();
  const curve = curveNames.find((name) => point.length === 1 + 2 * curves[name].fieldBytes);
  if (curve === undefined || point[0] !== 4) return undefined;
  const fits = curveName === undefined || der.readOid(curveName) === curves[curve].oid;
  return fits ? { curve, point } : undefined;
};

const readRecipientIdentifier = (element: der.Element): RecipientIdentifier => {
  if (element.tag === der.tags.sequence) return { kind: 'certificate', issuerAndSerial: element.whole };
  const keyIdentifier = der.fields(element, der.constructed(0));
  return { kind: 'key', keyIdentifier: der.readOctets(keyIdentifier.next()) };
};

const digestNames = ['SHA-1', 'SHA-256', 'SHA-384'] as const satisfies readonly DigestName[];

const readAgreement = (element: der.Element): readonly Recipient[] => {
  const info = der.fields(element, der.constructed(1));
  if (der.readSmall(info.next()) !== 3) throw refuse('version-3');
  const originatorKey = der.inside(info.next(der.constructed(0)));
  const ukm = info.optional(der.constructed(1));
  const algorithm = der.fields(info.next());
  const encryptedKeys = der.fields(info.next()).rest();
  info.end();
  const scheme = der.readOid(algorithm.next());
  const kdf = digestNames.find((name) => ecdhSchemes[name] === scheme);
  const wrap = algorithm.next();
  algorithm.end();
  const originator = originatorKey.tag === der.constructed(1) ? readOriginator(originatorKey) : undefined;
  const known = kdf !== undefined && originator !== undefined && equal(wrap.whole, wrapAlgorithm);
  if (!known) return encryptedKeys.map(() => ({ kind: 'other' }));
  return encryptedKeys.map((encrypted) => {
    const pair = der.fields(encrypted);
    const identifier = readRecipientIdentifier(pair.next());
    const encryptedKey = der.readOctets(pair.next());
    pair.end();
    return {
      kind: 'key-agreement',
      identifier,
      curve: originator.curve,
      ephemeralPoint: originator.point,
      kdf,
      ...(ukm !== undefined && { userKeyingMaterial: der.readOctets(der.inside(ukm)) }),
      encryptedKey,
    };
  });
};

const readRecipient = (element: der.Element): readonly Recipient[] => {
  if (element.tag === der.tags.sequence) return [readTransport(element)];
  if (element.tag === der.constructed(1)) return readAgreement(element);
  return [{ kind: 'other' }];
};

const read = (bytes: Uint8Array): Enveloped => {
  const contentInfo = der.fields(der.readWhole(bytes));
  if (der.readOid(contentInfo.next()) !== contentTypes.authEnvelopedData) throw refuse('enveloped-data');
  const explicit = contentInfo.next(der.constructed(0));
  contentInfo.end();

  const enveloped = der.fields(der.inside(explicit));
  if (der.readSmall(enveloped.next()) !== 0) throw refuse('version-0');
  const recipients = der.members(enveloped.next()).flatMap(readRecipient);
  const content = der.fields(enveloped.next());
  const tag = der.readOctets(enveloped.next());
  enveloped.end();

  if (der.readOid(content.next()) !== contentTypes.data) throw refuse('data');
  const algorithm = der.fields(content.next());
  const ciphertext = content.next(der.primitive(0)).content;
  content.end();
  if (der.readOid(algorithm.next()) !== algorithmOids.aes256Gcm) throw refuse('aes-256-gcm');
  const parameters = der.fields(algorithm.next());
  algorithm.end();
  const nonce = der.readOctets(parameters.next());
  const icvLength = der.readSmall(parameters.next());
  parameters.end();
  const sizesFit = nonce.length === nonceBytes && icvLength === tagBytes && tag.length === tagBytes;
  if (!sizesFit) throw refuse('gcm-sizes');
  return { recipients, nonce, ciphertext, tag };
};

/** Reads a sealed content (ContentInfo, DER) without opening it. Problem: envelope-malformed. */
export const readEnveloped = (bytes: Uint8Array): Result<Enveloped> =>
  der.decoding('envelope-malformed', () => read(bytes));

/** The recipient entry that a certificate's holder can open, if there is one. */
export const findRecipient = (
  { recipients }: Enveloped,
  certificate: Certificate,
): KeyAgreementRecipient | KeyTransportRecipient | undefined => {
  const { subjectKeyIdentifier } = certificate;
  const isNamed = (identifier: RecipientIdentifier): boolean =>
    identifier.kind === 'key'
      ? subjectKeyIdentifier !== undefined && equal(identifier.keyIdentifier, subjectKeyIdentifier)
      : equal(identifier.issuerAndSerial, issuerAndSerialNumber(certificate));
  return recipients
    .filter((recipient) => recipient.kind !== 'other')
    .find(({ identifier }) => isNamed(identifier));
};
