import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
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
  toReshare,
  toRotate,
  type Life,
} from './life.ts';
import { codeOf } from './refusal.ts';
import type { RunOptions } from './straightRun.ts';

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

  test('is found out before the next one begins, if all that is remembered makes k shares', async () => {
    const began = (...remembered: readonly ReturnType<typeof seen>[]) =>
      codeOf(() => holdNext(knowing([...remembered]), toCheck([set], people)));
    assert.equal(await began(seen('Õie', 2), seen('Õie', 3)), 'custody-exceeded');
    assert.equal(await began(seen('Õie', 2), seen('Peeter', 3)), undefined);
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
