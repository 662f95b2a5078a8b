import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { CeremonyEvent, EventBody } from '../../ceremonies/model/event.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { presentOf, signersOf, type State } from '../../ceremonies/model/state.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { atStep, lostCard, once, type Interrupt, type When } from './interrupts.ts';
import {
  after,
  holdNext,
  newborn,
  toCheck,
  toDestroy,
  toGenerate,
  toReconstitute,
  toReshare,
  toRotate,
} from './life.ts';
import { codeOf, codeOfBodies } from './refusal.ts';
import { bodyOf, tokenOf, type Run } from './straightRun.ts';

const label = 'land-register';
const holders = ['Õie', 'Peeter', 'Rein'];
const split = { threshold: 2, holders };
const made = await holdNext(newborn, toGenerate(label, split));
const life = after(newborn, made);
const set = registerOf(made.state).shareSets[0]?.set ?? '';

const resharing = toReshare([set], holders, { threshold: 2, holders: ['Õie', 'Peeter', 'Salme'] });
const plans: Readonly<Record<string, CeremonyPlan>> = {
  generate: toGenerate('population', split),
  check: toCheck([set], holders),
  rotate: toRotate(label, split, false),
  reshare: resharing,
  reconstitute: toReconstitute([set], holders),
  'destroy a key': toDestroy({ kind: 'key', label, version: 1 }, holders),
};

const play = (plan: CeremonyPlan, interrupt: Interrupt): Promise<Run> => holdNext(life, plan, { interrupt });

/** The administrator's signature of the last act is wanted, and then the witness's. */
const signing =
  (signatures: number): When =>
  (state) =>
    atStep('complete-act')(state) && state.progress === 1 + signatures && state.declarations.length > 0;

const losing = (participant: string, when: When, by?: readonly string[]): Interrupt =>
  once(when, (step) => [lostCard(step, participant, by)]);

const ofType = <Type extends CeremonyEvent['type']>(
  { events }: Pick<Run, 'events'>,
  type: Type,
): readonly Extract<CeremonyEvent, { type: Type }>[] =>
  events.filter((event): event is Extract<CeremonyEvent, { type: Type }> => event.type === type);

describe('another card for one of the two who lead', () => {
  for (const [kind, plan] of Object.entries(plans))
    for (const leader of ['administrator', 'witness'])
      test(`lets a ceremony come to its end: ${kind}, ${leader}`, async () => {
        const { state, events } = await play(plan, losing(leader, atStep('declare', leader)));
        assert.equal(state.lifecycle, 'closed');
        assert.deepEqual(replay(events), state);
        const [replaced] = state.replaced;
        assert.equal(replaced?.card.token.label, leader);
        assert.notEqual(state.cards[leader]?.certificate, replaced.card.certificate);
        assert.ok(signersOf(state).includes(leader));
        const others = presentOf(state)
          .map(({ id }) => id)
          .filter((id) => id !== leader);
        assert.deepEqual([...replaced.vouchedBy].toSorted(), others.toSorted());
      });

  test('changes nothing else of what comes of the ceremony', async () => {
    const whole = registerOf((await play(resharing, () => [])).state);
    const { state } = await play(resharing, losing('witness', signing(1)));
    assert.deepEqual(
      registerOf(state).keys.map(({ versions }) => versions.map((each) => each.state)),
      whole.keys.map(({ versions }) => versions.map((each) => each.state)),
    );
    assert.deepEqual(
      registerOf(state).shareSets.map((each) => each.state),
      whole.shareSets.map((each) => each.state),
    );
  });

  test('stands in for the other’s signature of an act that one of them signed already', async () => {
    const run = await play(resharing, losing('witness', signing(1)));
    const [exception] = ofType(run, 'exception-raised');
    const around = run.events.filter(({ type }) => type === 'act-signed').map(({ seq }) => seq);
    assert.ok(exception !== undefined && around.includes(exception.seq - 1));
    assert.equal(run.state.acts.closing?.signatures.length, 2);
  });

  test('is replaced in its turn, and both stay known', async () => {
    const both: Interrupt = (state) => [...losing1(state), ...losing2(state)];
    const losing1 = losing('witness', atStep('declare', 'witness'));
    const losing2 = losing('witness', (state) => signing(1)(state) && state.replaced.length === 1);
    const { state } = await play(resharing, both);
    assert.equal(state.lifecycle, 'closed');
    assert.equal(
      new Set(
        [...state.replaced.map(({ card }) => card), state.cards['witness']].map((card) => card?.certificate),
      ).size,
      3,
    );
  });

  test('is theirs once whoever has not vouched for it has left', async () => {
    const leaving: EventBody = {
      type: 'participant-departed',
      step: '',
      participant: 'custodian-3',
      by: ['administrator', 'witness'],
      reason: 'Its card is broken, too.',
    };
    const losingIt = losing('witness', signing(1));
    const goes = once(
      ({ replacing }) => replacing?.vouchedBy.length === 3,
      (step) => [{ ...leaving, step }],
    );
    const { state, events } = await play(toCheck([set], holders), (now) => [...losingIt(now), ...goes(now)]);
    assert.equal(state.lifecycle, 'closed');
    const [replaced] = state.replaced;
    assert.deepEqual(replaced?.vouchedBy, ['administrator', 'custodian-1', 'custodian-2']);
    assert.equal(events[replaced.until]?.type, 'participant-departed');
  });
});

