import { fromBase64 } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { Participant, ParticipantId } from '../model/participant.ts';
import type { AnswerTo, PresentableCard, PresentedSet, Presenter } from '../model/question.ts';
import type { ShareSetRecord } from '../model/register.ts';
import type { Step } from '../model/script.ts';
import {
  awaitedCustodiansOf,
  currentStep,
  holdsShare,
  isSurrogate,
  participantOf,
  presentedSetsOf,
  type State,
} from '../model/state.ts';
import { sameToken, type ShareSource } from '../model/values.ts';
import { openSealedShare } from '../shares/seal.ts';
import { checkShare, type Share } from '../shares/share.ts';
import { tokenFactsOf } from '../tokens/token.ts';
import { openCard, withCard, type PresentedCard } from './cardSession.ts';
import { record, stateOf, type Desk, type Performer } from './desk.ts';
import { pinTries } from './facts.ts';
import { cardCandidates, enrol } from './enrolment.ts';
import { attempt, findToken, leftUnseen, tokensOrNone } from './hsm.ts';
import { everyone } from './opening.ts';
import { keyLabelsOfSet, readSheet, type Sheet } from './sheetReading.ts';
import { openingCard, readShareObject } from './shares.ts';
import { signStatement, statementOf } from './signing.ts';

/**
 * One custodian's visit: the card becomes theirs if it is new here, the share is looked at, found to be the one that was
 * committed to, and its presentation signed with the card. The step asks for the next visit until there were enough.
 */
export const presentShares =
  (purpose: 'collect' | 'show'): Performer =>
  async (desk, step) => {
    const visited = await desk.people.ask(
      step.id,
      () => ({ kind: 'present-share', purpose, ...roomOf(desk) }),
      ({ offer }) => {
        if (offer.kind === 'share') return attempt(() => visit(desk, step, offer, purpose));
        const closing = everyone(step, offer.by);
        if (!closing.ok) return closing;
        return purpose === 'show' ? good('closed' as const) : bad('share-set-incomplete');
      },
    );
    if (visited !== 'closed') return;
    await leavePending(desk, step);
    await record(desk, { type: 'presentation-closed', step: step.id, by: [...step.by] });
  };

const isPresented = (state: State, set: string, index: number): boolean =>
  state.presentation.shares.some((share) => share.set === set && share.index === index);

/** The shares that the register says a person holds, of the sets that this ceremony is about. */
const heldBy = (
  state: State,
  person: Participant,
): readonly { readonly set: ShareSetRecord; readonly index: number }[] =>
  presentedSetsOf(state).flatMap((set) =>
    set.shares.filter(({ index }) => holdsShare(set, index, person)).map(({ index }) => ({ set, index })),
  );

const roomOf = (
  desk: Desk,
): {
  readonly sets: readonly PresentedSet[];
  readonly people: readonly Presenter[];
  readonly cards: readonly PresentableCard[];
} => {
  const state = stateOf(desk);
  return {
    sets: presentedSetsOf(state).map(({ set, threshold, count }) => ({
      set,
      threshold,
      count,
      keyLabels: keyLabelsOfSet(state, set),
      presented: state.presentation.shares.filter((share) => share.set === set).map(({ index }) => index),
    })),
    people: awaitedCustodiansOf(state).map((person) => presenterOf(state, person)),
    cards: cardsPresent(desk),
  };
};

const hasBroughtTo = (state: State, person: Participant, set: string): boolean =>
  state.presentation.shares.some((share) => share.set === set && share.participant === person.id);

/** A share that its holder could still bring. */
const isOpen = (state: State, person: Participant, set: string, index: number): boolean =>
  !isPresented(state, set, index) && !hasBroughtTo(state, person, set);

