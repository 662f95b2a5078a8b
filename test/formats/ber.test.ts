import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { derElement, derHeader, readBerHeader, readElement } from '../../ceremonies/formats/ber.ts';
import { concat, equal, fromHex, toHex } from '../../ceremonies/formats/bytes.ts';

const elementOf = (hex: string): string | null => {
  const read = readElement(fromHex(hex.replaceAll(' ', '')));
  return read === null ? null : toHex(read.der);
};

describe('a header', () => {
  it('is read as it was written, and only when all of it is there', () => {
    fc.assert(
      fc.property(fc.constantFrom(0x04, 0x30, 0xa0), fc.maxSafeNat(), (tag, lengthBytes) => {
        const header = derHeader(tag, lengthBytes);
        assert.deepEqual(readBerHeader(header), { tag, lengthBytes, headerBytes: header.length });
        for (let cut = 0; cut < header.length; cut += 1)
          assert.equal(readBerHeader(header.subarray(0, cut)), null);
      }),
    );
  });

  it('may have a longer length than it needs, or an indefinite one around elements', () => {
    assert.deepEqual(readBerHeader(fromHex('30840000000a')), { tag: 0x30, lengthBytes: 10, headerBytes: 6 });
    assert.deepEqual(readBerHeader(fromHex('2480')), { tag: 0x24, lengthBytes: Infinity, headerBytes: 2 });
  });

  it('is refused where no file can be so', () => {
    for (const hex of ['0480', '1f8101', '3088ffffffffffffffff', '3089000000000000000001'])
      assert.throws(() => readBerHeader(fromHex(hex)), { code: 'encoding-malformed' });
  });
});

describe('an element', () => {
  it('comes out in DER: definite lengths, strings in one piece', () => {
    assert.equal(elementOf('30 80 02 01 05 00 00'), '3003020105');
    assert.equal(elementOf('30 8103 02 01 05'), '3003020105');
    assert.equal(elementOf('24 80 04 01 61 04 00 24 03 04 01 62 00 00'), '04026162');
    assert.equal(elementOf('31 80 30 80 00 00 30 00 00 00'), '310430003000');
  });

  it('that is DER already comes out as it was', () => {
    const der = derElement(0x30, derElement(0x04, new Uint8Array(200)), fromHex('0500'));
    assert.equal(elementOf(toHex(der)), toHex(der));
    const read = readElement(concat(der, fromHex('ffff')));
    assert.equal(read?.endsAt, der.length);
  });

  it('that is not whole is none', () => {
    const ber = fromHex('308031803080040161000000000000');
    assert.notEqual(readElement(ber), null);
    for (let cut = 0; cut < ber.length; cut += 1) assert.equal(readElement(ber.subarray(0, cut)), null);
  });

  it('is refused when its parts do not fit, or nest without end', () => {
    for (const hex of ['300204020000', '24030201ff', '24053003040161', '0000', '3080'.repeat(1000)])
      assert.throws(() => elementOf(hex), { code: 'encoding-malformed' }, hex.slice(0, 20));
  });

  it('is read with more elements in it than a call takes arguments', () => {
    const nulls = new Uint8Array(2 * 300_000).map((_, index) => (index % 2 === 0 ? 5 : 0));
    const many = derElement(0x30, nulls);
    assert.ok(equal(readElement(many)?.der ?? new Uint8Array(), many));
  });

  it('is read or refused, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          const read = readElement(bytes);
          if (read === null) return;
          assert.deepEqual(readElement(read.der), { der: read.der, endsAt: read.der.length });
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'encoding-malformed');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
