import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPublicKey } from '../../ceremonies/formats/algorithms.ts';
import { derElement } from '../../ceremonies/formats/ber.ts';
import { concat } from '../../ceremonies/formats/bytes.ts';
import { isWithinBounds } from '../../ceremonies/formats/derBounds.ts';
import { certificateFor, testKeys } from './keys.ts';

const long = derElement(0x01, new Uint8Array(900_000).fill(1));

describe('a BOOLEAN that is a long number', () => {
  for (const [where, der] of Object.entries({
    'by itself': long,
    'in a sequence': derElement(0x30, derElement(0x30, Uint8Array.of(5, 0), long)),
    'in a string': derElement(0x30, derElement(0x04, long)),
    'in bits': derElement(0x30, derElement(0x03, Uint8Array.of(0), long)),
    'behind a length that is open': concat(Uint8Array.of(0x30, 0x80), long, Uint8Array.of(0, 0)),
    'in a string in a string': derElement(0x04, derElement(0x30, derElement(0x24, derElement(0x04, long)))),
  }))
    it(`is refused ${where}, before anybody reads it`, () => assert.equal(isWithinBounds(der), false));

  it('is refused by what reads keys', () => {
    const read = readPublicKey(derElement(0x30, derElement(0x30, long)));
    assert.equal(read.ok, false);
  });
});

describe('what is read every day', () => {
  it('passes', async () => {
    for (const key of testKeys) assert.ok(isWithinBounds(await certificateFor(key)));
  });

  it('passes with octets in it that look like such a BOOLEAN', () =>
    assert.ok(isWithinBounds(derElement(0x04, Uint8Array.of(1, 0x81, 0xf0), new Uint8Array(300)))));
});
