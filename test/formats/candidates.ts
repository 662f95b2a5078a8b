import { concat } from '../../ceremonies/formats/bytes.ts';
import { maxCertificateBytes, type CertificateFinding } from '../../ceremonies/formats/certificate.ts';
import { tlv } from './ber.ts';
import {
  attribute,
  calling,
  during,
  extension,
  generalizedTime,
  having,
  hex,
  keyUsage,
  named,
  oid,
  person,
  sequence,
  set,
  text,
  types,
  utcTime,
  utf8,
  type Fields,
} from './handMade.ts';

/**
 * Certificates that somebody may bring on a card: what differs from ours, and what becomes of it. `fit` must sign what every reader
 * takes; the others must be refused at the door.
 */

/** Each character in so many octets, the first octet first. */
const wide =
  (octetsEach: 2 | 4) =>
  (value: string): Uint8Array =>
    Uint8Array.from(
      Array.from(value).flatMap((letter) => {
        const octets = new Uint8Array(4);
        new DataView(octets.buffer).setUint32(0, letter.codePointAt(0) ?? 0);
        return [...octets.subarray(4 - octetsEach)];
      }),
    );
const [utf16, utf32] = [wide(2), wide(4)];

const personal = (...attributes: readonly Uint8Array[]): Partial<Fields> =>
  calling(sequence(set(attribute('550403', utf8(person))), ...attributes.map((each) => set(each))));

const principal = tlv(0xa0, oid('2b060104018237140203'), tlv(0xa0, utf8('mari@example.ee')));
const kerberos = tlv(0xa0, oid('2b0601050202'), tlv(0xa0, sequence(tlv(0xa0, text(0x1b, 'EE')))));
const address = text(0x86, 'http://crl.example.ee/ca.crl');
const names = [
  principal,
  kerberos,
  text(0x81, 'mari@example.ee'),
  text(0x82, 'example.ee'),
  tlv(0xa4, named(utf8(person))),
  address,
  tlv(0x87, hex('7f000001')),
  tlv(0x88, hex('2a03')),
];

const nested = (levels: number): Uint8Array =>
  Array.from({ length: levels }).reduce<Uint8Array>((within) => sequence(within), utf8('x'));

const constraints = sequence(
  tlv(0xa0, sequence(text(0x82, 'example.ee')), sequence(tlv(0xa4, named(utf8(person))))),
  tlv(0xa1, sequence(tlv(0x87, hex('0000000000000000')), tlv(0x80, hex('01')), tlv(0x81, hex('02')))),
);

/** An object identifier of as many octets as are read. */
const longest = concat(
  hex('2a'),
  new Uint8Array(126).map((_, at) => (at % 2 === 0 ? 0x81 : 1)),
  hex('01'),
);

