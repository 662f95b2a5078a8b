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
  derTags,
  fieldsOf,
  flagOf,
  identifierOf,
  membersOf,
  octetsOfBits,
  readDer,
  smallInteger,
  timeOf,
  type DerElement,
} from './der.ts';
import { sha256Hex } from './digest.ts';
import { encodeName, findUnfitAttribute, nameIn, type Name } from './name.ts';

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
  subjectKeyIdentifier: x509.id_ce_subjectKeyIdentifier,
  keyUsage: x509.id_ce_keyUsage,
  basicConstraints: x509.id_ce_basicConstraints,
  authorityKeyIdentifier: x509.id_ce_authorityKeyIdentifier,
  extendedKeyUsage: x509.id_ce_extKeyUsage,
} as const;

type Extension = { readonly critical: boolean; readonly value: Uint8Array };

/** Extensions (RFC 5280 section 4.1.2.9) by object identifier. */
const extensionsIn = (element: DerElement): ReadonlyMap<string, Extension> => {
  const byOid = new Map<string, Extension>();
  for (const member of membersOf(element, derTags.sequence)) {
    fieldsOf(member, derTags.sequence, ({ take, maybe }) => {
      const oid = identifierOf(take(derTags.objectIdentifier));
      if (byOid.has(oid)) throw malformed('one-extension');
      const critical = flagOf(maybe(derTags.boolean));
      byOid.set(oid, { critical, value: take(derTags.octetString).contents });
    });
  }
  return byOid;
};

const keyUsagesIn = ({ tag, contents }: DerElement): readonly KeyUsage[] => {
  if (tag !== derTags.bitString || contents.length > 3) throw malformed('key-usage');
  return keyUsages.filter((_, bit) => ((contents[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0);
};

/** BasicConstraints (RFC 5280 section 4.2.1.9). */
const isCaIn = (element: DerElement): boolean =>
  fieldsOf(element, derTags.sequence, ({ maybe }) => {
    const isCa = flagOf(maybe(derTags.boolean));
    maybe(derTags.integer);
    return isCa;
  });

const subjectKeyIdentifierIn = ({ tag, contents }: DerElement): Uint8Array => {
  if (tag !== derTags.octetString) throw malformed('subject-key-identifier');
  return contents;
};

const readExtensions = (element: DerElement | undefined) => {
  const extensions: ReadonlyMap<string, Extension> =
    element === undefined ? new Map() : extensionsIn(element);
  const inExtension = <T>(name: keyof typeof extensionOids, readValue: (value: DerElement) => T) => {
    const extension = extensions.get(extensionOids[name]);
    return extension === undefined ? undefined : readValue(readDer(extension.value));
  };
  const known = new Set<string>(Object.values(extensionOids));
  return {
    keyUsage: inExtension('keyUsage', keyUsagesIn),
    extendedKeyUsage: inExtension('extendedKeyUsage', (value) =>
      membersOf(value, derTags.sequence).map(identifierOf),
    ),
    subjectKeyIdentifier: inExtension('subjectKeyIdentifier', subjectKeyIdentifierIn),
    isCa: inExtension('basicConstraints', isCaIn) ?? false,
    unknownCritical: [...extensions].flatMap(([oid, { critical }]) =>
      critical && !known.has(oid) ? [oid] : [],
    ),
  };
};

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
    maybe(contextTag(1, 'primitive'));
    maybe(contextTag(2, 'primitive'));
    const extensions = maybe(contextTag(3));
    const [notBefore, notAfter] = fieldsOf(validity, derTags.sequence, ({ next }) => [
      timeIn(next()),
      timeIn(next()),
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
        ...readExtensions(
          extensions && fieldsOf(extensions, contextTag(3), ({ take: only }) => only(derTags.sequence)),
        ),
        tbs: tbs.der,
      },
    };
  });

const timeIn = (element: DerElement | undefined): Date => {
  if (element === undefined) throw malformed('time');
  return timeOf(element);
};

/** Version 1 is the default, and DER leaves a default out. */
const laterVersion = (element: DerElement): number => {
  const version = fieldsOf(element, contextTag(0), ({ take }) => smallInteger(take(derTags.integer)));
  if (version === 0) throw malformed('default');
  return version + 1;
};

const read = remembering((bytes): Certificate =>
  fieldsOf(readDer(bytes), derTags.sequence, ({ take }) => {
    const { signature, fields } = readTbs(take(derTags.sequence));
    const algorithm = take(derTags.sequence);
    algorithmIn(algorithm);
    // RFC 5280 section 4.1.1.2: what is signed and what is outside must name the same algorithm.
    if (!equal(signature, algorithm.der)) throw malformed('same-algorithm');
    return {
      der: bytes,
      ...fields,
      signatureAlgorithm: algorithmIdentifiedBy(algorithm.der),
      signature: octetsOfBits(take(derTags.bitString)),
    };
  }),
);

/** Reads an X.509 certificate in strict DER. Problem: certificate-malformed. */
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
