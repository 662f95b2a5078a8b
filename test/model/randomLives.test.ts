import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { awaitedCards } from '../../ceremonies/model/expected.ts';
import { findRegisterFault } from '../../ceremonies/model/register.ts';
import type { KeyName } from '../../ceremonies/model/script.ts';
import {
  areEnough,
  currentSet,
  currentStep,
  keyStateOf,
  recipientsOf,
  vouchersFor,
  type State,
} from '../../ceremonies/model/state.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import {
  abandoned,
  after,
  cardOf,
  compromised,
  holdNext,
  newborn,
  onceAt,
  toCheck,
  toDestroy,
  toGenerate,
  toReconstitute,
  toReshare,
  toRotate,
  type Life,
} from './life.ts';
import { sameToken } from '../../ceremonies/model/values.ts';
import { atStep, lostCard, once, type Interrupt } from './interrupts.ts';
import type { DataOfRun, Run, RunOptions } from './straightRun.ts';

/**
 * Random lives of an embassy beside a small model of its register, which knows nothing of the program: what there is, what may
 * be done with it, and what comes of it.
 */
type Version = { state: string; set: number };
/** A share may be gone from its card, or gone with the card. `lost`: how many cards its holder had lost when it was put on one. */
type Share = { holder: string; lost: number; onCard: boolean; card: boolean };
type Set_ = { live: boolean; threshold: number; keys: string[]; shares: Share[] };
type Model = {
  readonly versions: Map<string, Version[]>;
  readonly sets: Set_[];
  /** Data keys by label, data set and version; what was never told of is not here. */
  readonly data: Map<string, number>;
  /** How many cards somebody lost so far. */
  readonly lost: Map<string, number>;
  /** Every data key that an inventory ever told of, whatever became of it. */
  told: number;
};

const people = ['Õie', 'Peeter', 'Rein', 'Salme', 'Toomas'];
const labels = ['land-register', 'population'];
const dataSets = ['parcels', 'deeds'];

const named = (label: string, version: number): string => `${label} v${version}`;
const under = (label: string, version: number, dataSet: string): string =>
  `${named(label, version)} ${dataSet}`;

type Move = {
  readonly kind:
    | 'generate'
    | 'rotate'
    | 'rewrap'
    | 'reshare'
    | 'reconstitute'
    | 'check'
    | 'destroy-key'
    | 'destroy-set'
    | 'destroy-card';
  readonly label: number;
  readonly pick: number;
  readonly coming: readonly string[];
  readonly holders: readonly string[];
  readonly threshold: number;
  readonly counts: readonly number[];
  readonly mishap:
    'none' | 'void-set' | 'void-shares' | 'compromise' | 'abandon' | 'lost-card' | 'lost-receiver';
  readonly place: number;
};

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom(
    'generate' as const,
    'rotate' as const,
    'rewrap' as const,
    'rewrap' as const,
    'reshare' as const,
    'reshare' as const,
    'reconstitute' as const,
    'check' as const,
    'destroy-key' as const,
    'destroy-key' as const,
    'destroy-set' as const,
    'destroy-card' as const,
  ),
  label: fc.nat({ max: labels.length - 1 }),
  pick: fc.nat(),
  coming: fc.oneof(
    { weight: 3, arbitrary: fc.constant(people) },
    { weight: 1, arbitrary: fc.shuffledSubarray(people, { minLength: 1 }) },
  ),
  holders: fc.shuffledSubarray(people, { minLength: 2 }),
  threshold: fc.nat({ max: 3 }),
  counts: fc.array(fc.nat({ max: 4 }), { minLength: 12, maxLength: 12 }),
  mishap: fc.oneof(
    { weight: 3, arbitrary: fc.constant('none' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'void-set' as const,
        'void-shares' as const,
        'compromise' as const,
        'abandon' as const,
        'lost-card' as const,
        'lost-receiver' as const,
      ),
    },
  ),
  place: fc.nat({ max: 60 }),
});

const pickOf = <T>(list: readonly T[], nth: number): T | undefined => list[nth % Math.max(1, list.length)];

/** A move made concrete: the plan, and what the model says should come of it; null where there is nothing to do it to. */
type Turn = {
  readonly plan: CeremonyPlan;
  readonly options: RunOptions;
  readonly allowed: boolean;
  readonly apply: (model: Model) => void;
};

const setIdOf = (life: Life, place: number): string =>
  life.before?.register.shareSets[place]?.set ?? '00000001-0000-4000-8000-999999999999';

const lostBy = (model: Model, name: string): number => model.lost.get(name) ?? 0;

