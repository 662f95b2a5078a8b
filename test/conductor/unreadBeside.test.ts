import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { check, hold, readBundle } from './held.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';

const room = openTestRoom();

/** A bundle in a folder with a file that may be a newer one, and cannot be read. */
const beside = async (keyLabel: string) => {
  const held = await hold(room, { keyLabel });
  const folder = room.place('media');
  const path = join(folder, '01-generate.asice');
  copyFileSync(held.path, path);
  const bytes = readFileSync(held.path);
  writeFileSync(join(folder, '02-rotate.asice'), bytes.subarray(0, bytes.length >> 1));
  return { held, path };
};

describe('a bundle beside which another one cannot be read', () => {
  test('is gone on from only when two people say why, and the transcript names what was not read', async () => {
    const { held, path } = await beside('beside');
    const directory = room.place('beside');
    const right = openRobot(join(directory, 'out'), held.pins);
    const asked: string[] = [];
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (question.kind !== 'try-again') return right(question, state);
        asked.push(question.problem?.code ?? '');
        void engine.raiseException({
          about: { kind: 'doubts' },
          expected: 'Every bundle of the folder can be read.',
          happened: 'One is cut off in the middle.',
          decided: 'We know from our papers that no ceremony was held since.',
          by: ['administrator', 'witness'],
        });
        return { kind: 'try-again' };
      },
    });
    room.furnish(held.parameters.participants.length);
    const inspected = await engine.inspect(path);
    assert.ok(inspected.ok);
    assert.deepEqual(inspected.value.unread, ['02-rotate.asice']);
    const { path: made } = await play(engine.start(check(held), path));
    assert.ok(asked.length > 0 && asked.every((code) => code === 'bundle-beside-unread'));
    const { state } = await readBundle(made);
    assert.deepEqual(state.previousBundle?.unread, ['02-rotate.asice']);
    const verdict = await verifyBundle(new Uint8Array(readFileSync(made)), {
      previous: new Uint8Array(readFileSync(path)),
    });
    assert.equal(verdict.outcome, 'good');
    const claim = verdict.claims.find(({ id }) => id === 'bundle-confirmed');
    assert.equal(claim?.details['unread'], '02-rotate.asice');
  });

  test('is no place to begin another key from, for nobody would be asked', async () => {
    const { path } = await beside('beside-too');
    const parameters = parametersFor({ keyLabel: 'another', threshold: 2, custodians: 3 });
    const { engine } = room.rehearsal({ directory: room.place('another') });
    const refused = await engine.start({ kind: 'generate', parameters }, path);
    assert.equal(refused.ok ? null : refused.problem.code, 'bundle-beside-unread');
  });

  test('says how many more there are than it names', async () => {
    const { path } = await beside('beside-many');
    for (let number = 0; number < 102; number += 1)
      writeFileSync(join(path, '..', `bad-${number}.asice`), 'not a bundle');
    const inspected = await room.rehearsal({ directory: room.place('many') }).engine.inspect(path);
    assert.ok(inspected.ok);
    assert.equal(inspected.value.unread?.length, 100);
    assert.equal(inspected.value.moreUnread, 3);
  });
});
