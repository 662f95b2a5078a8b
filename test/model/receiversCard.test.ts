import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { CeremonyEvent, EventBody } from '../../ceremonies/model/event.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { presentOf, shareIndexOf, type State } from '../../ceremonies/model/state.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { atStep, lostCard, once, type Interrupt, type When } from './interrupts.ts';
import { after, holdNext, newborn, toGenerate, toReconstitute, toReshare, toRotate } from './life.ts';
import { codeOf, codeOfBodies } from './refusal.ts';
import { bodyOf, type Run } from './straightRun.ts';

const label = 'land-register';
const holders = ['Õie', 'Peeter', 'Rein'];
const split = { threshold: 2, holders };
const made = await holdNext(newborn, toGenerate(label, split));
const life = after(newborn, made);
const set = registerOf(made.state).shareSets[0]?.set ?? '';

const rebuilding = toReconstitute([set], holders);
const recipients = ['custodian-1', 'custodian-2', 'custodian-3'];
const fresh = { threshold: 2, recipients, dice: false, sheets: true, acceptsNoSpareShare: false };
const plans: Readonly<Record<string, CeremonyPlan>> = {
  generate: toGenerate('population', split),
  rotate: toRotate(label, split, false),
  reshare: toReshare([set], holders, split),
  ...(rebuilding.kind === 'reconstitute'
    ? { reconstitute: { kind: 'reconstitute', parameters: { ...rebuilding.parameters, fresh } } }
    : {}),
};
const resharing = plans['reshare'] ?? assert.fail();

const play = (plan: CeremonyPlan, ...interrupts: readonly Interrupt[]): Promise<Run> =>
  holdNext(life, plan, { interrupt: (state) => interrupts.flatMap((each) => each(state)) });

/** `stored`: their share lies on the card, and they have not signed for it. */
const receiving =
  (person: string, stored = false): When =>
  (state) =>
    atStep('store-share', person)(state) && state.progress === (stored ? 1 : 0) && state.replacing === null;

const losing = (participant: string, when: When, by?: readonly string[]): Interrupt =>
  once(when, (step) => [lostCard(step, participant, by)]);

/** Everybody up to `person` has vouched, and it is their turn. */
const vouching =
  (...before: readonly string[]): When =>
  ({ replacing }) =>
    replacing !== null && replacing.card !== null && before.every((id) => replacing.vouchedBy.includes(id));

const begun = (step: string): EventBody => ({
  type: 'token-action-begun',
  step,
  action: 'store-share',
  token: null,
});

const moments: Readonly<Record<string, { readonly loss: () => Interrupt; readonly mayHoldShare: boolean }>> =
  {
    'before its share is put on it': {
      loss: () => losing('custodian-2', receiving('custodian-2')),
      mayHoldShare: false,
    },
    'while its share is put on it': {
      loss: () => once(receiving('custodian-2'), (step) => [begun(step), lostCard(step, 'custodian-2')]),
      mayHoldShare: true,
    },
    'before it signs for its share': {
      loss: () => losing('custodian-2', receiving('custodian-2', true)),
      mayHoldShare: true,
    },
    'after what was begun on it was left unseen': {
      loss: () =>
        once(receiving('custodian-2'), (step) => [
          begun(step),
          { type: 'token-action-settled', step, action: 'store-share', found: 'unknown', taken: 'left' },
          lostCard(step, 'custodian-2'),
        ]),
      mayHoldShare: true,
    },
  };

const liveSetOf = (state: State) => registerOf(state).shareSets.at(-1) ?? assert.fail();
const othersOf = (state: State, ...without: readonly string[]): readonly string[] =>
  presentOf(state)
    .map(({ id }) => id)
    .filter((id) => !without.includes(id));

