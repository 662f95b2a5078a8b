import { aeskw } from '@noble/ciphers/aes.js';
import {
  CMSVersion,
  ContentEncryptionAlgorithmIdentifier,
  ContentInfo,
  EncryptedContent,
  EncryptedContentInfo,
  id_data,
  id_envelopedData,
  KeyAgreeRecipientIdentifier,
  KeyAgreeRecipientInfo,
  KeyEncryptionAlgorithmIdentifier,
  KeyTransRecipientInfo,
  OriginatorIdentifierOrKey,
  OriginatorPublicKey,
  RecipientEncryptedKey,
  RecipientEncryptedKeys,
  RecipientIdentifier as CmsRecipientIdentifier,
  RecipientInfo,
  RecipientInfos,
  RecipientKeyIdentifier,
} from '@peculiar/asn1-cms';
import { id_ecPublicKey } from '@peculiar/asn1-ecc';
import {
  id_mgf1,
  id_rsaEncryption,
  id_RSAES_OAEP,
  id_sha256,
  mgf1SHA1,
  RsaEsOaepParams,
  sha1,
} from '@peculiar/asn1-rsa';
import { OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, SubjectKeyIdentifier } from '@peculiar/asn1-x509';
import { CeremonyError, bad, good, type Result } from '../model/error.ts';
import {
  curveNames,
  curves,
  ecKeyAlgorithm,
  namedCurve,
  readDigestName,
  readPublicKey,
  type Curve,
} from './algorithms.ts';
import { decoding, malformed, serialize, setOrder } from './asn1.ts';
import { concat, equal, view } from './bytes.ts';
import { issuerAndSerialIn } from './certificate.ts';
import {
  algorithmIn,
  contextTag,
  fieldsOf,
  identifierOf,
  membersOf,
  octetsOfBits,
  readDer,
  smallInteger,
  type DerAlgorithm,
  type DerElement,
} from './der.ts';
import { digest, type DigestName } from './digest.ts';
import { nameIn } from './name.ts';
import { AuthEnvelopedData, EccCmsSharedInfo, GcmParameters } from './structures.ts';
import { derTags } from './universalTypes.ts';

/**
 * Sealed content: CMS AuthEnvelopedData with AES-256-GCM (RFC 5083, RFC 5084), for recipients by ephemeral-static ECDH
 * (RFC 5753) or RSAES-OAEP (RFC 4056). `openssl cms -decrypt` opens it.
 *
 * The recipients' private keys live on cards, so opening goes in steps: read; let the card do its one operation (ECDH or OAEP);
 * for ECDH derive the key-encryption key and unwrap; open. Content keys and shared secrets belong to the caller, who wipes them.
 */

export const envelopeOids = {
  data: id_data,
  envelopedData: id_envelopedData,
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  aes256Gcm: '2.16.840.1.101.3.4.1.46',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
} as const;

/** dhSinglePass-stdDH with the X9.63 derivation (RFC 5753 section 7.1.4). SHA-1 is OpenSSL's default, read but never written. */
const ecdhSchemes = {
  'SHA-1': '1.3.133.16.840.63.0.2',
  'SHA-256': '1.3.132.1.11.1',
  'SHA-384': '1.3.132.1.11.2',
} as const satisfies Record<DigestName, string>;

/** Of AES-256, which seals all content that is written or opened here. */
export const contentKeyBytes = 32;
const kekBytes = 32;
/** Of AES-GCM, as it is written here (RFC 5084 section 3.2). */
export const nonceBytes = 12;
export const tagBytes = 16;

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

/** PKCS #1 v1.5 (RFC 3370 section 4.2.1): what OpenSSL does for RSA unless told otherwise. Read in backups, never in shares. */
export type Pkcs1Recipient = {
  readonly kind: 'key-transport-pkcs1';
  readonly identifier: RecipientIdentifier;
  readonly encryptedKey: Uint8Array;
};

/** A recipient of what strangers sealed. */
export type AnyRecipient =
  | KeyAgreementRecipient
  | KeyTransportRecipient
  | Pkcs1Recipient
  /** By a method that this program does not know; null where it names no key, as a password does. */
  | { readonly kind: 'unknown'; readonly identifier: RecipientIdentifier | null };

export type Enveloped = {
  readonly recipients: readonly Recipient[];
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
};

