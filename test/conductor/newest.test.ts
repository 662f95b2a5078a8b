import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { bundlesIn } from '../../ceremonies/conductor/bundleFolder.ts';
import { checkNewest } from '../../ceremonies/conductor/newest.ts';
import { must } from '../../ceremonies/model/error.ts';
import { attachTimestamp, timestampQuery } from '../../ceremonies/verify/stamping.ts';
import { makeAuthority } from '../formats/tsa.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { holdOn, makeOn } from '../verify/chainFixture.ts';
import { toCheck, type Bundle } from '../verify/fixture.ts';

let made: Bundle;
let second: Bundle;
let third: Bundle;

before(async () => {
  made = await makeOn(0, parametersFor(2, 3));
  second = await holdOn(1, await toCheck(made));
  third = await holdOn(2, await toCheck(second));
});

const folderOf = (files: Readonly<Record<string, Uint8Array>>) => {
  const folder = temporaryFolder('newest');
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return (name: string): string => join(folder, name);
};

const refusal = (newer: string, file = 'a.asice') => ({
  ok: false,
  problem: { code: 'bundle-not-newest', details: { file, newer } },
});

describe('a bundle to continue from', () => {
  test('is refused where a newer one lies beside it, and that one is named', async () => {
    const path = folderOf({ 'a.asice': made.bytes, 'b.asice': second.bytes, 'c.asice': third.bytes });
    assert.deepEqual(await checkNewest(path('a.asice')), refusal('c.asice'));
    assert.deepEqual(await checkNewest(path('b.asice')), refusal('c.asice', 'b.asice'));
    assert.equal((await checkNewest(path('c.asice'))).ok, true);
  });

  test('is refused although the bundle between is missing, for the register names it', async () => {
    const path = folderOf({ 'a.asice': made.bytes, 'c.ASICE': third.bytes });
    assert.deepEqual(await checkNewest(path('a.asice')), refusal('c.ASICE'));
  });

  test('is refused as well when it got a time-stamp since', async () => {
    const { query } = must(await timestampQuery(made.bytes));
    const answer = makeAuthority('Zeit', { key: 'P-256', digest: 'sha256', ess: 'sha256' }).answer(query);
    const { bundle } = must(await attachTimestamp(made.bytes, answer));
    const path = folderOf({ 'a.asice': bundle, 'b.asice': second.bytes });
    assert.deepEqual(await checkNewest(path('a.asice')), refusal('b.asice'));
  });

  test('is not held up by copies, pipes, links and folders, and names the noise, which may be newer', async () => {
    const path = folderOf({
      'a.asice': made.bytes,
      'copy.asice': made.bytes,
      'noise.asice': new Uint8Array([1, 2, 3]),
      'notes.txt': second.bytes,
    });
    const elsewhere = folderOf({ 'b.asice': second.bytes });
    symlinkSync(elsewhere('b.asice'), path('link.asice'));
    mkdirSync(path('folder.asice'));
    execFileSync('mkfifo', [path('pipe.asice')]);
    assert.deepEqual(must(await checkNewest(path('a.asice'))), ['noise.asice']);
    const names = (await bundlesIn(path('')))?.map(({ name }) => name);
    assert.deepEqual(names?.toSorted(), ['a.asice', 'copy.asice', 'noise.asice']);
  });

  test('that is not there, or is a pipe, is a problem and not waited for', async () => {
    const path = folderOf({});
    execFileSync('mkfifo', [path('pipe.asice')]);
    for (const name of ['pipe.asice', 'none.asice']) {
      const found = await checkNewest(path(name));
      assert.equal(found.ok ? 'good' : found.problem.code, 'file-absent', name);
    }
    assert.equal(await bundlesIn(path('none')), null);
  });
});
