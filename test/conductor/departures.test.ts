import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { check, hold, readBundle, reconstitution, type Held } from './held.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';
import { until } from './until.ts';

const room = openTestRoom();
const leaders = ['administrator', 'witness'];
const reason = 'Was here on the first day only';

const isDeclaring =
  (person: string) =>
  (question: Question): boolean =>
    question.kind === 'declare' && question.participant === person;

/** The first custodian brings a share; on another day, the others do everything. */
const firstDay = async (held: Held, kind: 'reconstitute' | 'check') => {
  const directory = room.place('days');
  room.furnish(held.parameters.participants.length + 1, 'empty');
  const right = openRobot(join(directory, 'out'), held.pins);
  const engine = room.engine(directory);
  const plan = kind === 'check' ? check(held) : reconstitution(held);
  value(await engine.start(plan, held.path));
  const came = await until(
    engine,
    right,
    ({ kind: asked }, { presentation }) => asked === 'present-share' && presentation.shares.length === 1,
  );
  assert.deepEqual(
    came?.state.presentation.shares.map(({ participant }) => participant),
    ['custodian-1'],
  );
  await engine.leave();
  return { directory, right };
};

/** Everybody but the first custodian is there. */
const withoutFirst =
  (right: Robot): Robot =>
  (question, state) =>
    question.kind === 'present-share'
      ? right(
          { ...question, people: question.people.filter(({ participant }) => participant !== 'custodian-1') },
          state,
        )
      : right(question, state);

for (const kind of ['reconstitute', 'check'] as const) {
  describe(`a ${kind} that is left one day and continued with other people`, () => {
    test('is closed without those who do not come again, once both who lead say that they have left', async () => {
      const held = await hold(room, { keyLabel: `day-${kind}`, custodians: 4 });
      const { directory, right } = await firstDay(held, kind);
      const robot = withoutFirst(right);
      const engine = room.engine(directory);
      const [unfinished] = await engine.unfinished();
      value(await engine.resume(unfinished?.sitting ?? ''));
      const stuck = await until(engine, robot, isDeclaring('custodian-1'));
      assert.ok(stuck !== null);

      problem(
        await engine.depart('custodian-1', ['administrator', 'custodian-2'], reason),
        'witness-missing',
      );
      problem(await engine.depart('custodian-1', leaders, ''), 'message-malformed');
      problem(await engine.depart('witness', leaders, reason), 'event-not-allowed');
      assert.equal(engine.snapshot()?.question?.id, stuck.question.id);
      value(await engine.depart('custodian-1', leaders, reason));
      // What was asked of them is asked no more, and an answer to it comes too late.
      problem(
        await engine.answer(stuck.question.id, robot(stuck.question, stuck.state)),
        'event-not-allowed',
      );
      problem(await engine.depart('custodian-1', leaders, reason), 'event-not-allowed');
      assert.equal(await until(engine, robot, () => false), null);
      const path = engine.snapshot()?.exported?.path ?? '';
      await engine.leave();

      const verdict = await verifyBundle(new Uint8Array(readFileSync(path)));
      assert.equal(verdict.outcome, 'good');
      const claim = verdict.claims.find(({ id }) => id === 'departures-recorded');
      assert.equal(claim?.details['departures'], 1);
      const { state } = await readBundle(path);
      assert.ok(!state.declarations.some(({ participant }) => participant === 'custodian-1'));
      assert.ok(!state.bags.out.some(({ custodian }) => custodian === 'custodian-1'));
    });
  });
}

describe('whoever left', () => {
  test('is not awaited, is refused, and gives up nothing', async () => {
    const held = await hold(room, { keyLabel: 'gone', custodians: 4 });
    const { directory, right } = await firstDay(held, 'check');
    const engine = room.engine(directory);
    const [unfinished] = await engine.unfinished();
    value(await engine.resume(unfinished?.sitting ?? ''));
    const before = await until(engine, right, ({ kind }) => kind === 'present-share');
    assert.ok(before?.question.kind === 'present-share');
    value(await engine.depart('custodian-1', leaders, reason));
    const now = engine.snapshot();
    assert.ok(now?.question?.kind === 'present-share');
    assert.equal(now.question.id, before.question.id);
    for (const person of now.question.people) assert.notEqual(person.participant, 'custodian-1');
    for (const card of now.question.cards) assert.notEqual(card.owner, 'custodian-1');

    const card = before.question.cards.find(({ owner }) => owner === 'custodian-1');
    assert.ok(card !== undefined);
    const { label, serial } = card.token;
    const userPin = held.pins.get('custodian-1') ?? '';
    value(
      await engine.answer(now.question.id, {
        kind: 'present-share',
        offer: {
          kind: 'share',
          participant: 'custodian-1',
          token: { label, serial },
          mode: { kind: 'adopt', userPin },
          from: { kind: 'card' },
        },
      }),
    );
    const again = await until(engine, right, ({ problem: told }) => told !== null);
    assert.equal(again?.question.problem?.code, 'event-not-allowed');
    problem(await engine.abandon(['witness', 'custodian-1'], 'No', null), 'witness-missing');
    await engine.leave();
  });
});

describe('a recipient', () => {
  test('cannot leave before the shares are proved, and may afterwards', async () => {
    const directory = room.place('recipient');
    room.furnish(5);
    const right = openRobot(join(directory, 'out'));
    const engine = room.engine(directory);
    value(
      await engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel: 'recipient' }) }, null),
    );
    await until(
      engine,
      right,
      (question) => question.kind === 'card-pin' && question.purpose === 'store-share',
    );
    problem(await engine.depart('custodian-1', leaders, reason), 'recipient-needed');
    await until(engine, right, isDeclaring('custodian-1'));
    value(await engine.depart('custodian-1', leaders, reason));
    assert.equal(await until(engine, right, () => false), null);
    const { path = '' } = engine.snapshot()?.exported ?? {};
    await engine.leave();
    assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
  });
});
