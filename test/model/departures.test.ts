import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { EventBody, PreviousBundle } from '../../ceremonies/model/event.ts';
import { reduce, replay } from '../../ceremonies/model/reduce.ts';
import { setOf } from '../../ceremonies/model/register.ts';
import { signersOf } from '../../ceremonies/model/state.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { atStep, once, type Interrupt, type When } from './interrupts.ts';
import { codeOf } from './refusal.ts';
import { paperRoom, parametersFor, play, playPlan, type Run } from './straightRun.ts';

const leaders = ['administrator', 'witness'];
const parameters = parametersFor(2, 4);
const room = paperRoom(parameters);

const departure = (
  step: string,
  participant: string,
  by: readonly string[] = leaders,
): EventBody<'participant-departed'> => ({
  type: 'participant-departed',
  step,
  participant,
  by: [...by],
  reason: 'Called to a fire',
});

const leaving = (participant: string, when: When, by = leaders): Interrupt =>
  once(when, (step) => [departure(step, participant, by)]);

const made = await play(parameters, room);
const previousBundle: PreviousBundle = {
  sha256: 'ab'.repeat(32),
  ceremony: made.state.ceremony,
  register: registerOf(made.state),
  made: { kind: 'generate', closedAt: made.state.closedAt ?? '', place: parameters.place },
  doubts: [],
};
const [made1] = made.state.sets;
const sets = made1 === undefined ? [] : [made1.set];
const { domain, embassy, place, participants } = parameters;
const check: CeremonyPlan = { kind: 'check', parameters: { domain, embassy, place, participants, sets } };

/** Everyone shows a share, one after another. */
const checked = (interrupt: Interrupt): Promise<Run> =>
  playPlan(check, room, {
    ceremony: '11111111-2222-4333-8444-555555555555',
    previousBundle,
    interrupt,
  });

describe('somebody who left', () => {
  test('is asked for nothing more, and what they brought counts', async () => {
    const { state, events } = await checked(leaving('custodian-1', atStep('declare', 'custodian-1')));
    assert.equal(state.lifecycle, 'closed');
    assert.deepEqual(replay(events), state);
    assert.deepEqual(state.departed, ['custodian-1']);
    assert.ok(!state.declarations.some(({ participant }) => participant === 'custodian-1'));
    assert.ok(!state.bags.out.some(({ custodian }) => custodian === 'custodian-1'));
    assert.ok(!signersOf(state).includes('custodian-1'));
    // Their card stays known, for what it signed before.
    assert.ok(state.cards['custodian-1'] !== undefined);
    const shown = setOf(registerOf(state), sets[0] ?? '')?.shares[0]?.proven;
    assert.equal(shown?.ceremony, state.ceremony);
  });

  test('before the last step that is theirs leaves the present step as it is', async () => {
    const { state, events } = await checked(leaving('custodian-2', atStep('declare', 'custodian-1')));
    const place = events.findIndex(({ type }) => type === 'participant-departed');
    const next = events[place + 1];
    assert.ok(next?.type === 'declared' && next.participant === 'custodian-1');
    assert.equal(state.lifecycle, 'closed');
  });

  test('with a share of a set that is proved took it along', async () => {
    const { state } = await play(parameters, room, {
      interrupt: leaving('custodian-1', atStep('declare', 'custodian-1')),
    });
    assert.equal(state.lifecycle, 'closed');
    const share = registerOf(state).shareSets[0]?.shares[0];
    assert.equal(share?.holder?.name, participants.find(({ id }) => id === 'custodian-1')?.name);
  });

  test('may be an auditor', async () => {
    const { state } = await checked(leaving('auditor-1', atStep('show-shares')));
    assert.deepEqual(state.departed, ['auditor-1']);
    assert.equal(state.lifecycle, 'closed');
  });
});

