import { bad, good, type Result } from '../model/error.ts';
import type { Participant, ParticipantId } from '../model/participant.ts';
import type { AnswerTo } from '../model/question.ts';
import type { Step } from '../model/script.ts';
import { awaitedCustodiansOf } from '../model/state.ts';
import { sameToken } from '../model/values.ts';
import { record, stateOf, type Desk } from './desk.ts';
import { enrol } from './enrolment.ts';
import { leavePending } from './hsm.ts';
import { everyone } from './opening.ts';
import { holderOfCard, ownerOf } from './visitors.ts';

/** A custodian who comes with a card. */
export type Visitor = Pick<AnswerTo<'enrol-card'>, 'token' | 'mode'> & {
  readonly participant: ParticipantId;
};

/** Whether somebody may come with this card. Problems: event-not-allowed, token-wrong, card-of-another. */
export const admit = (desk: Desk, { participant, token }: Visitor): Result<Participant> => {
  const person = awaitedCustodiansOf(stateOf(desk)).find(({ id }) => id === participant);
  if (person === undefined) return bad('event-not-allowed', { participant });
  const enrolled = stateOf(desk).cards[participant]?.token;
  if (enrolled !== undefined && !sameToken(enrolled, token))
    return bad('token-wrong', { label: token.label });
  const known = holderOfCard(stateOf(desk), token);
  return enrolled === undefined && known !== null && ownerOf(stateOf(desk), token) !== participant
    ? bad('card-of-another', { name: known, label: token.label })
    : good(person);
};

/** The card becomes the visitor's, if it is new here. */
export const welcome = async (
  desk: Desk,
  step: Step,
  person: Participant,
  { token, mode }: Visitor,
): Promise<Result<null>> => {
  if (stateOf(desk).cards[person.id] !== undefined) return good(null);
  const enrolment = await enrol(desk, step, person, { kind: 'enrol-card', token, mode });
  if (!enrolment.ok) return enrolment;
  await record(desk, { type: 'card-enrolled', step: step.id, participant: person.id, ...enrolment.value });
  return good(null);
};

/** Those of the step say that nobody else will come. Problems: those of `everyone`. */
export const closeDoor = (step: Step, by: readonly ParticipantId[]): Result<'closed'> => {
  const closing = everyone(step, by);
  return closing.ok ? good('closed') : closing;
};

/** Nobody else will come. A card that was being made ready, and was not, is looked at when it comes back. */
export const recordClosed = async (desk: Desk, step: Step): Promise<void> => {
  await leavePending(desk, step.id);
  await record(desk, { type: 'presentation-closed', step: step.id, by: [...step.by] });
};
