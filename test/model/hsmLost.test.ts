import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { transcriptOf, type EventBody } from '../../ceremonies/model/event.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { hsmsWith, versionOf } from '../../ceremonies/model/register.ts';
import { currentStep, hsmLossOf, signersOf, type State } from '../../ceremonies/model/state.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { atStep, losing, loss, once, type Interrupt } from './interrupts.ts';
import { after, holdNext, newborn, toCheck, toDestroy, toGenerate, toReshare } from './life.ts';
import { codeOf, codeOfBodies } from './refusal.ts';
import { bodyOf, chain, type Run } from './straightRun.ts';

const label = 'land-register';
const name = { label, version: 1 };
const holders = ['Õie', 'Peeter', 'Rein'];
const split = { threshold: 2, holders };
const leaders = ['administrator', 'witness'];

const made = await holdNext(newborn, toGenerate(label, split));
const life = after(newborn, made);
const set = registerOf(made.state).shareSets[0]?.set ?? '';
const resharing = toReshare([set], holders, { threshold: 2, holders: ['Õie', 'Peeter', 'Salme'] });

const reshared = (interrupt: Interrupt): Promise<Run> => holdNext(life, resharing, { interrupt });

describe('an HSM that is lost when old shares are destroyed', () => {
  test('signs nothing, and the ceremony comes to its end without it', async () => {
    const { state, events } = await reshared(losing('close-transcript'));
    assert.equal(state.lifecycle, 'closed');
    assert.ok(state.destroyed.shares.length > 0);
    assert.ok(!signersOf(state).includes('hsm'));
    assert.equal(hsmLossOf(state)?.happened, 'It burnt.');
    assert.deepEqual(replay(events), state);
  });

  test('is lost with all that was on it, by the register; nothing else changes there', async () => {
    const whole = registerOf((await reshared(() => [])).state);
    const { state } = await reshared(losing('hand-in-shares'));
    const register = registerOf(state);
    const version = versionOf(register, name) ?? assert.fail();
    assert.deepEqual(hsmsWith(version), []);
    assert.ok(
      version.hsms.every(({ removed }) => removed?.way === 'lost' && removed.ceremony === state.ceremony),
    );
    const { hsms } = versionOf(whole, name) ?? assert.fail();
    assert.deepEqual({ ...version, hsms }, versionOf(whole, name));
    assert.deepEqual(
      register.shareSets.map(({ state: now }) => now),
      ['void', 'live'],
    );
  });

  for (const kind of ['restore-key', 'prove-quorums', 'destroy-original'] as const)
    test(`is not passed over while there is more for it to do than to sign: at ${kind}`, async () =>
      assert.equal(await codeOf(() => reshared(losing(kind))), 'event-not-allowed'));

  for (const by of [['administrator'], ['administrator', 'custodian-1'], ['witness', 'custodian-1']])
    test(`is not called lost by ${by.join(' and ')}`, async () =>
      assert.equal(await codeOf(() => reshared(losing('close-transcript', by))), 'witness-missing'));

  test('is not called lost twice, nor where none was used', async () => {
    const twice = once(atStep('close-transcript'), (step) => [loss(step), loss(step)]);
    assert.equal(await codeOf(() => reshared(twice)), 'event-not-allowed');
    const check = toCheck([set], holders);
    assert.equal(
      await codeOf(() => holdNext(life, check, { interrupt: losing('close-transcript') })),
      'event-not-allowed',
    );
  });

  test('after it destroyed a key, leaves the key destroyed and not lost', async () => {
    const target = { kind: 'key', ...name } as const;
    const { state } = await holdNext(life, toDestroy(target), { interrupt: losing('close-transcript') });
    const version = versionOf(registerOf(state), name);
    assert.equal(version?.state, 'destroyed');
    assert.deepEqual(
      version.hsms.map(({ removed }) => removed?.way),
      ['destroyed'],
    );
  });
});

describe('giving up, when the HSM is lost that was to destroy what was made there', () => {
  const begun = (step: string): EventBody => ({
    type: 'token-action-begun',
    step,
    action: 'abandon-keys',
    token: null,
  });
  const abandoned = (step: string): EventBody => ({
    type: 'ceremony-abandoned',
    step,
    by: [...leaders],
    reason: 'The HSM burnt.',
    keys: 'unreachable',
  });
  /** Up to the wrapping of the first key, and then this. */
  const givingUp = async (...makes: readonly ((step: string) => EventBody)[]) => {
    const { events } = await reshared(() => []);
    const place = events.findIndex(({ type }) => type === 'key-wrapped');
    const wrapping = events[place];
    assert.ok(wrapping?.type === 'key-wrapped');
    const bodies = [...events.slice(0, place).map(bodyOf), ...makes.map((make) => make(wrapping.step))];
    return chain(bodies, events[0]?.at);
  };

  test('comes to its end once both who lead have said so, and not before', async () => {
    assert.equal(replay(await givingUp(begun, loss, abandoned)).lifecycle, 'abandoned');
    const alone = (step: string) => loss(step, ['witness', 'custodian-1']);
    for (const [makes, code] of [
      [[begun, abandoned], 'event-not-allowed'],
      [[begun, alone], 'witness-missing'],
      [[loss], 'event-not-allowed'],
    ] as const) {
      const events = await givingUp(...makes);
      assert.equal(await codeOf(() => replay(events)), code);
    }
  });
});

