import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ECDSASigValue } from '@peculiar/asn1-ecc';
import { Certificate as X509Certificate, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { decodeEcdsaSignature, readKeyParts } from '../../ceremonies/formats/algorithms.ts';
import { maxDerBytes, parse, serialize } from '../../ceremonies/formats/asn1.ts';
import { derElement } from '../../ceremonies/formats/ber.ts';
import { fromHex, toHex, view } from '../../ceremonies/formats/bytes.ts';
import { parseCertificate } from '../../ceremonies/formats/certificate.ts';
import {
  contextTag,
  fieldsOf,
  flagOf,
  identifierOf,
  magnitudeOf,
  membersOf,
  octetsOfBits,
  readDer,
  smallInteger,
  strictTimeOf,
  textOf,
  timeOf,
} from '../../ceremonies/formats/der.ts';
import { derTags } from '../../ceremonies/formats/universalTypes.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { berVariants, changesOf } from './ber.ts';
import { certificateFor, testKeys } from './keys.ts';

const refusal = { code: 'encoding-malformed' };
const read = (hex: string) => readDer(fromHex(hex));

describe('DER as it stands', () => {
  it('is the only encoding that is read', () => {
    const wrong: readonly (readonly [form: string, hex: string])[] = [
      ['nothing', ''],
      ['no length', '04'],
      ['length beyond the end', '040200'],
      ['length beyond what is around it', '3003040200'],
      ['bytes behind', '040000'],
      ['padded length', '04810100'],
      ['doubly padded length', `0482007f${'00'.repeat(127)}`],
      ['length of nine octets', '0489000000000000000001'],
      ['length beyond every number', '0488ffffffffffffffff'],
      ['indefinite length', '30800000'],
      ['high tag', '1f8101'],
      ['end of contents', '30020000'],
      ['octets in pieces', '2403040100'],
      ['sequence without elements in it', '1000'],
      ['boolean of its own', '3003010101'],
      ['boolean of two octets', '01020000'],
      ['boolean of none', '0100'],
      ['integer of none', '0200'],
      ['padded integer', '02020001'],
      ['padded negative integer', '0202ff80'],
      ['bits of nothing', '0300'],
      ['bits that are not there', '030101'],
      ['nine unused bits', '03020900'],
      ['unused bits that are set', '03020101'],
      ['null with content', '050100'],
      ['identifier of none', '0600'],
      ['padded identifier', '06032a8001'],
      ['identifier that begins with padding', '06028001'],
      ['unfinished identifier', '06022a80'],
      ['identifier that is too long', `068181${'01'.repeat(129)}`],
      ['identifier of an arc that is too long', `06152a${'81'.repeat(19)}01`],
      ['padded enumeration', '0a020001'],
      ['description of an object', '070141'],
      ['external', '2800'],
      ['real number', '090140'],
      ['relative identifier', '0d0101'],
      ['videotex', '150141'],
      ['broken UTF-8', '0c01ff'],
      ['letter that is not in ASCII', '1301fc'],
      ['half of two octets', '1e0100'],
      ['half of a letter', '1e02d83d'],
      ['half of a letter in four octets', '1c040000d83d'],
      ['letter beyond the last', '1c0400110000'],
      ['time without seconds', '170b393930323233303030305a'],
      ['time of no such day', '170d3939303233303030303030305a'],
      ['time of another zone', '17113939303132333031303130312b30303030'],
      ['time whose fraction ends in zero', '181332303530303130313030303030302e3530305a'],
      ['time of an empty fraction', '181032303530303130313030303030302e5a'],
      ['time of letters', '180178'],
      ['set out of order', '3106020102020101'],
      ['set with a member twice', '3106020101020101'],
      ['fault deep inside', '30083006a0043002010101'],
    ];
    for (const [form, hex] of wrong) assert.throws(() => read(hex), refusal, form);
  });

  it('has strings of every type, and times with a fraction', () => {
    const texts: readonly (readonly [hex: string, text: string | undefined])[] = [
      ['0c02c395', 'Õ'],
      ['120131', '1'],
      ['130141', 'A'],
      ['1401d5', 'Õ'],
      ['160140', '@'],
      ['1a0141', 'A'],
      ['1b0141', 'A'],
      ['1c040001f511', '🔑'],
      ['1e0200d5', 'Õ'],
      ['040141', undefined],
    ];
    for (const [hex, text] of texts) assert.equal(textOf(read(hex)), text, hex);
    const half = read('181132303530303130313030303030302e355a');
    assert.throws(() => timeOf(half), refusal);
  });

  it('is bounded, in size and in depth', () => {
    const largest = derElement(derTags.octetString, new Uint8Array(maxDerBytes - 5));
    assert.equal(largest.length, maxDerBytes);
    assert.equal(readDer(largest).contents.length, maxDerBytes - 5);
    assert.throws(() => readDer(derElement(derTags.octetString, new Uint8Array(maxDerBytes - 4))), refusal);
    const nested = (depth: number): Uint8Array =>
      Array.from({ length: depth }).reduce<Uint8Array>(
        (inside) => derElement(derTags.sequence, inside),
        new Uint8Array(),
      );
    readDer(nested(64));
    assert.throws(() => readDer(nested(65)), refusal);
    readDer(nested(7), 7);
    assert.throws(() => readDer(nested(8), 7), refusal);
    assert.throws(() => readDer(nested(100_000)), refusal);
  });

  it('stays what it was read as, whoever changes the octets afterwards', () => {
    const bytes = fromHex('3003020105');
    const element = readDer(bytes);
    bytes.fill(0);
    assert.equal(toHex(element.der), '3003020105');
  });

  it('has no field that nobody asked for, and none of another type', () => {
    const two = read('30060201050101ff');
    const both = fieldsOf(two, derTags.sequence, ({ take, maybe }) => [
      smallInteger(take(derTags.integer)),
      flagOf(maybe(derTags.boolean)),
    ]);
    assert.deepEqual(both, [5, true]);
    assert.throws(() => fieldsOf(two, derTags.sequence, ({ take }) => take(derTags.integer)), refusal);
    assert.throws(() => fieldsOf(two, derTags.sequence, ({ take }) => take(derTags.boolean)), refusal);
    assert.throws(() => fieldsOf(two, derTags.set, ({ next }) => next()), refusal);
    assert.throws(() => fieldsOf(read('0400'), derTags.octetString, () => null), refusal);
    assert.throws(() => membersOf(two, contextTag(0)), refusal);
    assert.equal(
      fieldsOf(read('3000'), derTags.sequence, ({ next, maybe }) => next() ?? maybe(derTags.integer)),
      undefined,
    );
  });

  it('has values within what they may be', () => {
    assert.equal(toHex(octetsOfBits(read('03020080'))), '80');
    assert.throws(() => octetsOfBits(read('03020780')), refusal);
    assert.throws(() => smallInteger(read('0201ff')), refusal);
    assert.throws(() => smallInteger(read('02020100')), refusal);
    assert.equal(toHex(magnitudeOf(read('02020080'))), '80');
    assert.equal(toHex(magnitudeOf(read('020100'))), '00');
    assert.throws(() => magnitudeOf(read('0201ff')), refusal);
    assert.equal(flagOf(undefined), false);
    assert.equal(flagOf(read('010100')), false);
    assert.equal(identifierOf(read('06062a8648ce3d02')), '1.2.840.10045.2');
    // Of 128 bits, as X.667 has them.
    assert.equal(
      identifierOf(read('0614698399a8fcc7a3dfbeb0a9bf9693fbc0b0dbff7f')).startsWith('2.25.'),
      true,
    );
  });

  it('tells a time as the library does', () => {
    const from = Date.UTC(1900, 0, 1);
    const to = Date.UTC(2150, 0, 1);
    const seconds = fc.integer({ min: from / 1000, max: to / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const date = new Date(1000 * second);
        const year = date.getUTCFullYear();
        const digits = date.toISOString().replaceAll(/[-:T]|\.000/g, '');
        const short = year >= 1950 && year < 2050;
        const text = Uint8Array.from(short ? digits.slice(2) : digits, (digit) => digit.charCodeAt(0));
        const der = derElement(short ? derTags.utcTime : derTags.generalizedTime, text);
        assert.equal(strictTimeOf(readDer(der)).getTime(), date.getTime());
      }),
    );
    for (const [form, hex] of [
      ['no such day', '170d3939303233303030303030305a'],
      ['without seconds', '170b393930323233303030305a'],
      ['four digits of a year before 2050', '180f32303430303130313030303030305a'],
      ['another zone', '17113939303132333031303130312b30303030'],
      ['fractions', '181332303530303130313030303030302e3530305a'],
      ['a leap second', '170d3939303233303030303036305a'],
      ['another type', '160d3939303132333030303030305a'],
    ] as const)
      assert.throws(() => strictTimeOf(read(hex)), refusal, form);
    const early = read('180f32303430303130313030303030305a');
    assert.equal(timeOf(early).getTime(), Date.UTC(2040, 0, 1));
  });
});

