import { CeremonyError, bad, good, type Result } from '../model/error.ts';
import {
  algorithmIdentifiedBy,
  algorithmOf,
  oids,
  readDigestName,
  readPublicKey,
  signatureAlgorithms,
  verifySignature,
  type SignatureAlgorithm,
} from './algorithms.ts';
import { equal } from './bytes.ts';
import { issuerAndSerialNumber, parseCertificate, type Certificate, type Signer } from './certificate.ts';
import * as der from './der.ts';
import { digest, type DigestName } from './digest.ts';

/**
 * Detached CMS signatures (RFC 5652 section 5) at the baseline level of CAdES (ETSI EN 319 122-1, B-B): one signer, whose
 * certificate travels along and is named by digest inside what is signed.
 */

const contentTypes = { data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2' } as const;

const attributeOids = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

export type DocumentSigner = Signer & {
  /** The signer's X.509 certificate, DER. */
  readonly certificate: Uint8Array;
};

const encodeAttribute = (name: keyof typeof attributeOids, value: Uint8Array) =>
  der.sequence(der.oid(attributeOids[name]), der.setOf([value]));

/** SigningCertificateV2 (RFC 5035 section 3). SHA-256 is the default, and DER leaves a default out. */
const signingCertificateV2 = (algorithm: SignatureAlgorithm, certificateDigest: Uint8Array): Uint8Array => {
  const { digest: name, digestIdentifier } = signatureAlgorithms[algorithm];
  const hash = name === 'SHA-256' ? [] : [digestIdentifier];
  return der.sequence(der.sequence(der.sequence(...hash, der.octetString(certificateDigest))));
};

/** The certificate if it may sign with this algorithm: the key fits, and its key usage allows signatures. */
const signingCertificate = (bytes: Uint8Array, algorithm: SignatureAlgorithm): Certificate | undefined => {
  const certificate = parseCertificate(bytes);
  if (!certificate.ok) return undefined;
  const key = readPublicKey(certificate.value.spki);
  const fits = key.ok && algorithmOf(key.value) === algorithm;
  const allowed = certificate.value.keyUsage?.some(
    (usage) => usage === 'digitalSignature' || usage === 'nonRepudiation',
  );
  return fits && allowed === true ? certificate.value : undefined;
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
  const attributes = [
    encodeAttribute('contentType', der.oid(contentTypes.data)),
    encodeAttribute('messageDigest', der.octetString(await digest(digestName, content))),
    encodeAttribute('signingTime', der.time(signingTime)),
    encodeAttribute(
      'signingCertificateV2',
      signingCertificateV2(algorithm, await digest(digestName, certificate.der)),
    ),
  ];
  // RFC 5652 section 5.4: signed as a SET OF, sent under [0].
  const signature = await signer.sign(der.setOf(attributes));
  const signerInfo = der.sequence(
    der.small(1),
    issuerAndSerialNumber(certificate),
    digestIdentifier,
    der.setOf(attributes, der.constructed(0)),
    identifier,
    der.octetString(signature),
  );
  const signedData = der.sequence(
    der.small(1),
    der.setOf([digestIdentifier]),
    der.sequence(der.oid(contentTypes.data)),
    der.setOf([certificate.der], der.constructed(0)),
    der.setOf([signerInfo]),
  );
  const bytes = der.sequence(der.oid(contentTypes.signedData), der.value(der.constructed(0), signedData));
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
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  readonly signingTime: Date;
  readonly certificateHash: { readonly digest: DigestName; readonly value: Uint8Array };
  readonly signature: Uint8Array;
};

const refuse = (expected: string) => new CeremonyError('encoding-malformed', { expected });

const only = (elements: readonly der.Element[], what: string): der.Element => {
  const [first] = elements;
  if (first === undefined || elements.length !== 1) throw refuse(what);
  return first;
};

/** Attribute values by type: each type once, each with one value (RFC 5652 section 11). */
const readAttributes = (attributes: readonly der.Element[]): ReadonlyMap<string, der.Element> => {
  const values = new Map<string, der.Element>();
  for (const element of attributes) {
    const attribute = der.fields(element);
    const type = der.readOid(attribute.next());
    const value = only(der.members(attribute.next()), 'one-value');
    attribute.end();
    if (values.has(type)) throw refuse('one-attribute');
    values.set(type, value);
  }
  return values;
};

/** The first ESSCertIDv2: the signer's (RFC 5035 section 3). */
const readSigningCertificate = (element: der.Element): SignedData['certificateHash'] => {
  const [first] = der.fields(der.fields(element).next()).rest();
  if (first === undefined) throw refuse('ess-certificate');
  const identifier = der.fields(first);
  const hashAlgorithm = identifier.optional(der.tags.sequence);
  return {
    digest: hashAlgorithm === undefined ? 'SHA-256' : readDigestName(hashAlgorithm),
    value: der.readOctets(identifier.next()),
  };
};

/** The signature's algorithm. For RSA, CMS may name only the key's kind and leave the hash to digestAlgorithm (RFC 5754 section 3.2). */
const readAlgorithm = (element: der.Element, digestName: DigestName): SignatureAlgorithm => {
  const rsaEncryption = der.sequence(der.oid(oids.rsaEncryption), der.nothing());
  const algorithm = equal(element.whole, rsaEncryption)
    ? 'rsa-pkcs1-sha256'
    : algorithmIdentifiedBy(element.whole);
  if (algorithm === undefined) throw refuse('signature-algorithm');
  if (signatureAlgorithms[algorithm].digest !== digestName) throw refuse('digest-algorithm');
  return algorithm;
};

const read = (bytes: Uint8Array): SignedData => {
  const contentInfo = der.fields(der.readWhole(bytes));
  if (der.readOid(contentInfo.next()) !== contentTypes.signedData) throw refuse('signed-data');
  const explicit = contentInfo.next(der.constructed(0));
  contentInfo.end();

  const signedData = der.fields(der.inside(explicit));
  if (der.readSmall(signedData.next()) !== 1) throw refuse('version-1');
  const declaredDigest = only(der.members(signedData.next()), 'one-digest');
  const encapsulated = der.fields(signedData.next());
  if (der.readOid(encapsulated.next()) !== contentTypes.data) throw refuse('data');
  encapsulated.end();
  const certificate = only(der.members(signedData.next(), der.constructed(0)), 'one-certificate');
  const signerInfo = der.fields(only(der.members(signedData.next()), 'one-signer'));
  signedData.end();

  if (der.readSmall(signerInfo.next()) !== 1) throw refuse('version-1');
  const signerIdentifier = signerInfo.next(der.tags.sequence);
  const digestName = readDigestName(signerInfo.next());
  if (readDigestName(declaredDigest) !== digestName) throw refuse('same-digest');
  const attributes = signerInfo.next(der.constructed(0));
  const algorithm = readAlgorithm(signerInfo.next(), digestName);
  const signature = der.readOctets(signerInfo.next());
  // No unsigned attributes: anybody could add them.
  signerInfo.end();

  const values = readAttributes(der.members(attributes, der.constructed(0)));
  const attribute = (name: keyof typeof attributeOids): der.Element => {
    const element = values.get(attributeOids[name]);
    if (element === undefined) throw refuse(name);
    return element;
  };
  return {
    certificate: certificate.whole,
    signerIdentifier: signerIdentifier.whole,
    algorithm,
    signedAttributes: der.value(der.tags.set, attributes.content),
    contentType: der.readOid(attribute('contentType')),
    messageDigest: der.readOctets(attribute('messageDigest')),
    signingTime: der.readTime(attribute('signingTime')),
    certificateHash: readSigningCertificate(attribute('signingCertificateV2')),
    signature,
  };
};

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
  const parsed = der.decoding('signature-malformed', () => read(bytes));
  if (!parsed.ok) return parsed;
  const { algorithm, signingTime, signature, signedAttributes, certificateHash } = parsed.value;

  const certificate = signingCertificate(parsed.value.certificate, algorithm);
  if (certificate === undefined) return bad('signature-invalid', { reason: 'certificate' });
  if (!equal(issuerAndSerialNumber(certificate), parsed.value.signerIdentifier)) {
    return bad('signature-invalid', { reason: 'signer' });
  }
  if (parsed.value.contentType !== contentTypes.data)
    return bad('signature-invalid', { reason: 'content-type' });
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
