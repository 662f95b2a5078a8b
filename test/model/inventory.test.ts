import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readRecord } from '../../ceremonies/model/inventory.ts';

const members = {
  dataSet: 'land',
  id: '1',
  kid: 'kek.v1',
  alg: 'A256KW',
  encrypted_key: 'AAECAwQFBgc',
};

/** Text of a length about the most there may be, of whatever characters. */
const name = (most: number) =>
  fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', '"', '\\', ' ', 'õ', '\ud7ff', '\ue000', '😀', '\ud800', '\n'),
      maxLength: 6,
    }),
    fc.integer({ min: most - 2, max: most + 2 }).map((length) => 'x'.repeat(length)),
    fc.integer({ min: most / 2 - 1, max: most / 2 + 1 }).map((length) => '😀'.repeat(length)),
  );
const wrapped = fc.oneof(
  fc.string({ unit: fc.constantFrom('A', '_', '-', '9', '+', '=', ' '), maxLength: 8 }),
  fc.integer({ min: 4090, max: 4099 }).map((length) => 'A'.repeat(length)),
);
const drawn = fc.record(
  {
    dataSet: name(120),
    id: name(200),
    kid: name(200),
    alg: fc.constantFrom('A256KW', 'RSA-OAEP', 'ECDH-ES+A256KW', 'A256'),
    encrypted_key: wrapped,
    more: fc.constant(1),
  },
  { requiredKeys: ['dataSet', 'id', 'kid', 'alg', 'encrypted_key'] },
);

describe('a line of an inventory', () => {
  test('means the same however it is spaced, whatever it holds', () => {
    fc.assert(
      fc.property(drawn, (record) => {
        const text = JSON.stringify(record);
        // A space in front is allowed by JSON, and never there in a plain line.
        const expected = readRecord(` ${text}`);
        assert.deepEqual(readRecord(text), expected);
        assert.deepEqual(readRecord(JSON.stringify(record, null, 1).replace(/\n ?/gu, ' ')), expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('of the most that each member may be is a record, of one more is not', () => {
    const longest = { dataSet: 120, id: 200, kid: 200, encrypted_key: 4096 };
    for (const [member, most] of Object.entries(longest)) {
      const of = (length: number) => readRecord(JSON.stringify({ ...members, [member]: 'A'.repeat(length) }));
      assert.equal(of(most).kind, 'record', member);
      assert.equal(of(member === 'encrypted_key' ? most + 2 : most + 1).kind, 'fault', member);
      if (member !== 'encrypted_key') assert.equal(of(0).kind, 'fault', member);
    }
  });

  test('is none with a control character, a member twice, or anything behind it', () => {
    const text = JSON.stringify(members);
    const spoilt = [
      text.replace('land', 'la\tnd'),
      text.replace('{', '{"id":"1",'),
      `${text}{}`,
      `${text},`,
      text.replace('AAEC', 'AA=C'),
    ];
    assert.deepEqual(
      spoilt.map((each) => readRecord(each).kind),
      spoilt.map(() => 'fault'),
    );
  });
});
