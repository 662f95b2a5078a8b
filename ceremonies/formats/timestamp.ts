import {
  CMSVersion,
  ContentInfo,
  id_contentType,
  id_messageDigest,
  id_signedData,
  type SignerInfo,
} from '@peculiar/asn1-cms';
import { id_sha256, id_sha384, id_sha512 } from '@peculiar/asn1-rsa';
import { AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { bad, good, type Result } from '../model/error.ts';
import {
  decoding,
  fromInteger,
  malformed,
  only,
  parse,
  requireSetOrder,
  serialize,
  toInteger,
} from './asn1.ts';
import {
  authorityDigest,
  authorityDigestOf,
  schemeOf,
  verifyAuthority,
  type AuthorityDigest,
  type Scheme,
} from './authoritySignature.ts';
import { equal, toHex, view } from './bytes.ts';
import { allowsSigning, issuerAndSerialNumber, parseCertificate, type Certificate } from './certificate.ts';
import { findPath, isValidAt, type CertificatePath } from './certificatePath.ts';
import { digest } from './digest.ts';
import { extensionOids } from './extensions.ts';
import { SigningCertificate, SigningCertificateV2 } from './signingCertificate.ts';
import { SignedAttributes } from './structures.ts';
import {
  MessageImprint,
  TimeStampReq,
  TimeStampResp,
  TokenSignedData,
  TstInfo,
} from './timestampStructures.ts';

/**
 * Time-stamps of an outside authority (RFC 3161, updated by RFC 5816): the query, the answer, and the token in it, which says
 * that data of this digest existed at this time.
 */

const oids = {
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

// --- the query ---

export type Imprint = { readonly digest: AuthorityDigest; readonly value: Uint8Array };

const digestOids: Readonly<Record<AuthorityDigest, string>> = {
  'SHA-256': id_sha256,
  'SHA-384': id_sha384,
  'SHA-512': id_sha512,
};

export const imprintOf = async (name: AuthorityDigest, content: Uint8Array): Promise<Imprint> => ({
  digest: name,
  value: await authorityDigestOf(name, content),
});

/**
 * TimeStampReq (DER), version 1, that asks for the authority's certificate. `nonce`: a positive number, big-endian; an answer to
 * a query without one may have been given before, which does no harm where the earlier answer is just as true.
 */
export const encodeTimestampQuery = (imprint: Imprint, nonce?: Uint8Array): Uint8Array<ArrayBuffer> => {
  const messageImprint = Object.assign(new MessageImprint(), {
    // NULL, as every authority understands it (RFC 5754 section 2 has both).
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: digestOids[imprint.digest], parameters: null }),
    hashedMessage: new OctetString(view(imprint.value)),
  });
  const query = Object.assign(new TimeStampReq(), { messageImprint, certReq: true });
  if (nonce !== undefined) query.nonce = toInteger(nonce);
  return serialize(query);
};

// --- the answer ---

/** PKIStatus: granted, or granted with modifications, which the token itself shows. */
const granted = [0, 1];

/**
 * The token in a TimeStampResp (DER), as it came. Nothing in it is checked yet.
 * Problems: timestamp-malformed; timestamp-refused with `status` and what the authority said.
 */
export const readTimestampAnswer = (bytes: Uint8Array): Result<Uint8Array> => {
  const read = decoding('timestamp-malformed', () => parse(bytes, TimeStampResp));
  if (!read.ok) return read;
  const { status, timeStampToken } = read.value;
  if (!granted.includes(status.status) || timeStampToken === undefined) {
    const said = (status.statusString ?? []).join(' ').slice(0, 300);
    return bad('timestamp-refused', { status: status.status, ...(said !== '' && { said }) });
  }
  return good(serialize(timeStampToken));
};

// --- the token ---

export type Timestamp = {
  /** By the authority's clock, to the millisecond. */
  readonly at: Date;
  readonly imprint: Imprint;
  readonly policy: string;
  readonly serialNumberHex: string;
  /** Big-endian, without leading zeros. */
  readonly nonce: Uint8Array | undefined;
  /** Of the authority, which signed the token. */
  readonly certificate: Certificate;
  /** The others that came along. */
  readonly others: readonly Certificate[];
};