/** Whether a share lies on the card that its holder has now. */
const isAtHand = (model: Model, { holder, lost }: Share): boolean => lost === lostBy(model, holder);

const addSet = (model: Model, { holders, threshold }: Split, keys: readonly string[]): number => {
  model.sets.push({
    live: true,
    threshold,
    keys: [...keys],
    shares: holders.map((holder) => ({ holder, lost: lostBy(model, holder), onCard: true, card: true })),
  });
  return model.sets.length - 1;
};

type Split = { readonly holders: readonly string[]; readonly threshold: number };
const splitOf = ({ holders, threshold }: Move): Split => ({
  holders,
  threshold: 2 + (threshold % (holders.length - 1)),
});

const isGuarding = (model: Model, place: number): boolean =>
  [...model.versions.values()].flat().some((each) => each.set === place && each.state !== 'destroyed');

/** Shares of a set that people could still bring with their cards. */
const bringable = (model: Model, { shares }: Set_, coming: readonly string[]): number =>
  shares.filter((share) => share.onCard && coming.includes(share.holder) && isAtHand(model, share)).length;

const handIn = (model: Model, { shares }: Set_, coming: readonly string[]): void => {
  for (const share of shares)
    if (coming.includes(share.holder) && isAtHand(model, share)) share.onCard = false;
};

const turnOf = (model: Model, life: Life, made: Move): Turn | null => {
  const label = labels[made.label] ?? '';
  const versions = model.versions.get(label) ?? [];
  const split = splitOf(made);
  const next = versions.length + 1;
  const live = model.sets.flatMap((set, place) => (set.live ? [place] : []));
  switch (made.kind) {
    case 'generate':
      return {
        plan: toGenerate(label, split),
        options: {},
        allowed: versions.length === 0,
        apply: (after) => {
          const set = addSet(after, split, [named(label, 1)]);
          after.versions.set(label, [{ state: 'active', set }]);
        },
      };
    case 'rotate':
    case 'rewrap': {
      const rows = made.kind === 'rewrap' ? rowsOf(model, label, versions.length, made.counts) : null;
      const data: DataOfRun = { rows, way: 'inToken', backups: null };
      return {
        plan: toRotate(label, split, rows !== null),
        options: { data },
        allowed: versions.length > 0,
        apply: (after) => {
          const all = after.versions.get(label) ?? [];
          for (const each of all) if (each.state === 'active') each.state = 'deactivated';
          all.push({ state: 'active', set: addSet(after, split, [named(label, next)]) });
          for (const { dataSet, version, moved, notMoved } of rows ?? []) {
            const from = under(label, typeof version === 'number' ? version : 0, dataSet);
            const to = under(label, next, dataSet);
            const known = after.data.get(from) ?? 0;
            // A short inventory takes nothing away of what an earlier one told.
            const left = Math.max(known - moved, notMoved);
            after.told += moved + left - known;
            after.data.set(from, left);
            after.data.set(to, (after.data.get(to) ?? 0) + moved);
          }
        },
      };
    }
    case 'reshare': {
      const count = 1 + (made.pick % 2);
      const sets = live.slice(0, count);
      if (sets.length === 0) return null;
      const keys = [...model.versions].flatMap(([of, list]) =>
        list.flatMap(({ state, set }, index) =>
          sets.includes(set) && state !== 'destroyed' ? [named(of, index + 1)] : [],
        ),
      );
      // A recovery key without a key to wrap would guard nothing.
      if (keys.length === 0) return null;
      const ids = sets.map((place) => setIdOf(life, place));
      const plan = toReshare(ids, made.coming, split);
      return {
        plan,
        options: visiting(plan, made.coming),
        allowed: sets.every((place) => {
          const set = model.sets[place];
          return set !== undefined && bringable(model, set, made.coming) >= set.threshold;
        }),
        apply: (after) => {
          for (const [place, set] of after.sets.entries()) {
            const isEnded = sets.includes(place);
            if (isEnded) set.live = false;
            // Whoever comes hands in what they have of any dead set.
            if (!set.live) handIn(after, set, made.coming);
          }
          const set = addSet(after, split, keys);
          for (const list of after.versions.values())
            for (const each of list)
              if (sets.includes(each.set) && each.state !== 'destroyed') each.set = set;
        },
      };
    }
    case 'reconstitute':
    case 'check': {
      const place = pickOf(
        model.sets.map((_, index) => index),
        made.pick,
      );
      if (place === undefined) return null;
      const set = model.sets[place];
      const ids = [setIdOf(life, place)];
      const plan = made.kind === 'check' ? toCheck(ids, made.coming) : toReconstitute(ids, made.coming);
      const isEnough = set !== undefined && bringable(model, set, made.coming) >= set.threshold;
      return {
        plan,
        options: {},
        allowed: set?.live === true && (made.kind === 'check' || isEnough),
        apply: () => undefined,
      };
    }
    case 'destroy-key': {
      const version = versions.length === 0 ? 1 : 1 + (made.pick % versions.length);
      const remains = dataSets.some((name) => (model.data.get(under(label, version, name)) ?? 0) > 0);
      const state = versions[version - 1]?.state;
      return {
        plan: toDestroy({ kind: 'key', label, version }),
        options: {},
        allowed: life.before !== null && state !== undefined && state !== 'destroyed' && !remains,
        apply: (after) => {
          const gone = after.versions.get(label)?.[version - 1];
          if (gone !== undefined) gone.state = 'destroyed';
        },
      };
    }
    case 'destroy-set': {
      const place = made.pick % (model.sets.length + 1);
      const plan = toDestroy({ kind: 'set', set: setIdOf(life, place) }, made.coming);
      return {
        plan,
        options: {},
        allowed: place < model.sets.length && !isGuarding(model, place),
        apply: (after) => {
          const set = after.sets[place];
          if (set === undefined) return;
          set.live = false;
          handIn(after, set, made.coming);
        },
      };
    }
    case 'destroy-card': {
      const name = pickOf(people, made.pick) ?? '';
      // The card that they have now, or one that they lost.
      const lost = made.place % (lostBy(model, name) + 1);
      const isOnIt = (share: Share): boolean => share.holder === name && share.lost === lost;
      const isKnown = model.sets.some(({ shares }) => shares.some((share) => share.card && isOnIt(share)));
      const isTheirs = lost === lostBy(model, name);
      // A share that was never signed for may lie on it, which this model does not know.
      if (!isKnown && !isTheirs) return null;
      const isNeeded = model.sets.some(
        (set, place) =>
          set.live &&
          isGuarding(model, place) &&
          set.shares.some((share) => share.card && isOnIt(share)) &&
          set.shares.filter((share) => share.onCard && isAtHand(model, share) && !isOnIt(share)).length <
            set.threshold,
      );
      const isHere = made.coming.length < people.length && made.coming.includes(name);
      return {
        plan: toDestroy(
          { kind: 'card', certificateSha256: cardOf(name, lost) },
          isHere ? made.coming : people.filter((each) => each !== name),
        ),
        options: {},
        allowed: isKnown && !isNeeded && !(isHere && isTheirs),
        apply: (after) => {
          for (const set of after.sets)
            for (const share of set.shares)
              if (isOnIt(share)) Object.assign(share, { onCard: false, card: false });
        },
      };
    }
  }
};