const alone = toDestroy({ kind: 'key', label, version: 1 });

describe('another card where only the two who lead were ever here, and a key is destroyed', () => {
  test('is vouched for by the other alone, or the ceremony would never end', async () => {
    const { state, events } = await play(alone, losing('witness', signing(1)));
    assert.equal(state.lifecycle, 'closed');
    assert.deepEqual(replay(events), state);
    assert.deepEqual(state.replaced[0]?.vouchedBy, ['administrator']);
  });

  test('is not where somebody else was here, and has left', async () => {
    const leaving: EventBody = {
      type: 'participant-departed',
      step: '',
      participant: 'custodian-1',
      by: ['administrator', 'witness'],
      reason: 'Called away.',
    };
    const witnessed = toDestroy({ kind: 'key', label, version: 1 }, ['Õie']);
    const goes = once(signing(0), (step) => [{ ...leaving, step }]);
    const losingIt = losing('witness', (state) => signing(1)(state) && state.departed.length > 0);
    const played = play(witnessed, (state) => [...goes(state), ...losingIt(state)]);
    assert.equal(await codeOf(() => played), 'vouchers-missing');
  });
});

describe('a closed transcript that one of the two who lead cannot sign', () => {
  test('is closed once more with the new card', async () => {
    const closed = await play(resharing, () => []);
    const step = closed.state.script.acts.at(-1)?.steps.at(-1)?.id ?? '';
    const run = await play(resharing, losing('witness', atStep('close-transcript')));
    const place = run.events.findIndex(({ type }) => type === 'exception-raised');
    const replacement = run.events.slice(place).map(bodyOf);
    const [closing] = replacement.splice(-1);
    assert.ok(closing?.type === 'transcript-closed');
    const bodies = [...closed.events.map(bodyOf), ...replacement, closing];
    assert.equal(await codeOfBodies(bodies, closed.events[0]?.at), undefined);
    // Not by whoever has signed it.
    const signed: EventBody = {
      type: 'bundle-signed',
      signer: 'witness',
      manifestSha256: 'cd'.repeat(32),
      signature: 'AAAA',
    };
    assert.equal(
      await codeOfBodies(
        [...closed.events.map(bodyOf), signed, lostCard(step, 'witness')],
        closed.events[0]?.at,
      ),
      'ceremony-closed',
    );
  });
});

/** The ceremony up to a moment, and then this. */
const codeAfter = async (
  run: Run,
  isLast: (event: CeremonyEvent) => boolean,
  ...bodies: readonly EventBody[]
): Promise<ErrorCode | undefined> => {
  const place = run.events.findIndex(isLast);
  assert.ok(place >= 0);
  return codeOfBodies([...run.events.slice(0, place + 1).map(bodyOf), ...bodies], run.events[0]?.at);
};

