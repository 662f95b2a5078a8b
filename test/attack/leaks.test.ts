import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { root } from '../../build/paths.mjs';
import { readJournal } from '../../ceremonies/transcript/journal.ts';
import { temporaryFolder } from '../temporary.ts';
import { has, inWords, needlesFor, searchAll, toldSecrets, type Found } from './findings.ts';
import { pinsOfLeaks } from './leaks.pins.ts';
import { memoryOf } from './memory.ts';
import { openSearch } from './needles.ts';
import { buildTapped } from './tap.ts';

const commitmentsIn = async (home: string): Promise<readonly string[]> => {
  const sittings = join(home, 'sittings');
  const journals = await Promise.all(readdirSync(sittings).map((name) => readJournal(join(sittings, name))));
  return journals
    .flatMap(({ entries }) => entries)
    .flatMap(({ event }) => (event.type === 'recovery-key-made' ? [event.commitment] : []));
};

/** What the memory of an engine holds at each moment at which it stands still. */
const memoryAtEachMoment = async (): Promise<ReadonlyMap<string, Found>> => {
  const home = temporaryFolder('leaks');
  const told = join(home, 'told');
  mkdirSync(told);
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  const program = join(home, 'program.mjs');
  await buildTapped(['test/attack/tapped.ts', 'test/attack/leaks.child.ts'], program);
  const child = spawn(process.execPath, [program, home], {
    env: { ...process.env, CEREMONY_LEAK_FOLDER: told },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const moments = new Map<string, Found>();
  for await (const moment of createInterface(child.stdout)) {
    const secrets = toldSecrets(readFileSync(join(told, 'secrets')));
    const typed = { PIN: [...pinsOfLeaks.values()], mark: ['Eesti andmesaatkond'] };
    const search = openSearch(needlesFor(secrets, await commitmentsIn(home), typed));
    moments.set(moment, searchAll(search, memoryOf(child.pid ?? 0)));
    child.stdin.write('\n');
  }
  return moments;
};

type Kind = 'recovery key' | 'share' | 'other secret' | 'PIN' | 'mark';

/**
 * What may be in memory at each moment, and what has to be, or the search would have looked nowhere. PINs are JavaScript's and the
 * system's texts. Freed memory of the C library, in plain Node, keeps parts of the texts that the splitting package made; in
 * Electron's engine, where real keys are, none are left (test/e2e/leaks.e2e.ts).
 */
const moments: Readonly<Record<string, { readonly may: readonly Kind[]; readonly must: readonly Kind[] }>> = {
  'amid the making': {
    may: ['recovery key', 'share', 'other secret', 'PIN'],
    must: ['recovery key', 'share', 'mark'],
  },
  'after the making': { may: ['share', 'other secret', 'PIN'], must: ['mark'] },
  'after the rebuilding': { may: ['share', 'other secret', 'PIN'], must: ['mark'] },
};
const secretKinds: readonly Kind[] = ['recovery key', 'share', 'other secret', 'PIN'];

const whatMemoryHas = memoryAtEachMoment();

for (const [moment, { may, must }] of Object.entries(moments))
  test(`the engine’s memory ${moment} of a key`, { timeout: 240_000 }, async () => {
    const found = (await whatMemoryHas).get(moment) ?? new Map<string, number>();
    const kinds = secretKinds.filter((kind) => has(found, kind));
    assert.deepEqual(
      kinds.filter((kind) => !may.includes(kind)),
      [],
      inWords(found),
    );
    assert.deepEqual(
      must.filter((kind) => !has(found, kind)),
      [],
      'not found, so not looked',
    );
    // Of shares, no words of a sheet, and nothing raw, are left once a key is made.
    if (moment !== 'amid the making') {
      const left = [...found.keys()].filter((name) => /^share \((raw|words)/.test(name));
      assert.deepEqual(left, []);
    }
  });
