import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import { errorCodes } from '../../ceremonies/model/error.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { makeBundle, type Bundle } from '../verify/fixture.ts';

const page = readFileSync(new URL('../../docs/OPERATIONS.md', import.meta.url), 'utf8');
const commands = [...page.matchAll(/^```sh run\n(.*?)^```$/gmsu)].map(([, block = '']) => block);

/** What lies in the emergency room: the unpacked bundle, and shares that their custodians opened with OpenSSL. */
const roomWith = ({ files, room, state }: Bundle, indexes: readonly number[]): string => {
  const folder = temporaryFolder('operations');
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, 'bundle', path)), { recursive: true });
    writeFileSync(join(folder, 'bundle', path), content);
  }
  const set = state.sets.at(-1)?.set ?? '';
  for (const index of indexes) {
    const key = join(folder, 'card.pem');
    writeFileSync(
      key,
      room.sealingPrivateKeyOf(`custodian-${index}`).export({ type: 'pkcs8', format: 'pem' }),
    );
    execFileSync('openssl', [
      ...['cms', '-decrypt', '-inform', 'DER', '-in', join(folder, 'bundle', 'shares', set, `${index}.p7m`)],
      ...['-inkey', key, '-out', join(folder, `share-${index}.json`)],
    ]);
  }
  return folder;
};

/** The lines of the page, as they stand, in one shell that stops at the first failure. */
const follow = (folder: string): number | null =>
  spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', commands.join('')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  }).status;

describe('rebuilding by hand, as docs/OPERATIONS.md says', () => {
  for (const algorithm of keyAlgorithms) {
    test(`gives the very key back: ${algorithm}`, async () => {
      const bundle = await makeBundle(parametersFor(2, 3, { algorithm }));
      const folder = roomWith(bundle, [1, 3]);
      assert.equal(follow(folder), 0);
      assert.deepEqual(new Uint8Array(readFileSync(join(folder, 'key.der'))), bundle.room.keyBytes);
    });
  }

  test('stops where too few shares were combined', async () => {
    const bundle = await makeBundle(parametersFor(3, 4));
    assert.notEqual(follow(roomWith(bundle, [1, 2])), 0);
    assert.equal(follow(roomWith(bundle, [1, 2, 4])), 0);
  });

  test('stops where a share was altered', async () => {
    const folder = roomWith(await makeBundle(parametersFor(2, 3)), [1, 2]);
    const path = join(folder, 'share-1.json');
    const share = readFileSync(path, 'utf8');
    // The last byte: the first ones only pad the secret.
    writeFileSync(
      path,
      share.replace(/[0-9a-f](?=","count")/u, (digit) => (digit === '0' ? '1' : '0')),
    );
    assert.notEqual(follow(folder), 0);
  });
});

describe('docs/OPERATIONS.md', () => {
  test('speaks of codes that the program knows', () => {
    const [, section = ''] = page.split(/^## When something goes wrong$/mu);
    const table = section.split(/^### /mu)[0] ?? '';
    const named = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`/gu)].map(([, code = '']) => code);
    assert.ok(named.length > 0);
    for (const code of named)
      assert.ok(
        errorCodes.some((known) => known === code),
        code,
      );
  });
});