describe('a custodian whose card is lost', () => {
  for (const [kind, plan] of Object.entries(plans))
    for (const [moment, { loss, mayHoldShare }] of Object.entries(moments))
      test(`${moment} gets another, and that share on it: ${kind}`, async () => {
        const { state, events } = await play(plan, loss());
        assert.equal(state.lifecycle, 'closed');
        assert.deepEqual(replay(events), state);

        const [replaced] = state.replaced;
        assert.ok(replaced !== undefined);
        assert.equal(replaced.card.participant, 'custodian-2');
        // The share that they had before lies there in any case.
        assert.equal(replaced.mayHoldShare, true);
        for (const { set: of, shares } of registerOf(state).shareSets) {
          const indices = shares.flatMap(({ index, lostCards }) => (lostCards.length > 0 ? [index] : []));
          assert.deepEqual(indices, of === set || mayHoldShare ? [2] : []);
        }
        for (const lost of registerOf(state).shareSets.flatMap(({ shares }) =>
          shares.flatMap(({ lostCards }) => lostCards),
        ))
          assert.deepEqual(lost, {
            name: 'Peeter',
            card: replaced.card.token,
            certificateSha256: replaced.card.certificateSha256,
            at: replaced.lostAt,
            ceremony: state.ceremony,
            ended: null,
          });
        assert.deepEqual([...replaced.vouchedBy].toSorted(), othersOf(state, 'custodian-2').toSorted());

        const { shares, state: life } = liveSetOf(state);
        assert.equal(life, 'live');
        const card = state.cards['custodian-2'];
        assert.notEqual(card?.sealingKey, replaced.card.sealingKey);
        assert.deepEqual(shares[shareIndexOf(state, 'custodian-2') - 1]?.holder, {
          name: 'Peeter',
          card: card?.token,
          certificateSha256: card?.certificateSha256,
          sealingKeySha256: card?.sealingKeySha256,
        });
        assert.equal(new Set(shares.map(({ holder }) => holder?.name)).size, shares.length);
        // One recovery key, split once: nobody was asked to come again.
        assert.equal(state.sets.length, 1);
        const receipts = events.filter(({ type }) => type === 'share-receipted');
        assert.equal(receipts.length, shares.length);
      });

  test('changes nothing for anybody else', async () => {
    const holdersOf = ({ state }: Run) =>
      liveSetOf(state).shares.map(({ holder, commitment }) => ({ holder, commitment }));
    const whole = holdersOf(await play(resharing));
    const { loss } = moments['before it signs for its share'] ?? assert.fail();
    const told = holdersOf(await play(resharing, loss()));
    assert.deepEqual(told.toSpliced(1, 1), whole.toSpliced(1, 1));
    assert.equal(told[1]?.commitment, whole[1]?.commitment);
    assert.notDeepEqual(told[1]?.holder, whole[1]?.holder);
  });

  test('stays on record with the old one as the holder of a share of a set that is void', async () => {
    const voiding = once(receiving('custodian-3'), (step, { sets }) => [
      { type: 'share-set-voided', step, set: sets.at(-1)?.set ?? '', reason: 'interrupted' },
    ]);
    const again: When = (state) => receiving('custodian-2')(state) && state.sets.length === 2;
    const { state } = await play(resharing, voiding, losing('custodian-2', again));
    const [dead, live] = registerOf(state).shareSets.slice(-2);
    const [replaced] = state.replaced;
    assert.deepEqual([dead?.state, live?.state], ['void', 'live']);
    assert.equal(dead?.shares[1]?.holder?.certificateSha256, replaced?.card.certificateSha256);
    assert.equal(live?.shares[1]?.holder?.certificateSha256, state.cards['custodian-2']?.certificateSha256);
    assert.equal(replaced?.mayHoldShare, true);
  });

  test('stays on record with the old one, too, where that set is void before the share is on another', async () => {
    const voiding = once(vouching(), (step, { sets }) => [
      { type: 'share-set-voided', step, set: sets.at(-1)?.set ?? '', reason: 'interrupted' },
    ]);
    const { state } = await play(resharing, losing('custodian-2', receiving('custodian-2', true)), voiding);
    const [dead, live] = registerOf(state).shareSets.slice(-2);
    const old = state.replaced[0]?.card.certificateSha256;
    assert.equal(dead?.shares[1]?.holder?.certificateSha256, old);
    assert.equal(dead?.shares[2]?.holder, null);
    assert.notEqual(live?.shares[1]?.holder?.certificateSha256, old);
  });

  test('can lose the next one, too', async () => {
    const twice: When = (state) => receiving('custodian-2', true)(state) && state.replaced.length === 1;
    const { state } = await play(
      resharing,
      losing('custodian-2', receiving('custodian-2')),
      losing('custodian-2', twice),
    );
    assert.equal(state.lifecycle, 'closed');
    assert.deepEqual(
      state.replaced.map(({ card }) => card.participant),
      ['custodian-2', 'custodian-2'],
    );
    // The first had the share of the set before, the second may have that of this one.
    const lostOf = (place: number): readonly string[] =>
      registerOf(state)
        .shareSets.at(place)
        ?.shares[1]?.lostCards.map((each) => each.certificateSha256) ?? [];
    const [one, other] = state.replaced.map(({ card }) => card.certificateSha256);
    assert.deepEqual([lostOf(0), lostOf(-1)], [[one], [other]]);
  });

  test('gets it after the set was void as well, while it was being replaced', async () => {
    const voiding = once(vouching(), (step, { sets }) => [
      { type: 'share-set-voided', step, set: sets.at(-1)?.set ?? '', reason: 'interrupted' },
    ]);
    const { state } = await play(resharing, losing('custodian-2', receiving('custodian-2')), voiding);
    assert.equal(state.lifecycle, 'closed');
    assert.equal(state.replaced.length, 1);
    assert.equal(state.sets.length, 2);
  });
});

