import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ceremonyEvent } from '../../ceremonies/model/event.ts';
import { statement } from '../../ceremonies/model/statement.ts';
import { stepKinds } from '../../ceremonies/model/script.ts';
import { atStep, lostCard, once, type Interrupt } from '../model/interrupts.ts';
import { parametersFor } from '../model/straightRun.ts';
import {
  entriesOf,
  flipped,
  freshSplit,
  hold,
  makeBundle,
  toCheck,
  toRebuild,
  toReshare,
  toRotate,
  toDestroy,
  withEntries,
} from '../verify/fixture.ts';

const text = readFileSync(new URL('../../docs/FORMAT.md', import.meta.url), 'utf8');
const blocksOf = (mark: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`sh ${mark}\\n(.*?)^\`\`\`$`, 'gmsu'))].map(
    ([, commands = '']) => commands,
  );
const blocks = blocksOf('run');
const keyBlocks = blocksOf('run with the key');

/** Exactly what the document says, in its order, in one shell that stops at the first failure. */
const runOn = (
  bundle: Uint8Array,
  commands: readonly string[] = blocks,
  key: Uint8Array = new Uint8Array(),
): { readonly status: number | null; readonly output: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'format-'));
  try {
    const path = join(folder, 'a.asice');
    writeFileSync(path, bundle);
    const keyPath = join(folder, 'embassy.key');
    writeFileSync(keyPath, key);
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--norc', '-euo', 'pipefail', '-c', commands.join('')],
      {
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          BUNDLE: path,
          KEY: keyPath,
          NAME: 'land-register.v1',
          LC_ALL: 'C',
        },
        encoding: 'utf8',
      },
    );
    return { status, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

type Shaped = { readonly def: { readonly options?: readonly Shaped[]; readonly shape?: object } };

/** The object schemas of a union, however nested. */
const shapesOf = (schema: Shaped): readonly object[] =>
  schema.def.shape === undefined ? (schema.def.options ?? []).flatMap(shapesOf) : [schema.def.shape];

const constantOf = (shape: object, name: string): string => {
  const found: unknown = Object.entries(shape).find(([key]) => key === name)?.[1];
  return String((found as { readonly value: unknown }).value);
};

/** In a signature that is where its value is. OpenSSL, told not to use the certificate inside, does not look at that one. */
const flippedNearEnd = (bytes: Uint8Array): Uint8Array => flipped(bytes, bytes.length - 20);

describe('docs/FORMAT.md', () => {
  test('has commands for an auditor without our program', () => assert.ok(blocks.length >= 8));

  for (const algorithm of ['ecp384', 'aes256'] as const) {
    test(`whose commands confirm a bundle of ${algorithm}`, async () => {
      const { status, output } = runOn((await makeBundle(parametersFor(2, 3, { algorithm }))).bytes);
      assert.equal(status, 0, output);
      assert.match(output, /^head: [0-9a-f]{64}$/m);
    });
  }

  test('whose commands confirm a rebuilding, and a check to which not everybody came', async () => {
    const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
    const rebuilt = await hold(await toRebuild(made, freshSplit(made)));
    const next = await toCheck(rebuilt);
    const visitors = ['custodian-3', 'custodian-1'];
    const checked = await hold({ ...next, options: { ...next.options, visitors } });
    for (const { bytes } of [rebuilt, await hold(await toRebuild(made)), checked]) {
      const { status, output } = runOn(bytes);
      assert.equal(status, 0, output);
    }
  });

  test('whose commands confirm a check in which one of the two who lead had another card, twice', async () => {
    const next = await toCheck(await makeBundle(parametersFor(2, 3)));
    const losses = (['declare', 'close-transcript'] as const).map((kind) =>
      once(atStep(kind, kind === 'declare' ? 'witness' : 'administrator'), (step) => [
        lostCard(step, 'witness'),
      ]),
    );
    const interrupt: Interrupt = (state) => losses.flatMap((each) => each(state));
    const { bytes, state } = await hold({ ...next, options: { ...next.options, interrupt } });
    assert.equal(state.replaced.length, 2);
    const { status, output } = runOn(bytes);
    assert.equal(status, 0, output);
  });

  test('whose commands confirm a rotation, a resharing and a destruction', async () => {
    const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
    const rotated = await hold(await toRotate(made, null));
    const reshared = await hold(await toReshare(rotated, ['Uus Hoidja']));
    const target = { kind: 'key', label: 'land-register', version: 1 } as const;
    const active = { ...target, version: 2 };
    const destroyed = await hold(await toDestroy(reshared, target));
    for (const { bytes } of [
      rotated,
      reshared,
      destroyed,
      await hold(await toDestroy(destroyed, active)),
      await hold(await toRotate(made)),
    ]) {
      const { status, output } = runOn(bytes);
      assert.equal(status, 0, output);
    }
  });

  for (const algorithm of ['ecp384', 'rsa3072', 'aes256'] as const) {
    test(`whose commands open the canary of ${algorithm} with its key, and with no other`, async () => {
      assert.equal(keyBlocks.length, 1);
      const { bytes, room } = await makeBundle(parametersFor(2, 2, { algorithm, auditors: 0 }));
      const { status, output } = runOn(bytes, [...blocks, ...keyBlocks], room.keyBytes);
      assert.equal(status, 0, output);
      const other = await makeBundle(parametersFor(2, 2, { algorithm, auditors: 0 }));
      const opening = [...blocks.slice(0, 1), ...keyBlocks];
      assert.equal(runOn(bytes, opening, room.keyBytes).status, 0);
      assert.notEqual(runOn(bytes, opening, other.room.keyBytes).status, 0);
    });
  }

  test('whose commands refuse a bundle with any file changed, missing or added', async () => {
    const { bytes } = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
    const entries = await entriesOf(bytes);
    const tampered = [
      ...['transcript.jsonl', 'report.html', 'META-INF/ASiCManifest002.xml', 'META-INF/signature003.p7s'].map(
        (path) => withEntries(bytes, (copy) => copy.set(path, flippedNearEnd(entries.get(path) ?? bytes))),
      ),
      withEntries(bytes, (copy) => copy.delete('README.txt')),
      withEntries(bytes, (copy) => copy.set('extra.txt', bytes.slice(0, 10))),
    ];
    for (const each of tampered) assert.notEqual(runOn(await each).status, 0);
  });

  test('names every event with all its fields', () => {
    const envelope = ['seq', 'previous', 'at', 'type', 'step'];
    for (const shape of shapesOf(ceremonyEvent)) {
      const type = constantOf(shape, 'type');
      const line = text.split('\n').find((each) => each.includes(`\`${type}\``) && each.includes('|'));
      const prose = text.split('\n\n').find((each) => each.includes(`\`${type}\` (`));
      const place = line ?? prose;
      assert.ok(place !== undefined, type);
      for (const field of Object.keys(shape).filter((name) => !envelope.includes(name))) {
        assert.ok(
          [line, prose].some((each) => each?.includes(`\`${field}\``)),
          `${type}: ${field}`,
        );
      }
    }
  });

  test('names every statement with all its members, and every kind of step', () => {
    const statements = text.slice(text.indexOf('\n## Statements'));
    for (const shape of shapesOf(statement)) {
      const purpose = constantOf(shape, 'purpose');
      const line = statements.split('\n').find((each) => each.startsWith(`| \`${purpose}\``));
      const own = Object.keys(shape).filter(
        (name) => !['format', 'ceremony', 'purpose', 'participant'].includes(name),
      );
      for (const member of own) assert.ok(line?.includes(`\`${member}\``), `${purpose}: ${member}`);
    }
    for (const kind of stepKinds) assert.ok(text.includes(`\`${kind}\``), kind);
  });
});
