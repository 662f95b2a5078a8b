import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { chainClaimIds } from '../../ceremonies/verify/chainClaims.ts';
import { losing } from '../model/interrupts.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { holdOn, makeOn } from '../verify/chainFixture.ts';
import { toCheck, toRebuild, toReshare, type Bundle } from '../verify/fixture.ts';
import { ceremonyCommand, start } from './command.ts';

let links: readonly Bundle[];
let fork: Bundle;

before(async () => {
  const made = await makeOn(0, parametersFor(2, 3));
  const rebuilt = await holdOn(1, await toRebuild(made));
  links = [made, rebuilt, await holdOn(2, await toCheck(rebuilt))];
  fork = await holdOn(3, await toCheck(made));
});

/** Names that say nothing of the order. */
const folderOf = (bundles: readonly Bundle[], others: Readonly<Record<string, Uint8Array>> = {}): string => {
  const folder = temporaryFolder('chain');
  for (const [index, { bytes }] of bundles.entries())
    writeFileSync(join(folder, `${9 - index}.asice`), bytes);
  for (const [name, bytes] of Object.entries(others)) writeFileSync(join(folder, name), bytes);
  return folder;
};

const verify = async (...args: readonly string[]) => {
  const { code, out, err } = await start(ceremonyCommand(['verify', ...args])).ended;
  return { code, lines: out.trimEnd().split('\n'), err: err.trimEnd() };
};

describe('ceremony verify, of a folder', () => {
  test('exits 0 with a line for each bundle in the order of the chain, and one for each claim', async () => {
    const { code, lines, err } = await verify(folderOf(links, { 'notes.txt': toUtf8('not a bundle') }));
    assert.equal(code, 0, err);
    assert.equal(err, '');
    for (const [index, { bytes, state }] of links.entries()) {
      const line = lines[index] ?? '';
      assert.ok(line.startsWith(`${index + 1}  ${9 - index}.asice`), line);
      assert.ok(line.includes((await sha256Hex(bytes)).slice(0, 16)), line);
      assert.ok(line.includes(state.closedAt ?? '-'), line);
    }
    for (const id of chainClaimIds)
      assert.equal(lines.filter((line) => line.includes(` ${id}: `)).length, 1, id);
    assert.match(lines.at(-1) ?? '', /^good/);
    const newest = await sha256Hex(links.at(-1)?.bytes ?? new Uint8Array());
    assert.ok(lines.some((line) => line.includes('7.asice') && line.includes(newest)));
  });

  test('calls no bundle the newest while a file beside it cannot be read', async () => {
    const { code, lines } = await verify(folderOf(links, { 'cut.asice': toUtf8('PK, and no more') }));
    assert.equal(code, 2);
    const digest = await sha256Hex(links.at(-1)?.bytes ?? new Uint8Array());
    assert.ok(!lines.some((line) => line.startsWith('newest:') && line.includes(digest)));
    assert.ok(lines.some((line) => line.startsWith('newest:') && line.includes('cut.asice')));
  });

  test('exits 1 for a fork, and names both sides', async () => {
    const { code, lines } = await verify(folderOf([...links, fork]));
    assert.equal(code, 1);
    const claim = lines.find((line) => line.includes(' chain-unforked: ')) ?? '';
    assert.match(claim, /^FAILED .*chain-forked/);
    for (const name of ['8.asice', '6.asice']) assert.ok(claim.includes(name), claim);
    assert.match(lines.at(-1) ?? '', /^bad/);
  });

  test('says of a bundle that the HSM did not sign it, alone and in a folder', async () => {
    const [made] = links;
    assert.ok(made !== undefined);
    const { plan, room, options } = await toReshare(made);
    const interrupt = losing('close-transcript');
    const burnt = await holdOn(1, { plan, room, options: { ...options, interrupt } });
    const folder = folderOf([made, burnt]);
    for (const path of [folder, join(folder, '8.asice')]) {
      const { code, lines, err } = await verify(path);
      assert.equal(code, 0, err);
      assert.equal(lines.filter((line) => line.endsWith(': It burnt.')).length, 1);
    }
  });

  test('exits 1 for a gap', async () => {
    const [made, , checked] = links;
    assert.ok(made !== undefined && checked !== undefined);
    const { code, lines } = await verify(folderOf([made, checked]));
    assert.equal(code, 1);
    assert.ok(lines.some((line) => /^FAILED +chain-whole: .*chain-gap/.test(line)));
  });

  test('exits 2 where a file cannot be read, and names it on stderr', async () => {
    const { code, err } = await verify(folderOf(links, { 'torn.asice': toUtf8('PK') }));
    assert.equal(code, 2);
    assert.match(err, /^bundle-not-zip: .*torn\.asice/);
  });

  test('exits 2 for a folder without a bundle', async () => {
    const { code, err } = await verify(folderOf([]));
    assert.equal(code, 2);
    assert.match(err, /^file-absent: /);
  });

  test('gives the verdict as JSON for tools', async () => {
    const { code, lines } = await verify(folderOf(links), '--json');
    assert.equal(code, 0);
    const verdict = JSON.parse(lines.join('\n')) as Record<string, unknown>;
    assert.equal(verdict['format'], 'embassy-key-ceremony/chain-verdict/1');
    assert.equal(verdict['outcome'], 'good');
  });

  test('takes no bundle before: the folder has it', async () => {
    const folder = folderOf(links);
    const { code, err } = await verify(folder, '--previous', join(folder, '9.asice'));
    assert.equal(code, 2);
    assert.match(err, /^usage: /);
  });
});
