import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Engine } from '../../ceremonies/conductor/engine.ts';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { destruction, resharing } from './chains.ts';
import { check, hold, readBundle, type Held } from './held.ts';
import { answerAgain, isAskedOf, isReplacing, leaders, lose, refusal } from './losing.ts';
import { openTestRoom } from './rehearsalRoom.ts';
import { until, type Wanted } from './until.ts';

const room = openTestRoom();
/** Where everything that cannot be taken back has been done. */
const afterwards =
  (wanted: Wanted): Wanted =>
  (question, state) =>
    wanted(question, state) &&
    state.script.acts.at(-1)?.steps.some(({ id }) => id === question.step) === true;

const begin = async (held: Held, plan: CeremonyPlan) => {
  const directory = room.place('replaced');
  // One more than there are people.
  room.furnish(plan.parameters.participants.length + 2);
  const robot = openRobot(join(directory, 'out'), held.pins);
  const engine = room.engine(directory);
  value(await engine.start(plan, held.path));
  return { directory, robot, engine };
};

const judge = async (engine: Engine, held: Held) => {
  const path = engine.snapshot()?.exported?.path ?? '';
  await engine.leave();
  const bytes = new Uint8Array(readFileSync(path));
  const verdict = await verifyBundle(bytes, { previous: new Uint8Array(readFileSync(held.path)) });
  assert.deepEqual(
    verdict.claims.filter(({ status }) => status === 'failed'),
    [],
  );
  assert.equal(verdict.outcome, 'good');
  return { verdict, ...(await readBundle(path)) };
};

const isLeading = (role: string): boolean => role === 'administrator' || role === 'witness';

const plans = {
  check: (held: Held) => check(held),
  reshare: (held: Held) => resharing(held, ['custodian-1', 'custodian-3']),
  destroy: (held: Held) => destruction(held, { kind: 'key', label: held.parameters.keyLabel, version: 1 }),
} as const;

describe('the card of one of the two who lead that is locked', () => {
  for (const [kind, planOf] of Object.entries(plans))
    test(`is replaced, and the ceremony comes to a good bundle that says so: ${kind}`, async () => {
      const held = await hold(room, { keyLabel: `locked-${kind}` });
      const { engine, robot } = await begin(held, planOf(held));
      assert.ok((await until(engine, robot, afterwards(isAskedOf('witness', 'sign-act')))) !== null);
      problem(await lose(engine, 'witness', ['administrator', 'custodian-1']), 'witness-missing');
      problem(await lose(engine, 'custodian-1'), 'event-not-allowed');
      problem(await lose(engine, 'administrator'), 'event-not-allowed');
      value(await lose(engine, 'witness'));
      assert.equal(await until(engine, robot, () => false), null);

      const { verdict, state } = await judge(engine, held);
      const claim = verdict.claims.find(({ id }) => id === 'replacements-vouched');
      assert.equal(claim?.status, 'attested');
      assert.deepEqual(verdict.summary?.replacements, [
        {
          name: 'Ene Saar',
          because: 'Its PIN is locked.',
          vouchedBy: ['Peeter Kuusk', 'Võtmehoidja 1', 'Võtmehoidja 2', 'Võtmehoidja 3'],
          mayHoldShare: false,
        },
      ]);
      assert.equal(state.replaced.length, 1);
    });

  test('is replaced on the other’s word alone where a key is destroyed and nobody else was ever here', async () => {
    const held = await hold(room, { keyLabel: 'two-alone' });
    const plan = plans.destroy(held);
    assert.ok(plan.kind === 'destroy');
    const { parameters } = plan;
    const participants = parameters.participants.filter(({ role }) => isLeading(role));
    const { engine, robot } = await begin(held, { ...plan, parameters: { ...parameters, participants } });
    assert.ok((await until(engine, robot, isAskedOf('witness', 'sign-act'))) !== null);
    problem(await lose(engine, 'witness'), 'vouchers-missing');
    assert.ok((await until(engine, robot, afterwards(isAskedOf('witness', 'sign-act')))) !== null);
    value(await lose(engine, 'witness'));
    assert.equal(await until(engine, robot, () => false), null);
    const { verdict } = await judge(engine, held);
    const claim = verdict.claims.find(({ id }) => id === 'replacements-vouched');
    assert.equal(claim?.status, 'not-shown');
    assert.deepEqual(
      verdict.summary?.replacements?.map(({ vouchedBy }) => vouchedBy),
      [['Peeter Kuusk']],
    );
  });

  test('after the closing is replaced, and the transcript is closed once more', async () => {
    const held = await hold(room, { keyLabel: 'closed' });
    const { engine, robot } = await begin(held, plans.reshare(held));
    assert.ok((await until(engine, robot, isAskedOf('administrator', 'sign-bundle'))) !== null);
    value(await lose(engine, 'administrator'));
    assert.ok((await until(engine, robot, isReplacing)) !== null);
    assert.equal(await until(engine, robot, () => false), null);
    const { verdict } = await judge(engine, held);
    assert.equal(verdict.summary?.replacements?.length, 1);
  });

  test('is not replaced before it is asked for, nor for whoever signed', async () => {
    const held = await hold(room, { keyLabel: 'not-yet' });
    const { engine, robot } = await begin(held, check(held));
    await until(engine, robot, ({ kind }) => kind === 'present-share');
    problem(await lose(engine, 'witness'), 'event-not-allowed');
    await until(engine, robot, isAskedOf('witness', 'sign-bundle'));
    problem(await lose(engine, 'administrator'), 'ceremony-closed');
    await engine.leave();
  });
});