const wrapAlgorithm = new AlgorithmIdentifier({ algorithm: envelopeOids.aes256Wrap });
const encodedWrapAlgorithm = serialize(wrapAlgorithm);

const wipe = (...secrets: readonly Uint8Array[]): void => {
  for (const secret of secrets) secret.fill(0);
};

// --- keys ---

/** ECC-CMS-SharedInfo (RFC 5753 section 7.2): what the derived key is for. */
const sharedInfo = (userKeyingMaterial: Uint8Array | undefined): Uint8Array => {
  const bits = new Uint8Array(4);
  new DataView(bits.buffer).setUint32(0, kekBytes * 8);
  const info = Object.assign(new EccCmsSharedInfo(), {
    keyInfo: wrapAlgorithm,
    suppPubInfo: new OctetString(bits),
  });
  if (userKeyingMaterial !== undefined) info.entityUInfo = new OctetString(view(userKeyingMaterial));
  return serialize(info);
};

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
  for (let counter = 1; filled < kekBytes; counter += 1) {
    const input = concat(sharedSecret, Uint8Array.of(0, 0, 0, counter), info);
    const block = await digest(recipient.kdf, input);
    stream.set(block, filled);
    filled += block.length;
    wipe(input, block);
  }
  const kek = stream.slice(0, kekBytes);
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
  if (contentKey.length !== contentKeyBytes) return bad('envelope-invalid', { reason: 'key' });
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

/** The hashes of OAEP, and of its MGF1 alike, that tokens are asked for. */
export type OaepHash = 'sha1' | 'sha256';

export type SealTo = {
  /** The recipient's SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** The subject key identifier by which the recipient knows itself. */
  readonly keyIdentifier: Uint8Array;
  /** For RSA. Default sha256; sha1 is for tokens whose OAEP has no other. */
  readonly oaepHash?: OaepHash;
};

/** RSAES-OAEP-params (RFC 4055 section 4.1). SHA-1 is the default of both fields, and DER leaves a default out. */
const oaepAlgorithm = (hash: OaepHash): KeyEncryptionAlgorithmIdentifier => {
  const hashAlgorithm = new AlgorithmIdentifier({ algorithm: id_sha256, parameters: null });
  const maskGenAlgorithm = new AlgorithmIdentifier({
    algorithm: id_mgf1,
    parameters: serialize(hashAlgorithm).buffer,
  });
  const parameters = new RsaEsOaepParams(hash === 'sha1' ? {} : { hashAlgorithm, maskGenAlgorithm });
  return new KeyEncryptionAlgorithmIdentifier({
    algorithm: id_RSAES_OAEP,
    parameters: serialize(parameters).buffer,
  });
};

/** KeyTransRecipientInfo (RFC 5652 section 6.2.1). */
const sealByTransport = async (to: SealTo, contentKey: Uint8Array): Promise<RecipientInfo> => {
  const hash = to.oaepHash ?? 'sha256';
  const publicKey = await crypto.subtle.importKey(
    'spki',
    view(to.spki),
    { name: 'RSA-OAEP', hash: hash === 'sha1' ? 'SHA-1' : 'SHA-256' },
    false,
    ['encrypt'],
  );
  const encryptedKey = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, publicKey, view(contentKey));
  const ktri = new KeyTransRecipientInfo({
    version: CMSVersion.v2,
    rid: new CmsRecipientIdentifier({
      subjectKeyIdentifier: new SubjectKeyIdentifier(view(to.keyIdentifier)),
    }),
    keyEncryptionAlgorithm: oaepAlgorithm(hash),
    encryptedKey: new OctetString(encryptedKey),
  });
  return new RecipientInfo({ ktri });
};

