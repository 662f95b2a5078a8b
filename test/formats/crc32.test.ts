import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { crc32 } from '../../ceremonies/formats/crc32.ts';

describe('the check sum of ZIP', () => {
  it('is that of everybody (RFC 1952; the check value of CRC-32/ISO-HDLC)', () => {
    assert.equal(crc32(toUtf8('123456789')), 0xcbf43926);
    assert.equal(crc32(new Uint8Array()), 0);
    assert.equal(crc32(new Uint8Array(32)), 0x190a55ad);
  });

  it('is of a part of a larger buffer alone', () => {
    assert.equal(crc32(toUtf8('x123456789x').subarray(1, 10)), 0xcbf43926);
  });
});
