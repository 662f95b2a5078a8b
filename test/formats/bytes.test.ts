import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  compare,
  concat,
  equal,
  fromBase64,
  fromHex,
  fromUtf8,
  toBase64,
  toHex,
  toUtf8,
} from '../../ceremonies/formats/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const malformed = { code: 'encoding-malformed' };

describe('bytes as text', () => {
  it('agree with Node, and come back', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        assert.equal(toHex(data), Buffer.from(data).toString('hex'));
        assert.equal(toBase64(data), Buffer.from(data).toString('base64'));
        assert.deepEqual(fromHex(toHex(data)), data);
        assert.deepEqual(fromBase64(toBase64(data)), data);
      }),
    );
    const large = new Uint8Array(100_000).map((_, index) => index % 251);
    assert.deepEqual(fromBase64(toBase64(large)), large);
  });

  it('have one spelling only', () => {
    for (const text of ['a', 'AB', '0g', ' 00', '00\n']) assert.throws(() => fromHex(text), malformed, text);
    for (const text of ['A', 'AA', 'AAA', 'AB==', 'AAB=', '====', 'AA==\n', 'A-_A', 'AAAA====', 'AAAAAB==']) {
      assert.throws(() => fromBase64(text), malformed, text);
    }
  });

  it('are strict UTF-8 both ways', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fromUtf8(toUtf8(text)) === text));
    assert.equal(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf)), '\ufeff');
    assert.throws(() => toUtf8('\ud800'), malformed);
    for (const wrong of [[0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
      assert.throws(() => fromUtf8(Uint8Array.from(wrong)), malformed);
    }
  });

  it('compare as Buffer does', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        assert.equal(equal(a, b), Buffer.compare(a, b) === 0);
        assert.equal(Math.sign(compare(a, b)), Buffer.compare(a, b));
        assert.ok(equal(concat(a, b), Buffer.concat([a, b])));
        assert.ok(equal(a, a.slice()));
      }),
    );
  });
});