describe('another card is refused', () => {
  const replacing = play(resharing, losing('witness', atStep('declare', 'witness')));

  const raisings: Readonly<Record<string, readonly [ErrorCode, Interrupt]>> = {
    'by one of the two who lead': [
      'witness-missing',
      losing('witness', atStep('declare', 'witness'), ['administrator', 'custodian-1']),
    ],
    'by whose card is lost alone': [
      'witness-missing',
      losing('witness', atStep('declare', 'witness'), ['witness']),
    ],
    'where nobody waits for it': ['event-not-allowed', losing('witness', atStep('collect-shares'))],
    'in the middle of the shares': ['event-not-allowed', losing('witness', atStep('store-share'))],
    'in somebody else’s turn': ['event-not-allowed', losing('witness', atStep('declare', 'administrator'))],
    'for a custodian': ['event-not-allowed', losing('custodian-1', atStep('declare', 'custodian-1'))],
    'for one who has signed already': ['event-not-allowed', losing('administrator', signing(1))],
    'while one is being replaced': [
      'event-not-allowed',
      once(atStep('declare', 'witness'), (step) => [lostCard(step, 'witness'), lostCard(step, 'witness')]),
    ],
    'while the other’s is being replaced': [
      'event-not-allowed',
      once(signing(0), (step) => [lostCard(step, 'witness'), lostCard(step, 'administrator')]),
    ],
    'before anybody else is here': [
      'vouchers-missing',
      losing('witness', (state) => atStep('complete-act')(state) && state.progress === 1),
    ],
  };
  for (const [claim, [code, interrupt]] of Object.entries(raisings))
    test(claim, async () => assert.equal(await codeOf(() => play(resharing, interrupt)), code));

  test('where only the two who lead are here, and can still give up', async () => {
    const before: When = (state) =>
      atStep('complete-act')(state) && !state.irrevocable && state.progress === 1;
    assert.equal(await codeOf(() => play(alone, losing('witness', before))), 'vouchers-missing');
  });

  /** What the card that takes the place of the witness's is, changed. */
  const withCard = async (
    change: (body: EventBody<'card-replaced'>, run: Run) => EventBody<'card-replaced'>,
  ): Promise<ErrorCode | undefined> => {
    const run = await replacing;
    const [card] = ofType(run, 'card-replaced').map(bodyOf);
    assert.ok(card?.type === 'card-replaced');
    return codeAfter(
      run,
      (event) => event.type === 'token-action-begun' && isAfterLoss(run, event),
      change(card, run),
    );
  };
  const isAfterLoss = ({ events }: Run, { seq }: CeremonyEvent): boolean =>
    events.slice(0, seq).some(({ type }) => type === 'exception-raised');

  const cards: Readonly<Record<string, readonly [ErrorCode | undefined, Parameters<typeof withCard>[0]]>> = {
    'nothing is wrong with': [undefined, (card) => card],
    'the same card again': [
      'card-twice',
      (card, { state }) => ({ ...card, token: state.replaced[0]?.card.token ?? card.token }),
    ],
    'the same certificate again': [
      'card-twice',
      (card, { state }) => ({ ...card, certificate: state.replaced[0]?.card.certificate ?? '' }),
    ],
    'the card of another': [
      'card-twice',
      (card, { state }) => ({ ...card, token: state.cards['custodian-1']?.token ?? card.token }),
    ],
    'the HSM': ['token-wrong', (card) => ({ ...card, token: tokenOf('hsm') })],
    'somebody else’s': ['event-not-allowed', (card) => ({ ...card, participant: 'administrator' })],
    'one that shares are sealed to': ['event-not-allowed', (card) => ({ ...card, sealingKey: 'AAAA' })],
    'one whose announcement says it is adopted': [
      'event-not-allowed',
      (card) => ({ ...card, origin: 'adopted' }),
    ],
    'one that signed for another': [
      'statement-differs',
      (card) => ({
        ...card,
        signed: { ...card.signed, statement: { ...card.signed.statement, participant: 'administrator' } },
      }),
    ],
  };
  for (const [what, [code, change]] of Object.entries(cards))
    test(`as ${what}`, async () => assert.equal(await withCard(change), code));

  test('until it is vouched for: nothing else happens, and the old card is not used', async () => {
    const run = await replacing;
    const vouched = ofType(run, 'card-vouched');
    const [declared] = ofType(run, 'declared').filter(({ participant }) => participant === 'witness');
    assert.ok(declared !== undefined);
    for (const count of [0, 1, vouched.length - 1]) {
      const last = [...ofType(run, 'card-replaced'), ...vouched][count];
      assert.equal(await codeAfter(run, (event) => event === last, bodyOf(declared)), 'event-out-of-order');
    }
  });

  const vouchings: Readonly<
    Record<
      string,
      readonly [ErrorCode, (body: EventBody<'card-vouched'>, state: State) => EventBody<'card-vouched'>]
    >
  > = {
    'by itself': ['event-not-allowed', (body) => sayingBy(body, 'witness')],
    'by one person twice': ['person-twice', (body) => sayingBy(body, 'administrator')],
    'by somebody who is not here': ['event-not-allowed', (body) => sayingBy(body, 'auditor-1')],
    'by what was said of another card': [
      'statement-differs',
      (body) => saying(body, { certificateSha256: 'ab'.repeat(32) }),
    ],
    'by what was said of another person': [
      'statement-differs',
      (body) => saying(body, { holder: 'administrator' }),
    ],
    'by what was said under another name': [
      'statement-differs',
      (body) => saying(body, { name: 'Kaarel Kask' }),
    ],
    'by what another signed': [
      'statement-differs',
      (body) => ({ ...sayingBy(body, 'custodian-2'), participant: 'custodian-1' }),
    ],
  };
  const saying = (
    body: EventBody<'card-vouched'>,
    change: Readonly<Record<string, string>>,
  ): EventBody<'card-vouched'> => ({
    ...body,
    signed: { ...body.signed, statement: { ...body.signed.statement, ...change } },
  });
  const sayingBy = (body: EventBody<'card-vouched'>, participant: string): EventBody<'card-vouched'> => ({
    ...saying(body, { participant }),
    participant,
  });
  for (const [claim, [code, change]] of Object.entries(vouchings))
    test(`vouched for ${claim}`, async () => {
      const run = await replacing;
      const [first, second] = ofType(run, 'card-vouched');
      assert.ok(first?.participant === 'administrator' && second !== undefined);
      const body = bodyOf(second);
      assert.ok(body.type === 'card-vouched');
      assert.equal(await codeAfter(run, (event) => event === first, change(body, run.state)), code);
    });
});