/** What an inventory could tell: of each version before and each data set, what is known or something new. */
const rowsOf = (
  model: Model,
  label: string,
  last: number,
  counts: readonly number[],
): NonNullable<DataOfRun['rows']> =>
  Array.from({ length: last }, (_, index) => index + 1).flatMap((version) => {
    if (model.versions.get(label)?.[version - 1]?.state === 'destroyed') return [];
    return dataSets.flatMap((dataSet, place) => {
      const [told = 0, isNamed = 0, stays = 0] = counts.slice(place * 3 + (version % 2) * 6);
      const known = model.data.get(under(label, version, dataSet)) ?? 0;
      const all = known + (version === last ? told : 0);
      if (all === 0 || isNamed === 0) return [];
      const notMoved = Math.min(all, Math.max(0, stays - 2));
      return [{ dataSet, version, moved: all - notMoved, notMoved }];
    });
  });

/** Whoever comes brings what they still have; the others of the plan are there for their new shares. */
const visiting = ({ parameters }: CeremonyPlan, coming: readonly string[]): RunOptions => {
  const ids = parameters.participants.filter(({ name }) => coming.includes(name)).map(({ id }) => id);
  return { visitors: ids, handingIn: ids };
};

const mishapOf = ({ mishap, place, pick, label }: Move, model: Model): RunOptions['interrupt'] => {
  switch (mishap) {
    case 'none':
      return undefined;
    case 'abandon':
      // Where something was destroyed it is too late, and the ceremony is brought to its end.
      return onceAt(place, (state, step) => (state.irrevocable ? [] : [abandoned(state, step)]));
    case 'void-set':
      return onceAt(place, (state, step) => {
        const set = currentSet(state);
        if (set?.state !== 'open') return [];
        return [{ type: 'share-set-voided', step, set: set.set, reason: 'interrupted' }];
      });
    case 'lost-card':
    case 'lost-receiver': {
      const lose = (state: State, step: string): readonly EventBody[] => {
        const person = pickOf(awaitedCards(state), pick);
        const vouchers = vouchersFor(state, person ?? '').map(({ id }) => id);
        return person !== undefined && areEnough(state, vouchers, person) ? [lostCard(step, person)] : [];
      };
      const first = mishap === 'lost-card' ? onceAt(place, lose) : losingReceiver(place, pick);
      // Somebody who is asked to vouch for the new card has lost theirs, too.
      const second = onceAt(0, (state, step) =>
        pick % 4 !== 0 && state.replacing !== null ? lose(state, step) : [],
      );
      return (state) => {
        const bodies = first(state);
        return bodies.length > 0 ? bodies : second(state);
      };
    }
    case 'void-shares':
      return onceAt(place, (state, step) => (isRebuilding(state) ? [asked(step)] : []));
    case 'compromise': {
      const versions = model.versions.get(labels[label] ?? '') ?? [];
      const version = 1 + (pick % (versions.length + 1));
      const name: KeyName = { label: labels[label] ?? '', version };
      return onceAt(place, (state, step) => {
        const now = keyStateOf(state, name);
        return now === null || now === 'destroyed' || now === 'compromised' ? [] : [compromised(name, step)];
      });
    }
  }
};

