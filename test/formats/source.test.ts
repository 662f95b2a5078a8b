import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { before, describe, it } from 'node:test';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import {
  contentSha256Hex,
  gathered,
  piecesOf,
  sourceOfBlob,
  sourceOfBytes,
  steady,
  wholeOf,
  type Source,
} from '../../ceremonies/formats/source.ts';
import { openZip, type ZipLimits } from '../../ceremonies/formats/zip.ts';
import { crc32 } from '../../ceremonies/formats/crc32.ts';
import { zip, type Entry as OddEntry } from './oddZip.ts';

const bytes = Uint8Array.from({ length: 3_500_000 }, (_, at) => (at * 31 + (at >> 10)) & 0xff);
const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A medium that gives other bytes from some reading on. */
const changing = (content: Uint8Array, readings: number): Source => {
  let reading = 0;
  return {
    sizeBytes: content.length,
    read: (offset, lengthBytes) => {
      reading += 1;
      const part = content.slice(offset, offset + lengthBytes);
      if (reading > readings) part[0] = (part[0] ?? 0) ^ 1;
      return Promise.resolve(part);
    },
  };
};

describe('a source', () => {
  it('gives the same bytes from memory and from a blob, whatever part is asked for', async () => {
    for (const source of [sourceOfBytes(bytes), sourceOfBlob(new Blob([bytes]), 'blob')]) {
      assert.equal(source.sizeBytes, bytes.length);
      assert.deepEqual(await source.read(1_048_570, 20), bytes.slice(1_048_570, 1_048_590));
    }
  });

  it('is held to what it was at its first reading', async () => {
    const held = await steady(sourceOfBytes(bytes));
    assert.equal(held.sha256Hex, sha256Of(bytes));
    for (const [offset, length] of [
      [0, 1],
      [1_048_575, 2],
      [500_000, 2_900_000],
      [3_499_999, 1],
      [3_499_990, 100],
    ] as const)
      assert.deepEqual(await held.read(offset, length), bytes.slice(offset, offset + length));

    const first = Math.ceil(bytes.length / 2 ** 20);
    const other = await steady(changing(bytes, first));
    await assert.rejects(other.read(5, 5), { code: 'file-unreadable' });
  });
});

describe('an entry that is too long to be kept', () => {
  const limits: ZipLimits = {
    entries: 10,
    entryBytes: 1000,
    totalBytes: 2000,
    streamed: { paths: new Set(['long']), keptBytes: 500, entryBytes: 4_000_000 },
  };
  const open = (...entries: readonly OddEntry[]) => openZip(sourceOfBytes(zip(entries)), limits);
  const codeOf = async (...entries: readonly OddEntry[]) => {
    const read = await open(...entries);
    return read.ok ? 'read' : read.problem.code;
  };
  const long = { name: 'long', content: bytes };
  let packed: OddEntry;
  before(() => {
    packed = {
      name: 'long',
      method: 8,
      packed: new Uint8Array(deflateRawSync(bytes)),
      sizeBytes: bytes.length,
      crc: crc32(bytes),
    };
  });

  it('is unpacked anew for each reading, stored or deflated', async () => {
    for (const entry of [long, packed]) {
      const read = await open(entry);
      assert.ok(read.ok);
      const content = read.value[0]?.content ?? assert.fail();
      assert.equal(content instanceof Uint8Array, false);
      assert.equal(await contentSha256Hex(content), sha256Of(bytes));
      assert.deepEqual(await gathered(piecesOf(content)), bytes);
      assert.deepEqual(await gathered(piecesOf(content)), bytes);
      assert.throws(() => wholeOf(content), { code: 'bundle-too-large' });
    }
  });

  it('is kept while it is short', async () => {
    const read = await open({ name: 'long', content: bytes.slice(0, 500) });
    assert.ok(read.ok);
    assert.ok(read.value[0]?.content instanceof Uint8Array);
  });

  it('is one of those that may be, and no longer than it may be', async () => {
    assert.equal(await codeOf({ name: 'other', content: bytes }), 'bundle-too-large');
    assert.equal(await codeOf({ ...packed, sizeBytes: 4_000_001 }), 'bundle-too-large');
  });

  it('is refused where it is not what the archive says of it', async () => {
    const refused: readonly OddEntry[] = [
      { ...packed, crc: crc32(bytes) ^ 1 },
      { ...packed, sizeBytes: bytes.length - 1 },
      { ...packed, sizeBytes: bytes.length + 1 },
      { ...packed, packed: new Uint8Array([...deflateRawSync(bytes), 0]) },
      { ...packed, packed: new Uint8Array(deflateRawSync(bytes)).subarray(0, -100) },
      { ...packed, packed: toUtf8('no stream at all') },
      { ...long, crc: crc32(bytes) ^ 1 },
    ];
    for (const entry of refused) assert.equal(await codeOf(entry), 'bundle-entry-damaged');
  });

  it('is not inflated further than it says', async () => {
    const bomb = new Uint8Array(deflateRawSync(new Uint8Array(200_000_000)));
    const from = process.memoryUsage().arrayBuffers;
    assert.equal(
      await codeOf({ name: 'long', method: 8, packed: bomb, sizeBytes: 1000, crc: 0 }),
      'bundle-entry-damaged',
    );
    assert.ok(process.memoryUsage().arrayBuffers - from < 50_000_000);
  });
});
