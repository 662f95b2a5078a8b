import {
  Attribute,
  id_contentType,
  id_data,
  id_messageDigest,
  id_signedData,
  id_signingTime,
} from '@peculiar/asn1-cms';
import { id_rsaEncryption } from '@peculiar/asn1-rsa';
import { AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema';
import { CeremonyError, bad, good, type Result } from '../model/error.ts';
import {
  algorithmIdentifiedBy,
  algorithmOf,
  readDigestName,
  readPublicKey,
  signatureAlgorithms,
  verifySignature,
  type SignatureAlgorithm,
} from './algorithms.ts';
import { decoding, malformed, only, serialize, setOrder, toTime } from './asn1.ts';
import { derElement, derElementOf } from './ber.ts';
import { equal } from './bytes.ts';
import {
  allowsSigning,
  issuerAndSerialNumber,
  parseCertificate,
  type Certificate,
  type Signer,
} from './certificate.ts';
import {
  algorithmIn,
  contextTag,
  fieldsOf,
  identifierOf,
  membersOf,
  readDer,
  requireOrder,
  smallInteger,
  strictTimeOf,
  type DerElement,
} from './der.ts';
import { digest, type DigestName } from './digest.ts';
import { EssCertIdV2, SigningCertificateV2 } from './signingCertificate.ts';
import { derTags } from './universalTypes.ts';

/**
 * Detached CMS signatures (RFC 5652 section 5) at the baseline level of CAdES (ETSI EN 319 122-1, B-B): one signer, whose
 * certificate travels along and is named by digest inside what is signed.
 */

const attributeOids = {
  contentType: id_contentType,
  messageDigest: id_messageDigest,
  signingTime: id_signingTime,
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

const objectIdentifier = (oid: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(AsnObjectIdentifierConverter.toASN(oid).toBER());

/** The content types "data" and "signed data", DER. */
const [dataType, signedDataType] = [objectIdentifier(id_data), objectIdentifier(id_signedData)];

/** CMSVersion, DER. */
const version1 = Uint8Array.of(derTags.integer, 1, 1);

export type DocumentSigner = Signer & {
  /** The signer's X.509 certificate, DER. */
  readonly certificate: Uint8Array;
};

const encodeAttribute = (name: keyof typeof attributeOids, value: Uint8Array<ArrayBuffer>) =>
  new Attribute({ attrType: attributeOids[name], attrValues: [value.buffer] });

/** SigningCertificateV2 (RFC 5035 section 3). SHA-256 is the default, and DER leaves a default out. */
const signingCertificateV2 = (algorithm: SignatureAlgorithm, certificateDigest: Uint8Array<ArrayBuffer>) => {
  const { digest: name, digestIdentifier } = signatureAlgorithms[algorithm];
  const identifier = Object.assign(new EssCertIdV2(), { certHash: new OctetString(certificateDigest) });
  if (name !== 'SHA-256') identifier.hashAlgorithm = digestIdentifier;
  return Object.assign(new SigningCertificateV2(), { certs: [identifier] });
};

/** The certificate if it may sign with this algorithm: the key fits, and its key usage allows signatures. */
const signingCertificate = (bytes: Uint8Array, algorithm: SignatureAlgorithm): Certificate | undefined => {
  const certificate = parseCertificate(bytes);
  if (!certificate.ok) return undefined;
  const key = readPublicKey(certificate.value.spki);
  const fits = key.ok && algorithmOf(key.value) === algorithm;
  return fits && allowsSigning(certificate.value) ? certificate.value : undefined;
};

/**
 * Signs content that stays apart. Gives ContentInfo (DER), which `openssl cms -verify -binary` accepts.
 * The signing time is kept to the second. What does not verify is never handed out.
 *
 * @throws CeremonyError certificate-malformed (also: a key or key usage that may not sign), signature-invalid
 */
export const signDetached = async (
  content: Uint8Array,
  signer: DocumentSigner,
  signingTime: Date,
): Promise<Uint8Array> => {
  const { algorithm } = signer;
  const certificate = signingCertificate(signer.certificate, algorithm);
  if (certificate === undefined) throw new CeremonyError('certificate-malformed');
  const { digest: digestName, digestIdentifier, identifier } = signatureAlgorithms[algorithm];
  const attributes = setOrder([
    encodeAttribute('contentType', dataType),
    encodeAttribute('messageDigest', serialize(new OctetString(await digest(digestName, content)))),
    encodeAttribute('signingTime', serialize(toTime(signingTime))),
    encodeAttribute(
      'signingCertificateV2',
      serialize(signingCertificateV2(algorithm, await digest(digestName, certificate.der))),
    ),
  ]).map(serialize);
  const signature = await signer.sign(derElementOf(derTags.set, attributes));
  // Octet by octet, for the name of the certificate's issuer must be here as it is there, whatever is in it.
  const { sequence, set, octetString } = derTags;
  const digestAlgorithm = serialize(digestIdentifier);
  const signerInfo = derElement(
    sequence,
    version1,
    issuerAndSerialNumber(certificate),
    digestAlgorithm,
    derElementOf(contextTag(0), attributes),
    serialize(identifier),
    derElement(octetString, signature),
  );
  const signedData = derElement(
    sequence,
    version1,
    derElement(set, digestAlgorithm),
    derElement(sequence, dataType),
    derElement(contextTag(0), certificate.der),
    derElement(set, signerInfo),
  );
  const bytes = derElement(sequence, signedDataType, derElement(contextTag(0), signedData));
  if (!(await verifyDetached(bytes, content)).ok) throw new CeremonyError('signature-invalid');
  return bytes;
};

type SignedData = {
  readonly certificate: Uint8Array;
  /** IssuerAndSerialNumber, DER. */
  readonly signerIdentifier: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  /** The attributes as they were signed: SET OF, DER. */
  readonly signedAttributes: Uint8Array;
  /** DER of the object identifier. */
  readonly contentType: Uint8Array;
  readonly messageDigest: Uint8Array;
  readonly signingTime: Date;
  readonly certificateHash: { readonly digest: DigestName; readonly value: Uint8Array };
  readonly signature: Uint8Array;
};

/** The value of each attribute by its type: each type once, each with one value (RFC 5652 section 11). */
const attributesIn = (members: readonly DerElement[]): ReadonlyMap<string, DerElement> => {
  const values = new Map<string, DerElement>();
  for (const member of members) {
    fieldsOf(member, derTags.sequence, ({ take }) => {
      const type = identifierOf(take(derTags.objectIdentifier));
      if (values.has(type)) throw malformed('one-attribute');
      values.set(type, only(membersOf(take(derTags.set), derTags.set), 'one-value'));
    });
  }
  return values;
};

/** The first ESSCertIDv2: the signer's (RFC 5035 section 3). */
const signingCertificateIn = (value: DerElement): SignedData['certificateHash'] =>
  fieldsOf(value, derTags.sequence, ({ take, next }) => {
    const identifiers = membersOf(take(derTags.sequence), derTags.sequence).map(certificateIdIn);
    // Policies, which nobody here asks about.
    next();
    const [first] = identifiers;
    if (first === undefined) throw malformed('ess-certificate');
    return first;
  });

/** ESSCertIDv2 (RFC 5035 section 4). An absent hash algorithm is SHA-256; signers also spell it out, against DER. */
const certificateIdIn = (element: DerElement): SignedData['certificateHash'] =>
  fieldsOf(element, derTags.sequence, ({ take, maybe, next }) => {
    const algorithm = maybe(derTags.sequence);
    const value = take(derTags.octetString).contents;
    // Issuer and serial number, which the hash makes superfluous.
    next();
    return { digest: algorithm === undefined ? 'SHA-256' : readDigestName(algorithmIn(algorithm)), value };
  });

/** The signature's algorithm. For RSA, CMS may name only the key's kind and leave the hash to digestAlgorithm (RFC 5754 section 3.2). */
const readAlgorithm = (identifier: DerElement, digestName: DigestName): SignatureAlgorithm => {
  const { algorithm: name, parameters } = algorithmIn(identifier);
  const keyOnly = name === id_rsaEncryption && parameters === null;
  const algorithm = keyOnly ? 'rsa-pkcs1-sha256' : algorithmIdentifiedBy(identifier.der);
  if (algorithm === undefined) throw malformed('signature-algorithm');
  if (signatureAlgorithms[algorithm].digest !== digestName) throw malformed('digest-algorithm');
  return algorithm;
};

const requireVersion1 = (version: DerElement): void => {
  if (smallInteger(version) !== 1) throw malformed('version-1');
};

const onlyMember = (element: DerElement, tag: number, expected: string): DerElement =>
  only(membersOf(element, tag), expected);

/** SignerInfo (RFC 5652 section 5.3) of a signer who is named by issuer and serial number. */
const signerIn = (element: DerElement) =>
  fieldsOf(element, derTags.sequence, ({ take, maybe }) => {
    requireVersion1(take(derTags.integer));
    const signerIdentifier = take(derTags.sequence).der;
    const digestName = readDigestName(algorithmIn(take(derTags.sequence)));
    const signed = take(contextTag(0));
    const attributes = membersOf(signed, contextTag(0));
    requireOrder(attributes);
    const values = attributesIn(attributes);
    const attribute = (name: keyof typeof attributeOids): DerElement => {
      const value = values.get(attributeOids[name]);
      if (value === undefined) throw malformed(name);
      return value;
    };
    const messageDigest = attribute('messageDigest');
    if (messageDigest.tag !== derTags.octetString) throw malformed('messageDigest');
    const algorithm = readAlgorithm(take(derTags.sequence), digestName);
    const signature = take(derTags.octetString).contents;
    // Anybody could add them.
    if (maybe(contextTag(1)) !== undefined) throw malformed('signed-attributes');
    // They are signed as the SET OF that they are, not as the field that they stand in (section 5.4).
    const signedAttributes = signed.der.slice();
    signedAttributes[0] = derTags.set;
    return {
      digestName,
      signerIdentifier,
      algorithm,
      signedAttributes,
      contentType: attribute('contentType').der,
      messageDigest: messageDigest.contents,
      signingTime: strictTimeOf(attribute('signingTime')),
      certificateHash: signingCertificateIn(attribute('signingCertificateV2')),
      signature,
    };
  });

/** SignedData (RFC 5652 section 5.1) with one signer, one certificate and no content. */
const signedDataIn = (element: DerElement): SignedData =>
  fieldsOf(element, derTags.sequence, ({ take }) => {
    requireVersion1(take(derTags.integer));
    const declared = readDigestName(algorithmIn(onlyMember(take(derTags.set), derTags.set, 'one-digest')));
    const contentType = fieldsOf(take(derTags.sequence), derTags.sequence, (content) =>
      identifierOf(content.take(derTags.objectIdentifier)),
    );
    if (contentType !== id_data) throw malformed('data');
    const certificate = onlyMember(take(contextTag(0)), contextTag(0), 'one-certificate').der;
    if (!parseCertificate(certificate).ok) throw malformed('certificate');
    const { digestName, ...signer } = signerIn(onlyMember(take(derTags.set), derTags.set, 'one-signer'));
    if (declared !== digestName) throw malformed('same-digest');
    return { certificate, ...signer };
  });

const read = (bytes: Uint8Array): SignedData =>
  fieldsOf(readDer(bytes), derTags.sequence, ({ take }) => {
    if (identifierOf(take(derTags.objectIdentifier)) !== id_signedData) throw malformed('signed-data');
    return fieldsOf(take(contextTag(0)), contextTag(0), (content) =>
      signedDataIn(content.take(derTags.sequence)),
    );
  });

export type DetachedSignature = {
  readonly certificate: Uint8Array;
  readonly signingTime: Date;
  readonly algorithm: SignatureAlgorithm;
};

/**
 * Checks a detached signature (ContentInfo, DER) over the content by the certificate inside. Who that certificate
 * belongs to, and whether it was valid at the time, is for the caller to judge.
 * Problems: signature-malformed; signature-invalid, with `reason`.
 */
export const verifyDetached = async (
  bytes: Uint8Array,
  content: Uint8Array,
): Promise<Result<DetachedSignature>> => {
  const parsed = decoding('signature-malformed', () => read(bytes));
  if (!parsed.ok) return parsed;
  const { algorithm, signingTime, signature, signedAttributes, certificateHash } = parsed.value;

  const certificate = signingCertificate(parsed.value.certificate, algorithm);
  if (certificate === undefined) return bad('signature-invalid', { reason: 'certificate' });
  if (!equal(issuerAndSerialNumber(certificate), parsed.value.signerIdentifier)) {
    return bad('signature-invalid', { reason: 'signer' });
  }
  if (!equal(parsed.value.contentType, dataType)) return bad('signature-invalid', { reason: 'content-type' });
  if (!equal(await digest(signatureAlgorithms[algorithm].digest, content), parsed.value.messageDigest)) {
    return bad('signature-invalid', { reason: 'content' });
  }
  const named =
    certificateHash.digest !== 'SHA-1' &&
    equal(certificateHash.value, await digest(certificateHash.digest, certificate.der));
  if (!named) return bad('signature-invalid', { reason: 'certificate-hash' });
  if (!(await verifySignature(certificate.spki, algorithm, signedAttributes, signature))) {
    return bad('signature-invalid', { reason: 'signature' });
  }
  return good({ certificate: certificate.der, signingTime, algorithm });
};
