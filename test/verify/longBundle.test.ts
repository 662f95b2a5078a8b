import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { sourceOfBytes, type Source } from '../../ceremonies/formats/source.ts';
import { openBundle, readBundle, verifyLimits } from '../../ceremonies/verify/openBundle.ts';
import { failedClaims, type Verdict } from '../../ceremonies/verify/verdict.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { openPaddedRoom } from '../bench/padding.ts';
import { zip } from '../formats/oddZip.ts';
import { entriesOf, flipped } from './fixture.ts';

const exceptions = 4_200;
let bundle: Uint8Array;
let verdict: Verdict;

before(async () => {
  const long = await (await openPaddedRoom(2, 3))(exceptions, 'The reader showed no light. '.repeat(142));
  bundle = long.bytes;
  verdict = await verifyBundle(lying(bundle));
});

/** Read in pieces from where it lies, and never at hand as a whole. */
const lying = (bytes: Uint8Array): Source => ({
  ...sourceOfBytes(bytes),
  read: (offset, lengthBytes) => {
    assert.ok(lengthBytes <= verifyLimits.container.entryBytes);
    return Promise.resolve(bytes.slice(offset, offset + lengthBytes));
  },
});

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a bundle that is too long to be kept', () => {
  test('is too long indeed, and its transcript and report are not kept', async () => {
    assert.ok(bundle.length > verifyLimits.keptBytes);
    const read = await readBundle(lying(bundle));
    const files = read.ok ? await openBundle(read.value) : read;
    assert.ok(files.ok);
    const streamed = [...files.value].filter(([, content]) => !(content instanceof Uint8Array));
    assert.deepEqual(
      streamed.map(([path]) => path),
      ['transcript.jsonl', 'report.html'],
    );
  });

  test('has the verdict that it has as a whole', async () => {
    assert.deepEqual(failedClaims(verdict), []);
    assert.equal(verdict.outcome, 'good');
    assert.equal(verdict.bundle.sha256, sha256Of(bundle));
    assert.ok((verdict.summary?.exceptions ?? 0) > 4_000);
    assert.deepEqual(verdict, await verifyBundle(bundle));
  });

  test('verifies when it is packed anew, with compression', async () => {
    const entries = [...(await entriesOf(bundle))].map(([name, content]) => ({ name, content, method: 8 }));
    const mimetype = { name: 'mimetype', content: bundle.slice(38, 38 + 31) };
    const packed = zip([mimetype, ...entries]);
    assert.deepEqual((await verifyBundle(lying(packed))).claims, verdict.claims);
  });

  test('is found out wherever a byte of it is changed', async () => {
    for (const place of [10_000_000, bundle.length - 10]) {
      const changed = flipped(bundle, place);
      const found = await verifyBundle(lying(changed));
      assert.notEqual(found.outcome, 'good', String(place));
      assert.deepEqual(found, await verifyBundle(changed));
    }
  });

  test('is not believed from a medium that gives another one at the second reading', async () => {
    let total = 0;
    const fickle: Source = {
      sizeBytes: bundle.length,
      read: async (offset, lengthBytes) => {
        total += lengthBytes;
        const bytes = await lying(bundle).read(offset, lengthBytes);
        return total > bundle.length ? flipped(bytes, 0) : bytes;
      },
    };
    const { outcome, problem } = await verifyBundle(fickle);
    assert.equal(outcome, 'unreadable');
    assert.equal(problem?.code, 'file-unreadable');
  });
});
