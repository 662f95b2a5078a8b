import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { EventBody, EventType, PreviousBundle } from '../../ceremonies/model/event.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { findRegisterFault } from '../../ceremonies/model/register.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { codeOfBodies } from './refusal.ts';
import { bodyOf, paperRoom, parametersFor, play, playPlan, type Room } from './straightRun.ts';

const nextCeremony = '11111111-2222-4333-8444-555555555555';

type Held = { readonly before: PreviousBundle; readonly parameters: GenerateParameters; readonly room: Room };

/** A key that was generated and split, and the bundle that tells of it. */
const hold = async (parameters: GenerateParameters): Promise<Held> => {
  const room = paperRoom(parameters);
  const { state } = await play(parameters, room);
  const before: PreviousBundle = {
    sha256: 'ab'.repeat(32),
    ceremony: state.ceremony,
    register: registerOf(state),
    made: { kind: 'generate', closedAt: state.closedAt ?? '', place: parameters.place },
    doubts: [],
  };
  return { before, parameters, room };
};

type Fresh = Extract<CeremonyPlan, { kind: 'reconstitute' }>['parameters']['fresh'];

const planned = (
  kind: 'reconstitute' | 'check',
  { before, parameters }: Held,
  fresh: Fresh = null,
): CeremonyPlan => {
  const { domain, embassy, place, participants } = parameters;
  const sets = before.register.shareSets.filter(({ state }) => state === 'live').map(({ set }) => set);
  const about = { domain, embassy, place, participants, sets };
  return kind === 'check' ? { kind, parameters: about } : { kind, parameters: { ...about, fresh } };
};

/** The nth set of a room is another one in every ceremony. */
const later = (room: Room): Room => ({
  ...room,
  makeSet: (number, ceremony) => room.makeSet(number + 10, ceremony),
});

const run = (held: Held, plan: CeremonyPlan, visitors?: readonly string[]) =>
  playPlan(plan, later(held.room), {
    ceremony: nextCeremony,
    previousBundle: held.before,
    ...(visitors === undefined ? {} : { visitors }),
  });

/** k, n, and some custodians in some order. */
const room = fc
  .record({ custodians: fc.integer({ min: 2, max: 7 }), spare: fc.nat() })
  .map(({ custodians, spare }) => ({ custodians, threshold: 2 + (spare % (custodians - 1)) }))
  .chain(({ custodians, threshold }) =>
    fc.record({
      custodians: fc.constant(custodians),
      threshold: fc.constant(threshold),
      visitors: fc.shuffledSubarray(
        Array.from({ length: custodians }, (_, index) => `custodian-${index + 1}`),
      ),
    }),
  );

describe('a reconstitution', () => {
  test('takes any k custodians in any order, and no fewer', () =>
    fc.assert(
      fc.asyncProperty(room, async ({ custodians, threshold, visitors }) => {
        const held = await hold(parametersFor(threshold, custodians, { auditors: 0 }));
        const plan = planned('reconstitute', held);
        if (visitors.length < threshold) {
          await assert.rejects(run(held, plan, visitors), { code: 'event-out-of-order' });
          return;
        }
        const { state, events } = await run(held, plan, visitors);
        assert.equal(state.lifecycle, 'closed');
        assert.deepEqual(replay(events), state);
        assert.deepEqual(
          state.presentation.shares.map(({ participant }) => participant),
          visitors.slice(0, threshold),
        );
        // Who did not come is not asked to declare.
        assert.equal(state.declarations.length, 2 + threshold);
        const register = registerOf(state);
        assert.equal(findRegisterFault(register), undefined);
        const [version] = register.keys[0]?.versions ?? [];
        assert.equal(version?.hsms.length, 2);
        const proven = register.shareSets[0]?.shares.filter(
          (share) => share.proven?.ceremony === nextCeremony,
        );
        assert.equal(proven?.length, threshold);
      }),
      { numRuns: 60 },
    ));

  test('ends with a fresh share set that replaces the old one, where people want it', () =>
    fc.assert(
      fc.asyncProperty(room, async ({ custodians, threshold }) => {
        const held = await hold(parametersFor(threshold, custodians));
        const recipients = held.parameters.participants
          .filter(({ role }) => role === 'custodian')
          .map(({ id }) => id);
        const fresh = { threshold: 2, recipients, dice: false, sheets: true, acceptsNoSpareShare: true };
        const { state } = await run(held, planned('reconstitute', held, fresh));
        const register = registerOf(state);
        assert.deepEqual(
          register.shareSets.map((set) => set.state),
          ['void', 'live'],
        );
        assert.equal(register.keys[0]?.versions[0]?.set, register.shareSets[1]?.set);
        assert.equal(findRegisterFault(register), undefined);
        assert.ok(state.keys.every((key) => key.originalDestroyed));
        assert.equal(state.sets[0]?.sheets.length, recipients.length);
      }),
      { numRuns: 20 },
    ));

  test('is refused when any event is left out or comes twice', () =>
    fc.assert(
      fc.asyncProperty(room, fc.nat(), async ({ custodians, threshold }, place) => {
        const held = await hold(parametersFor(threshold, custodians));
        const bodies = (await run(held, planned('reconstitute', held))).events.map(bodyOf);
        const at = place % (bodies.length - 1);
        assert.notEqual(await codeOfBodies(bodies.filter((_, index) => index !== at)), undefined);
        const twice = bodies.flatMap((body, index) => (index === at ? [body, body] : [body]));
        assert.notEqual(await codeOfBodies(twice), undefined);
      }),
      { numRuns: 60 },
    ));
});