export const fit: Readonly<Record<string, Partial<Fields>>> = {
  'as we make it': {},
  'whose key usage is not critical': { extensions: [extension(types.keyUsage, hex('030206c0'))] },
  'for non-repudiation alone': { extensions: [extension(types.keyUsage, hex('03020640'), true)] },
  'for all but issuing': { extensions: [extension(types.keyUsage, hex('030203f8'), true)] },
  'whose key usage has two octets': { extensions: [extension(types.keyUsage, hex('0303 07 8080'), true)] },
  'whose key usage ends in bits that are not set': {
    extensions: [extension(types.keyUsage, hex('030200c0'), true)],
  },
  'for clients and for mail': having(
    types.extendedKeyUsage,
    sequence(oid('2b06010505070302'), oid('2b06010505070304')),
    true,
  ),
  'with every kind of other name': having(types.subjectAltName, sequence(...names)),
  'with other names of its issuer': having(types.issuerAltName, sequence(...names)),
  'that names the key of its issuer in every way': having(
    types.authorityKeyIdentifier,
    sequence(tlv(0x80, hex('00112233')), tlv(0xa1, tlv(0xa4, named(utf8('CA')))), tlv(0x82, hex('00ff'))),
  ),
  'that names no key of its issuer': having(types.authorityKeyIdentifier, sequence()),
  'with other names that are none': having(types.subjectAltName, sequence()),
  'that says in so many words that it is no authority': having(types.basicConstraints, hex('3003010100')),
  'that says of an extension that it is not critical': {
    extensions: [keyUsage, sequence(oid(types.policies), hex('010100'), tlv(0x04, sequence()))],
  },
  'that says that it is no authority': having(types.basicConstraints, sequence(), true),
  'with a path length, though no authority': having(types.basicConstraints, sequence(hex('020100')), true),
  'with places to ask': having(
    types.crlDistributionPoints,
    sequence(
      sequence(tlv(0xa0, tlv(0xa0, address))),
      sequence(tlv(0xa0, tlv(0xa1, attribute('550403', utf8('CRL')))), tlv(0x81, hex('0106'))),
      sequence(tlv(0xa2, tlv(0xa4, named(utf8('CA'))))),
    ),
  ),
  'that would constrain names': having(types.nameConstraints, constraints),
  'with a type from before there were standards': having(types.netscape, hex('030205a0')),
  'with policies that cannot be read': having(types.policies, hex('ffff')),
  'with an extension that nobody knows': having('2a0304', hex('ffff')),
  'with an extension of a long identifier': { extensions: [keyUsage, sequence(tlv(6, longest), tlv(4))] },
  'that is called by a PrintableString': calling(named(text(0x13, 'Mari_Maasikas@example.ee'))),
  'that is called by a TeletexString': calling(named(tlv(0x14, hex('4d fc 6c 6c 65 72')))),
  'that is called by an IA5String': calling(named(text(0x16, person))),
  'that is called by a BMPString': calling(named(tlv(0x1e, utf16('Õie Ünäoskus')))),
  'that is called by a UniversalString': calling(named(tlv(0x1c, utf32('Õie')))),
  'that is called by a NumericString': calling(named(text(0x12, '47101010033'))),
  'that is called by two names': calling(named(utf8(person), utf8('Keegi Teine'))),
  'with two attributes in one': calling(
    sequence(set(attribute('550406', text(0x13, 'EE')), attribute('550403', utf8(person)))),
  ),
  'with an address and a unique identifier': personal(
    attribute('550410', sequence(utf8('Tänav 1'), utf8('Tallinn'))),
    attribute('55042d', hex('030206c0')),
  ),
  'with an attribute of a long type': personal(sequence(tlv(6, longest), utf8('x'))),
  'with an attribute as deep as is read': personal(attribute('550410', nested(27))),
  'with an attribute of no characters': personal(attribute('55040b', utf8(''))),
  'of three hundred units': personal(
    ...Array.from({ length: 300 }, (_, index) => attribute('55040b', utf8(`unit ${index}`))),
  ),
  'whose authority has no name': { issuer: sequence() },
  'with unique identifiers': { uniqueIdentifiers: [tlv(0x81, hex('00ff')), tlv(0x82, hex('0780'))] },
  'with the longest number': { serialNumber: tlv(2, new Uint8Array(20).fill(0x7f)) },
  'that is yet to begin': during(utcTime('350101000000Z'), utcTime('491231235959Z')),
  'of times as in Estonia until 2030': during(
    generalizedTime('20101030101030Z'),
    generalizedTime('20301217235959Z'),
  ),
  'that never ends': during(utcTime('260101000000Z'), generalizedTime('99991231235959Z')),
};

const called = (value: string): Partial<Fields> => calling(named(utf8(value)));

