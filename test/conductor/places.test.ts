import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { recallPlaces, rememberPlaces } from '../../ceremonies/conductor/places.ts';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { entriesOf } from '../verify/fixture.ts';
import { rotation, type Data } from './chains.ts';
import { hold, inventoryOf, type Held } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

type Seen = { readonly question: Question; readonly places: Snapshot['dataPlaces'] };

/** Plays a rotation up to a question, leaves the room, and goes on with another engine, as after a power cut. */
const heldTwice = async (
  held: Held,
  data: Data,
  leaveAt: (question: Question, state: Snapshot['state']) => boolean,
) => {
  const directory = room.place('places');
  const right = openRobot(join(directory, 'out'), held.pins, data);
  room.furnish(held.parameters.participants.length);
  const leaving: Robot = (question, state) => {
    if (leaveAt(question, state)) throw new CeremonyError('cancelled');
    return right(question, state);
  };
  const first = room.rehearsal({ directory, robot: leaving });
  await assert.rejects(first.play(first.engine.start(rotation(held, { rewrap: true }), held.path)), {
    code: 'cancelled',
  });
  const seen: Seen[] = [];
  const second = room.rehearsal({
    directory,
    robot: (question, state) => {
      seen.push({ question, places: second.engine.snapshot()?.dataPlaces ?? null });
      return right(question, state);
    },
  });
  const [unfinished] = await second.engine.unfinished();
  const { path } = await second.play(second.engine.resume(unfinished?.sitting ?? ''));
  return { seen, path, sitting: join(directory, 'sittings', unfinished?.sitting ?? '') };
};

describe('where moved data lies', () => {
  test('is known again after a power cut, when nothing is left to be moved', async () => {
    const held = await hold(room, { keyLabel: 'places-end' });
    const out = room.place('out');
    const data = { inventory: await inventoryOf(room, held, 6), backups: null, out };
    const { seen, path, sitting } = await heldTwice(held, data, (_, { rewrap }) => rewrap.proof !== null);
    assert.ok(!seen.some(({ question }) => question.kind === 'bring-data'));
    assert.ok(seen.length > 0 && seen.every(({ places }) => places?.out === out));
    // A file of this machine, for its owner alone; what leaves the room has nothing of it.
    assert.equal(statSync(join(sitting, 'places.json')).mode & 0o077, 0);
    for (const [name, content] of await entriesOf(new Uint8Array(readFileSync(path))))
      assert.ok(!Buffer.from(content).includes(out), name);
  });

  test('is filled in for those who go on with half of it moved', async () => {
    const held = await hold(room, { keyLabel: 'places-half' });
    const data = { inventory: await inventoryOf(room, held, 6), backups: null, out: room.place('out') };
    const { seen } = await heldTwice(
      held,
      data,
      (question) => question.kind === 'confirm' && question.facts.some(({ name }) => name === 'inventory'),
    );
    const [asked] = seen.filter(({ question }) => question.kind === 'bring-data');
    assert.deepEqual(asked?.places, data);
  });

  test('is not what turned out wrong', async () => {
    const held = await hold(room, { keyLabel: 'places-wrong' });
    const right = { inventory: await inventoryOf(room, held, 6), backups: null, out: room.place('out') };
    const directory = room.place('wrong');
    const robot = openRobot(join(directory, 'out'), held.pins, right);
    room.furnish(held.parameters.participants.length);
    const places: Snapshot['dataPlaces'][] = [];
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (question.kind !== 'bring-data') return robot(question, state);
        places.push(engine.snapshot()?.dataPlaces ?? null);
        const wrong = { ...right, inventory: join(directory, 'nowhere') };
        return { kind: 'bring-data', ...(question.problem === null ? wrong : right) };
      },
    });
    await play(engine.start(rotation(held, { rewrap: true }), held.path));
    assert.deepEqual(places, [null, null]);
  });

  test('is asked for where nothing is remembered, or nothing whole', async () => {
    const sitting = room.place('sitting');
    assert.equal(await recallPlaces(sitting), null);
    const places = { inventory: null, backups: '/media/backups', out: '/media/moved' };
    await rememberPlaces(sitting, places);
    assert.deepEqual(await recallPlaces(sitting), places);
    assert.deepEqual(readdirSync(sitting), ['places.json']);
    for (const torn of ['', '{"out":', '{"out":"/media/moved"}', '[]']) {
      writeFileSync(join(sitting, 'places.json'), torn);
      assert.equal(await recallPlaces(sitting), null);
    }
  });

  test('is no reason to stop where it cannot be remembered', async () => {
    await rememberPlaces(join(room.place('gone'), 'nowhere'), { inventory: null, backups: null, out: '/a' });
  });
});