type Token = {
  readonly info: Uint8Array;
  readonly timestamp: Timestamp;
  /** The attributes as they were signed: SET OF, DER. */
  readonly signedAttributes: Uint8Array;
  readonly digestName: AuthorityDigest;
  readonly messageDigest: Uint8Array;
  readonly certificateHash: { readonly digest: 'SHA-1' | AuthorityDigest; readonly value: Uint8Array };
  readonly scheme: Scheme;
  readonly signature: Uint8Array;
};

/** More than any chain needs; each has to be looked at. */
const mostCertificates = 16;

const generalizedTimeTag = 0x18;
const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/u;

/** GeneralizedTime in UTC with seconds, and a fraction without trailing zeros (RFC 3161 section 2.4.2). */
const readGenTime = (encoded: ArrayBuffer): Date => {
  const [tag, length, ...octets] = new Uint8Array(encoded);
  const parts = generalizedTime.exec(String.fromCharCode(...octets));
  if (tag !== generalizedTimeTag || length !== octets.length || parts === null) throw malformed('time');
  const [, year, month, day, hours, minutes, seconds, fraction = ''] = parts;
  const toTheSecond = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}`;
  const at = new Date(`${toTheSecond}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(toTheSecond)) throw malformed('time');
  return at;
};

/** The value of each signed attribute by its type: each type once, each with one value. */
const attributesOf = ({ signedAttrs = [], unsignedAttrs }: SignerInfo): ReadonlyMap<string, ArrayBuffer> => {
  // Anybody could add them.
  if (unsignedAttrs !== undefined) throw malformed('signed-attributes');
  requireSetOrder(signedAttrs);
  const values = new Map<string, ArrayBuffer>();
  for (const { attrType, attrValues } of signedAttrs) {
    if (values.has(attrType)) throw malformed('one-attribute');
    values.set(attrType, only(attrValues, 'one-value'));
  }
  return values;
};

/** How the signer's certificate is named inside what is signed: by ESSCertIDv2 (RFC 5816), or by ESSCertID with SHA-1 (RFC 2634). */
const certificateHashIn = (values: ReadonlyMap<string, ArrayBuffer>): Token['certificateHash'] => {
  const [second, first] = [values.get(oids.signingCertificateV2), values.get(oids.signingCertificate)];
  if (second !== undefined) {
    const [named] = parse(second, SigningCertificateV2).certs;
    if (named === undefined) throw malformed('ess-certificate');
    const { hashAlgorithm, certHash } = named;
    return {
      digest: hashAlgorithm === undefined ? 'SHA-256' : authorityDigest(hashAlgorithm),
      value: new Uint8Array(certHash.buffer),
    };
  }
  const [named] = first === undefined ? [] : parse(first, SigningCertificate).certs;
  if (named === undefined) throw malformed('ess-certificate');
  return { digest: 'SHA-1', value: new Uint8Array(named.certHash.buffer) };
};

/** The certificates that can be read; what else a set of certificates may hold does not matter here. */
const certificatesIn = (encoded: Iterable<ArrayBuffer>): readonly Certificate[] => {
  const all = [...encoded];
  if (all.length > mostCertificates) throw malformed('fewer-certificates');
  return all.flatMap((der) => {
    const read = parseCertificate(new Uint8Array(der));
    return read.ok ? [read.value] : [];
  });
};

