import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exceededIn } from '../../ceremonies/model/custody.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { findRegisterFault, setOf, versionOf } from '../../ceremonies/model/register.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import {
  abandoned,
  after,
  cardOf,
  holdNext,
  newborn,
  onceAt,
  surrogate,
  toCheck,
  toDestroy,
  toGenerate,
  toReconstitute,
  toReshare,
  toRotate,
  type Life,
} from './life.ts';
import { atStep, once } from './interrupts.ts';
import { codeOf } from './refusal.ts';
import { tokenOf, type RunOptions } from './straightRun.ts';

const label = 'land-register';
const people = ['Õie', 'Peeter', 'Rein', 'Salme'];
const split = { threshold: 3, holders: people };

const made = await holdNext(newborn, toGenerate(label, split));
const life = after(newborn, made);
const set = registerOf(made.state).shareSets[0]?.set ?? '';

/** Gives up as soon as the ceremony stands so. */
const givingUpWhen = (isSo: (state: State) => boolean): RunOptions => ({
  interrupt: onceAt(0, (state, step) => (isSo(state) ? [abandoned(state, step)] : [])),
});

describe('a ceremony in which something was destroyed', () => {
  test('is not given up any more: only its bundle can tell of it', async () => {
    const reshare = toReshare([set], people, split);
    const card = toDestroy({ kind: 'card', certificateSha256: cardOf('Salme') });
    const key = toDestroy({ kind: 'key', label, version: 1 });
    const cases = [
      [reshare, (state: State) => state.destroyed.shares.length > 0],
      [card, (state: State) => state.destroyed.cards.length > 0],
      [key, (state: State) => state.destroyed.keys.length > 0],
    ] as const;
    for (const [plan, isSo] of cases)
      assert.equal(await codeOf(() => holdNext(life, plan, givingUpWhen(isSo))), 'abandon-too-late');
  });

  test('is given up before that, although the new shares are proved', async () => {
    const proved = (state: State): boolean => currentStep(state)?.kind === 'hand-in-shares';
    const { state } = await holdNext(life, toReshare([set], people, split), givingUpWhen(proved)).catch(
      (error: unknown) => {
        // What would have come next is refused: it is over.
        assert.equal(error instanceof Error && error.message, 'ceremony-closed');
        return { state: null };
      },
    );
    assert.equal(state, null);
  });
});

describe('a key that was marked as compromised at a ceremony that was given up', () => {
  const mark = {
    kind: 'key-compromised' as const,
    ceremony: '00000009-0000-4000-8000-000000000009',
    at: '2026-06-01T12:00:00.000Z',
    label: 'land-register',
    version: 1,
    reason: 'A copy was found.',
  };
  const knowing = (...remembered: NonNullable<PreviousBundle['remembered']>): Life =>
    life.before === null ? assert.fail() : { ...life, before: { ...life.before, remembered } };

  test('is compromised in the register after the next one, which says when and why', async () => {
    const { state, events } = await holdNext(knowing(mark), toCheck([set], people));
    const version = versionOf(registerOf(state), mark);
    assert.equal(version?.state, 'compromised');
    assert.deepEqual(version.transitions.at(-1), {
      state: 'compromised',
      at: events[0]?.at,
      ceremony: state.ceremony,
      reason: mark.reason,
    });
    assert.equal(findRegisterFault(registerOf(state)), undefined);
    // Once on record it is remembered no more.
    const later = after(life, { state, events, room: made.room });
    assert.equal(
      await codeOf(() =>
        holdNext(
          later.before === null
            ? assert.fail()
            : { ...later, before: { ...later.before, remembered: [mark] } },
          toCheck([set], people),
        ),
      ),
      'event-not-allowed',
    );
  });

  test('asks for a rotation, and is none that serves beside the new version', async () => {
    const { state } = await holdNext(
      knowing(mark),
      toRotate(mark.label, { threshold: 2, holders: people }, false),
    );
    assert.deepEqual(
      registerOf(state).keys[0]?.versions.map((each) => each.state),
      ['compromised', 'active'],
    );
  });

  test('is not remembered of a key that there is not, twice, or of a ceremony that has a bundle', async () => {
    for (const remembered of [[{ ...mark, version: 2 }], [{ ...mark, ceremony: made.state.ceremony }]])
      assert.equal(
        await codeOf(() => holdNext(knowing(...remembered), toCheck([set], people))),
        'event-not-allowed',
      );
    assert.equal(
      await codeOf(() => holdNext(knowing(mark, mark), toCheck([set], people))),
      'key-state-unlawful',
    );
  });
});

