import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { Result } from '../../ceremonies/model/error.ts';
import { setOf, versionOf } from '../../ceremonies/model/register.ts';
import { rememberedOf } from '../../ceremonies/model/state.ts';
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
      rememberedOf(state, 'share-seen').map(({ index, name }) => [index, name]),
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

describe('a key that was marked as compromised at a ceremony that was given up', () => {
  test('is shown before the next one, and compromised by its register', async () => {
    const label = 'marked';
    const held = await hold(room, { keyLabel: label });
    // Another embassy has a key of the same name, made at another HSM: nothing is said of it.
    room.furnish(held.parameters.participants.length, 'empty');
    const other = await hold(room, { keyLabel: label, algorithm: 'aes256' });
    room.furnish(held.parameters.participants.length);
    const directory = room.place('marked');
    const right = openRobot(join(directory, 'out'), held.pins);
    const said: Promise<Result<null>>[] = [];
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (question.kind === 'present-share' && said.length === 0)
          said.push(
            engine
              .compromise({ label, version: 1, by: leaders, reason: 'A copy was found.' })
              .then(value)
              .then(() => engine.abandon(leaders, 'The room is needed.', null)),
          );
        return question.kind === 'present-share' && said.length > 0
          ? { kind: 'present-share', offer: { kind: 'nobody-else', by: [] } }
          : right(question, state);
      },
    });
    await assert.rejects(play(engine.start(check(held), held.path)));
    for (const each of await Promise.all(said)) value(each);
    const next = room.rehearsal({ directory, robot: openRobot(join(directory, 'out'), held.pins) });
    const told = value(await next.engine.inspect(held.path)).remembered ?? [];
    assert.deepEqual(
      told.map((each) => (each.kind === 'key-compromised' ? [each.label, each.version, each.reason] : [])),
      [[label, 1, 'A copy was found.']],
    );
    assert.equal(value(await next.engine.inspect(other.path)).remembered, undefined);
    const { path } = await next.play(next.engine.start(check(held), held.path));
    const { register, state } = await readBundle(path);
    assert.equal(rememberedOf(state, 'key-compromised').length, 1);
    assert.equal(versionOf(register, { label, version: 1 })?.state, 'compromised');
    const verdict = await verifyBundle(new Uint8Array(readFileSync(path)), {
      previous: new Uint8Array(readFileSync(held.path)),
    });
    assert.equal(verdict.outcome, 'good');
    const claim = verdict.claims.find(({ id }) => id === 'compromise-recorded');
    assert.equal(claim?.details['atCeremoniesGivenUp'], 1);
    // On record now, it is no news any more.
    assert.equal(value(await next.engine.inspect(path)).remembered, undefined);
  });
});
