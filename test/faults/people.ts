import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import type { Robot } from '../../ceremonies/conductor/robot.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import { CeremonyError, type ErrorCode, type Problem } from '../../ceremonies/model/error.ts';
import type { Answer, AnswerTo, Question } from '../../ceremonies/model/question.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { sameToken } from '../../ceremonies/model/values.ts';
import type { TokenAddress } from '../../ceremonies/tokens/token.ts';

/** What people do about a question. `look-again`: they press the button that looks into every reader anew. */
export type Reaction =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'look-again' }
  /** They end the ceremony before its end. */
  | { readonly kind: 'abandon' }
  /** They have tried often enough. */
  | { readonly kind: 'give-up' };

export type People = {
  readonly react: (question: Question, state: State) => Reaction;
  /** The problems that they were told, in order. */
  readonly told: readonly ErrorCode[];
  readonly tell: (problem: Problem) => void;
};

/** A question is the same when it is asked again at the same point of the script. */
export const keyOf = (question: Question, state: State): string =>
  [
    question.step || 'closing',
    question.kind,
    'participant' in question ? question.participant : '',
    currentStep(state)?.id === question.step ? state.progress : state.bundle.signatures.length,
    state.presentation.shares.length,
    state.destroyed.shares.length,
  ].join(' ');

/** More than there are faults in one stretch, and what it takes to find out how far a card has come. */
export const triesMax = 24;

/**
 * People who make no mistake, and who do what the screen says when something fails: try again, look again, put the card in again.
 * They know nothing of faults.
 */
export const openPatientPeople = (right: Robot): People => {
  const told: ErrorCode[] = [];
  let tries = { about: '', count: 0 };
  /** The card that each has put in to be made theirs, as it was then. */
  const chosen = new Map<ParticipantId, TokenAddress>();

  const react = (question: Question, state: State): Reaction => {
    const about = question.kind === 'try-again' ? tries.about : keyOf(question, state);
    tries = { about, count: tries.about === about ? tries.count + 1 : 0 };
    if (question.problem !== null) told.push(question.problem.code);
    if (tries.count > triesMax) return { kind: 'give-up' };
    if (question.kind === 'try-again') return { kind: 'answer', answer: { kind: 'try-again' } };
    // What fails again and again is looked at anew before the next try.
    if (question.problem !== null && tries.count % 3 === 2) return { kind: 'look-again' };
    const answer = answerOf(question, state);
    if (question.kind === 'enrol-card' && (answer === null || answer.kind === 'enrol-card'))
      return enrol(question, answer, state.previousBundle === null ? 'initialise' : 'adopt');
    return answer === null ? { kind: 'look-again' } : { kind: 'answer', answer };
  };

  /** Null where what it takes is not there. */
  const answerOf = (question: Question, state: State): Answer | null => {
    try {
      return right({ ...question, problem: null }, state);
    } catch (error) {
      if (error instanceof CeremonyError && error.code === 'token-absent') return null;
      throw error;
    }
  };

  /** A card that is not theirs yet is not left for another: it is made ready again, or adopted where it is whole. */
  const enrol = (
    { participant, cards }: Extract<Question, { kind: 'enrol-card' }>,
    answer: AnswerTo<'enrol-card'> | null,
    first: 'initialise' | 'adopt',
  ): Reaction => {
    if (answer?.mode.kind === 'adopt') return { kind: 'answer', answer };
    const before = chosen.get(participant);
    const own = cards.find(
      ({ token }) =>
        token.label.startsWith(`${participant} `) || (before !== undefined && sameToken(token, before)),
    );
    const card = own?.token ?? (before === undefined ? answer?.token : undefined);
    if (card === undefined) return { kind: 'look-again' };
    const { label, serial } = card;
    chosen.set(participant, { label, serial });
    const userPin = rehearsalPins.card;
    const mode =
      own !== undefined && (tries.count % 2 === 0) === (first === 'adopt')
        ? ({ kind: 'adopt', userPin } as const)
        : ({ kind: 'initialise', soPin: rehearsalPins.transport, userPin } as const);
    return { kind: 'answer', answer: { kind: 'enrol-card', token: { label, serial }, mode } };
  };

  return { react, told, tell: ({ code }) => void told.push(code) };
};
