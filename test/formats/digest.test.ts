import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toHex, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { sha256, sha256Hex, sha384 } from '../../ceremonies/formats/digest.ts';

describe('digests', () => {
  it('are those of the standard (FIPS 180-4, "abc")', async () => {
    assert.equal(
      await sha256Hex(toUtf8('abc')),
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    assert.equal(
      toHex(await sha384(toUtf8('abc'))),
      'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    );
  });

  it('have their lengths, also over a part of a larger buffer', async () => {
    const part = toUtf8('xabcx').subarray(1, 4);
    assert.deepEqual(await sha256(part), await sha256(toUtf8('abc')));
    assert.equal((await sha384(part)).length, 48);
  });
});
