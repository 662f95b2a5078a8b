import { OctetString } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';
import { CeremonyError, type Result } from '../model/error.ts';
import {
  algorithmIdentifiedBy,
  keyIdentifier,
  readPublicKey,
  signatureAlgorithms,
  spkiIn,
  verifySignature,
  type SignatureAlgorithm,
} from './algorithms.ts';
import { decoding, malformed, parse, remembering, serialize, toTime } from './asn1.ts';
import { derElement } from './ber.ts';
import { equal, fromHex, toHex, view } from './bytes.ts';
import {
  algorithmIn,
  contextTag,
  fieldsOf,
  octetsOfBits,
  readDer,
  requireImplicit,
  smallInteger,
  timeOf,
  type DerAlgorithm,
  type DerElement,
} from './der.ts';
import { sha256Hex } from './digest.ts';
import { extensionOids, extensionsIn, type Extensions, type KeyUsage } from './extensions.ts';
import { encodeName, findUnfitAttribute, isLegible, nameIn, type Name } from './name.ts';
import { derTags } from './universalTypes.ts';

export type { KeyUsage } from './extensions.ts';

/** An X.509 certificate (RFC 5280 section 4), read but not yet judged: see {@link lintCertificate}. */
export type Certificate = Extensions & {
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
  /** What was signed (TBSCertificate, DER), by what, and the signature. */
  readonly tbs: Uint8Array;
  readonly algorithm: DerAlgorithm;
  /** Undefined where it is none of ours: a card's own certificate may come from any authority. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
};

/**
 * What cards hold has 4 KiB at the most; signatures that quantum computers do not break (FIPS 205) are of up to 49,856 octets. A bundle
 * has hundreds of certificates, and a stranger's is read before anything is known of it.
 */
export const maxCertificateBytes = 64 * 1024;

/** Fewer than readDer takes, so that a certificate that can be read by itself can be read in a signature too. */
const mostLevels = 32;

/** TBSCertificate (RFC 5280 section 4.1.2). */
const readTbs = (tbs: DerElement) =>
  fieldsOf(tbs, derTags.sequence, ({ take, maybe }) => {
    const version = maybe(contextTag(0));
    const serialNumber = take(derTags.integer);
    const signature = take(derTags.sequence);
    const issuer = take(derTags.sequence);
    const validity = take(derTags.sequence);
    const subject = take(derTags.sequence);
    const spki = take(derTags.sequence);
    spkiIn(spki);
    // issuerUniqueID and subjectUniqueID, which nobody uses
    requireImplicit(maybe(contextTag(1, 'primitive')), derTags.bitString);
    requireImplicit(maybe(contextTag(2, 'primitive')), derTags.bitString);
    const extensions = maybe(contextTag(3));
    // RFC 5280 section 4.1.2.5 ties the type to the year; Estonia's root of 2010, and what it issued, are not tied.
    const [notBefore, notAfter] = fieldsOf(validity, derTags.sequence, ({ next }) => [
      timeOf(next() ?? refuse()),
      timeOf(next() ?? refuse()),
    ]);
    return {
      signature: signature.der,
      fields: {
        version: version === undefined ? 1 : laterVersion(version),
        subject: nameIn(subject),
        issuer: nameIn(issuer),
        subjectDer: subject.der,
        issuerDer: issuer.der,
        serialNumberHex: toHex(serialNumber.contents),
        notBefore,
        notAfter,
        spki: spki.der,
        ...extensionsIn(
          extensions && fieldsOf(extensions, contextTag(3), ({ take: only }) => only(derTags.sequence)),
        ),
        tbs: tbs.der,
      },
    };
  });

const refuse = (): never => {
  throw malformed('time');
};

/** Version 1 is the default, and DER leaves a default out. */
const laterVersion = (element: DerElement): number => {
  const version = fieldsOf(element, contextTag(0), ({ take }) => smallInteger(take(derTags.integer)));
  if (version === 0) throw malformed('default');
  return version + 1;
};

const read = remembering((bytes): Certificate => {
  if (bytes.length > maxCertificateBytes) throw malformed('smaller');
  return fieldsOf(readDer(bytes, mostLevels), derTags.sequence, ({ take }) => {
    const { signature, fields } = readTbs(take(derTags.sequence));
    const identifier = take(derTags.sequence);
    // RFC 5280 section 4.1.1.2: what is signed and what is outside must name the same algorithm.
    if (!equal(signature, identifier.der)) throw malformed('same-algorithm');
    return {
      der: bytes,
      ...fields,
      algorithm: algorithmIn(identifier),
      signatureAlgorithm: algorithmIdentifiedBy(identifier.der),
      signature: octetsOfBits(take(derTags.bitString)),
    };
  });
});

/** Reads an X.509 certificate in strict DER, of at most `maxCertificateBytes`. Problem: certificate-malformed. */
export const parseCertificate = (bytes: Uint8Array): Result<Certificate> =>
  decoding('certificate-malformed', () => read(bytes));

/** SHA-256 over the certificate, 64 hexadecimal digits. */
export const certificateFingerprint = (certificate: Certificate): Promise<string> =>
  sha256Hex(certificate.der);

/** Whether the key in `issuerSpki` signed this certificate. For a self-signed one give its own `spki`. */
export const verifyCertificate = async (certificate: Certificate, issuerSpki: Uint8Array): Promise<boolean> =>
  certificate.signatureAlgorithm !== undefined &&
  verifySignature(issuerSpki, certificate.signatureAlgorithm, certificate.tbs, certificate.signature);

/** How CMS names a certificate: IssuerAndSerialNumber (RFC 5652 section 10.2.4), DER. */
export const issuerAndSerialNumber = ({ issuerDer, serialNumberHex }: Certificate): Uint8Array<ArrayBuffer> =>
  derElement(derTags.sequence, issuerDer, derElement(derTags.integer, fromHex(serialNumberHex)));

/** Its two parts, of one that somebody else wrote. @throws CeremonyError encoding-malformed */
export const issuerAndSerialIn = (
  element: DerElement,
): { readonly issuer: DerElement; readonly serialNumber: DerElement } =>
  fieldsOf(element, derTags.sequence, ({ take }) => ({
    issuer: take(derTags.sequence),
    serialNumber: take(derTags.integer),
  }));

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

const encodeExtension = (name: keyof typeof extensionOids, critical: boolean, value: object) =>
  new x509.Extension({ extnID: extensionOids[name], critical, extnValue: new OctetString(serialize(value)) });

/** 16 bytes: 126 random bits under a first byte that keeps the number positive and of full length. */
const randomSerial = (): ArrayBuffer => {
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial.buffer;
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
  const issuerSpki = issuer?.spki ?? spki;
  const flags = keyUsage.reduce((sum, name) => sum | x509.KeyUsageFlags[name], 0);
  const authority = new x509.KeyIdentifier(await keyIdentifier(issuerSpki));
  const tbs = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: randomSerial(),
    signature: identifier,
    issuer: issuer === undefined ? encodeName(subject) : parse(issuer.subjectDer, x509.Name),
    validity: Object.assign(new x509.Validity(), {
      notBefore: toTime(notBefore),
      notAfter: toTime(notAfter),
    }),
    subject: encodeName(subject),
    subjectPublicKeyInfo: parse(spki, x509.SubjectPublicKeyInfo),
    extensions: new x509.Extensions([
      encodeExtension('basicConstraints', true, new x509.BasicConstraints()),
      encodeExtension('keyUsage', true, new x509.KeyUsage(flags)),
      encodeExtension(
        'subjectKeyIdentifier',
        false,
        new x509.SubjectKeyIdentifier(await keyIdentifier(spki)),
      ),
      encodeExtension(
        'authorityKeyIdentifier',
        false,
        new x509.AuthorityKeyIdentifier({ keyIdentifier: authority }),
      ),
    ]),
  });
  const signed = serialize(tbs);
  const signature = await signer.sign(signed);
  if (!(await verifySignature(issuerSpki, signer.algorithm, signed, signature))) {
    throw new CeremonyError('signature-invalid');
  }
  return serialize(
    new x509.Certificate({
      tbsCertificate: tbs,
      signatureAlgorithm: identifier,
      signatureValue: view(signature).slice().buffer,
    }),
  );
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
  | 'subject-empty'
  | 'subject-unfit';