describe('a departure is refused', () => {
  const cases: Readonly<Record<string, readonly [code: ErrorCode, interrupt: () => Interrupt]>> = {
    'without the witness': [
      'witness-missing',
      () => leaving('custodian-1', atStep('declare'), ['administrator', 'custodian-2']),
    ],
    'of the administrator': ['event-not-allowed', () => leaving('administrator', atStep('declare'))],
    'of the witness': ['event-not-allowed', () => leaving('witness', atStep('declare'))],
    'of somebody who did not come': [
      'event-not-allowed',
      () => leaving('custodian-1', atStep('show-shares')),
    ],
    'of somebody who left before': [
      'event-not-allowed',
      () =>
        once(atStep('declare'), (step) => [departure(step, 'custodian-1'), departure(step, 'custodian-1')]),
    ],
    'while a card is made ready': [
      'event-not-allowed',
      () =>
        once(
          (state) => atStep('show-shares')(state) && state.cards['custodian-1'] !== undefined,
          (step) => [
            { type: 'token-action-begun', step, action: 'initialise-card', token: null },
            departure(step, 'custodian-1'),
          ],
        ),
    ],
    'while the ceremony is paused': [
      'ceremony-paused',
      () =>
        once(atStep('declare'), (step) => [
          { type: 'paused', step, by: [...leaders] },
          departure(step, 'custodian-1'),
        ]),
    ],
  };
  for (const [claim, [code, interrupt]] of Object.entries(cases))
    test(claim, async () => assert.equal(await codeOf(() => checked(interrupt())), code));

  for (const kind of ['generate-embassy-key', 'store-share', 'prove-quorums'] as const)
    test(`of somebody who is to have a share, at ${kind}`, async () =>
      assert.equal(
        await codeOf(() => play(parameters, room, { interrupt: leaving('custodian-1', atStep(kind)) })),
        'recipient-needed',
      ));

  test('once they signed the closed transcript', () => {
    const { state, events } = made;
    const at = events.at(-1)?.at ?? '';
    const envelope = (seq: number) => ({ seq, previous: 'ab'.repeat(32), at });
    const signed = reduce(state, {
      ...envelope(state.nextSeq),
      type: 'bundle-signed',
      signer: 'custodian-1',
      manifestSha256: 'cd'.repeat(32),
      signature: 'AAAA',
    });
    const step = state.script.acts.at(-1)?.steps.at(-1)?.id ?? '';
    const event = { ...departure(step, 'custodian-1'), ...envelope(signed.nextSeq) };
    assert.throws(() => reduce(signed, event), { code: 'ceremony-closed' });
  });
});

describe('whoever left is refused', () => {
  const afterwards = (when: When, body: (step: string) => EventBody): Interrupt =>
    once(when, (step) => [departure(step, 'custodian-1'), body(step)]);

  const cases: Readonly<Record<string, () => Interrupt>> = {
    'an exception': () =>
      afterwards(atStep('declare'), (step) => ({
        type: 'exception-raised',
        step,
        about: { kind: 'other' },
        expected: 'a',
        happened: 'b',
        decided: 'c',
        by: ['witness', 'custodian-1'],
      })),
    'giving up': () =>
      afterwards(atStep('declare'), (step) => ({
        type: 'ceremony-abandoned',
        step,
        by: ['witness', 'custodian-1'],
        reason: 'a',
        keys: 'none',
      })),
    // The share of the next visit is the one that the play takes, in the name of the one who left.
    'another share': () =>
      once(
        (state) => atStep('show-shares')(state) && state.cards['custodian-1'] !== undefined,
        (step) => [departure(step, 'custodian-1')],
      ),
  };
  for (const [claim, interrupt] of Object.entries(cases))
    test(claim, async () => assert.equal(await codeOf(() => checked(interrupt())), 'event-not-allowed'));

  test('a signature of the bundle', async () => {
    const { state, events } = await checked(leaving('custodian-1', atStep('declare', 'custodian-1')));
    const signed = (signer: string) => ({
      type: 'bundle-signed' as const,
      signer,
      manifestSha256: 'ab'.repeat(32),
      signature: 'AAAA',
      seq: state.nextSeq,
      previous: 'ab'.repeat(32),
      at: events.at(-1)?.at ?? '',
    });
    assert.throws(() => reduce(state, signed('custodian-1')), { code: 'event-not-allowed' });
    assert.equal(reduce(state, signed('custodian-2')).bundle.signatures.length, 1);
  });
});