/** Before a share is put on somebody's card, while it is, or before they sign for it. */
const losingReceiver = (place: number, pick: number): Interrupt =>
  once(
    (state) => {
      const nth = 1 + (place % Math.max(1, recipientsOf(state).length));
      const receiver = recipientsOf(state)[nth - 1] ?? '';
      return atStep('store-share', receiver)(state) && state.progress === pick % 2;
    },
    (step, state) => {
      const receiver = currentStep(state)?.by[0] ?? '';
      const begun = { type: 'token-action-begun', step, action: 'store-share', token: null } as const;
      const isMidway = state.progress === 0 && place % 2 === 0;
      return [...(isMidway ? [begun] : []), lostCard(step, receiver)];
    },
  );

const asked = (step: string): EventBody => ({ type: 'presentation-voided', step, reason: 'interrupted' });

const isRebuilding = ({ presentation, script, cursor }: State): boolean => {
  const steps = script.acts.flatMap((act) => act.steps);
  const collect = steps.findIndex(({ kind }) => kind === 'collect-shares');
  const wiped = steps.findIndex(({ kind }) => kind === 'wipe-rebuilt-key');
  return presentation.shares.length > 0 && collect >= 0 && cursor >= collect && cursor <= wiped;
};

const nameIn = ({ script }: State, participant: string): string =>
  script.parameters.participants.find(({ id }) => id === participant)?.name ?? '';

/** Whoever took another card has it from now on; what was on the old one nobody brings any more. */
const withReplaced = (model: Model, { state }: Run): void => {
  for (const { card } of state.replaced) {
    const name = nameIn(state, card.participant);
    model.lost.set(name, lostBy(model, name) + 1);
  }
};

/** Sets that were given up are in the register too: dead from the start, in front of the one that was proved. */
const withVoided = (model: Model, { state }: Run, before: number): void => {
  for (const set of state.sets.filter((each) => each.state === 'void')) {
    const split = { holders: [] as string[], threshold: 2 };
    const place = addSet(
      model,
      split,
      set.wrapped.map(({ label, version }) => named(label, version)),
    );
    const dead = model.sets.splice(place, 1)[0];
    if (dead === undefined) continue;
    dead.live = false;
    dead.shares = set.shares.map(({ participant, token }) => {
      const holder = nameIn(state, participant);
      const old = state.replaced.filter(({ card }) => card.participant === participant);
      const place = old.findIndex(({ card }) => sameToken(card.token, token));
      const since = place < 0 ? 0 : old.length - place;
      return { holder, lost: lostBy(model, holder) - since, onCard: true, card: true };
    });
    const last = model.sets.length - 1;
    model.sets.splice(Math.max(before, last), 0, dead);
    for (const list of model.versions.values())
      for (const each of list) if (each.set >= Math.max(before, last)) each.set += 1;
  }
};

const compromisedIn = ({ events }: Run): readonly KeyName[] =>
  events.flatMap((event) => (event.type === 'key-compromised' ? [event] : []));