describe('whoever had another’s share in hand at a ceremony that was given up', () => {
  const seen = (name: string, index: number) => ({
    kind: 'share-seen' as const,
    ceremony: '00000009-0000-4000-8000-000000000009',
    at: '2026-06-01T12:00:00.000Z',
    set,
    index,
    name,
  });
  const knowing = (remembered: PreviousBundle['remembered']): Life =>
    life.before === null || remembered === undefined
      ? assert.fail()
      : { ...life, before: { ...life.before, remembered } };
  const bringing = (from: Life, index: number) =>
    holdNext(from, toCheck([set], ['Õie']), {
      visitors: ({ presentation }) => (presentation.proven.length > 0 ? [] : ['custodian-1']),
      interrupt: onceAt(0, (state, step) =>
        state.cards['custodian-1'] !== undefined
          ? surrogate(state, step, { participant: 'custodian-1', set, index })
          : [],
      ),
    });

  test('is in the register after the next one, by the ceremony at which it was', async () => {
    const { state } = await holdNext(knowing([seen('Õie', 2)]), toCheck([set], people));
    assert.deepEqual(setOf(registerOf(state), set)?.shares[1]?.seenBy, [
      { name: 'Õie', at: seen('', 2).at, ceremony: seen('', 2).ceremony },
    ]);
  });

  test('does not come to k shares by another one', async () => {
    assert.equal(await codeOf(() => bringing(life, 3)), undefined);
    assert.equal(await codeOf(() => bringing(knowing([seen('Õie', 2)]), 3)), 'custody-exceeded');
    assert.equal(await codeOf(() => bringing(knowing([seen('Peeter', 2)]), 3)), undefined);
  });

  describe('and so came to k shares', () => {
    const exceeding = knowing([seen('Õie', 2), seen('Õie', 3)]);
    const why = () =>
      once(atStep('confirm-bundle'), (step) => [
        {
          type: 'exception-raised',
          step,
          about: { kind: 'doubts' },
          expected: 'Nobody had so many.',
          happened: 'Somebody had.',
          decided: 'We go on, and replace the key.',
          by: ['administrator', 'witness'],
        },
      ]);

    test('keeps nobody from a ceremony that is not about those shares', async () => {
      for (const plan of [
        toRotate('land-register', { threshold: 2, holders: people }, false),
        toGenerate('population', { threshold: 2, holders: people }),
        toDestroy({ kind: 'key', label: 'land-register', version: 1 }),
      ]) {
        const { state } = await holdNext(exceeding, plan);
        assert.equal(state.lifecycle, 'closed');
        const [exceeded] = exceededIn(registerOf(state));
        assert.deepEqual([exceeded?.name, exceeded?.indices.length], ['Õie', 3]);
      }
    });

    test('lets a ceremony that is about them be held when two people say why', async () => {
      const about = [
        toCheck([set], people),
        toReconstitute([set], people),
        toReshare([set], people, { threshold: 2, holders: people }),
      ];
      for (const plan of about) {
        assert.equal(await codeOf(() => holdNext(exceeding, plan)), 'exception-needed');
        assert.equal((await holdNext(exceeding, plan, { interrupt: why() })).state.lifecycle, 'closed');
      }
      // Not only as long as it is remembered: it is in the register now.
      const later = after(exceeding, await holdNext(exceeding, toCheck([set], people), { interrupt: why() }));
      assert.equal(await codeOf(() => holdNext(later, toCheck([set], people))), 'exception-needed');
    });

    test('is not doubted of somebody who had fewer', async () => {
      const fewer = knowing([seen('Õie', 2), seen('Peeter', 3)]);
      assert.equal(await codeOf(() => holdNext(fewer, toCheck([set], people))), undefined);
    });
  });

  test('is not remembered of a share that there is not, or of a ceremony that has a bundle', async () => {
    const own = { ...seen('Õie', 2), ceremony: made.state.ceremony };
    for (const each of [seen('Õie', 9), own])
      assert.equal(
        await codeOf(() => holdNext(knowing([each]), toCheck([set], people))),
        'event-not-allowed',
      );
  });
});

