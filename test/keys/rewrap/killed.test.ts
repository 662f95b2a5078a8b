import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as z from 'zod';
import { proveRewrap } from '../../../ceremonies/keys/rewrap/proveRewrap.ts';
import { resultPaths } from '../../../ceremonies/keys/rewrap/results.ts';
import { makeRoom, value } from '../../tokens/softhsm.ts';
import { jsonLines, makeVersion, ownerOf, sha256Of } from './room.ts';

const count = 3000;
const killsMost = 6;

const room = makeRoom();
const { directory } = room;
const session = room.login(room.makeToken('HSM'));
const from = await makeVersion(session, 'kek.v1', 'aes256');
const to = await makeVersion(session, 'kek.v2', 'aes256');
const wrap = ownerOf(session, from);
const path = join(directory, 'inventory.jsonl');
writeFileSync(
  path,
  jsonLines(Array.from({ length: count }, (_, index) => wrap('land', `${index}`, randomBytes(32)))),
);
const inventory = { path, sha256: sha256Of(path) };

/** One life, killed so long after it began; null when it did not come to its end. */
const live = (killedAfterMs: number | null): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const child = join(import.meta.dirname, 'killed.child.ts');
    const life = spawn(process.execPath, ['--import', 'tsx', child, directory, inventory.sha256], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    life.stdout.on('data', (piece: Buffer) => {
      const isFirst = said === '';
      said += piece.toString('utf8');
      if (isFirst && killedAfterMs !== null) setTimeout(() => life.kill('SIGKILL'), killedAfterMs);
    });
    life.on('exit', (code, signal) => {
      if (code === 0) resolve(said.split('\n')[1] ?? '');
      else if (signal === 'SIGKILL') resolve(null);
      else reject(new Error(`exit ${String(code)}`));
    });
  });

const told = z.looseObject({ sha256: z.string(), notMovedSha256: z.string(), resumed: z.int() });

test('a program that is killed again and again while it moves data keys loses none of them, and goes on', async () => {
  let said: string | null = null;
  let kills = 0;
  while (said === null) {
    said = await live(kills < killsMost ? 50 + Math.random() * 250 : null);
    if (said === null) kills += 1;
  }
  const results = told.parse(JSON.parse(said));
  assert.ok(kills > 0 && results.resumed > 0);
  const paths = resultPaths(directory, 'new');
  const proof = value(await proveRewrap({ from: [from], to, inventory, results: { ...results, paths } }));
  assert.equal(proof.moved, count);
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.endsWith('.part')),
    [],
  );
});
