import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { bad } from '../../ceremonies/model/error.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { seat, type ReconstituteParameters } from '../../ceremonies/model/parameters.ts';
import { personKey } from '../../ceremonies/model/participant.ts';
import type { Register, ShareSetRecord } from '../../ceremonies/model/register.ts';
import { setsFor } from '../../ceremonies/model/offers.ts';
import {
  draftFor,
  leadingRoles,
  placedProblems,
  seatsInOrder,
  thresholdOf,
  type PlacedProblem,
  type Seat,
} from './draft.ts';

/** The kinds for which shares of the bundle before are brought, each by its holder. */
export type Bringing = 'reconstitute' | 'check' | 'reshare';

/** What people decide before a ceremony for which shares are brought, while it is being filled in. */
export type ContinueDraft = {
  readonly kind: Bringing;
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

export const guest = (key: number, role: Seat['role'], name: string, isHolder = false): Guest => ({
  key,
  role,
  name,
  isHolder,
  mayCome: true,
  isHere: false,
});

/** Everyone who holds a share of these sets, each once, in the order of their shares. */
export const holdersOf = (sets: readonly ShareSetRecord[]): readonly string[] => {
  const names = sets.flatMap(({ shares }) =>
    shares.flatMap(({ holder }) => (holder === null ? [] : [holder.name])),
  );
  return [...new Map(names.toReversed().map((name) => [personKey(name), name])).values()].toReversed();
};

/** The two who lead: in a rehearsal they are invented, unless they hold a share. */
export const leadersFor = ({ domain }: Register, holders: readonly string[]): readonly Guest[] => {
  const known = new Set(holders.map(personKey));
  const { people } = draftFor(domain);
  return leadingRoles
    .flatMap((role) => people.filter((each) => each.role === role))
    .map(({ key, role, name }) => guest(key, role, known.has(personKey(name)) ? '' : name));
};

/** Everything that the bundle knows is filled in. `only`: the sets that are meant. */
export const continueDraftFor = (
  kind: Bringing,
  previous: PreviousBundle,
  only: readonly string[] | null = null,
): ContinueDraft => {
  const { register, made } = previous;
  const offered = setsFor(kind, register);
  const holders = holdersOf(offered);
  const isReshare = kind === 'reshare';
  return {
    kind,
    previous,
    place: made.place,
    people: [
      ...leadersFor(register, holders),
      ...holders.map((name, index) => ({
        ...guest(leadingRoles.length + index, 'custodian', name, true),
        // Who keeps a share gets a new one; people change what is different this time.
        isHere: isReshare,
      })),
    ],
    sets: offered.map(({ set }) => set).filter((set) => only === null || only.includes(set)),
    fresh: isReshare,
    threshold: String(offered[0]?.threshold ?? 2),
    dice: false,
    sheets: false,
    acceptsNoSpareShare: false,
  };
};

export const coming = ({ people }: Pick<ContinueDraft, 'people'>): readonly Guest[] =>
  seatsInOrder(people.filter(({ mayCome }) => mayCome));

/** Those who get a fresh share. */
export const recipients = (draft: Pick<ContinueDraft, 'people'>): readonly Guest[] =>
  coming(draft).filter(({ role, isHere }) => role === 'custodian' && isHere);

const freshOf = (draft: ContinueDraft): NonNullable<ReconstituteParameters['fresh']> => {
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

/** What every ceremony that continues from a bundle has: its embassy goes on, with these people at this place. */
export const sittingOf = (
  { previous, place }: Pick<ContinueDraft, 'previous' | 'place'>,
  people: readonly Seat[],
) => {
  const { domain, embassy } = previous.register;
  return { domain, embassy, place: place.trim(), participants: [...seat(people)] };
};

export const planOf = (draft: ContinueDraft): CeremonyPlan => {
  const parameters = { ...sittingOf(draft, coming(draft)), sets: [...draft.sets] };
  switch (draft.kind) {
    case 'check':
      return { kind: 'check', parameters };
    case 'reconstitute':
      return {
        kind: 'reconstitute',
        parameters: { ...parameters, fresh: draft.fresh ? freshOf(draft) : null },
      };
    case 'reshare':
      return { kind: 'reshare', parameters: { ...parameters, fresh: freshOf(draft) } };
  }
};

/** How many custodians must come at the least: a person counts once, however many shares they bring. */
export const peopleNeeded = ({ kind, previous, sets }: ContinueDraft): number =>
  kind === 'check'
    ? 1
    : Math.max(
        0,
        ...setsFor(kind, previous.register)
          .filter(({ set }) => sets.includes(set))
          .map(({ threshold }) => threshold),
      );

export const continueProblems = (draft: ContinueDraft): readonly PlacedProblem[] => {
  // Somebody new brings no share: only who holds one counts where shares are replaced.
  const custodians = coming(draft).filter(
    ({ role, isHolder }) => role === 'custodian' && (isHolder || draft.kind !== 'reshare'),
  ).length;
  const placed = placedProblems(planOf(draft), coming(draft));
  const tooFew = custodians < peopleNeeded(draft) && !placed.some(({ place }) => place === 'people');
  return tooFew
    ? [...placed, { place: 'people', problem: bad('share-set-incomplete', { custodians }).problem }]
    : placed;
};