describe('whoever is asked to vouch for it, and finds that their own is lost as well', () => {
  for (const second of ['custodian-3', 'witness'])
    test(`gets another first, and then vouches: ${second}`, async () => {
      const { state, events } = await play(
        resharing,
        losing('custodian-2', receiving('custodian-2')),
        losing(second, vouching('administrator')),
      );
      assert.equal(state.lifecycle, 'closed');
      assert.deepEqual(replay(events), state);
      assert.deepEqual(
        state.replaced.map(({ card, vouchedBy }) => [card.participant, vouchedBy.toSorted()]),
        [
          [second, othersOf(state, second, 'custodian-2').toSorted()],
          ['custodian-2', othersOf(state, 'custodian-2').toSorted()],
        ],
      );
    });

  test('is not waited for by either where somebody who gets no share leaves meanwhile', async () => {
    const plan = toReshare([set], holders, { threshold: 2, holders: ['Õie', 'Peeter', 'Salme'] });
    const leaving = once(
      (state) => state.replacing?.participant === 'witness' && vouching('custodian-1', 'custodian-4')(state),
      (step) => [
        {
          type: 'participant-departed',
          step,
          participant: 'custodian-3',
          by: ['administrator', 'witness'],
          reason: 'Called away.',
        },
      ],
    );
    const { state, events } = await play(
      plan,
      losing('custodian-2', receiving('custodian-2')),
      losing('witness', vouching('administrator')),
      leaving,
    );
    assert.deepEqual(replay(events), state);
    assert.deepEqual(
      state.replaced.map(({ card, vouchedBy }) => [card.participant, vouchedBy]),
      [
        ['witness', ['administrator', 'custodian-1', 'custodian-4']],
        ['custodian-2', ['administrator', 'witness', 'custodian-1', 'custodian-4']],
      ],
    );
  });

  test('is not replaced where too few would be left who could vouch for that', async () => {
    const two = toGenerate('population', { threshold: 2, holders: ['Õie', 'Peeter'] });
    const lives = play(
      two,
      losing('custodian-1', receiving('custodian-1')),
      losing('custodian-2', vouching('witness')),
    );
    assert.equal(await codeOf(() => lives), 'vouchers-missing');
  });

  test('is not replaced once they have vouched, or signed for their share', async () => {
    for (const second of ['administrator', 'custodian-1'])
      assert.equal(
        await codeOf(() =>
          play(
            resharing,
            losing('custodian-2', receiving('custodian-2')),
            losing(second, vouching('administrator')),
          ),
        ),
        'event-not-allowed',
      );
  });
});

