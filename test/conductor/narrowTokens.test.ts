import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import { CeremonyError, type ErrorCode } from '../../ceremonies/model/error.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { softHsmLibrary } from '../tokens/softhsm.ts';
import { buildModule, refuse } from '../faults/module.ts';
import { hold, readBundle, reconstitution, type Held } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom((directory) => buildModule(directory, softHsmLibrary()));

const rebuild = async (held: Held, change: (right: Robot) => Robot = (right) => right) => {
  const plan = reconstitution(held);
  const directory = room.place('back');
  room.furnish(plan.parameters.participants.length, 'empty');
  const robot = change(openRobot(join(directory, 'out'), held.pins));
  const { engine, play } = room.rehearsal({ directory, robot });
  const { path } = await play(engine.start(plan, held.path));
  assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
  return readBundle(path);
};

describe('cards that keep no data objects', () => {
  test('hold shares all the same: the bundle has them, and only the cards open them', async () => {
    refuse('data-objects');
    const held = await hold(room, { keyLabel: 'no-objects' });
    assert.deepEqual(
      held.state.sets.at(-1)?.shares.map(({ readBackFrom }) => readBackFrom),
      ['bundle-copy', 'bundle-copy', 'bundle-copy'],
    );
    const { state } = await rebuild(held);
    assert.deepEqual(
      state.presentation.shares.map(({ source }) => source),
      ['bundle-copy', 'bundle-copy'],
    );
  });
});

describe('an HSM that cannot unwrap private keys', () => {
  test('is found out by a trial when it is chosen, before anything is begun', async () => {
    refuse();
    const held = await hold(room, { keyLabel: 'tried' });
    refuse('unwrap-private');
    const asked: string[] = [];
    const watching: Parameters<typeof rebuild>[1] = (right) => (question, at) => {
      asked.push(question.kind);
      return right(question, at);
    };
    await assert.rejects(rebuild(held, watching), (error: unknown) => {
      assert.ok(error instanceof CeremonyError);
      assert.deepEqual([error.code, error.details['reason']], ['hsm-unfit', 'unwrap']);
      return true;
    });
    assert.equal(asked.at(-1), 'choose-hsm');
    refuse();
  });

  test('of a sudden is told of by code, and the people go on when it can', async () => {
    refuse();
    const held = await hold(room, { keyLabel: 'narrow' });
    const said: ErrorCode[] = [];
    const { state } = await rebuild(held, (right) => (question, at) => {
      if (question.kind === 'clock') refuse('unwrap-private');
      if (question.kind !== 'try-again') return right(question, at);
      said.push(question.problem?.code ?? 'internal');
      refuse();
      return { kind: 'try-again' };
    });
    assert.deepEqual(said, ['unwrap-refused']);
    assert.equal(state.keys.length, 1);
  });
});
