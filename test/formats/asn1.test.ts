import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ECParameters } from '@peculiar/asn1-ecc';
import { OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  BasicConstraints,
  Extension,
  KeyUsage,
  SubjectPublicKeyInfo,
} from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import {
  decoding,
  fromInteger,
  maxDerBytes,
  parse,
  remembering,
  requireSetOrder,
  requireShortest,
  serialize,
  setOrder,
  toInteger,
  toTime,
} from '../../ceremonies/formats/asn1.ts';
import { fromHex, toHex } from '../../ceremonies/formats/bytes.ts';
import { testKeys } from './keys.ts';

const refusal = { code: 'encoding-malformed' };
const octets = (...bytes: readonly number[]) => new OctetString(Uint8Array.from(bytes));

describe('strict DER', () => {
  it('comes back as it was read', () => {
    for (const { spki } of testKeys) {
      assert.deepEqual(serialize(parse(spki, SubjectPublicKeyInfo)), spki);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const der = serialize(new OctetString(Uint8Array.from(bytes)));
        assert.deepEqual(new Uint8Array(parse(der, OctetString).buffer), bytes);
      }),
    );
  });

  it('is the only encoding that is read', () => {
    const wrong: readonly (readonly [form: string, hex: string, type: new () => object])[] = [
      ['nothing', '', OctetString],
      ['no length', '04', OctetString],
      ['length beyond the end', '040200', OctetString],
      ['bytes behind', '040000', OctetString],
      ['another type', '0500', OctetString],
      ['padded length', '04810100', OctetString],
      ['doubly padded length', `0482007f${'00'.repeat(127)}`, OctetString],
      ['indefinite length', '30800000', BasicConstraints],
      ['octets in pieces', '2403040100', OctetString],
      ['boolean of its own', '3003010101', BasicConstraints],
      ['default spelled out', '3003010100', BasicConstraints],
      ['default spelled out', '300b0603551d0f010100040100', Extension],
      ['a field too many', '30050101ff0500', BasicConstraints],
      ['null with content', '300706022a03050100', AlgorithmIdentifier],
      ['null with a long length', '300706022a03058100', AlgorithmIdentifier],
      ['parameters with a long length', '300806022a0304810100', AlgorithmIdentifier],
      ['parameters of indefinite length', '300806022a0330800000', AlgorithmIdentifier],
      ['padded identifier', '06032a8001', ECParameters],
      ['unfinished identifier', '06022a80', ECParameters],
      ['bits of nothing', '0300', KeyUsage],
    ];
    for (const [form, hex, type] of wrong) assert.throws(() => parse(fromHex(hex), type), refusal, form);
  });

  it('has whole octets in a key', () => {
    const [{ spki }] = testKeys;
    const unused = spki.map((octet, index) => (index === spki.indexOf(0x03, 23) + 2 ? 1 : octet));
    assert.notDeepEqual(unused, spki);
    assert.throws(() => parse(unused, SubjectPublicKeyInfo), refusal);
  });

  it('is bounded', () => {
    const largest = serialize(new OctetString(new Uint8Array(maxDerBytes - 5)));
    assert.equal(largest.length, maxDerBytes);
    assert.equal(parse(largest, OctetString).byteLength, maxDerBytes - 5);
    const larger = serialize(new OctetString(new Uint8Array(maxDerBytes - 4)));
    assert.throws(() => parse(larger, OctetString), refusal);
    const deep = Uint8Array.from({ length: 60_000 }, (_, index) => (index % 2 === 0 ? 0x30 : 0x80));
    assert.throws(() => parse(deep, BasicConstraints), refusal);
  });

  it('has its sets in order, each member once', () => {
    const [short, low, high] = [octets(9), octets(1, 2), octets(2, 1)];
    assert.deepEqual(setOrder([high, low, short]), [short, low, high]);
    requireSetOrder([short, low, high]);
    requireSetOrder([]);
    assert.throws(() => requireSetOrder([low, short]), refusal);
    assert.throws(() => requireSetOrder([low, low]), refusal);
  });

  it('has the shortest integers', () => {
    assert.equal(toHex(new Uint8Array(toInteger(fromHex('0000')))), '00');
    assert.equal(toHex(new Uint8Array(toInteger(fromHex('0080')))), '0080');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (magnitude) => {
        const integer = toInteger(magnitude);
        requireShortest(integer);
        assert.deepEqual(toInteger(fromInteger(integer)), integer);
      }),
    );
    requireShortest(fromHex('ff7f').buffer);
    for (const hex of ['', '0001', 'ff80']) {
      assert.throws(() => requireShortest(fromHex(hex).buffer), refusal, hex);
    }
    for (const hex of ['', '0001', 'ff', '80']) {
      assert.throws(() => fromInteger(fromHex(hex).buffer), refusal, hex);
    }
  });

  it('keeps a time to the second: two digits of the year until 2049, four from 2050', () => {
    const times = [
      ['1949-12-31T23:59:59.000Z', '180f31393439313233313233353935395a'],
      ['1950-01-01T00:00:00.000Z', '170d3530303130313030303030305a'],
      ['1999-12-31T23:59:59.000Z', '170d3939313233313233353935395a'],
      ['2049-12-31T23:59:59.000Z', '170d3439313233313233353935395a'],
      ['2050-01-01T00:00:00.000Z', '180f32303530303130313030303030305a'],
    ] as const;
    for (const [iso, hex] of times) {
      assert.equal(toHex(serialize(toTime(new Date(iso)))), hex);
    }
  });

  it('turns only its own refusals into problems', () => {
    assert.deepEqual(
      decoding('signature-malformed', () => parse(fromHex('04'), OctetString)),
      { ok: false, problem: { code: 'signature-malformed', details: { expected: 'der' } } },
    );
    const mistake = () => {
      throw new CeremonyError('internal');
    };
    assert.throws(() => decoding('signature-malformed', mistake), { code: 'internal' });
  });
});

