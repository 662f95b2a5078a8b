import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { Result } from '../../ceremonies/model/error.ts';
import { setOf } from '../../ceremonies/model/register.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { resharing } from './chains.ts';
import { check, hold, printing, readBundle, wordsOn } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();
const leaders = ['administrator', 'witness'];

describe('a resharing in which an old share is destroyed', () => {
  test('is not given up any more, and comes to its end', async () => {
    const held = await hold(room, { keyLabel: 'too-late' });
    room.furnish(held.parameters.participants.length);
    const directory = room.place('too-late');
    const right = openRobot(join(directory, 'out'), held.pins);
    const refused: Promise<Result<null>>[] = [];
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (state.destroyed.shares.length > 0 && refused.length === 0)
          refused.push(engine.abandon(leaders, 'Nobody wants to wait.', rehearsalPins.hsm));
        return right(question, state);
      },
    });
    const { path } = await play(engine.start(resharing(held), held.path));
    const [answer] = await Promise.all(refused);
    assert.ok(answer !== undefined);
    problem(answer, 'abandon-too-late');
    assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
  });
});

describe('a share that was brought for another at a ceremony that was given up', () => {
  test('is counted at the next one, and stands in its register', async () => {
    const { sheets, host } = printing();
    const held = await hold(room, { keyLabel: 'seen', threshold: 3, custodians: 4, sheets: true }, host);
    const set = held.register.shareSets[0]?.set ?? '';
    const directory = room.place('seen');
    room.furnish(held.parameters.participants.length);
    const right = openRobot(join(directory, 'out'), held.pins);
    const [first] = held.state.script.parameters.participants.filter(({ role }) => role === 'custodian');
    assert.ok(first !== undefined);
    const raised: Promise<Result<null>>[] = [];
    const given: Promise<Result<null>>[] = [];
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (state.presentation.proven.some(({ by }) => by === 'surrogate') && given.length === 0)
          given.push(engine.abandon(leaders, 'The room is needed.', null));
        if (question.kind !== 'present-share' || raised.length > 0) return right(question, state);
        raised.push(
          engine.raiseException({
            about: { kind: 'surrogate', participant: first.id, set, index: 2 },
            expected: 'The holder brings it.',
            happened: 'The holder is ill.',
            decided: 'Somebody else brings the sheet.',
            by: [...leaders, first.id],
          }),
        );
        const card = question.cards.find(({ owner }) => owner === first.id);
        assert.ok(card !== undefined);
        const { label, serial } = card.token;
        const userPin = held.pins.get(first.id) ?? '';
        return {
          kind: 'present-share',
          offer: {
            kind: 'share',
            participant: first.id,
            token: { label, serial },
            mode: { kind: 'adopt', userPin },
            from: { kind: 'words', rows: wordsOn(sheets[1] ?? '').map((row) => [...row]) },
          },
        };
      },
    });
    await assert.rejects(play(engine.start(check(held), held.path)));
    for (const each of await Promise.all([...raised, ...given])) value(each);
    // The same machine, and the same bundle before: what it tells of is not all that the machine knows.
    const next = room.rehearsal({ directory, robot: openRobot(join(directory, 'out'), held.pins) });
    const { path } = await next.play(next.engine.start(check(held), held.path));
    const { register, state } = await readBundle(path);
    assert.deepEqual(
      state.previousBundle?.remembered?.map(({ index, name }) => [index, name]),
      [[2, first.name]],
    );
    assert.deepEqual(
      setOf(register, set)?.shares[1]?.seenBy.map(({ name }) => name),
      [first.name],
    );
    const verdict = await verifyBundle(new Uint8Array(readFileSync(path)), {
      previous: new Uint8Array(readFileSync(held.path)),
    });
    assert.equal(verdict.outcome, 'good');
    assert.equal(verdict.claims.find(({ id }) => id === 'custody-kept')?.details['atCeremoniesGivenUp'], 1);
  });
});