const signingUsages: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation'];

/** Whether the certificate says that its key signs: one that says nothing does not. */
export const allowsSigning = ({ keyUsage }: Pick<Certificate, 'keyUsage'>): boolean =>
  keyUsage?.some((usage) => signingUsages.includes(usage)) ?? false;

const wantedUsages = (certificate: Certificate, purpose: CertificatePurpose): readonly KeyUsage[] => {
  if (purpose === 'signature') return signingUsages;
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
  const { keyUsage, serialNumberHex, subject } = certificate;
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
    ['subject-empty', subject.commonName === ''],
    ['subject-unfit', !isLegible(subject.commonName)],
  ];
  return checks.flatMap(([finding, found]) => (found ? [finding] : []));
};

/** What a certificate of another authority, on a national card, may do differently from ours: it may allow more than we ask for. */
const toleratedElsewhere: readonly CertificateFinding[] = ['key-usage-superfluous'];

/**
 * What keeps a signer's certificate from signing in a ceremony; empty when nothing does. `elsewhere`: it was not made at the ceremony.
 * Enrolment and verification both ask here: what is let in at the beginning must be able to sign at the end.
 */
export const unfitnessOfSigner = (
  certificate: Certificate,
  { elsewhere }: { readonly elsewhere: boolean },
): readonly CertificateFinding[] =>
  lintCertificate(certificate, 'signature').filter(
    (finding) => !(elsewhere && toleratedElsewhere.includes(finding)),
  );
