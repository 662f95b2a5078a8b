import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 as zlibSum } from 'node:zlib';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { crc32 } from '../../ceremonies/formats/crc32.ts';

describe('the check sum of ZIP', () => {
  it('is that of everybody (RFC 1952; the check value of CRC-32/ISO-HDLC)', () => {
    assert.equal(crc32(toUtf8('123456789')), 0xcbf43926);
    assert.equal(crc32(new Uint8Array()), 0);
    assert.equal(crc32(new Uint8Array(32)), 0x190a55ad);
  });

  it('is the same however the octets come', () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, index) => (index * index * 37 + 11) & 0xff);
    for (let length = 0; length <= bytes.length; length += 1) {
      const whole = bytes.subarray(0, length);
      assert.equal(crc32(whole), zlibSum(whole));
      assert.equal(crc32(whole.subarray(7), crc32(whole.subarray(0, 7))), zlibSum(whole));
    }
  });

  it('is of a part of a larger buffer alone', () => {
    assert.equal(crc32(toUtf8('x123456789x').subarray(1, 10)), 0xcbf43926);
  });
});