describe('a check', () => {
  test('takes whoever comes, writes down who showed what, and leaves keys and sets as they were', () =>
    fc.assert(
      fc.asyncProperty(room, async ({ custodians, threshold, visitors }) => {
        const held = await hold(parametersFor(threshold, custodians));
        const { state } = await run(held, planned('check', held), visitors);
        assert.equal(state.lifecycle, 'closed');
        const register = registerOf(state);
        assert.deepEqual(register.keys, held.before.register.keys);
        const holders = register.shareSets[0]?.shares.flatMap(({ proven }, index) =>
          proven?.ceremony === nextCeremony ? [`custodian-${index + 1}`] : [],
        );
        assert.deepEqual(holders?.toSorted(), visitors.toSorted());
      }),
      { numRuns: 40 },
    ));
});

/** Changes the first body of one kind. */
const codeAfter = async (
  held: Held,
  type: EventType,
  fields: Readonly<Record<string, unknown>>,
  kind: 'reconstitute' | 'check' = 'reconstitute',
): Promise<ErrorCode | undefined> => {
  const bodies = (await run(held, planned(kind, held))).events.map(bodyOf);
  const place = bodies.findIndex((body) => body.type === type);
  assert.ok(place >= 0, type);
  return codeOfBodies(bodies.map((body, index) => (index === place ? { ...body, ...fields } : body)));
};

describe('an event of a recovery is refused', () => {
  const cases: readonly (readonly [
    claim: string,
    type: EventType,
    fields: Readonly<Record<string, unknown>>,
    code: ErrorCode,
  ])[] = [
    [
      'when another bundle is confirmed',
      'bundle-confirmed',
      { sha256: 'cd'.repeat(32) },
      'event-not-allowed',
    ],
    [
      'when the witness did not confirm the bundle',
      'bundle-confirmed',
      { by: ['administrator'] },
      'witness-missing',
    ],
    ['when somebody brings another’s share', 'share-presented', { index: 2 }, 'exception-needed'],
    ['when the index is of no share', 'share-presented', { index: 200 }, 'share-foreign'],
    ['when the set is unknown', 'share-presented', { set: nextCeremony }, 'share-foreign'],
    ['when who leads brings a share', 'share-presented', { participant: 'witness' }, 'event-not-allowed'],
    [
      'when it says another source than was signed',
      'share-presented',
      { source: 'sheet' },
      'statement-differs',
    ],
    ['with too few shares', 'recovery-key-rebuilt', { indices: [1] }, 'share-set-incomplete'],
    ['with a share that nobody brought', 'recovery-key-rebuilt', { indices: [1, 3] }, 'share-set-incomplete'],
    ['with one share twice', 'recovery-key-rebuilt', { indices: [1, 1] }, 'share-set-incomplete'],
    [
      'when the rebuilt key is another',
      'recovery-key-rebuilt',
      { commitment: 'ef'.repeat(32) },
      'recovery-key-differs',
    ],
    ['when another key is restored', 'key-restored', { label: 'other' }, 'event-not-allowed'],
    ['when its check value differs', 'key-restored', { checkValue: 'ab'.repeat(32) }, 'check-value-differs'],
    [
      'when the restored key can leave',
      'key-restored',
      { evidence: { local: false, sensitive: true, extractable: true, neverExtractable: false } },
      'event-not-allowed',
    ],
    [
      'when it lies in the clear',
      'key-restored',
      { evidence: { local: false, sensitive: false, extractable: false, neverExtractable: false } },
      'event-not-allowed',
    ],
    [
      'when another recovery key is said to be wiped',
      'rebuilt-key-wiped',
      { set: nextCeremony },
      'event-out-of-order',
    ],
  ];
  for (const [claim, type, fields, code] of cases) {
    test(claim, async () =>
      assert.equal(await codeAfter(await hold(parametersFor(2, 3)), type, fields), code),
    );
  }

  test('when what failed in the bundle’s verification was not excused by two people', async () => {
    const held = await hold(parametersFor(2, 3));
    const doubted = { ...held, before: { ...held.before, doubts: ['certificates-fit' as const] } };
    await assert.rejects(run(doubted, planned('reconstitute', doubted)), { code: 'exception-needed' });
  });
});

describe('shares that were lost with the program', () => {
  test('are asked for again, keys that were restored stay, and nothing is voided once the recovery key is gone', async () => {
    const held = await hold(parametersFor(2, 4));
    const plan = planned('reconstitute', held);
    let voided = 0;
    const { state } = await playPlan(plan, later(held.room), {
      ceremony: nextCeremony,
      previousBundle: held.before,
      interrupt: (now) => {
        const step = now.script.acts.flatMap(({ steps }) => steps)[now.cursor];
        const isDue = step?.kind === (['restore-key', 'wipe-rebuilt-key'] as const)[voided];
        if (step === undefined || !isDue) return [];
        voided += 1;
        return [{ type: 'presentation-voided', step: step.id, reason: 'interrupted' }];
      },
    });
    assert.equal(voided, 2);
    assert.equal(state.keys.length, 1);
    assert.equal(state.presentation.shares.length, 2);
    assert.equal(state.presentation.proven.length, 6);

    const late = await run(held, plan);
    const bodies = late.events.map(bodyOf);
    const place = bodies.findIndex(({ type }) => type === 'rebuilt-key-wiped') + 1;
    const step = bodies[place];
    assert.ok(step !== undefined && 'step' in step);
    const after: EventBody = { type: 'presentation-voided', step: step.step, reason: 'interrupted' };
    assert.equal(await codeOfBodies(bodies.toSpliced(place, 0, after)), 'event-not-allowed');
  });
});
