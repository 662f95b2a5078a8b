import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as z from 'zod';
import { furnishRehearsalRoom, openRehearsalModule } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';

const child = join(import.meta.dirname, 'killed.child.ts');
const directory = mkdtempSync(join(tmpdir(), 'killed-'));
after(() => {
  rmSync(directory, { recursive: true, force: true });
});

const module = openRehearsalModule(directory, null);
// A card that was being made ready when the power went is spent.
furnishRehearsalRoom(module, { cards: 20, hsm: 'any' });
module.close();

/** One life; null when it was killed before its end. */
const live = (label: string, killedAfterMs: number | null): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const killed = killedAfterMs === null ? [] : [String(killedAfterMs)];
    const life = spawn(process.execPath, ['--import', 'tsx', child, directory, label, ...killed], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    life.stdout.on('data', (piece: Buffer) => {
      said += piece.toString('utf8');
    });
    life.on('exit', (code, signal) => {
      if (code === 0) resolve(said.slice(said.indexOf('{')));
      else if (signal === 'SIGKILL') resolve(null);
      else reject(new Error(`exit ${String(code)}`));
    });
  });

const end = z.strictObject({ path: z.string(), original: z.number(), working: z.number() });
const killsMost = 10;

const journalName = 'journal.jsonl';
/** Whether a first event was whole when the power went; until then a ceremony has not begun. */
const hasBegun = (sitting: string): boolean =>
  readdirSync(sitting).includes(journalName) && readFileSync(join(sitting, journalName)).includes('\n');

test('a ceremony whose program is killed again and again ends in one good bundle, with nothing left over', async () => {
  let said: string | null = null;
  for (let kills = 0; said === null; kills += 1) {
    said = await live('killed', kills < killsMost ? 20 + Math.random() * 600 : null);
  }
  const { path, original, working } = end.parse(JSON.parse(said));
  assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
  assert.deepEqual({ original, working }, { original: 0, working: 1 });
  assert.equal(readdirSync(join(directory, 'out')).length, 1);
  const sittings = readdirSync(join(directory, 'sittings')).map((name) => join(directory, 'sittings', name));
  assert.equal(sittings.filter(hasBegun).length, 1);
  for (const sitting of sittings.filter((each) => !hasBegun(each)))
    assert.ok(readdirSync(sitting).every((name) => name === journalName));
});
