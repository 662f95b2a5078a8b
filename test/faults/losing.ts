import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { cardLossesOf } from '../../ceremonies/model/replacements.ts';
import type { ActId } from '../../ceremonies/model/script.ts';
import type { State } from '../../ceremonies/model/state.ts';
import type { PlannedCall } from './board.ts';

/** A card that does not do any more when its owner is asked for it, and in whose place another comes. */
export type Loss = {
  readonly participant: ParticipantId;
  readonly purpose: Extract<Question, { kind: 'card-pin' }>['purpose'];
  /** In which act; null where it is asked for once only. */
  readonly act: ActId | null;
  /** The call at which it breaks while it is used; null where it is not even tried. */
  readonly breaks: PlannedCall | null;
};

const isAbout = ({ participant, purpose, act }: Loss, question: Question): boolean =>
  question.kind === 'card-pin' &&
  question.purpose === purpose &&
  question.participant === participant &&
  (act === null || question.step.startsWith(`${act}.`));

const isRaised = ({ participant }: Loss, state: State): boolean =>
  cardLossesOf(state).some(({ about }) => about.participant === participant);

const nextOf = (losses: readonly Loss[], question: Question, state: State): Loss | undefined =>
  losses.find((loss) => isAbout(loss, question) && !isRaised(loss, state));

/** At which call the card breaks that people are asked for now. */
export const breakingAt = (losses: readonly Loss[], question: Question, state: State): PlannedCall | null =>
  nextOf(losses, question, state)?.breaks ?? null;

/** Whose card people give up now: one that is to break has failed first. */
export const lostAt = (losses: readonly Loss[], question: Question, state: State): ParticipantId | null => {
  const loss = nextOf(losses, question, state);
  return loss !== undefined && (loss.breaks === null || question.problem !== null) ? loss.participant : null;
};
