import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { canonicalJson } from '../../ceremonies/formats/canonical.ts';
import { must } from '../../ceremonies/model/error.ts';
import { findNewest, readHead, type Head } from '../../ceremonies/verify/newest.ts';
import { parametersFor } from '../model/straightRun.ts';
import { holdOn, makeOn } from './chainFixture.ts';
import { entriesOf, toCheck, withEntries } from './fixture.ts';

let bundles: readonly Uint8Array[];
let heads: readonly Head[];

before(async () => {
  const made = await makeOn(0, parametersFor(2, 3));
  const second = await holdOn(1, await toCheck(made));
  const third = await holdOn(2, await toCheck(second));
  bundles = [made, second, third].map(({ bytes }) => bytes);
  heads = await Promise.all(bundles.map(async (bytes) => must(await readHead(bytes))));
});

const at = <T>(list: readonly T[], place: number): T => list[place] ?? assert.fail();
const sha256At = (place: number): string => at(heads, place).sha256;

describe('the head of a bundle', () => {
  test('names every bundle before it, oldest first', () => {
    assert.deepEqual(
      heads.map(({ ancestors }) => ancestors),
      [[], [sha256At(0)], [sha256At(0), sha256At(1)]],
    );
  });

  test('is understood of a bundle that a later version of the program made', async () => {
    const later = await withEntries(at(bundles, 1), (entries) => {
      const [line = ''] = new TextDecoder().decode(entries.get('transcript.jsonl')).split('\n');
      const event = { ...(JSON.parse(line) as object), format: 'embassy-key-ceremony/transcript/9', more: 1 };
      entries.set('transcript.jsonl', toUtf8(`${canonicalJson(event)}\n`));
    });
    assert.deepEqual(must(await readHead(later)).ancestors, [sha256At(0)]);
  });

  test('of what is no bundle is a problem, never a throw', async () => {
    const transcripts = [new Uint8Array(), toUtf8('{}\n'), toUtf8('[1'), new Uint8Array([0xff, 0x0a])];
    for (const transcript of transcripts) {
      const odd = await withEntries(at(bundles, 0), (entries) => entries.set('transcript.jsonl', transcript));
      assert.equal((await readHead(odd)).ok, false);
    }
    const none = await withEntries(at(bundles, 0), (entries) => entries.delete('transcript.jsonl'));
    assert.equal((await readHead(none)).ok, false);
    for (const bytes of [new Uint8Array(), at(bundles, 0).subarray(0, 1000)])
      assert.equal((await readHead(bytes)).ok, false);
    assert.ok((await entriesOf(at(bundles, 0))).has('transcript.jsonl'));
  });
});

describe('the newest bundle', () => {
  test('is the one with the most before it, whatever the order of the files', () => {
    for (const files of [heads, [...heads].reverse()]) {
      assert.equal(findNewest(sha256At(0), files)?.sha256, sha256At(2));
      assert.equal(findNewest(sha256At(1), files)?.sha256, sha256At(2));
      assert.equal(findNewest(sha256At(2), files), undefined);
    }
  });

  test('is found although those in between are missing', () =>
    assert.equal(findNewest(sha256At(0), [at(heads, 2)])?.sha256, sha256At(2)));

  test('of other bundles is none of ours', () => assert.equal(findNewest('ab'.repeat(32), heads), undefined));
});
