import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openEngine, type Engine } from '../../ceremonies/conductor/engine.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { dataKeyRecord } from '../../ceremonies/model/inventory.ts';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import { dataListsOf, dataUnder, versionOf } from '../../ceremonies/model/register.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { destruction, follow, rotation } from './chains.ts';
import { hold, inventoryOf, type Held } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);
const recordsOf = (path: string) => linesOf(path).map((line) => dataKeyRecord.parse(JSON.parse(line)));
const nameOf = ({ dataSet, id }: { readonly dataSet: string; readonly id: string }) => `${dataSet}/${id}`;

const under = ({ register }: Held) =>
  register.dataSets.map(({ name, version, count }) => `${name} v${version}: ${count}`).sort();

const leaders = ['administrator', 'witness'];

describe('data keys', () => {
  for (const algorithm of keyAlgorithms) {
    test(`of ${algorithm} are all moved to the new version, each once`, async () => {
      const held = await hold(room, { keyLabel: `data-${algorithm}`, algorithm });
      const inventory = await inventoryOf(room, held, 30);
      const out = room.place('out');
      const rotated = await follow(room, held, rotation(held, { rewrap: true }), {
        data: { inventory, backups: null, out },
      });
      assert.deepEqual(rotated.failed, []);
      const moved = recordsOf(join(out, `data-${algorithm}.v2.jsonl`));
      assert.deepEqual(moved.map(nameOf), recordsOf(inventory).map(nameOf));
      assert.ok(moved.every(({ kid }) => kid === `data-${algorithm}.v2`));
      assert.equal(rotated.state.rewrap.moved?.dataKeys?.notMoved, 0);
      assert.deepEqual(under(rotated), [
        'business-register v2: 10',
        'land-register v2: 10',
        'population-register v2: 10',
      ]);
    });
  }

  test('that cannot be moved are told of one by one, and keep the old version from being destroyed', async () => {
    const held = await hold(room, { keyLabel: 'faulty', algorithm: 'aes256' });
    const inventory = await inventoryOf(room, held, 12);
    const lines = linesOf(inventory);
    const change = (line: number, by: object): string =>
      JSON.stringify({ ...dataKeyRecord.parse(JSON.parse(lines[line] ?? '')), ...by });
    const altered = dataKeyRecord.parse(JSON.parse(lines[2] ?? '')).encrypted_key;
    const faults: Readonly<Record<number, readonly [string, ErrorCode]>> = {
      2: [
        change(2, { encrypted_key: `${altered.startsWith('A') ? 'B' : 'A'}${altered.slice(1)}` }),
        'inventory-altered',
      ],
      5: [lines[4] ?? '', 'inventory-duplicate'],
      6: ['{"dataSet": "land-register"', 'inventory-line-malformed'],
      8: [change(8, { kid: 'treasury.v1' }), 'inventory-key-unknown'],
      9: [change(9, { alg: 'RSA-OAEP' }), 'inventory-algorithm'],
    };
    writeFileSync(inventory, `${lines.map((line, index) => faults[index]?.[0] ?? line).join('\n')}\n`);
    const out = room.place('out');
    const data = { inventory, backups: null, out };
    const rotated = await follow(room, held, rotation(held, { rewrap: true }), { data });
    assert.deepEqual(rotated.failed, []);
    const told = rotated.state.rewrap.moved?.dataKeys;
    assert.deepEqual(
      told?.listed.map(({ line, code }) => [line, code]),
      Object.entries(faults).map(([index, [, code]]) => [Number(index) + 1, code]),
    );
    assert.equal(recordsOf(join(out, 'faulty.v2.jsonl')).length, 7);
    // One of them is under another key; what the others are, nobody but the old version can tell.
    const left = rotated.register.dataSets.filter(({ version }) => version === 1);
    assert.equal(
      left.reduce((sum, { count }) => sum + count, 0),
      4,
    );
    const plan = destruction(rotated, { kind: 'key', label: 'faulty', version: 1 });
    const refused = await room.rehearsal({ directory: room.place('no') }).engine.start(plan, rotated.path);
    assert.equal(refused.ok ? null : refused.problem.code, 'data-remains');
    // What can never be moved is given up by both who lead, and the old version can end.
    const under = { label: 'faulty', version: 1 };
    const givenUp = {
      reason: 'Restored from another copy.',
      dataSets: dataListsOf(dataUnder(rotated.register, under)),
    };
    const ended = await follow(room, rotated, destruction(rotated, { kind: 'key', ...under, givenUp }));
    assert.deepEqual(ended.failed, []);
    assert.equal(versionOf(ended.register, under)?.state, 'destroyed');
    assert.equal(
      ended.register.dataSets.reduce((all, { givenUp: gone, count }) => all + (gone === null ? 0 : count), 0),
      4,
    );
  });
});