describe('another card for a custodian is refused', () => {
  const raisings: Readonly<Record<string, readonly [ErrorCode, Interrupt]>> = {
    'by one of the two who lead': [
      'witness-missing',
      losing('custodian-2', receiving('custodian-2'), ['administrator', 'custodian-2']),
    ],
    'in somebody else’s turn': ['event-not-allowed', losing('custodian-2', receiving('custodian-1'))],
    'when they have signed for their share': [
      'event-not-allowed',
      losing('custodian-1', receiving('custodian-2')),
    ],
    'when every quorum is proved': ['event-not-allowed', losing('custodian-2', atStep('wipe-recovery-key'))],
    'before there is a share to give': [
      'event-not-allowed',
      losing('custodian-2', atStep('make-recovery-key')),
    ],
    'while the keys that were made are being destroyed': [
      'event-not-allowed',
      once(receiving('custodian-2'), (step) => [
        { type: 'token-action-begun', step, action: 'abandon-keys', token: null },
        lostCard(step, 'custodian-2'),
      ]),
    ],
  };
  for (const [claim, [code, interrupt]] of Object.entries(raisings))
    test(claim, async () => assert.equal(await codeOf(() => play(resharing, interrupt)), code));

  const lostAfterStoring = play(resharing, losing('custodian-2', receiving('custodian-2', true)));
  const plain = play(resharing);

  /** The ceremony up to the nth event of a type, and then these. */
  const codeAfter = async (
    type: CeremonyEvent['type'],
    nth: number,
    make: (run: Run, plain: Run) => readonly (EventBody | undefined)[],
  ): Promise<ErrorCode | undefined> => {
    const run = await lostAfterStoring;
    const last = run.events.filter((event) => event.type === type).at(nth) ?? assert.fail();
    const bodies = make(run, await plain).map((body) => body ?? assert.fail());
    return codeOfBodies([...run.events.slice(0, last.seq + 1).map(bodyOf), ...bodies], run.events[0]?.at);
  };
  const ofCustodian2 = ({ events }: Run, type: 'share-stored' | 'share-receipted'): readonly EventBody[] =>
    events.filter((event) => event.type === type && event.participant === 'custodian-2').map(bodyOf);

  test('until it is vouched for: no share goes to it, and the old one signs for none', async () => {
    assert.equal(
      await codeAfter('card-vouched', -2, (run) => [ofCustodian2(run, 'share-stored')[1]]),
      'event-out-of-order',
    );
    assert.equal(
      await codeAfter('exception-raised', 0, (_run, whole) => [ofCustodian2(whole, 'share-receipted')[0]]),
      'event-out-of-order',
    );
  });

  test('where the receipt is for what lies on the old one', async () => {
    assert.equal(
      await codeAfter('card-vouched', -1, (run) => [ofCustodian2(run, 'share-receipted')[0]]),
      'event-out-of-order',
    );
  });

  test('where the share goes to the old one all the same', async () => {
    assert.equal(
      await codeAfter('card-vouched', -1, (run) => [
        begun(currentStepOf(run)),
        ofCustodian2(run, 'share-stored')[0],
      ]),
      'token-wrong',
    );
    assert.equal(
      await codeAfter('card-vouched', -1, (run) => [
        begun(currentStepOf(run)),
        ofCustodian2(run, 'share-stored')[1],
      ]),
      undefined,
    );
  });

  const currentStepOf = ({ events }: Run): string => {
    const [stored] = events.filter(
      (event) => event.type === 'share-stored' && event.participant === 'custodian-2',
    );
    return stored !== undefined && 'step' in stored ? stored.step : '';
  };

  test('as one that no share can be sealed to', async () => {
    const run = await lostAfterStoring;
    const [card] = run.events.filter((event) => event.type === 'card-replaced');
    assert.ok(card?.type === 'card-replaced');
    const before = run.events.slice(0, card.seq).map(bodyOf);
    const body = bodyOf(card);
    assert.ok(body.type === 'card-replaced');
    assert.equal(
      await codeOfBodies([...before, { ...body, sealingKey: null }], run.events[0]?.at),
      'event-not-allowed',
    );
    assert.equal(await codeOfBodies([...before, body], run.events[0]?.at), undefined);
  });
});