export const unfit: Readonly<Record<string, readonly [CertificateFinding | 'expired', Partial<Fields>]>> = {
  'without extensions': ['key-usage-absent', { extensions: [] }],
  'without a key usage': [
    'key-usage-absent',
    { extensions: [extension(types.basicConstraints, sequence(), true)] },
  ],
  'for agreement alone': [
    'key-usage-missing',
    { extensions: [extension(types.keyUsage, hex('03020308'), true)] },
  ],
  'of version 1': ['version-not-3', { version: [] }],
  'of an authority': ['ca', having(types.basicConstraints, hex('30060101ff020100'), true)],
  'with a critical extension that nobody knows': [
    'critical-extension-unknown',
    having('2a0304', hex('0500'), true),
  ],
  'with critical other names': [
    'critical-extension-unknown',
    having(types.subjectAltName, sequence(...names), true),
  ],
  'whose key identifier is critical': [
    'critical-extension-unknown',
    having(types.subjectKeyIdentifier, hex('0400'), true),
  ],
  'whose authority key identifier is critical': [
    'critical-extension-unknown',
    having(types.authorityKeyIdentifier, sequence(), true),
  ],
  'whose names are constrained': [
    'critical-extension-unknown',
    having(types.nameConstraints, constraints, true),
  ],
  'for addresses of the Internet': ['critical-extension-unknown', having(types.ipAddresses, hex('ffff'))],
  'for a part of the Internet': ['critical-extension-unknown', having(types.autonomousSystems, hex('ffff'))],
  'of a proxy': ['critical-extension-unknown', having(types.proxy, hex('ffff'))],
  'of number zero': ['serial-zero', { serialNumber: hex('020100') }],
  'of a number below zero': ['serial-negative', { serialNumber: hex('0201ff') }],
  'of a number that is too long': ['serial-too-long', { serialNumber: tlv(2, new Uint8Array(21).fill(1)) }],
  'that ends before it begins': [
    'validity-inverted',
    during(utcTime('350101000000Z'), utcTime('340101000000Z')),
  ],
  'that has expired': ['expired', during(utcTime('200101000000Z'), utcTime('250101000000Z'))],
  'of nobody': ['subject-empty', calling(sequence())],
  'of an empty name': ['subject-empty', called('')],
  'of a name in bits': ['subject-empty', calling(named(hex('030206c0')))],
  'of a name with an end in it': ['subject-unfit', called('Mari\0Maasikas')],
  'of a name of two lines': ['subject-unfit', called('Mari\nMaasikas')],
  'of a name that is turned around': ['subject-unfit', called('Mari \u202esakisaaM')],
  'of a name with marks of direction': ['subject-unfit', calling(named(tlv(0x1e, utf16('Mari\u200f'))))],
  'of a name with a space of no width': ['subject-unfit', called('Mari\u200bMaasikas')],
  'of a name with a letter that does not show': ['subject-unfit', called('Mari\u{e0041}')],
  'of a name with another line': ['subject-unfit', called('Mari\u2028Maasikas')],
  'of a name that nobody would read': ['subject-unfit', called('M'.repeat(257))],
};