const readToken = (bytes: Uint8Array): Token => {
  const { contentType, content } = parse(bytes, ContentInfo);
  if (contentType !== id_signedData) throw malformed('signed-data');
  const signedData = parse(content, TokenSignedData);
  const { eContentType, eContent } = signedData.encapContentInfo;
  const octets = eContent?.single;
  if (signedData.version !== CMSVersion.v3 || eContentType !== oids.tstInfo || octets === undefined)
    throw malformed('tst-info');

  const signer = only(signedData.signerInfos, 'one-signer');
  const { issuerAndSerialNumber: named } = signer.sid;
  if (signer.version !== CMSVersion.v1 || named === undefined) throw malformed('version-1');
  const name = serialize(named);
  const certificates = certificatesIn(signedData.certificates ?? []);
  const certificate = certificates.find((each) => equal(issuerAndSerialNumber(each), name));
  if (certificate === undefined) throw malformed('certificate');

  const values = attributesOf(signer);
  const attribute = (type: string): ArrayBuffer => {
    const value = values.get(type);
    if (value === undefined) throw malformed(type);
    return value;
  };
  const signedType = new Uint8Array(attribute(id_contentType));
  if (!equal(signedType, new Uint8Array(AsnObjectIdentifierConverter.toASN(oids.tstInfo).toBER())))
    throw malformed('content-type');
  const digestName = authorityDigest(signer.digestAlgorithm);
  if (authorityDigest(only(signedData.digestAlgorithms, 'one-digest')) !== digestName)
    throw malformed('same-digest');
  const scheme = schemeOf(signer.signatureAlgorithm, digestName);
  if (scheme === undefined) throw malformed('signature-algorithm');

  const info = new Uint8Array(octets.buffer);
  const { version, policy, messageImprint, serialNumber, genTime, nonce } = parse(info, TstInfo);
  if (version !== 1) throw malformed('version-1');
  return {
    info,
    timestamp: {
      at: readGenTime(genTime),
      imprint: {
        digest: authorityDigest(messageImprint.hashAlgorithm),
        value: new Uint8Array(messageImprint.hashedMessage.buffer),
      },
      policy,
      serialNumberHex: toHex(fromInteger(serialNumber)),
      nonce: nonce === undefined ? undefined : fromInteger(nonce),
      certificate,
      others: certificates.filter((each) => each !== certificate),
    },
    signedAttributes: serialize(new SignedAttributes(signer.signedAttrs ?? [])),
    digestName,
    messageDigest: new Uint8Array(parse(attribute(id_messageDigest), OctetString).buffer),
    certificateHash: certificateHashIn(values),
    scheme,
    signature: new Uint8Array(signer.signature.buffer),
  };
};

/** RFC 3161 section 2.3: the certificate is for time-stamping alone, says so critically, and may sign. */
const isForTimestamps = (certificate: Certificate): boolean => {
  const { extendedKeyUsage, keyUsage, critical, unknownCritical } = certificate;
  return (
    extendedKeyUsage?.length === 1 &&
    extendedKeyUsage[0] === oids.timeStamping &&
    critical.has(extensionOids.extendedKeyUsage) &&
    (keyUsage === undefined || allowsSigning(certificate)) &&
    unknownCritical.length === 0
  );
};

const hashOf = (name: 'SHA-1' | AuthorityDigest, bytes: Uint8Array): Promise<Uint8Array> =>
  name === 'SHA-1' ? digest(name, bytes) : authorityDigestOf(name, bytes);

/** What contradicts a token, as a word; undefined when nothing does. */
const faultOf = async (
  token: Token,
  content: Uint8Array,
  nonce?: Uint8Array,
): Promise<string | undefined> => {
  const { timestamp, certificateHash, digestName } = token;
  const { certificate, imprint, at } = timestamp;
  if (!equal(await authorityDigestOf(imprint.digest, content), imprint.value)) return 'imprint';
  if (nonce !== undefined && !equal(timestamp.nonce ?? new Uint8Array(), fromInteger(toInteger(nonce))))
    return 'nonce';
  if (!isForTimestamps(certificate)) return 'certificate-usage';
  if (!isValidAt(certificate, at)) return 'certificate-validity';
  if (!equal(await hashOf(certificateHash.digest, certificate.der), certificateHash.value))
    return 'certificate-hash';
  if (!equal(await authorityDigestOf(digestName, token.info), token.messageDigest)) return 'content';
  const { scheme, signedAttributes, signature } = token;
  return (await verifyAuthority(certificate.spki, scheme, signedAttributes, signature))
    ? undefined
    : 'signature';
};

/**
 * Checks a TimeStampToken (ContentInfo, DER) over the content by the certificate inside, as of the time that it gives. Whether
 * the authority is to be trusted is another question: see {@link authorityPath}.
 * Problems: timestamp-malformed; timestamp-invalid with `reason`.
 */
export const verifyTimestamp = async (
  bytes: Uint8Array,
  content: Uint8Array,
  nonce?: Uint8Array,
): Promise<Result<Timestamp>> => {
  const token = decoding('timestamp-malformed', () => readToken(bytes));
  if (!token.ok) return token;
  const reason = await faultOf(token.value, content, nonce);
  return reason === undefined ? good(token.value.timestamp) : bad('timestamp-invalid', { reason });
};

/** The way from the authority's certificate to a trust anchor, or as far as the certificates in the token lead. */
export const authorityPath = (
  { certificate, others, at }: Timestamp,
  anchors: readonly Certificate[],
): Promise<CertificatePath> => findPath(certificate, others, anchors, { usages: [oids.timeStamping], at });
