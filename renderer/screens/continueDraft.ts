import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { bad } from '../../ceremonies/model/error.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { seat, type ReconstituteParameters } from '../../ceremonies/model/parameters.ts';
import { personKey } from '../../ceremonies/model/participant.ts';
import { keysOfSets, type Register, type ShareSetRecord } from '../../ceremonies/model/register.ts';
import type { Continuing } from '../store.ts';
import {
  draftFor,
  placedProblems,
  seatsInOrder,
  thresholdOf,
  type PlacedProblem,
  type Seat,
} from './draft.ts';

/** What people decide before a ceremony that continues from a bundle, while it is being filled in. */
export type ContinueDraft = {
  readonly kind: Continuing;
  readonly previous: PreviousBundle;
  readonly place: string;
  readonly people: readonly Guest[];
  /** Of the sets that the bundle offers. */
  readonly sets: readonly string[];
  /** A fresh recovery key is made afterwards, and split among those who are in the room. */
  readonly fresh: boolean;
  readonly threshold: string;
  readonly dice: boolean;
  readonly sheets: boolean;
  readonly acceptsNoSpareShare: boolean;
};

export type Guest = Seat & {
  /** The register names this person as the holder of a share: the name is not for typing. */
  readonly isHolder: boolean;
  readonly mayCome: boolean;
  /** Is here from the beginning, and gets one of the fresh shares. */
  readonly isHere: boolean;
};

const guest = (key: number, role: Seat['role'], name: string, isHolder = false): Guest => ({
  key,
  role,
  name,
  isHolder,
  mayCome: true,
  isHere: false,
});

/** The share sets that a ceremony of this kind can be about: live, and of keys that still are where any are rebuilt. */
export const setsOffered = (kind: Continuing, register: Register): readonly ShareSetRecord[] =>
  register.shareSets.filter(
    ({ set, state }) => state === 'live' && (kind === 'check' || keysOfSets(register, [set]).length > 0),
  );

/** Everyone who holds a share of these sets, each once, in the order of their shares. */
export const holdersOf = (sets: readonly ShareSetRecord[]): readonly string[] => {
  const names = sets.flatMap(({ shares }) =>
    shares.flatMap(({ holder }) => (holder === null ? [] : [holder.name])),
  );
  return [...new Map(names.toReversed().map((name) => [personKey(name), name])).values()].toReversed();
};

/** Everything that the bundle knows is filled in. In a rehearsal the two who lead are invented, too. */
export const continueDraftFor = (kind: Continuing, previous: PreviousBundle): ContinueDraft => {
  const { register, made } = previous;
  const offered = setsOffered(kind, register);
  const holders = holdersOf(offered);
  const known = new Set(holders.map(personKey));
  const leading = draftFor(register.domain).people.filter(
    ({ role }) => role === 'administrator' || role === 'witness',
  );
  return {
    kind,
    previous,
    place: made.place,
    people: [
      ...leading.map(({ key, role, name }) => guest(key, role, known.has(personKey(name)) ? '' : name)),
      ...holders.map((name, index) => guest(leading.length + index, 'custodian', name, true)),
    ],
    sets: offered.map(({ set }) => set),
    fresh: false,
    threshold: String(offered[0]?.threshold ?? 2),
    dice: false,
    sheets: false,
    acceptsNoSpareShare: false,
  };
};

export const coming = ({ people }: ContinueDraft): readonly Guest[] =>
  seatsInOrder(people.filter(({ mayCome }) => mayCome));

/** Those who get a fresh share. */
export const recipients = (draft: ContinueDraft): readonly Guest[] =>
  coming(draft).filter(({ role, isHere }) => role === 'custodian' && isHere);

const freshOf = (draft: ContinueDraft): ReconstituteParameters['fresh'] => {
  if (!draft.fresh) return null;
  const seated = seat(coming(draft));
  const here = recipients(draft);
  return {
    threshold: thresholdOf(draft.threshold),
    dice: draft.dice,
    sheets: draft.sheets,
    acceptsNoSpareShare: draft.acceptsNoSpareShare,
    recipients: coming(draft).flatMap((each, index) =>
      here.includes(each) ? [seated[index]?.id ?? ''] : [],
    ),
  };
};

export const planOf = (draft: ContinueDraft): CeremonyPlan => {
  const { domain, embassy } = draft.previous.register;
  const parameters = {
    domain,
    embassy,
    place: draft.place.trim(),
    participants: [...seat(coming(draft))],
    sets: [...draft.sets],
  };
  return draft.kind === 'check'
    ? { kind: 'check', parameters }
    : { kind: 'reconstitute', parameters: { ...parameters, fresh: freshOf(draft) } };
};

/** How many custodians must come at the least: a person counts once, however many shares they bring. */
export const peopleNeeded = ({ kind, previous, sets }: ContinueDraft): number =>
  kind === 'check'
    ? 1
    : Math.max(
        0,
        ...setsOffered(kind, previous.register)
          .filter(({ set }) => sets.includes(set))
          .map(({ threshold }) => threshold),
      );

export const continueProblems = (draft: ContinueDraft): readonly PlacedProblem[] => {
  const custodians = coming(draft).filter(({ role }) => role === 'custodian').length;
  const placed = placedProblems(planOf(draft), coming(draft));
  const tooFew = custodians < peopleNeeded(draft) && !placed.some(({ place }) => place === 'people');
  return tooFew
    ? [...placed, { place: 'people', problem: bad('share-set-incomplete', { custodians }).problem }]
    : placed;
};