/** KeyAgreeRecipientInfo (RFC 5652 section 6.2.2, RFC 5753 section 3.1.1) with a key pair that exists for this call only. */
const sealByAgreement = async (to: SealTo, curve: Curve, contentKey: Uint8Array): Promise<RecipientInfo> => {
  const algorithm = { name: 'ECDH', namedCurve: curve };
  const recipientKey = await crypto.subtle.importKey('spki', view(to.spki), algorithm, false, []);
  const ephemeral = await crypto.subtle.generateKey(algorithm, false, ['deriveBits']);
  const ephemeralPoint = await crypto.subtle.exportKey('raw', ephemeral.publicKey);
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

  const rKeyId = new RecipientKeyIdentifier({
    subjectKeyIdentifier: new SubjectKeyIdentifier(view(to.keyIdentifier)),
  });
  const kari = new KeyAgreeRecipientInfo({
    originator: new OriginatorIdentifierOrKey({
      originatorKey: new OriginatorPublicKey({ algorithm: ecKeyAlgorithm(curve), publicKey: ephemeralPoint }),
    }),
    keyEncryptionAlgorithm: new KeyEncryptionAlgorithmIdentifier({
      algorithm: ecdhSchemes[kdf],
      parameters: serialize(wrapAlgorithm).buffer,
    }),
    recipientEncryptedKeys: new RecipientEncryptedKeys([
      new RecipientEncryptedKey({
        rid: new KeyAgreeRecipientIdentifier({ rKeyId }),
        encryptedKey: new OctetString(view(encryptedKey)),
      }),
    ]),
  });
  return new RecipientInfo({ kari });
};

/**
 * The RecipientInfo by which one recipient opens the content key (32 bytes).
 * @throws CeremonyError key-unsuitable (weak, or a point off its curve)
 */
export const sealContentKey = async (to: SealTo, contentKey: Uint8Array): Promise<RecipientInfo> => {
  const key = readPublicKey(to.spki);
  if (!key.ok) throw new CeremonyError('key-unsuitable');
  try {
    return key.value.kind === 'ec'
      ? await sealByAgreement(to, key.value.curve, contentKey)
      : await sealByTransport(to, contentKey);
  } catch (cause) {
    // So a platform refuses a point off its curve.
    throw new CeremonyError('key-unsuitable', {}, cause);
  }
};

/** AES-256-GCM with a nonce (12 bytes) and a tag of 16 bytes. */
export const gcmAlgorithm = (nonce: Uint8Array): ContentEncryptionAlgorithmIdentifier =>
  new ContentEncryptionAlgorithmIdentifier({
    algorithm: envelopeOids.aes256Gcm,
    parameters: serialize(
      Object.assign(new GcmParameters(), { nonce: new OctetString(view(nonce)), icvLength: tagBytes }),
    ).buffer,
  });

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
  const contentKey = crypto.getRandomValues(new Uint8Array(contentKeyBytes));
  try {
    const recipientInfos: RecipientInfo[] = [];
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
    const enveloped = Object.assign(new AuthEnvelopedData(), {
      recipientInfos: new RecipientInfos(setOrder(recipientInfos)),
      authEncryptedContentInfo: new EncryptedContentInfo({
        contentType: envelopeOids.data,
        contentEncryptionAlgorithm: gcmAlgorithm(nonce),
        encryptedContent: new EncryptedContent({ value: new OctetString(sealed.slice(0, -tagBytes)) }),
      }),
      mac: new OctetString(sealed.slice(-tagBytes)),
    });
    return serialize(
      new ContentInfo({ contentType: envelopeOids.authEnvelopedData, content: serialize(enveloped).buffer }),
    );
  } finally {
    wipe(contentKey);
  }
};

// --- reading ---

/** The AlgorithmIdentifier in a tagged field; its default where the field is absent, as DER has it. */
const algorithmOrDefault = (
  element: DerElement | undefined,
  tag: number,
  byDefault: AlgorithmIdentifier,
): DerAlgorithm => {
  const encodedDefault = serialize(byDefault);
  if (element === undefined) return algorithmIn(readDer(encodedDefault));
  return fieldsOf(element, tag, ({ take }) => {
    const algorithm = take(derTags.sequence);
    if (equal(algorithm.der, encodedDefault)) throw malformed('default');
    return algorithmIn(algorithm);
  });
};

/** RSAES-OAEP-params (RFC 4055 section 4.1): the DEFAULTs are SHA-1; a label is not supported. */
const readOaepHash = (parameters: DerElement): DigestName | undefined =>
  fieldsOf(parameters, derTags.sequence, ({ maybe }) => {
    const hashName = readDigestName(algorithmOrDefault(maybe(contextTag(0)), contextTag(0), sha1));
    const mask = algorithmOrDefault(maybe(contextTag(1)), contextTag(1), mgf1SHA1);
    const label = maybe(contextTag(2));
    if (label !== undefined || mask.algorithm !== id_mgf1 || !mask.parameters) return undefined;
    return readDigestName(algorithmIn(mask.parameters)) === hashName ? hashName : undefined;
  });

