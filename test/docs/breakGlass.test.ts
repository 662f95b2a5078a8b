import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readQr } from '../../ceremonies/formats/qrImage.ts';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import {
  check,
  hold,
  pixelsOf,
  printing,
  readBundle,
  reconstitution,
  wordsOn,
  type Held,
} from '../conductor/held.ts';
import { openTestRoom } from '../conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import { softHsmLibrary, value } from '../tokens/softhsm.ts';

const room = openTestRoom();

const page = readFileSync(new URL('../../docs/OPERATIONS.md', import.meta.url), 'utf8');
const steps = new Map(
  [...page.matchAll(/^```sh step (\w+)\n(.*?)^```$/gmsu)].map(([, name = '', lines = '']) => [name, lines]),
);

/** The lines of a step, with what a person fills in where the page has angle brackets. */
const step = (name: string, filled: Readonly<Record<string, string>> = {}): string => {
  const lines = steps.get(name);
  assert.ok(lines !== undefined, name);
  return Object.entries(filled).reduce((text, [blank, by]) => {
    assert.ok(text.includes(blank), `${name}: ${blank}`);
    return text.replaceAll(blank, by);
  }, lines);
};

/** The lines of several steps in one shell that stops at the first failure. */
const follow = (folder: string, lines: readonly string[]) =>
  spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', lines.join('\n')], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C' },
    encoding: 'utf8',
  });

type Emergency = { readonly folder: string; readonly held: Held; readonly set: string };

const emergency = (held: Held): Emergency => {
  const folder = mkdtempSync(join(room.directory, 'emergency-'));
  copyFileSync(held.path, join(folder, 'BUNDLE.asice'));
  const set = held.register.shareSets.find(({ state }) => state === 'live')?.set ?? '';
  return { folder, held, set };
};

/** A custodian opens the share with the card: its serial and PIN, and where its module is, are the custodian's to say. */
const byCard = ({ held }: Emergency, index: number): string => {
  const participant = `custodian-${index}`;
  const serial = held.state.cards[participant]?.token.serial ?? '';
  const pin = held.pins.get(participant) ?? '';
  return step('card', {
    '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so': softHsmLibrary(),
    '<index>': String(index),
    '<serial number of the card>': serial,
    ';type=private': `;type=private;pin-value=${pin}`,
  });
};

const toTheEnd = ({ set }: Emergency, shares: readonly string[]): readonly string[] => [
  step('unpack', { '<set>': set }),
  ...shares,
  step('combine'),
  step('compare'),
  step('unwrap'),
];

const message = 'the land register';

/** What the page gives back opens a backup that anybody sealed to the embassy's certificate. */
const opensBackup = ({ folder }: Emergency, label: string): void => {
  writeFileSync(join(folder, 'message'), message);
  const sealing = `openssl cms -encrypt -aes-256-gcm -binary -outform DER -in message -out backup -recip bundle/keys/${label}.v1.pem`;
  const opened = follow(folder, [
    sealing,
    step('open', { '<key>': `${label}.v1`, '<backup>': 'backup', '<file>': 'opened' }),
  ]);
  assert.equal(opened.status, 0, opened.stderr);
  assert.ok(opened.stdout.includes(label));
  assert.equal(readFileSync(join(folder, 'opened'), 'utf8'), message);
};

describe('the break-glass page', () => {
  for (const algorithm of ['ecp384', 'rsa3072'] satisfies readonly KeyAlgorithm[]) {
    test(`gives an ${algorithm} key back from a card, a code and words, and opens a backup with it`, async () => {
      const { sheets, host } = printing();
      const label = `glass-${algorithm}`;
      const held = await hold(room, { keyLabel: label, algorithm, threshold: 3, sheets: true }, host);
      const room3 = emergency(held);
      const [, second = '', third = ''] = sheets;
      writeFileSync(
        join(room3.folder, 'words'),
        wordsOn(third)
          .map((row) => row.join(' '))
          .join('\n'),
      );
      const code = value(readQr(pixelsOf(second)));
      const run = follow(
        room3.folder,
        toTheEnd(room3, [byCard(room3, 1), step('code', { '<the whole line>': code }), step('words')]),
      );
      assert.equal(run.status, 0, run.stderr);
      opensBackup(room3, label);
    });
  }

  test('gives a symmetric key back', async () => {
    const held = await hold(room, { keyLabel: 'glass-aes', algorithm: 'aes256' });
    const room2 = emergency(held);
    const run = follow(room2.folder, toTheEnd(room2, [byCard(room2, 1), byCard(room2, 3)]));
    assert.equal(run.status, 0, run.stderr);
    assert.equal(readFileSync(join(room2.folder, 'glass-aes.v1.der')).length, 32);
  });

  test('works from the last bundle of a chain, whatever ceremony made it', async () => {
    let held = await hold(room, { keyLabel: 'glass-chain' });
    const first = held;
    for (const planned of [reconstitution, check]) {
      const directory = room.place('chain');
      const plan = planned(held);
      room.furnish(plan.parameters.participants.length, 'empty');
      const { engine, play } = room.rehearsal({
        directory,
        robot: openRobot(join(directory, 'out'), held.pins),
      });
      const { path } = await play(engine.start(plan, held.path));
      held = { ...held, path, register: (await readBundle(path)).register };
    }
    const last = emergency({ ...held, state: first.state });
    const run = follow(last.folder, toTheEnd(last, [byCard(last, 2), byCard(last, 3)]));
    assert.equal(run.status, 0, run.stderr);
    opensBackup(last, 'glass-chain');
  });

  test('stops where a share is missing, and where a word is wrong', async () => {
    const { sheets, host } = printing();
    const held = await hold(room, { keyLabel: 'glass-bad', sheets: true }, host);
    const few = emergency(held);
    assert.notEqual(follow(few.folder, toTheEnd(few, [byCard(few, 1)])).status, 0);

    const wrong = emergency(held);
    const rows = wordsOn(sheets[0] ?? '');
    const [row = []] = rows;
    const other = row[4] === 'zoo' ? 'zone' : 'zoo';
    writeFileSync(
      join(wrong.folder, 'words'),
      [row.with(4, other), ...rows.slice(1)].map((each) => each.join(' ')).join('\n'),
    );
    const run = follow(wrong.folder, [step('unpack', { '<set>': wrong.set }), step('words')]);
    assert.notEqual(run.status, 0);
    assert.match(run.stderr, /^row 1: /mu);
  });
});