/** Whether a reader takes it; whatever it throws but a refusal is a fault. */
const taken = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    if (error instanceof CeremonyError) return null;
    throw error;
  }
};

/** Whatever is read here, the library reads too, holding it to DER: nothing passes that it would refuse. */
const alike = (der: Uint8Array, own: (bytes: Uint8Array) => boolean, library: new () => object): void => {
  assert.ok(own(der));
  const agrees = (changed: Uint8Array): void => {
    if (own(changed)) assert.ok(taken(() => parse(changed, library)) !== null, toHex(changed));
  };
  for (const variant of berVariants(der)) agrees(variant);
  fc.assert(fc.property(changesOf(der), agrees), { numRuns: 400 });
};

describe('what is read as it stands, is read by the library, too', () => {
  const [key] = testKeys;
  const ownKey = (bytes: Uint8Array) => (taken(() => readKeyParts(bytes)) ?? null) !== null;

  it('keys', () => {
    for (const { spki } of testKeys) alike(spki, ownKey, SubjectPublicKeyInfo);
  });

  it('certificates, and they say the same', async () => {
    const der = await certificateFor(key);
    alike(der, (bytes) => parseCertificate(bytes).ok, X509Certificate);
    fc.assert(
      fc.property(changesOf(der), (changed) => {
        const own = parseCertificate(changed);
        if (!own.ok) return;
        const { tbsCertificate, signatureValue } = parse(changed, X509Certificate);
        const { value } = own;
        assert.equal(value.version, tbsCertificate.version + 1);
        assert.equal(value.serialNumberHex, toHex(new Uint8Array(tbsCertificate.serialNumber)));
        assert.deepEqual(view(value.subjectDer).slice(), serialize(tbsCertificate.subject));
        assert.deepEqual(view(value.issuerDer).slice(), serialize(tbsCertificate.issuer));
        assert.deepEqual(view(value.spki).slice(), serialize(tbsCertificate.subjectPublicKeyInfo));
        assert.deepEqual(view(value.tbs).slice(), serialize(tbsCertificate));
        assert.deepEqual(value.notBefore, tbsCertificate.validity.notBefore.getTime());
        assert.deepEqual(value.notAfter, tbsCertificate.validity.notAfter.getTime());
        assert.deepEqual(view(value.signature).slice(), new Uint8Array(signatureValue));
      }),
      { numRuns: 400 },
    );
  });

  it('pairs of numbers, as signatures are', () => {
    const pair = fromHex('3006020105020107');
    const numbers = (bytes: Uint8Array) => decodeEcdsaSignature(bytes, 'P-256').ok;
    alike(pair, numbers, ECDSASigValue);
    for (const variant of berVariants(pair)) assert.ok(!numbers(variant), toHex(variant));
  });
});
