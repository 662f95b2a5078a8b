import { CeremonyError, type Result } from '../model/error.ts';
import {
  algorithmIdentifiedBy,
  keyIdentifier,
  readPublicKey,
  signatureAlgorithms,
  verifySignature,
  type SignatureAlgorithm,
} from './algorithms.ts';
import { equal, fromHex, toHex } from './bytes.ts';
import * as der from './der.ts';
import { sha256Hex } from './digest.ts';
import { encodeName, findUnfitAttribute, readName, type Name } from './name.ts';

/** In the order of their bits (RFC 5280 section 4.2.1.3). */
export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof keyUsages)[number];

/** An X.509 certificate (RFC 5280 section 4), read but not yet judged: see {@link lintCertificate}. */
export type Certificate = {
  readonly der: Uint8Array;
  readonly version: number;
  readonly subject: Name;
  readonly issuer: Name;
  /** As encoded, for comparing. */
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  /** The INTEGER's octets, two's complement, as encoded. */
  readonly serialNumberHex: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Undefined where the extension is absent, which X.509 takes as "any". */
  readonly keyUsage: readonly KeyUsage[] | undefined;
  /** Object identifiers. Undefined where the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  readonly isCa: boolean;
  /** Object identifiers of critical extensions that this program does not know. */
  readonly unknownCritical: readonly string[];
  /** What was signed (TBSCertificate, DER), by what, and the signature. */
  readonly tbs: Uint8Array;
  /** Undefined where it is none of ours: a card's own certificate may come from any authority. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
};

const extensionOids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

type Extension = { readonly critical: boolean; readonly value: Uint8Array };

const readExtensions = (element: der.Element | undefined): ReadonlyMap<string, Extension> => {
  const extensions = new Map<string, Extension>();
  if (element === undefined) return extensions;
  for (const entry of der.fields(der.inside(element)).rest()) {
    const extension = der.fields(entry);
    const oid = der.readOid(extension.next());
    const critical = extension.optional(der.tags.boolean);
    const value = der.readOctets(extension.next());
    extension.end();
    if (extensions.has(oid)) throw new CeremonyError('encoding-malformed', { expected: 'one-extension' });
    extensions.set(oid, { critical: critical !== undefined && der.readBoolean(critical), value });
  }
  return extensions;
};

const readKeyUsage = (value: Uint8Array): readonly KeyUsage[] => {
  const { bytes } = der.readBits(der.readWhole(value));
  return keyUsages.filter((_, bit) => (((bytes[bit >> 3] ?? 0) << (bit & 7)) & 0x80) !== 0);
};

const readIsCa = (value: Uint8Array): boolean => {
  const ca = der.fields(der.readWhole(value)).optional(der.tags.boolean);
  return ca !== undefined && der.readBoolean(ca);
};

const read = (bytes: Uint8Array): Certificate => {
  const certificate = der.fields(der.readWhole(bytes));
  const tbs = certificate.next(der.tags.sequence);
  const signedWith = certificate.next(der.tags.sequence);
  const signature = der.readBitOctets(certificate.next());
  certificate.end();

  const body = der.fields(tbs);
  const version = body.optional(der.constructed(0));
  const serial = der.readInteger(body.next());
  const declared = body.next(der.tags.sequence);
  // RFC 5280 section 4.1.1.2: what is signed and what is outside must name the same algorithm.
  if (!equal(declared.whole, signedWith.whole)) {
    throw new CeremonyError('encoding-malformed', { expected: 'same-algorithm' });
  }
  const issuer = body.next();
  const validity = der.fields(body.next());
  const [notBefore, notAfter] = [der.readTime(validity.next()), der.readTime(validity.next())];
  validity.end();
  const subject = body.next();
  const spki = body.next(der.tags.sequence);
  body.optional(der.primitive(1));
  body.optional(der.primitive(2));
  const extensions = readExtensions(body.optional(der.constructed(3)));
  body.end();

  const inExtension = <T>(name: keyof typeof extensionOids, readValue: (value: Uint8Array) => T) => {
    const extension = extensions.get(extensionOids[name]);
    return extension === undefined ? undefined : readValue(extension.value);
  };
  const known = new Set<string>(Object.values(extensionOids));
  return {
    der: bytes,
    version: version === undefined ? 1 : der.readSmall(der.inside(version)) + 1,
    subject: readName(subject),
    issuer: readName(issuer),
    subjectDer: subject.whole,
    issuerDer: issuer.whole,
    serialNumberHex: toHex(serial),
    notBefore,
    notAfter,
    spki: spki.whole,
    keyUsage: inExtension('keyUsage', readKeyUsage),
    extendedKeyUsage: inExtension('extendedKeyUsage', (value) =>
      der.fields(der.readWhole(value)).rest().map(der.readOid),
    ),
    subjectKeyIdentifier: inExtension('subjectKeyIdentifier', (value) =>
      der.readOctets(der.readWhole(value)),
    ),
    isCa: inExtension('basicConstraints', readIsCa) ?? false,
    unknownCritical: [...extensions].flatMap(([oid, { critical }]) =>
      critical && !known.has(oid) ? [oid] : [],
    ),
    tbs: tbs.whole,
    signatureAlgorithm: algorithmIdentifiedBy(signedWith.whole),
    signature,
  };
};

/** Reads an X.509 certificate in DER. Problem: certificate-malformed. */
export const parseCertificate = (bytes: Uint8Array): Result<Certificate> =>
  der.decoding('certificate-malformed', () => read(bytes));

/** SHA-256 over the certificate, 64 hexadecimal digits. */
export const certificateFingerprint = (certificate: Certificate): Promise<string> =>
  sha256Hex(certificate.der);

/** Whether the key in `issuerSpki` signed this certificate. For a self-signed one give its own `spki`. */
export const verifyCertificate = async (certificate: Certificate, issuerSpki: Uint8Array): Promise<boolean> =>
  certificate.signatureAlgorithm !== undefined &&
  verifySignature(issuerSpki, certificate.signatureAlgorithm, certificate.tbs, certificate.signature);

/** IssuerAndSerialNumber, DER: how CMS names a certificate (RFC 5652 section 10.2.4). */
export const issuerAndSerialNumber = ({ issuerDer, serialNumberHex }: Certificate): Uint8Array =>
  der.sequence(issuerDer, der.value(der.tags.integer, fromHex(serialNumberHex)));

const rehearsalUnit = 'REHEARSAL';

/** Whether the certificate says of its owner that all this is an exercise. */
export const isRehearsalCertificate = (certificate: Certificate): boolean =>
  certificate.subject.organizationalUnits.includes(rehearsalUnit);

// --- making ---

export type CertificateRequest = {
  readonly subject: Name;
  /** SubjectPublicKeyInfo of the key that the certificate is about, DER. */
  readonly spki: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyUsage: readonly KeyUsage[];
  /** Marks the subject with the organizational unit "REHEARSAL". */
  readonly rehearsal: boolean;
};

/** A private key that lives elsewhere: a card, an HSM. */
export type Signer = {
  readonly algorithm: SignatureAlgorithm;
  /** The signature over `data` (hashing included): ECDSA-Sig-Value in DER, or the RSA octets. */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
};

/** Whose key signs, where it is not the key that the certificate is about. */
export type Issuer = { readonly subjectDer: Uint8Array; readonly spki: Uint8Array };

const encodeKeyUsage = (usage: readonly KeyUsage[]): Uint8Array => {
  const bits = keyUsages.map((name) => usage.includes(name));
  const last = bits.lastIndexOf(true);
  const octets = new Uint8Array(Math.floor(last / 8) + 1);
  for (const [bit, isSet] of bits.entries()) {
    if (isSet) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  }
  // A named bit list ends with its last set bit (X.690 11.2.2).
  return der.bitString(octets, 7 - (last & 7));
};

const encodeExtension = (name: keyof typeof extensionOids, critical: boolean, value: Uint8Array) =>
  der.sequence(
    der.oid(extensionOids[name]),
    ...(critical ? [der.boolean(true)] : []),
    der.octetString(value),
  );

/** 16 bytes: 126 random bits under a first byte that keeps the number positive and of full length. */
const randomSerial = (): Uint8Array => {
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
};

/**
 * Makes an end-entity certificate (RFC 5280, version 3): critical key usage, not a CA, key identifiers, 16-byte random serial.
 * Self-signed unless an issuer is named. A certificate whose signature does not verify is never handed out.
 *
 * @throws CeremonyError parameters-invalid (a name that does not fit, an empty or inverted validity, no key usage),
 * key-unsuitable, signature-invalid (the signer's key is another than the issuer's, or the token erred)
 */
export const buildCertificate = async (
  request: CertificateRequest,
  signer: Signer,
  issuer?: Issuer,
): Promise<Uint8Array> => {
  const { spki, notBefore, notAfter, keyUsage, rehearsal } = request;
  const key = readPublicKey(spki);
  if (!key.ok) throw new CeremonyError('key-unsuitable');
  const units = request.subject.organizationalUnits.filter((unit) => unit !== rehearsalUnit);
  const subject = {
    ...request.subject,
    organizationalUnits: [...(rehearsal ? [rehearsalUnit] : []), ...units],
  };
  const unfit = subject.commonName === '' ? 'commonName' : findUnfitAttribute(subject);
  if (unfit !== undefined) throw new CeremonyError('parameters-invalid', { field: unfit });
  if (!(notBefore < notAfter)) throw new CeremonyError('parameters-invalid', { field: 'validity' });
  if (keyUsage.length === 0) throw new CeremonyError('parameters-invalid', { field: 'keyUsage' });

  const { identifier } = signatureAlgorithms[signer.algorithm];
  const subjectDer = encodeName(subject);
  const issuerSpki = issuer?.spki ?? spki;
  const extensions = der.sequence(
    encodeExtension('basicConstraints', true, der.sequence()),
    encodeExtension('keyUsage', true, encodeKeyUsage(keyUsage)),
    encodeExtension('subjectKeyIdentifier', false, der.octetString(await keyIdentifier(spki))),
    encodeExtension(
      'authorityKeyIdentifier',
      false,
      der.sequence(der.value(der.primitive(0), await keyIdentifier(issuerSpki))),
    ),
  );
  const tbs = der.sequence(
    der.value(der.constructed(0), der.small(2)),
    der.unsigned(randomSerial()),
    identifier,
    issuer?.subjectDer ?? subjectDer,
    der.sequence(der.time(notBefore), der.time(notAfter)),
    subjectDer,
    spki,
    der.value(der.constructed(3), extensions),
  );
  const signature = await signer.sign(tbs);
  if (!(await verifySignature(issuerSpki, signer.algorithm, tbs, signature))) {
    throw new CeremonyError('signature-invalid');
  }
  return der.sequence(tbs, identifier, der.bitString(signature));
};

// --- judging ---

/** `signature`: signs journals and transcripts. `sealing`: others seal to its key (key agreement for EC, key transport for RSA). */
export type CertificatePurpose = 'signature' | 'sealing';

export type CertificateFinding =
  | 'version-not-3'
  | 'key-unsuitable'
  | 'key-usage-absent'
  | 'key-usage-missing'
  | 'key-usage-superfluous'
  | 'validity-inverted'
  | 'serial-zero'
  | 'serial-negative'
  | 'serial-too-long'
  | 'ca'
  | 'critical-extension-unknown'
  | 'subject-empty';

const wantedUsages = (certificate: Certificate, purpose: CertificatePurpose): readonly KeyUsage[] => {
  if (purpose === 'signature') return ['digitalSignature', 'nonRepudiation'];
  const key = readPublicKey(certificate.spki);
  return key.ok && key.value.kind === 'rsa' ? ['keyEncipherment'] : ['keyAgreement'];
};

/**
 * What is wrong with a certificate for a purpose; empty when it is good. Time and signature are not looked at: the
 * ceremony's clock is no authority, and a national card's certificate is signed by somebody else's.
 */
export const lintCertificate = (
  certificate: Certificate,
  purpose: CertificatePurpose,
): readonly CertificateFinding[] => {
  const { keyUsage, serialNumberHex } = certificate;
  const wanted = wantedUsages(certificate, purpose);
  const checks: readonly (readonly [CertificateFinding, boolean])[] = [
    ['version-not-3', certificate.version !== 3],
    ['key-unsuitable', !readPublicKey(certificate.spki).ok],
    ['key-usage-absent', keyUsage === undefined],
    ['key-usage-missing', keyUsage !== undefined && !keyUsage.some((usage) => wanted.includes(usage))],
    ['key-usage-superfluous', keyUsage?.some((usage) => !wanted.includes(usage)) ?? false],
    ['validity-inverted', certificate.notBefore >= certificate.notAfter],
    ['serial-zero', serialNumberHex === '00'],
    ['serial-negative', Number.parseInt(serialNumberHex.slice(0, 2), 16) >= 0x80],
    ['serial-too-long', serialNumberHex.length > 40],
    ['ca', certificate.isCa],
    ['critical-extension-unknown', certificate.unknownCritical.length > 0],
    ['subject-empty', certificate.subject.commonName === ''],
  ];
  return checks.flatMap(([finding, found]) => (found ? [finding] : []));
};
