import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import type { Robot } from '../../ceremonies/conductor/robot.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import { CeremonyError, type ErrorCode, type Problem } from '../../ceremonies/model/error.ts';
import type { Answer, AnswerTo, Question } from '../../ceremonies/model/question.ts';
import { cardLossesOf } from '../../ceremonies/model/replacements.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { sameToken } from '../../ceremonies/model/values.ts';
import type { TokenAddress } from '../../ceremonies/tokens/token.ts';

/** What people do about a question. `look-again`: they press the button that looks into every reader anew. */
export type Reaction =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'look-again' }
  /** They say that a card does not do any more, and bring another. */
  | { readonly kind: 'lose'; readonly participant: ParticipantId }
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

/**
 * A question is the same when it is asked again at the same point of the script; amid a card's replacement, wherever in the script
 * that is: a power cut goes back to where the recovery key is made.
 */
export const keyOf = (question: Question, state: State): string =>
  [
    state.replacing === null ? question.step || 'closing' : `${replacing}${state.replacing.participant}`,
    question.kind,
    'participant' in question ? question.participant : '',
    currentStep(state)?.id === question.step ? state.progress : state.bundle.signatures.length,
    state.presentation.shares.length,
    state.destroyed.shares.length,
    state.replaced.length,
  ].join(' ');

/** What the key of a question begins with by which somebody comes to another card. */
export const replacing = 'replacing ';

/** More than there are faults in one stretch, and what it takes to find out how far a card has come. */
export const triesMax = 24;

/**
 * People who make no mistake, and who do what the screen says when something fails: try again, look again, put the card in again.
 * They know nothing of faults.
 */
export const openPatientPeople = (right: Robot): People => {
  const told: ErrorCode[] = [];
  let tries = { about: '', count: 0 };
  /** The card that each has put in to be made theirs, as it was then: another one for whoever lost theirs. */
  const chosen = new Map<string, TokenAddress>();

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
      return enrol(question, answer, state);
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
    state: State,
  ): Reaction => {
    if (answer?.mode.kind === 'adopt') return { kind: 'answer', answer };
    const first = state.previousBundle === null ? 'initialise' : 'adopt';
    const lost = cardLossesOf(state).filter(({ about }) => about.participant === participant).length;
    const purpose = `${participant} ${lost}`;
    const before = chosen.get(purpose);
    const own = cards.find(
      ({ token }) =>
        token.label.startsWith(`${participant} `) || (before !== undefined && sameToken(token, before)),
    );
    // Not one that was erased here: nobody knows the PIN that would make it ready again.
    const fresh = cards.find(
      ({ token, holds }) => holds === 'blank' && token.label.startsWith('Fresh card '),
    );
    const card = own?.token ?? (before === undefined ? fresh?.token : undefined);
    if (card === undefined) return { kind: 'look-again' };
    const { label, serial } = card;
    chosen.set(purpose, { label, serial });
    const userPin = rehearsalPins.card;
    const mode =
      own !== undefined && (tries.count % 2 === 0) === (first === 'adopt')
        ? ({ kind: 'adopt', userPin } as const)
        : ({ kind: 'initialise', soPin: rehearsalPins.transport, userPin } as const);
    return { kind: 'answer', answer: { kind: 'enrol-card', token: { label, serial }, mode } };
  };

  return { react, told, tell: ({ code }) => void told.push(code) };
};