const closeStep = (state: State): string => state.script.acts.at(-1)?.steps.at(-1)?.id ?? '';
const report: EventBody = { type: 'report-made', name: 'report.html', sha256: 'ab'.repeat(32) };
const signedBy = (signer: string): EventBody => ({
  type: 'bundle-signed',
  signer,
  manifestSha256: 'cd'.repeat(32),
  signature: 'AAAA',
});
const departure = (step: string, participant: string): EventBody => ({
  type: 'participant-departed',
  step,
  participant,
  by: [...leaders],
  reason: 'The card is broken.',
});

describe('a transcript that was closed, and that somebody cannot sign any more', () => {
  const closed = reshared(() => []);
  const goingOn = async (...more: readonly ((state: State) => EventBody)[]) => {
    const { events, state } = await closed;
    return {
      bodies: [...events.map(bodyOf), ...more.map((make) => make(state))],
      at: events[0]?.at,
      closing: bodyOf(events.at(-1) ?? assert.fail()),
    };
  };

  for (const [what, lost, make] of [
    ['the HSM', 'hsm', (state: State) => loss(closeStep(state))],
    ['whose card is broken', 'custodian-1', (state: State) => departure(closeStep(state), 'custodian-1')],
  ] as const)
    test(`is closed once more without ${what}, and nobody's signature is kept`, async () => {
      const { bodies, at, closing } = await goingOn(
        () => report,
        () => signedBy('witness'),
        make,
      );
      const open = replay(await chain(bodies, at));
      assert.equal(currentStep(open)?.kind, 'close-transcript');
      const events = await chain([...bodies, closing, report], at);
      const state = replay(events);
      assert.equal(state.lifecycle, 'closed');
      assert.deepEqual(state.bundle.signatures, []);
      assert.ok(!signersOf(state).includes(lost));
      assert.equal(transcriptOf(events).at(-1)?.type, 'transcript-closed');
      assert.equal(transcriptOf(events).length, events.length - 1);
    });

  test('is not given up any more once everybody had signed it: a whole bundle may lie somewhere', async () => {
    const { state, events } = made;
    const step = closeStep(state);
    const givingUp: EventBody = {
      type: 'ceremony-abandoned',
      step,
      by: [...leaders],
      reason: 'The HSM burnt.',
      keys: 'unreachable',
    };
    // The report that was signed is lost, so that all are asked once more.
    const codeAfter = (signers: readonly string[]) =>
      codeOfBodies(
        [...events.map(bodyOf), report, ...signers.map(signedBy), report, loss(step), givingUp],
        events[0]?.at,
      );
    const signers = signersOf(state);
    assert.equal(await codeAfter(signers), 'abandon-too-late');
    assert.equal(await codeAfter(signers.slice(1)), undefined);
    // The card of one of the two who lead is broken, and nobody is lost whom the ceremony could go on without.
    const leaderless = signers.filter((signer) => signer !== 'witness');
    const bodies = [...events.map(bodyOf), report, ...leaderless.map(signedBy), givingUp];
    assert.equal(replay(await chain(bodies, events[0]?.at)).lifecycle, 'abandoned');
    assert.equal(
      await codeOfBodies([...bodies.slice(0, -1), signedBy('witness'), givingUp], events[0]?.at),
      'abandon-too-late',
    );
  });

  test('stays closed for whoever has signed it, and for everything else', async () => {
    const refusals = [
      await goingOn(
        () => report,
        () => signedBy('hsm'),
        (state) => loss(closeStep(state)),
      ),
      await goingOn(
        () => report,
        () => signedBy('custodian-1'),
        (state) => departure(closeStep(state), 'custodian-1'),
      ),
      await goingOn((state) => ({ ...loss(closeStep(state)), about: { kind: 'other' } })),
      await goingOn((state) => ({ type: 'paused', step: closeStep(state), by: [...leaders] })),
    ];
    for (const { bodies, at } of refusals) assert.equal(await codeOfBodies(bodies, at), 'ceremony-closed');
  });

  test('is not opened again by one of the two who lead', async () => {
    const { bodies, at } = await goingOn((state) => loss(closeStep(state), ['witness', 'custodian-1']));
    assert.equal(await codeOfBodies(bodies, at), 'witness-missing');
  });
});