describe('what people bring may be made to confuse:', () => {
  test('nothing lies under a version that was never made, whatever an inventory says', async () => {
    const held = await hold(room, { keyLabel: 'to-come', algorithm: 'aes256' });
    const inventory = await inventoryOf(room, held, 6);
    const kids = ['to-come.v3', 'to-come.v9007199254740992', 'to-come.v01'];
    const lines = linesOf(inventory).map((line, index) =>
      JSON.stringify({
        ...dataKeyRecord.parse(JSON.parse(line)),
        ...(index < 3 ? { kid: kids[index] } : {}),
      }),
    );
    writeFileSync(inventory, `${lines.join('\n')}\n`);
    const data = { inventory, backups: null, out: room.place('out') };
    const rotated = await follow(room, held, rotation(held, { rewrap: true }), { data });
    assert.deepEqual(rotated.failed, []);
    assert.deepEqual(
      rotated.state.rewrap.moved?.dataKeys?.listed.map(({ line, code }) => [line, code]),
      [1, 2, 3].map((line) => [line, 'inventory-key-unknown']),
    );
    assert.ok(rotated.register.dataSets.every(({ version }) => version === 2));
  });

  test('a folder’s names may be as long as file systems take', async () => {
    const held = await hold(room, { keyLabel: 'long-names' });
    const backups = room.place('backups');
    const name = 'n'.repeat(255);
    writeFileSync(join(backups, name), 'nothing sealed');
    const data = { inventory: null, backups, out: room.place('out') };
    const rotated = await follow(room, held, rotation(held, { rewrap: true }), { data });
    assert.deepEqual(rotated.failed, []);
    assert.deepEqual(rotated.state.rewrap.moved?.backups?.notMoved, [{ name, code: 'backup-not-sealed' }]);
  });

  test('backups for an AES key are refused while other data can still be brought', async () => {
    const held = await hold(room, { keyLabel: 'no-backups', algorithm: 'aes256' });
    const out = room.place('out');
    const wrong = { inventory: null, backups: room.place('backups'), out };
    const right = { inventory: await inventoryOf(room, held, 3), backups: null, out };
    const told: (ErrorCode | undefined)[] = [];
    const rotated = await follow(room, held, rotation(held, { rewrap: true }), {
      robot: (robot) => (question, state) => {
        if (question.kind !== 'bring-data') return robot(question, state);
        told.push(question.problem?.code);
        return { kind: 'bring-data', ...(told.length === 1 ? wrong : right) };
      },
    });
    assert.deepEqual(rotated.failed, []);
    assert.deepEqual(told, [undefined, 'seal-key-symmetric']);
  });
});

describe('moving', () => {
  /** An engine whose people are played, and that tells of every change. */
  const watched = (
    held: Held,
    directory: string,
    inventory: string,
    heard: (engine: Engine, now: Snapshot) => void,
  ) => {
    room.furnish(held.parameters.participants.length);
    const robot = openRobot(join(directory, 'out'), held.pins, { inventory, backups: null, out: directory });
    const engine: Engine = openEngine({
      directory,
      modules: () => ({ hsm: room.module, cards: room.module }),
      host: nodeHost(softwareOf('')),
      published: (snapshot) => {
        if (snapshot === null) return;
        heard(engine, snapshot);
        const { question, state } = snapshot;
        if (question === null || state.lifecycle === 'paused') return;
        setImmediate(() => {
          if (engine.snapshot()?.question?.id === question.id)
            void engine.answer(question.id, robot(question, state));
        });
      },
    });
    return engine;
  };

  test('stands still while it is paused, and goes on', async () => {
    const held = await hold(room, { keyLabel: 'pausing', algorithm: 'aes256' });
    const inventory = await inventoryOf(room, held, 3000);
    const directory = room.place('pause');
    const pausing: Promise<void>[] = [];
    let stoodAt: readonly number[] = [];
    const engine = watched(held, directory, inventory, (at, { work }) => {
      if (work?.unit !== 'data-keys' || !work.pausable || pausing.length > 0) return;
      const paused = at.pause(leaders).then(async (taken) => {
        assert.ok(taken.ok);
        const before = at.snapshot()?.work?.done ?? 0;
        assert.equal(at.snapshot()?.state.lifecycle, 'paused');
        await new Promise((resolve) => setTimeout(resolve, 200));
        stoodAt = [before, at.snapshot()?.work?.done ?? -1];
        assert.ok((await at.goOn(leaders)).ok);
      });
      pausing.push(paused);
    });
    const started = await engine.start(rotation(held, { rewrap: true }), held.path);
    assert.ok(started.ok);
    assert.equal(await engine.finished(), 'exported');
    await Promise.all(pausing);
    assert.equal(stoodAt[0], stoodAt[1]);
    assert.ok((stoodAt[0] ?? 3000) < 3000);
    assert.equal(recordsOf(join(directory, 'pausing.v2.jsonl')).length, 3000);
  });

  test('goes on where it stopped when the program was closed in the middle', async () => {
    const held = await hold(room, { keyLabel: 'leaving', algorithm: 'aes256' });
    const inventory = await inventoryOf(room, held, 3000);
    const directory = room.place('leave');
    const leaving: Promise<unknown>[] = [];
    const first = watched(held, directory, inventory, (at, { work }) => {
      if (work?.unit === 'data-keys' && work.done > 0 && leaving.length === 0) leaving.push(at.leave());
    });
    assert.ok((await first.start(rotation(held, { rewrap: true }), held.path)).ok);
    assert.equal(await first.finished(), 'left');
    await Promise.all(leaving);
    const second = watched(held, directory, inventory, () => undefined);
    const [unfinished] = await second.unfinished();
    assert.ok((await second.resume(unfinished?.sitting ?? '')).ok);
    assert.equal(await second.finished(), 'exported');
    assert.deepEqual(
      recordsOf(join(directory, 'leaving.v2.jsonl')).map(nameOf),
      recordsOf(inventory).map(nameOf),
    );
  });
});