/** A person is awaited while they could still bring a share of their own: one person counts once for a set. */
const presenterOf = (state: State, person: Participant): Presenter => {
  const held = heldBy(state, person);
  const isAwaited = held.some(({ set, index }) => isOpen(state, person, set.set, index));
  const hasBrought = presentedSetsOf(state).some(({ set }) => hasBroughtTo(state, person, set));
  return {
    participant: person.id,
    enrolled: state.cards[person.id] !== undefined,
    state: isAwaited ? 'awaited' : held.length === 0 && !hasBrought ? 'holds-none' : 'presented',
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
const holderOfCard = (state: State, card: Address): string | null => {
  const holders = presentedSetsOf(state).flatMap(({ shares }) => shares.map(({ holder }) => holder));
  return holders.find((holder) => holder !== null && sameToken(holder.card, card))?.name ?? null;
};

const ownerOf = (state: State, card: Address): ParticipantId | null => {
  const owner = awaitedCustodiansOf(state).find((person) =>
    presentedSetsOf(state).some((set) =>
      set.shares.some(
        ({ index, holder }) =>
          holder !== null && sameToken(holder.card, card) && holdsShare(set, index, person),
      ),
    ),
  );
  return owner?.id ?? null;
};

type Offer = Extract<AnswerTo<'present-share'>['offer'], { kind: 'share' }>;

const visit = async (
  desk: Desk,
  step: Step,
  { participant, token, mode, from }: Offer,
  purpose: 'collect' | 'show',
): Promise<Result<'visited'>> => {
  const person = awaitedCustodiansOf(stateOf(desk)).find(({ id }) => id === participant);
  if (person === undefined) return bad('event-not-allowed', { participant });
  const enrolled = stateOf(desk).cards[participant]?.token;
  if (enrolled !== undefined && !sameToken(enrolled, token))
    return bad('token-wrong', { label: token.label });
  const known = holderOfCard(stateOf(desk), token);
  if (enrolled === undefined && known !== null && ownerOf(stateOf(desk), token) !== participant)
    return bad('card-of-another', { name: known, label: token.label });

  // The share is looked at before the card becomes the person's: one that cannot give it back is not taken for theirs.
  const found = await look(desk, person, { token, mode, from });
  if (!found.ok) return found;
  try {
    return await present(desk, step, person, { token, mode }, found.value, purpose);
  } finally {
    for (const each of found.value) if (!isKept(desk, each)) each.share.body.wipe();
  }
};

/** Somebody's card was being made ready and was not: it is looked at when it comes back. */
const leavePending = async (desk: Desk, step: Step): Promise<void> => {
  const { pending } = stateOf(desk);
  if (pending === null) return;
  await record(desk, { type: 'token-action-settled', step: step.id, action: pending.action, ...leftUnseen });
};

const look = (
  desk: Desk,
  person: Participant,
  { token, mode, from }: Pick<Offer, 'token' | 'mode' | 'from'>,
): Promise<Result<readonly Found[]>> => {
  if (from.kind !== 'card') return Promise.resolve(sharesOfSheet(desk, person, from));
  // A fresh card signs for a sheet; a share it has none.
  if (mode.kind === 'initialise') return Promise.resolve(bad('share-not-here', { name: person.name }));
  return openCard(desk, token, mode.userPin, (presented) => sharesOfCard(desk, person, presented));
};

const present = async (
  desk: Desk,
  step: Step,
  person: Participant,
  { token, mode }: Pick<Offer, 'token' | 'mode'>,
  found: readonly Found[],
  purpose: 'collect' | 'show',
): Promise<Result<'visited'>> => {
  if (stateOf(desk).cards[person.id] === undefined) {
    const enrolment = await enrol(desk, step, person, { kind: 'enrol-card', token, mode });
    if (!enrolment.ok) return enrolment;
    await record(desk, { type: 'card-enrolled', step: step.id, participant: person.id, ...enrolment.value });
  }
  await leavePending(desk, step);
  return withCard(desk, person.id, mode.userPin, async (presented) => {
    for (const each of found) {
      // The last share that was needed ends the step; whatever else this person holds stays where it is.
      if (currentStep(stateOf(desk))?.id !== step.id) break;
      const signed = await presentOne(desk, step, person.id, presented, each, purpose);
      if (!signed.ok) return signed;
    }
    return good('visited');
  });
};

const isKept = ({ vault }: Desk, { set, share }: Found): boolean =>
  vault.presented.get(set.set)?.get(share.index) === share;

/** A share that was looked at and is the one that was committed to. */
type Found = { readonly set: ShareSetRecord; readonly share: Share; readonly source: ShareSource };

const sharesOfCard = async (
  desk: Desk,
  person: Participant,
  presented: PresentedCard,
): Promise<Result<readonly Found[]>> => {
  const state = stateOf(desk);
  const held = heldBy(state, person);
  if (held.length === 0) return bad('share-not-here', { name: person.name });
  const open = held.filter(({ set, index }) => isOpen(state, person, set.set, index));
  const [first] = held;
  if (open.length === 0) return bad('share-twice', { index: first?.index ?? 0 });
  const found: Found[] = [];
  for (const { set, index } of open) {
    const share = await shareOfCard(desk, set, index, presented);
    if (!share.ok) {
      for (const each of found) each.share.body.wipe();
      return share;
    }
    found.push(share.value);
  }
  return good(found);
};

/** From the card's own object; where it has none, or a spoilt one, from the copy in the bundle that only this card opens. */
const shareOfCard = async (
  desk: Desk,
  set: ShareSetRecord,
  index: number,
  presented: PresentedCard,
): Promise<Result<Found>> => {
  const { sealing } = presented.card;
  if (sealing === null) return bad('object-absent', { kind: 'sealing key' });
  const card = await openingCard(presented, sealing);
  const holder = set.shares[index - 1]?.holder ?? null;
  if (holder?.certificateSha256 !== (await sha256Hex(presented.signing.certificate)))
    return bad('share-sealed-elsewhere', { index });
  const onCard = readShareObject(presented, set.set, index);
  const inBundle = set.shares[index - 1]?.sealed ?? null;
  const copies: readonly (readonly [ShareSource, Uint8Array])[] = [
    ...(onCard.ok ? [['card-object', onCard.value] as const] : []),
    ...(inBundle === null ? [] : [['bundle-copy', fromBase64(inBundle)] as const]),
  ];
  let refused: Result<Found> = bad('share-not-here', { index });
  for (const [source, sealed] of copies) {
    const opened = await openSealedShare(sealed, card);
    const checked = opened.ok ? isTheOne(desk, set, opened.value, index) : opened;
    if (checked.ok) return good({ set, share: checked.value, source });
    refused = named(checked, index);
  }
  return refused;
};

/** What went wrong with opening, by the share that it went wrong with. */
const named = (refused: Result<Share>, index: number): Result<Found> => {
  if (refused.ok) throw new CeremonyError('internal', { index });
  const { code, details } = refused.problem;
  if (code === 'share-foreign' && details['reason'] === 'other-card')
    return bad('share-sealed-elsewhere', { index });
  return code === 'envelope-invalid' || code === 'envelope-malformed' || code === 'ciphertext-invalid'
    ? bad('share-altered', { index })
    : { ok: false, problem: { code, details: { index, ...details } } };
};

const isTheOne = (desk: Desk, set: ShareSetRecord, share: Share, index: number): Result<Share> => {
  const { domain } = stateOf(desk).script.parameters;
  const checked = checkShare(share, {
    domain,
    setId: set.set,
    threshold: set.threshold,
    commitments: set.shares.map(({ commitment }) => commitment),
  });
  const right = checked.ok && share.index !== index ? bad('share-foreign', { index: share.index }) : checked;
  if (!right.ok) share.body.wipe();
  return right;
};

const sharesOfSheet = (desk: Desk, person: Participant, sheet: Sheet): Result<readonly Found[]> => {
  const read = readSheet(stateOf(desk), sheet);
  if (!read.ok) return read;
  const { set, share } = read.value;
  const checked = isTheOne(desk, set, share, share.index);
  if (!checked.ok) return checked;
  const { index } = share;
  const refuse = (problem: Result<never>): Result<never> => {
    share.body.wipe();
    return problem;
  };
  if (isPresented(stateOf(desk), set.set, index)) return refuse(bad('share-twice', { index }));
  const holds = holdsShare(set, index, participantOf(stateOf(desk), person.id));
  if (!holds && !isSurrogate(stateOf(desk), { participant: person.id, set: set.set, index })) {
    const name = set.shares[index - 1]?.holder?.name ?? '';
    return refuse(bad('share-of-another', { index, name, set: set.set, participant: person.id }));
  }
  return good([{ set, share, source: 'sheet' }]);
};

const presentOne = async (
  desk: Desk,
  step: Step,
  participant: ParticipantId,
  presented: PresentedCard,
  { set, share, source }: Found,
  purpose: 'collect' | 'show',
): Promise<Result<null>> => {
  const { index } = share;
  const ofSet = stateOf(desk).presentation.shares.filter((each) => each.set === set.set);
  if (ofSet.some((each) => each.participant === participant)) return bad('person-twice', { participant });
  const commitment = set.shares[index - 1]?.commitment ?? '';
  const about = { set: set.set, index, commitment, source };
  const signed = await signStatement(presented, statementOf(desk, participant, 'present', about));
  if (!signed.ok) return signed;
  if (purpose === 'collect') {
    const brought = desk.vault.presented.get(set.set) ?? new Map<number, Share>();
    desk.vault.presented.set(set.set, brought.set(index, share));
  }
  await record(desk, {
    type: 'share-presented',
    step: step.id,
    participant,
    set: set.set,
    index,
    source,
    signed: signed.value,
  });
  return good(null);
};