describe('the card that takes its place', () => {
  test('is nobody’s, and comes into its own only when everybody else has vouched for it', async () => {
    const held = await hold(room, { keyLabel: 'wrong-cards' });
    const { engine, robot } = await begin(held, plans.reshare(held));
    await until(engine, robot, afterwards(isAskedOf('witness', 'declare')));
    value(await lose(engine, 'witness'));
    const asked = await until(engine, robot, isReplacing);
    assert.ok(asked?.question.kind === 'enrol-card' && asked.question.participant === 'witness');

    const { cards, hsm } = asked.state;
    const offered = asked.question.cards.map(({ token }) => token.serial);
    const mode = { kind: 'initialise', soPin: rehearsalPins.transport, userPin: rehearsalPins.card } as const;
    for (const [token, code] of [
      [cards['witness']?.token, 'card-twice'],
      [cards['custodian-1']?.token, 'card-twice'],
      [hsm?.token, 'token-wrong'],
    ] as const) {
      assert.ok(token !== undefined && !offered.includes(token.serial));
      const { label, serial } = token;
      const answer = { kind: 'enrol-card', token: { label, serial }, mode } as const;
      assert.equal(await refusal(engine, answer), code);
    }

    await answerAgain(engine, robot);
    await until(engine, robot, isAskedOf('administrator', 'vouch'));
    const wrong = { kind: 'card-pin', pin: '00000000' } as const;
    assert.equal(await refusal(engine, wrong), 'pin-wrong');
    // Whoever does not want to vouch for it can leave; but somebody has to stay who does.
    await answerAgain(engine, robot);
    await until(engine, robot, isAskedOf('custodian-1', 'vouch'));
    for (const id of ['custodian-1', 'custodian-2']) value(await engine.depart(id, leaders, 'No card'));
    await until(engine, robot, isAskedOf('custodian-3', 'vouch'));
    problem(await engine.depart('custodian-3', leaders, 'No card'), 'vouchers-missing');
    assert.equal(await until(engine, robot, () => false), null);
    const { state } = await judge(engine, held);
    assert.deepEqual(state.replaced[0]?.vouchedBy, ['administrator', 'custodian-3']);
  });

  test('survives power cuts: before it was made ready, in the midst of that, and between two who vouch', async () => {
    const held = await hold(room, { keyLabel: 'cuts' });
    const { engine, robot, directory } = await begin(held, plans.reshare(held));
    await until(engine, robot, afterwards(isAskedOf('witness', 'declare')));
    value(await lose(engine, 'witness'));
    await until(engine, robot, isReplacing);
    const sitting = engine.snapshot()?.state.ceremony ?? '';
    await engine.leave();

    const second = room.engine(directory);
    value(await second.resume(sitting));
    const again = await until(second, robot, isReplacing);
    assert.ok(again?.question.kind === 'enrol-card');
    // A card that refuses its own PIN half-way leaves an announcement, as a power cut would.
    const blank = again.question.cards.find(({ holds }) => holds === 'blank')?.token;
    assert.ok(blank !== undefined);
    const { label, serial } = blank;
    const mode = { kind: 'initialise', soPin: 'not it at all', userPin: rehearsalPins.card } as const;
    assert.ok((await refusal(second, { kind: 'enrol-card', token: { label, serial }, mode })) !== undefined);
    assert.equal(second.snapshot()?.state.pending?.action, 'initialise-card');
    await second.leave();

    const third = room.engine(directory);
    value(await third.resume(sitting));
    await until(third, robot, isAskedOf('custodian-2', 'vouch'));
    const before = third.snapshot()?.state.replacing;
    assert.deepEqual(before?.vouchedBy, ['administrator', 'custodian-1']);
    await third.leave();

    const fourth = room.engine(directory);
    value(await fourth.resume(sitting));
    assert.ok((await until(fourth, robot, isAskedOf('custodian-2', 'vouch'))) !== null);
    assert.deepEqual(fourth.snapshot()?.state.replacing, before);
    assert.equal(await until(fourth, robot, () => false), null);
    const { verdict, state } = await judge(fourth, held);
    assert.equal(state.resumptions, 3);
    assert.equal(verdict.summary?.replacements?.length, 1);
  });
});