describe('a reader that remembers', () => {
  const counting = () => {
    const read: string[] = [];
    const reader = remembering((der) => {
      read.push(toHex(der));
      if (der.length === 0) throw new CeremonyError('encoding-malformed');
      return der[0] === 0 ? undefined : { der };
    });
    return { read, reader };
  };

  it('reads the same octets once, wherever they stand, and others by themselves', () => {
    const { read, reader } = counting();
    const first = reader(Uint8Array.of(1, 2));
    assert.equal(reader(Buffer.of(9, 1, 2, 9).subarray(1, 3)), first);
    assert.notEqual(reader(Uint8Array.of(1)), first);
    assert.equal(reader(Uint8Array.of(0)), undefined);
    assert.equal(reader(Uint8Array.of(0)), undefined);
    assert.deepEqual(read, ['0102', '01', '00']);
  });

  it('is not misled by whoever changes the octets afterwards', () => {
    const { reader } = counting();
    const octets = Uint8Array.of(1, 2);
    const first = reader(octets);
    octets[1] = 3;
    assert.deepEqual(first, { der: Uint8Array.of(1, 2) });
    assert.deepEqual(reader(octets), { der: Uint8Array.of(1, 3) });
    assert.equal(reader(Uint8Array.of(1, 2)), first);
  });

  it('reads again what it refused, and what is large', () => {
    const { read, reader } = counting();
    for (const bytes of [new Uint8Array(), new Uint8Array()]) assert.throws(() => reader(bytes), refusal);
    const large = new Uint8Array(16 * 1024 + 1).fill(1);
    reader(large);
    reader(large);
    assert.equal(read.length, 4);
  });

  it('forgets sooner than it fills the memory', () => {
    const { read, reader } = counting();
    const nth = (index: number) => Uint8Array.of(1, index >> 8, index & 0xff);
    for (let index = 0; index <= 1024; index++) reader(nth(index));
    reader(nth(1024));
    assert.equal(read.length, 1025);
    reader(nth(0));
    assert.equal(read.length, 1026);
  });
});