const beyond = (octets: number): Uint8Array => concat(new Uint8Array(octets - 1).fill(0x81), hex('01'));
export const malformed: Readonly<Record<string, Partial<Fields>>> = {
  'with an authority key identifier that is no DER': having(types.authorityKeyIdentifier, hex('ffff')),
  'with an authority key identifier of nothing': having(types.authorityKeyIdentifier, hex('')),
  'with an authority key identifier of another type': having(types.authorityKeyIdentifier, hex('0400')),
  'with an authority that has no names': having(types.authorityKeyIdentifier, sequence(tlv(0xa1))),
  'with an authority whose name is none': having(
    types.authorityKeyIdentifier,
    sequence(tlv(0xa1, hex('0400'))),
  ),
  'with an authority of a padded number': having(
    types.authorityKeyIdentifier,
    sequence(tlv(0x82, hex('0001'))),
  ),
  'with an authority key identifier with more in it': having(
    types.authorityKeyIdentifier,
    sequence(tlv(0x83, hex('00'))),
  ),
  'with a key identifier of another type': having(types.subjectKeyIdentifier, hex('020101')),
  'with other names that are no DER': having(types.subjectAltName, hex('ffff')),
  'with other names of no known kind': having(types.subjectAltName, sequence(tlv(0x89, hex('00')))),
  'with other names of the kind of X.400': having(types.subjectAltName, sequence(tlv(0xa3))),
  'with another name of a type alone': having(
    types.subjectAltName,
    sequence(tlv(0xa0, oid('2b060104018237140203'))),
  ),
  'with another name that is no name': having(types.subjectAltName, sequence(tlv(0xa4, hex('0400')))),
  'with another name that is no identifier': having(types.subjectAltName, sequence(tlv(0x88))),
  'with other names of its issuer that are no DER': having(types.issuerAltName, hex('ffff')),
  'with a negative path length': having(types.basicConstraints, hex('30030201ff'), true),
  'with a path length beyond every number': having(
    types.basicConstraints,
    hex('300a02087fffffffffffffff'),
    true,
  ),
  'with constraints of another type': having(types.basicConstraints, hex('0400'), true),
  'with a key usage of no bits': { extensions: [extension(types.keyUsage, hex('030100'), true)] },
  'with a key usage of no bit that is set': {
    extensions: [extension(types.keyUsage, hex('03020700'), true)],
  },
  'with a key usage of too many bits': { extensions: [extension(types.keyUsage, hex('030400c0ffff'), true)] },
  'with a key usage in octets': { extensions: [extension(types.keyUsage, hex('0401c0'), true)] },
  'for no use': having(types.extendedKeyUsage, sequence()),
  'for a use in octets': having(types.extendedKeyUsage, sequence(hex('04082b06010505070303'))),
  'with places to ask that are no DER': having(types.crlDistributionPoints, hex('ffff')),
  'with places to ask that are none': having(types.crlDistributionPoints, sequence()),
  'with an issuer to ask that is nobody': having(types.crlDistributionPoints, sequence(sequence(tlv(0xa2)))),
  'with a place to ask that is nowhere': having(types.crlDistributionPoints, sequence(sequence())),
  'with a place to ask that is neither': having(
    types.crlDistributionPoints,
    sequence(sequence(tlv(0xa0, tlv(0xa2, address)))),
  ),
  'with reasons that are no bits': having(
    types.crlDistributionPoints,
    sequence(sequence(tlv(0xa0, tlv(0xa0, address)), tlv(0x81))),
  ),
  'that constrains names in no DER': having(types.nameConstraints, hex('ffff')),
  'that constrains no names': having(types.nameConstraints, sequence(tlv(0xa0))),
  'that constrains what is no name': having(
    types.nameConstraints,
    sequence(tlv(0xa0, sequence(hex('0400')))),
  ),
  'with a type that is no bits': having(types.netscape, hex('0401a0')),
  'with one extension twice': { extensions: [keyUsage, keyUsage] },
  'with extensions that are none': { extensions: [], uniqueIdentifiers: [tlv(0xa3, sequence())] },
  'with a unique identifier that is no bits': { uniqueIdentifiers: [tlv(0x81, hex('08ff'))] },
  'called by a time': personal(attribute('2b06010505070901', generalizedTime('19700101000000Z'))),
  'called by a time that is none': personal(attribute('2b06010505070901', generalizedTime('x'))),
  'called by a number': calling(named(hex('020101'))),
  'called by a VisibleString': calling(named(text(0x1a, person))),
  'called by a GeneralString': calling(named(text(0x1b, person))),
  'called by a real number': calling(named(hex('090140'))),
  'called by half a letter': calling(named(tlv(0x1e, hex('d800')))),
  'called by half a letter of four octets': calling(named(tlv(0x1c, hex('0000d800')))),
  'called by an octet too many': calling(named(tlv(0x1e, hex('004d00')))),
  'called by a letter beyond the last': calling(named(tlv(0x1c, hex('00110000')))),
  'called by an octet that no PrintableString has': calling(named(tlv(0x13, hex('4dfc')))),
  'called by broken UTF-8': calling(named(tlv(0x0c, hex('ff')))),
  'called by an attribute without a value': calling(sequence(set(sequence(oid('550403'))))),
  'called by an attribute that is none': calling(sequence(set(), set(attribute('550403', utf8(person))))),
  'called by a type that is too long': personal(sequence(tlv(6, concat(longest, hex('01'))), utf8('x'))),
  'called by an arc that is too long': personal(sequence(tlv(6, concat(hex('2a'), beyond(20))), utf8('x'))),
  'called too deeply': personal(attribute('550410', nested(28))),
  'of a day that never was': during(utcTime('260230000000Z'), utcTime('360101000000Z')),
  'of a time by another clock': during(utcTime('260101000000+0200'), utcTime('360101000000Z')),
  'of a time with a fraction': during(generalizedTime('20260101000000.5Z'), utcTime('360101000000Z')),
  'with a padded number': { serialNumber: hex('02020001') },
  'that is too large': having('2a0304', new Uint8Array(maxCertificateBytes)),
};