const nameByKey = ({ contents }: DerElement): RecipientIdentifier => ({
  kind: 'key',
  keyIdentifier: contents,
});

const nameByCertificate = (issuerAndSerial: DerElement): RecipientIdentifier => {
  nameIn(issuerAndSerialIn(issuerAndSerial).issuer);
  return { kind: 'certificate', issuerAndSerial: issuerAndSerial.der };
};

/** KeyTransRecipientInfo (RFC 5652 section 6.2.1). */
const readTransport = (element: DerElement): AnyRecipient =>
  fieldsOf(element, derTags.sequence, ({ take, maybe }) => {
    const version = smallInteger(take(derTags.integer));
    const byKey = maybe(contextTag(0, 'primitive'));
    const identifier = byKey === undefined ? nameByCertificate(take(derTags.sequence)) : nameByKey(byKey);
    const { algorithm, parameters } = algorithmIn(take(derTags.sequence));
    const encryptedKey = take(derTags.octetString).contents;
    if (version !== (identifier.kind === 'key' ? 2 : 0)) throw malformed('version');
    if (algorithm === id_rsaEncryption && (parameters ?? null) === null)
      return { kind: 'key-transport-pkcs1', identifier, encryptedKey };
    const oaepHash = algorithm === id_RSAES_OAEP && parameters ? readOaepHash(parameters) : undefined;
    return oaepHash === undefined
      ? { kind: 'unknown', identifier }
      : { kind: 'key-transport', identifier, oaepHash, encryptedKey };
  });

type Originator = { readonly curve: Curve; readonly point: Uint8Array };

/** The curve may be named, or follow from the recipient's key; then the point's length tells it (RFC 5753 section 3.1.1). */
const readOriginatorKey = (element: DerElement): Originator | undefined =>
  fieldsOf(element, contextTag(1), ({ take }) => {
    const { algorithm, parameters } = algorithmIn(take(derTags.sequence));
    const point = octetsOfBits(take(derTags.bitString));
    const curve = curveNames.find((name) => point.length === 1 + 2 * curves[name].fieldBytes);
    if (algorithm !== id_ecPublicKey || curve === undefined || point[0] !== 4) return undefined;
    const fits = !parameters || namedCurve(parameters) === curve;
    return fits ? { curve, point } : undefined;
  });

/** OriginatorIdentifierOrKey: of a sender whose key is elsewhere there is nothing to derive from. */
const readOriginator = (element: DerElement): Originator | undefined => {
  if (element.tag === contextTag(1)) return readOriginatorKey(element);
  if (element.tag !== contextTag(0, 'primitive')) nameByCertificate(element);
  return undefined;
};

/** OtherKeyAttribute (RFC 5652 section 10.2.7), which does not matter here. */
const skipAttribute = (element: DerElement | undefined): void => {
  if (element !== undefined) algorithmIn(element);
};

/** KeyAgreeRecipientIdentifier, of which a date and other attributes do not matter here. */
const readRecipientIdentifier = (rid: DerElement): RecipientIdentifier =>
  rid.tag === contextTag(0)
    ? fieldsOf(rid, contextTag(0), ({ take, maybe }) => {
        const identifier = nameByKey(take(derTags.octetString));
        maybe(derTags.generalizedTime);
        skipAttribute(maybe(derTags.sequence));
        return identifier;
      })
    : nameByCertificate(rid);

const digestNames = ['SHA-1', 'SHA-256', 'SHA-384'] as const satisfies readonly DigestName[];

