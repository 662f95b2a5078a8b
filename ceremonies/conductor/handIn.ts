import { bad, good, type Result } from '../model/error.ts';
import type { Participant } from '../model/participant.ts';
import type { AnswerTo } from '../model/question.ts';
import type { ShareSetRecord } from '../model/register.ts';
import type { Step } from '../model/script.ts';
import { isCardOf } from '../model/state.ts';
import type { ShareMedium } from '../model/values.ts';
import { canStoreData } from '../tokens/dataObjects.ts';
import { withCard, type PresentedCard } from './cardSession.ts';
import { record, stateOf, type Desk, type Performer } from './desk.ts';
import { attempt, leavePending } from './hsm.ts';
import { destroyShareObject } from './shares.ts';
import { signStatement, statementOf } from './signing.ts';
import { heldBy, roomOf } from './visitors.ts';
import { admit, closeDoor, recordClosed, welcome } from './visiting.ts';

type HandIn = Extract<AnswerTo<'present-share'>['offer'], { kind: 'hand-in' }>;
type Medium = Exclude<ShareMedium, 'card'>;

/**
 * Custodians hand in shares that are dead, in any order, until nobody else has one: what lies on the card is destroyed, searched
 * for again, and read in vain; a sheet is destroyed before everybody's eyes. Each signs that it is gone.
 */
export const handInShares: Performer = async (desk, step) => {
  const visited = await desk.people.ask(
    step.id,
    () => ({ kind: 'present-share', purpose: 'hand-in', ...roomOf(desk) }),
    ({ offer }) => {
      if (offer.kind === 'hand-in') return attempt(() => visit(desk, step, offer));
      if (offer.kind === 'share') return bad('event-not-allowed', { kind: offer.kind });
      return closeDoor(step, offer.by);
    },
  );
  if (visited === 'closed') await recordClosed(desk, step);
};

const visit = async (
  desk: Desk,
  step: Step,
  { participant, token, mode, sheet }: HandIn,
): Promise<Result<'visited'>> => {
  const admitted = admit(desk, { participant, token, mode });
  if (!admitted.ok) return admitted;
  const welcomed = await welcome(desk, step, admitted.value, { participant, token, mode });
  if (!welcomed.ok) return welcomed;
  await leavePending(desk, step.id);
  return withCard(desk, participant, mode.userPin, (presented) =>
    destroyHeld(desk, step, admitted.value, presented, sheet),
  );
};

const destroyHeld = async (
  desk: Desk,
  step: Step,
  person: Participant,
  presented: PresentedCard,
  sheet: boolean,
): Promise<Result<'visited'>> => {
  const keepsObjects = canStoreData(presented.session);
  if (!keepsObjects.ok) return keepsObjects;
  const card = stateOf(desk).cards[person.id];
  // The shares of older sets may be on a card that was lost or broken since.
  const isHere = (set: ShareSetRecord, index: number): boolean =>
    keepsObjects.value && card !== undefined && isCardOf(set, index, card);
  const wanted = heldBy(stateOf(desk), person).flatMap(
    ({ set, index }): readonly (readonly [ShareSetRecord, number, Medium])[] => [
      ...(isHere(set, index) ? [[set, index, 'card-object'] as const] : []),
      ...(sheet && set.shares[index - 1]?.bag !== null ? [[set, index, 'sheet'] as const] : []),
    ],
  );
  const open = wanted.filter(([set, index, medium]) => !isDestroyed(desk, set, index, medium));
  if (open.length === 0) return bad('share-not-here', { name: person.name });
  for (const [set, index, medium] of open) {
    const done = await destroyOne(desk, step, person, presented, { set, index, medium });
    if (!done.ok) return done;
  }
  return good('visited');
};

const isDestroyed = (desk: Desk, set: ShareSetRecord, index: number, medium: Medium): boolean =>
  stateOf(desk).destroyed.shares.some(
    (each) => each.set === set.set && each.index === index && each.medium === medium,
  ) ||
  (set.shares[index - 1]?.destroyed.some((each) => each.medium === medium) ?? false);

const destroyOne = async (
  desk: Desk,
  step: Step,
  { id: participant }: Participant,
  presented: PresentedCard,
  {
    set: { set, shares },
    index,
    medium,
  }: { readonly set: ShareSetRecord; readonly index: number; readonly medium: Medium },
): Promise<Result<null>> => {
  const token = stateOf(desk).cards[participant]?.token ?? null;
  await record(desk, { type: 'token-action-begun', step: step.id, action: 'destroy-share', token });
  if (medium === 'card-object') {
    const gone = destroyShareObject(presented, set, index);
    if (!gone.ok) return gone;
  }
  const commitment = shares[index - 1]?.commitment ?? '';
  const said = statementOf(desk, participant, 'hand-in', { set, index, commitment, medium });
  const signed = await signStatement(presented, said);
  if (!signed.ok) return signed;
  await record(desk, {
    type: 'share-destroyed',
    step: step.id,
    participant,
    set,
    index,
    medium,
    signed: signed.value,
  });
  return good(null);
};