describe('an HSM that was lost at a ceremony that was given up', () => {
  const { label: hsm, serial } = tokenOf('hsm');
  const loss = {
    kind: 'hsm-lost' as const,
    ceremony: '00000009-0000-4000-8000-000000000009',
    at: '2026-06-01T12:00:00.000Z',
    label: hsm,
    serial,
    reason: 'It burnt.',
  };
  const knowing = (from: Life, remembered: typeof loss): Life =>
    from.before === null ? assert.fail() : { ...from, before: { ...from.before, remembered: [remembered] } };
  const hsmsAfter = async (...held: Parameters<typeof holdNext>) => {
    const { state } = await holdNext(...held);
    const register = registerOf(state);
    assert.equal(findRegisterFault(register), undefined);
    return (versionOf(register, { label, version: 1 }) ?? assert.fail()).hsms.map(({ token, removed }) => [
      token.label,
      removed?.way ?? null,
    ]);
  };

  test('is on record from the next one on, and nothing is on it any more', async () => {
    const held = await holdNext(knowing(life, loss), toCheck([set], people));
    const [gone] = versionOf(registerOf(held.state), { label, version: 1 })?.hsms ?? [];
    assert.deepEqual(gone?.removed, {
      way: 'lost',
      at: held.state.openedAt,
      ceremony: held.state.ceremony,
    });
    // Once only.
    const later = after(life, held);
    assert.equal(
      await codeOf(() => holdNext(knowing(later, loss), toCheck([set], people))),
      'event-not-allowed',
    );
  });

  test('leaves what is rebuilt elsewhere', async () =>
    assert.deepEqual(
      await hsmsAfter(knowing(life, loss), toReconstitute([set], people), { hsm: 'another hsm' }),
      [
        ['hsm', 'lost'],
        ['another hsm', null],
      ],
    ));

  test('is not lost where it is here again', async () => {
    assert.deepEqual(await hsmsAfter(knowing(life, loss), toRotate(label, split, false)), [['hsm', null]]);
    const target = { kind: 'key', label, version: 1 } as const;
    assert.deepEqual(await hsmsAfter(knowing(life, loss), toDestroy(target)), [['hsm', 'destroyed']]);
  });

  test('leaves to who destroys a version elsewhere to say what became of it', async () => {
    const rebuilt = after(life, await holdNext(life, toReconstitute([set], people), { hsm: 'another hsm' }));
    const later = { ...loss, at: '2026-06-02T20:00:00.000Z' };
    const target = { kind: 'key', label, version: 1 } as const;
    const here = { hsm: 'another hsm' };
    assert.deepEqual(await hsmsAfter(knowing(rebuilt, later), toDestroy(target), here), [
      ['hsm', null],
      ['another hsm', 'destroyed'],
    ]);
    const told = { ...target, lostHsms: [{ label: hsm, serial }] };
    assert.deepEqual(await hsmsAfter(knowing(rebuilt, later), toDestroy(told), here), [
      ['hsm', 'lost'],
      ['another hsm', 'destroyed'],
    ]);
  });

  test('is not remembered of an HSM that has none of the keys, nor had when it was lost', async () => {
    for (const each of [
      { ...loss, serial: 'another' },
      { ...loss, at: '2026-05-01T12:00:00.000Z' },
    ])
      assert.equal(
        await codeOf(() => holdNext(knowing(life, each), toCheck([set], people))),
        'event-not-allowed',
      );
  });
});
