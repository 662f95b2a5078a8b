import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeHex, encodeHex } from '../../ceremonies/shares/hex.ts';

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test('hex of every byte is what Buffer makes of it, and comes back', () => {
  const digits = Buffer.alloc(512);
  encodeHex(allBytes, digits);
  assert.equal(digits.toString(), Buffer.from(allBytes).toString('hex'));
  const back = new Uint8Array(256);
  assert.equal(decodeHex(digits, back), true);
  assert.deepEqual(back, allBytes);
});

test('only the sixteen lower-case digits are read, in either place', () => {
  const read = [...allBytes].filter((byte) => decodeHex(Uint8Array.of(byte, 0x30), new Uint8Array(1)));
  assert.equal(Buffer.from(read).toString(), '0123456789abcdef');
  const readSecond = [...allBytes].filter((byte) => decodeHex(Uint8Array.of(0x30, byte), new Uint8Array(1)));
  assert.deepEqual(readSecond, read);
});

test('too many or too few digits are refused', () => {
  assert.equal(decodeHex(Buffer.from('000'), new Uint8Array(1)), false);
  assert.equal(decodeHex(Buffer.from('0'), new Uint8Array(1)), false);
});
