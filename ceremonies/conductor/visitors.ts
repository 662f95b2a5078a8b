import type { Participant, ParticipantId } from '../model/participant.ts';
import type { PresentableCard, PresentedSet, Presenter } from '../model/question.ts';
import type { ShareSetRecord } from '../model/register.ts';
import {
  awaitedCustodiansOf,
  currentStep,
  handedInSetsOf,
  holdsShare,
  isCardOf,
  presentedSetsOf,
  type State,
} from '../model/state.ts';
import { sameToken, type ShareMedium } from '../model/values.ts';
import { tokenFactsOf } from '../tokens/token.ts';
import { stateOf, type Desk } from './desk.ts';
import { cardCandidates } from './enrolment.ts';
import { pinTries } from './facts.ts';
import { findToken, tokensOrNone } from './hsm.ts';
import { keyLabelsOfSet } from './sheetReading.ts';

const handsIn = (state: State): boolean => currentStep(state)?.kind === 'hand-in-shares';

/** The sets whose shares are asked for now. */
export const wantedSets = (state: State): readonly ShareSetRecord[] =>
  handsIn(state) ? handedInSetsOf(state) : presentedSetsOf(state);

/** The shares that count so far: those that were shown, or those that were handed in. */
const broughtSoFar = (
  state: State,
): readonly { readonly participant: string; readonly set: string; readonly index: number }[] =>
  handsIn(state) ? state.destroyed.shares : state.presentation.shares;

export const isPresented = (state: State, set: string, index: number): boolean =>
  broughtSoFar(state).some((share) => share.set === set && share.index === index) ||
  (handsIn(state) && isGone(state, set, index));

/** A share that was handed in at an earlier ceremony, card and sheet. */
const isGone = (state: State, id: string, index: number): boolean => {
  const share = wantedSets(state).find(({ set }) => set === id)?.shares[index - 1];
  if (share === undefined) return true;
  const media = share.destroyed.map(({ medium }) => medium);
  return media.some((medium) => medium !== 'sheet') && (share.bag === null || media.includes('sheet'));
};

/** The shares that the register says a person holds, of the sets that this ceremony is about. */
export const heldBy = (
  state: State,
  person: Participant,
): readonly { readonly set: ShareSetRecord; readonly index: number }[] =>
  wantedSets(state).flatMap((set) =>
    set.shares.filter(({ index }) => holdsShare(set, index, person)).map(({ index }) => ({ set, index })),
  );

/** What the question shows: the sets, who is awaited, and the cards that could be theirs. */
export const roomOf = (
  desk: Desk,
): {
  readonly sets: readonly PresentedSet[];
  readonly people: readonly Presenter[];
  readonly cards: readonly PresentableCard[];
} => {
  const state = stateOf(desk);
  return {
    sets: wantedSets(state).map(({ set, threshold, count }) => ({
      set,
      threshold,
      count,
      keyLabels: keyLabelsOfSet(state, set),
      presented: [
        ...new Set(broughtSoFar(state).flatMap((share) => (share.set === set ? [share.index] : []))),
      ],
    })),
    people: awaitedCustodiansOf(state).map((person) => presenterOf(state, person)),
    cards: cardsPresent(desk),
  };
};

const hasBroughtTo = (state: State, person: Participant, set: string): boolean =>
  broughtSoFar(state).some((share) => share.set === set && share.participant === person.id);

/** A share that its holder could still bring. */
export const isOpen = (state: State, person: Participant, set: ShareSetRecord, index: number): boolean =>
  !isPresented(state, set.set, index) &&
  !hasBroughtTo(state, person, set.set) &&
  canCome(state, person, set, index);

/** On paper; or with the card that it was sealed to, unless that is destroyed or its holder came with another. */
const canCome = (state: State, { id }: Participant, set: ShareSetRecord, index: number): boolean => {
  const share = set.shares[index - 1];
  if (share === undefined) return false;
  const isThere = (medium: ShareMedium): boolean => !share.destroyed.some((each) => each.medium === medium);
  if (share.bag !== null && isThere('sheet')) return true;
  const card = state.cards[id];
  return isThere('card') && (card === undefined || isCardOf(set, index, card));
};

/** A person is awaited while they could still bring a share of their own: one person counts once for a set. */
const presenterOf = (state: State, person: Participant): Presenter => {
  const held = heldBy(state, person);
  const isAwaited = held.some(({ set, index }) => isOpen(state, person, set, index));
  const hasBrought =
    wantedSets(state).some(({ set }) => hasBroughtTo(state, person, set)) ||
    held.some(({ set, index }) => isPresented(state, set.set, index));
  return {
    participant: person.id,
    enrolled: state.cards[person.id] !== undefined,
    state: isAwaited ? 'awaited' : hasBrought ? 'presented' : 'holds-none',
  };
};

/** Cards in the readers that could be a custodian's: known by this ceremony, known from the bundle, or new. */
const cardsPresent = (desk: Desk): readonly PresentableCard[] => {
  const state = stateOf(desk);
  const custodians = new Set(awaitedCustodiansOf(state).map(({ id }) => id));
  const enrolled = Object.values(state.cards).filter(({ participant }) => custodians.has(participant));
  const tokens = tokensOrNone(desk.modules.cards);
  const known = enrolled.flatMap(({ participant, token }): readonly PresentableCard[] => {
    const found = findToken(tokens, token);
    return found === undefined
      ? []
      : [{ token: tokenFactsOf(found), holds: 'personal', owner: participant, tries: pinTries(found) }];
  });
  const others = cardCandidates(desk).map((card) => ({
    ...card,
    owner: ownerOf(state, card.token),
    tries: pinTries(findToken(tokens, card.token)),
  }));
  return [...known, ...others];
};

type Address = { readonly label: string; readonly serial: string };

/** Whose card it is, as the register of the bundle before knows it. */
export const holderOfCard = (state: State, card: Address): string | null => {
  const holders = wantedSets(state).flatMap(({ shares }) => shares.map(({ holder }) => holder));
  return holders.find((holder) => holder !== null && sameToken(holder.card, card))?.name ?? null;
};

export const ownerOf = (state: State, card: Address): ParticipantId | null => {
  const owner = awaitedCustodiansOf(state).find((person) =>
    wantedSets(state).some((set) =>
      set.shares.some(
        ({ index, holder }) =>
          holder !== null && sameToken(holder.card, card) && holdsShare(set, index, person),
      ),
    ),
  );
  return owner?.id ?? null;
};
