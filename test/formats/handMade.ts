import { fromHex, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { buildCertificate, type Signer } from '../../ceremonies/formats/certificate.ts';
import { elementsOf, tlv } from './ber.ts';

/** Certificates put together octet by octet: as other authorities make them, and as nobody should. */

export type KeyPair = Signer & { readonly spki: Uint8Array };

/** The fields of a TBSCertificate, each in DER. */
export type Fields = {
  readonly version: readonly Uint8Array[];
  readonly serialNumber: Uint8Array;
  readonly issuer: Uint8Array;
  readonly validity: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  /** What stands between the key and the extensions. */
  readonly uniqueIdentifiers: readonly Uint8Array[];
  readonly extensions: readonly Uint8Array[];
};

// --- pieces ---

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x31, ...parts);
export const text = (tag: number, value: string): Uint8Array => tlv(tag, toUtf8(value));
export const utf8 = (value: string): Uint8Array => text(0x0c, value);
export const hex = (value: string): Uint8Array => fromHex(value.replaceAll(' ', ''));
export const oid = (contents: string): Uint8Array => tlv(0x06, hex(contents));

/** One attribute by the contents of its type. */
export const attribute = (type: string, value: Uint8Array): Uint8Array => sequence(oid(type), value);
const commonNameType = '550403';
export const named = (...values: readonly Uint8Array[]): Uint8Array =>
  sequence(...values.map((value) => set(attribute(commonNameType, value))));
export const person = 'Mari Maasikas';

export const extension = (type: string, value: Uint8Array, critical = false): Uint8Array =>
  sequence(oid(type), ...(critical ? [hex('0101ff')] : []), tlv(0x04, value));

export const types = {
  subjectKeyIdentifier: '551d0e',
  keyUsage: '551d0f',
  subjectAltName: '551d11',
  issuerAltName: '551d12',
  basicConstraints: '551d13',
  nameConstraints: '551d1e',
  crlDistributionPoints: '551d1f',
  policies: '551d20',
  authorityKeyIdentifier: '551d23',
  extendedKeyUsage: '551d25',
  authorityInformation: '2b06010505070101',
  qcStatements: '2b06010505070103',
  ipAddresses: '2b06010505070107',
  autonomousSystems: '2b06010505070108',
  proxy: '2b0601050507010e',
  netscape: '6086480186f8420101',
} as const;

/** Digital signature and non-repudiation, critical. */
export const keyUsage = extension(types.keyUsage, hex('030206c0'), true);

/** A certificate with the key usage that ours have, and one more extension. */
export const having = (type: string, value: Uint8Array, critical = false): Partial<Fields> => ({
  extensions: [keyUsage, extension(type, value, critical)],
});

export const during = (notBefore: Uint8Array, notAfter: Uint8Array): Partial<Fields> => ({
  validity: sequence(notBefore, notAfter),
});
export const utcTime = (value: string): Uint8Array => text(0x17, value);
export const generalizedTime = (value: string): Uint8Array => text(0x18, value);

/** Self-signed with an issuer and a subject alike. */
export const calling = (name: Uint8Array): Partial<Fields> => ({ issuer: name, subject: name });

// --- certificates ---

const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };

const inside = (element: Uint8Array | undefined): readonly Uint8Array[] => {
  const [tag, first = 0, ...more] = element ?? [];
  if (tag === undefined) return [];
  return elementsOf(Uint8Array.from(more.slice(first < 0x80 ? 0 : first & 0x7f)));
};

/** A certificate as we make it, with other fields, signed by its own key. `algorithm`: another than it is signed with, DER. */
export const handMade = async (
  key: KeyPair,
  changes: Partial<Fields>,
  algorithm?: Uint8Array,
): Promise<Uint8Array> => {
  const ours = await buildCertificate(
    {
      subject: { commonName: person, organizationalUnits: [] },
      spki: key.spki,
      ...validity,
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      rehearsal: false,
    },
    key,
  );
  const [tbs, own = ours] = inside(ours);
  const [
    version = own,
    serialNumber = own,
    ,
    issuer = own,
    valid = own,
    subject = own,
    spki = own,
    extensions,
  ] = inside(tbs);
  const fields: Fields = {
    version: [version],
    serialNumber,
    issuer,
    validity: valid,
    subject,
    spki,
    uniqueIdentifiers: [],
    extensions: inside(inside(extensions)[0]),
    ...changes,
  };
  const identifier = algorithm ?? own;
  const changed = sequence(
    ...fields.version,
    fields.serialNumber,
    identifier,
    fields.issuer,
    fields.validity,
    fields.subject,
    fields.spki,
    ...fields.uniqueIdentifiers,
    ...(fields.extensions.length === 0 ? [] : [tlv(0xa3, sequence(...fields.extensions))]),
  );
  return sequence(changed, identifier, tlv(0x03, Uint8Array.of(0), await key.sign(changed)));
};
