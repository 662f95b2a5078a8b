import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { archiveManifestPath, timestampPath } from '../../ceremonies/formats/asic.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { must } from '../../ceremonies/model/error.ts';
import { attachTimestamp, timestampQuery } from '../../ceremonies/verify/stamping.ts';
import { makeAuthority, type Authority } from '../formats/tsa.ts';
import { parametersFor } from '../model/straightRun.ts';
import { entriesOf, flipped, makeBundle, withEntries, type Entries } from '../verify/fixture.ts';

const text = readFileSync(new URL('../../docs/FORMAT.md', import.meta.url), 'utf8');
const commands = [...text.matchAll(/^```sh (run|run with an authority)\n(.*?)^```$/gmsu)].map(
  ([, mark = '', block = '']) => ({ mark, block }),
);

/** Exactly what the document says of a bundle, and of one with time-stamps, in its order, in one shell that stops at the first failure. */
const runOn = (
  bundle: Uint8Array,
  authority: Authority,
): { readonly ok: boolean; readonly output: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'format-'));
  try {
    const path = join(folder, 'a.asice');
    writeFileSync(path, bundle);
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--norc', '-euo', 'pipefail', '-c', commands.map(({ block }) => block).join('')],
      {
        cwd: folder,
        env: { PATH: process.env['PATH'], BUNDLE: path, AUTHORITY: authority.rootPath, LC_ALL: 'C' },
        encoding: 'utf8',
      },
    );
    return { ok: status === 0, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

for (const manner of [
  { key: 'rsa:2048', digest: 'sha512', ess: 'sha1' },
  { key: 'P-384', digest: 'sha384', ess: 'sha256' },
] as const) {
  describe(`docs/FORMAT.md, of time-stamps by ${manner.key}, has commands that`, () => {
    let original: Uint8Array;
    let stamped: Uint8Array;
    let authority: Authority;
    before(async () => {
      authority = makeAuthority('Zeit', manner);
      original = (await makeBundle(parametersFor(2, 2, { auditors: 0 }))).bytes;
      stamped = original;
      for (let number = 1; number <= 2; number += 1) {
        const { query } = must(await timestampQuery(stamped));
        stamped = must(await attachTimestamp(stamped, authority.answer(query))).bundle;
      }
    });

    test('confirm both, tell their times, and give the bundle back as it was', async () => {
      const { ok, output } = runOn(stamped, authority);
      assert.ok(ok, output);
      assert.equal([...output.matchAll(/^Time stamp: /gmu)].length, 2);
      assert.ok(output.includes(`unstamped: ${await sha256Hex(original)}`), output);
    });

    test('refuse another authority’s name', () => {
      assert.equal(runOn(stamped, makeAuthority('Zeit', manner)).ok, false);
    });

    test('refuse whatever was changed, added or taken out', async () => {
      const at = (entries: Entries, path: string): Uint8Array => entries.get(path) ?? new Uint8Array();
      const near = (bytes: Uint8Array): Uint8Array => flipped(bytes, bytes.length - 20);
      const changes: readonly ((entries: Entries) => void)[] = [
        ...[timestampPath(1), timestampPath(2), archiveManifestPath(1, 2), archiveManifestPath(2, 2)].map(
          (path) => (entries: Entries) => void entries.set(path, near(at(entries, path))),
        ),
        (entries) => entries.set(timestampPath(1), at(entries, timestampPath(2))),
        (entries) => entries.delete(timestampPath(1)),
        (entries) => entries.delete(archiveManifestPath(1, 2)),
        (entries) => entries.set('META-INF/extra', new Uint8Array(1)),
        (entries) => entries.set(timestampPath(3), at(entries, timestampPath(2))),
      ];
      assert.equal((await entriesOf(stamped)).has(timestampPath(2)), true);
      for (const [index, change] of changes.entries())
        assert.equal(runOn(await withEntries(stamped, change), authority).ok, false, `${index}`);
    });
  });
}