/** The register and the model, said in the same words. */
const registerInWords = (life: Life) => {
  const register = life.before?.register;
  return {
    versions: Object.fromEntries(
      (register?.keys ?? []).map(({ label, versions }) => [
        label,
        versions.map(({ state, set, wrapped }) => ({
          state,
          set: register?.shareSets.findIndex((each) => each.set === set) ?? -1,
          wrapped: wrapped !== null,
        })),
      ]),
    ),
    sets: (register?.shareSets ?? []).map(({ state, keys }) => ({
      live: state === 'live',
      keys: keys.map(({ label, version }) => named(label, version)),
    })),
    shares: (register?.shareSets ?? []).map(({ shares }) =>
      shares.flatMap(({ holder, destroyed }) =>
        holder === null
          ? []
          : [
              {
                holder: holder.name,
                onCard: destroyed.length === 0,
                card: !destroyed.some(({ medium }) => medium === 'card'),
              },
            ],
      ),
    ),
    data: Object.fromEntries(
      (register?.dataSets ?? [])
        .map(({ label, version, name, count }) => [under(label, version, name), count] as const)
        .toSorted(),
    ),
  };
};

const modelInWords = (model: Model): ReturnType<typeof registerInWords> => ({
  versions: Object.fromEntries(
    [...model.versions].map(([label, versions]) => [
      label,
      versions.map(({ state, set }) => ({ state, set, wrapped: state !== 'destroyed' })),
    ]),
  ) as ReturnType<typeof registerInWords>['versions'],
  sets: model.sets.map(({ live, keys }) => ({ live, keys })),
  shares: model.sets.map(({ shares }) =>
    shares.map(({ holder, onCard, card }) => ({ holder, onCard, card })),
  ),
  data: Object.fromEntries([...model.data].filter(([, count]) => count > 0).toSorted()),
});

const seen = { held: 0, refused: 0, abandoned: 0, replaced: 0, ofCustodians: 0, withinAnother: 0 };

describe('whatever ceremonies an embassy holds, and whatever goes wrong in them', () => {
  test('its register is what a small model of it says, and no data key is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 12 }), async (moves) => {
        let life = newborn;
        const model: Model = { versions: new Map(), sets: [], data: new Map(), lost: new Map(), told: 0 };
        const first: Move = { ...(moves[0] ?? assert.fail()), kind: 'generate', mishap: 'none' };
        for (const made of [first, ...moves.slice(1)]) {
          const turn = turnOf(model, life, made);
          if (turn === null) continue;
          const interrupt = mishapOf(made, model);
          const options = { ...turn.options, ...(interrupt === undefined ? {} : { interrupt }) };
          const run = await holdNext(life, turn.plan, options).catch((error: unknown) => {
            if (error instanceof CeremonyError) return error;
            throw error;
          });
          // It was given up: whatever would have come next is refused, and nothing is left of it.
          if (run instanceof CeremonyError && run.code === 'ceremony-closed') {
            seen.abandoned += 1;
            life = { ...life, ceremonies: life.ceremonies + 1 };
            continue;
          }
          if (run instanceof CeremonyError) {
            assert.ok(!turn.allowed, `${made.kind} was refused: ${run.message}`);
            seen.refused += 1;
            continue;
          }
          assert.ok(turn.allowed, `${made.kind} was not refused`);
          seen.held += 1;
          seen.replaced += run.state.replaced.length;
          seen.ofCustodians += run.state.replaced.filter(({ card }) => card.sealingKey !== null).length;
          seen.withinAnother += run.state.replaced.length > 1 ? 1 : 0;
          const before = model.sets.length;
          withReplaced(model, run);
          turn.apply(model);
          withVoided(model, run, before);
          for (const { label, version } of compromisedIn(run)) {
            const each = model.versions.get(label)?.[version - 1];
            if (each !== undefined && each.state !== 'destroyed') each.state = 'compromised';
          }
          life = after(life, run);
          const register = registerOf(run.state);
          assert.equal(findRegisterFault(register), undefined);
          assert.deepEqual(registerInWords(life), modelInWords(model));
          const counted = register.dataSets.reduce((all, { count }) => all + count, 0);
          assert.equal(counted, model.told);
          for (const { label, version } of register.dataSets)
            assert.notEqual(model.versions.get(label)?.[version - 1]?.state, 'destroyed');
        }
      }),
      { numRuns: process.env['LONG'] === '1' ? 3000 : 200, includeErrorInReport: true },
    );
    // A property over nothing would hold, too.
    assert.ok(
      Object.values(seen).every((count) => count > 5),
      JSON.stringify(seen),
    );
  });
});