/** KeyAgreeRecipientInfo (RFC 5652 section 6.2.2). */
const readAgreement = (element: DerElement): readonly AnyRecipient[] =>
  fieldsOf(element, contextTag(1), ({ take, maybe, next }) => {
    if (smallInteger(take(derTags.integer)) !== 3) throw malformed('version-3');
    const by = fieldsOf(take(contextTag(0)), contextTag(0), (inside) => inside.next());
    if (by === undefined) throw malformed('originator');
    const originator = readOriginator(by);
    const keyingMaterial = maybe(contextTag(1));
    const userKeyingMaterial =
      keyingMaterial &&
      fieldsOf(keyingMaterial, contextTag(1), (inside) => inside.take(derTags.octetString).contents);
    const { algorithm: scheme, parameters: wrap } = algorithmIn(take(derTags.sequence));
    const kdf = digestNames.find((name) => ecdhSchemes[name] === scheme);
    const wraps = wrap ? equal(wrap.der, encodedWrapAlgorithm) : false;
    return membersOf(next() ?? element, derTags.sequence).map((member) =>
      fieldsOf(member, derTags.sequence, (inside): AnyRecipient => {
        const rid = inside.next();
        const encryptedKey = inside.take(derTags.octetString).contents;
        if (rid === undefined) throw malformed('recipient');
        const identifier = readRecipientIdentifier(rid);
        if (kdf === undefined || originator === undefined || !wraps) return { kind: 'unknown', identifier };
        return {
          kind: 'key-agreement',
          identifier,
          curve: originator.curve,
          ephemeralPoint: originator.point,
          kdf,
          ...(userKeyingMaterial !== undefined && { userKeyingMaterial }),
          encryptedKey,
        };
      }),
    );
  });

/** RecipientInfo (RFC 5652 section 6.2): the kinds beyond these two name no key. */
const recipientsIn = (element: DerElement): readonly AnyRecipient[] => {
  if (element.tag === derTags.sequence) return [readTransport(element)];
  if (element.tag === contextTag(1)) return readAgreement(element);
  if (![2, 3, 4].some((kind) => element.tag === contextTag(kind))) throw malformed('recipient');
  return [{ kind: 'unknown', identifier: null }];
};

/** The recipients that one RecipientInfo (DER) names. @throws CeremonyError encoding-malformed */
export const readRecipientInfo = (der: Uint8Array): readonly AnyRecipient[] => recipientsIn(readDer(der));

const asOurs = (recipient: AnyRecipient): Recipient =>
  recipient.kind === 'key-agreement' || recipient.kind === 'key-transport' ? recipient : { kind: 'other' };

/** GCMParameters (RFC 5084 section 3.2). */
const nonceIn = (parameters: DerElement): Uint8Array =>
  fieldsOf(parameters, derTags.sequence, ({ take }) => {
    const nonce = take(derTags.octetString).contents;
    // Twelve octets, the default, would be left out.
    if (nonce.length !== nonceBytes || smallInteger(take(derTags.integer)) !== tagBytes)
      throw malformed('gcm-sizes');
    return nonce;
  });

/** EncryptedContentInfo (RFC 5652 section 6.1). */
const encryptedContentIn = (element: DerElement): Pick<Enveloped, 'nonce' | 'ciphertext'> =>
  fieldsOf(element, derTags.sequence, ({ take }) => {
    if (identifierOf(take(derTags.objectIdentifier)) !== envelopeOids.data) throw malformed('data');
    const { algorithm, parameters } = algorithmIn(take(derTags.sequence));
    if (algorithm !== envelopeOids.aes256Gcm || !parameters) throw malformed('aes-256-gcm');
    return { nonce: nonceIn(parameters), ciphertext: take(contextTag(0, 'primitive')).contents };
  });

/** AuthEnvelopedData (RFC 5083 section 2.1) without originator information and further attributes. */
const envelopedIn = (element: DerElement): Enveloped =>
  fieldsOf(element, derTags.sequence, ({ take }) => {
    if (smallInteger(take(derTags.integer)) !== 0) throw malformed('version-0');
    const recipients = membersOf(take(derTags.set), derTags.set).flatMap(recipientsIn).map(asOurs);
    const content = encryptedContentIn(take(derTags.sequence));
    const tag = take(derTags.octetString).contents;
    if (tag.length !== tagBytes) throw malformed('gcm-sizes');
    return { recipients, ...content, tag };
  });

const read = (bytes: Uint8Array): Enveloped =>
  fieldsOf(readDer(bytes), derTags.sequence, ({ take }) => {
    if (identifierOf(take(derTags.objectIdentifier)) !== envelopeOids.authEnvelopedData)
      throw malformed('enveloped-data');
    return fieldsOf(take(contextTag(0)), contextTag(0), (content) =>
      envelopedIn(content.take(derTags.sequence)),
    );
  });

/** Reads a sealed content (ContentInfo, DER) without opening it. Problem: envelope-malformed. */
export const readEnveloped = (bytes: Uint8Array): Result<Enveloped> =>
  decoding('envelope-malformed', () => read(bytes));
