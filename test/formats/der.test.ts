import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { fromHex, toHex } from '../../ceremonies/formats/bytes.ts';
import * as der from '../../ceremonies/formats/der.ts';

const refusal = { code: 'encoding-malformed' };
const element = (hex: string) => der.readWhole(fromHex(hex));

describe('DER', () => {
  it('writes lengths, integers and identifiers in their one shortest form', () => {
    assert.equal(toHex(der.octetString(new Uint8Array(127))).slice(0, 4), '047f');
    assert.equal(toHex(der.octetString(new Uint8Array(128))).slice(0, 6), '048180');
    assert.equal(toHex(der.octetString(new Uint8Array(256))).slice(0, 8), '04820100');
    assert.equal(toHex(der.unsigned(fromHex('0000'))), '020100');
    assert.equal(toHex(der.unsigned(fromHex('0080'))), '02020080');
    assert.equal(toHex(der.oid('1.2.840.113549.1.7.2')), '06092a864886f70d010702');
    assert.equal(toHex(der.oid('2.16.840.1.101.3.4.2.1')), '0609608648016503040201');
  });

  it('sorts a set', () => {
    assert.equal(toHex(der.setOf([der.small(2), der.small(1), der.nothing()])), '3108020101020102' + '0500');
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.array(fc.nat(2 ** 40), { maxLength: 5 }),
        (bytes, arcs) => {
          assert.deepEqual(der.readOctets(der.readWhole(der.octetString(bytes))), bytes);
          assert.deepEqual(der.readBitOctets(der.readWhole(der.bitString(bytes))), bytes);
          assert.deepEqual(
            der.unsigned(der.readUnsigned(der.readWhole(der.unsigned(bytes)))),
            der.unsigned(bytes),
          );
          const dotted = ['1', '2', ...arcs].join('.');
          assert.equal(der.readOid(der.readWhole(der.oid(dotted))), dotted);
        },
      ),
    );
  });

  it('keeps a time to the second: two digits of the year until 2049, four from 2050', () => {
    const times = [
      ['1999-12-31T23:59:59.000Z', '170d3939313233313233353935395a'],
      ['2049-12-31T23:59:59.000Z', '170d3439313233313233353935395a'],
      ['2050-01-01T00:00:00.000Z', '180f32303530303130313030303030305a'],
    ] as const;
    for (const [iso, hex] of times) {
      assert.equal(toHex(der.time(new Date(iso))), hex);
      assert.equal(der.readTime(element(hex)).toISOString(), iso);
    }
  });

  it('refuses every other form', () => {
    const wrong: readonly (readonly [form: string, read: () => unknown])[] = [
      ['indefinite length', () => element('30800000')],
      ['padded length', () => element('04810100')],
      ['doubly padded length', () => element(`0482007f${'00'.repeat(127)}`)],
      ['length beyond the end', () => element('040200')],
      ['no length', () => element('04')],
      ['nothing', () => element('')],
      ['bytes behind', () => element('050000')],
      ['tag of many octets', () => element('1f8100')],
      ['padded integer', () => der.readInteger(element('02020001'))],
      ['padded negative integer', () => der.readInteger(element('0202ff80'))],
      ['integer of nothing', () => der.readInteger(element('0200'))],
      ['negative where none may be', () => der.readUnsigned(element('0201ff'))],
      ['large where small is expected', () => der.readSmall(element('02020080'))],
      ['boolean of its own', () => der.readBoolean(element('010101'))],
      ['null with content', () => der.readNull(element('050100'))],
      ['bit string of nothing', () => der.readBits(element('0300'))],
      ['unused bits that are set', () => der.readBits(element('03020101'))],
      ['unused bits of nothing', () => der.readBits(element('030101'))],
      ['unfinished octets', () => der.readBitOctets(element('03020100'))],
      ['identifier of nothing', () => der.readOid(element('0600'))],
      ['padded identifier', () => der.readOid(element('06032a8001'))],
      ['unfinished identifier', () => der.readOid(element('06022a80'))],
      ['unsorted set', () => der.members(element('3106020102020101'))],
      ['doubled member', () => der.members(element('3106020101020101'))],
      ['no such day', () => der.readTime(element('170d3939303233303030303030305a'))],
      ['time without seconds', () => der.readTime(element('170b393930323233303030305a'))],
      [
        'four digits of a year before 2050',
        () => der.readTime(element('180f32303430303130313030303030305a')),
      ],
      ['missing field', () => der.fields(element('3000')).next()],
      ['field of another tag', () => der.fields(element('30020500')).next(der.tags.integer)],
      ['leftover field', () => der.fields(element('30020500')).end()],
    ];
    for (const [form, read] of wrong) assert.throws(read, refusal, form);
  });

  it('turns only its own refusals into problems', () => {
    assert.deepEqual(
      der.decoding('signature-malformed', () => element('04')),
      {
        ok: false,
        problem: { code: 'signature-malformed', details: { expected: 'der' } },
      },
    );
    assert.throws(
      () =>
        der.decoding('signature-malformed', () => {
          throw new CeremonyError('internal');
        }),
      { code: 'internal' },
    );
  });
});
