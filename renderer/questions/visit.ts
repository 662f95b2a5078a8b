import { headProblem } from '../../ceremonies/formats/sheetHead.ts';
import { bad, type ErrorCode, type Problem } from '../../ceremonies/model/error.ts';
import type { ExceptionAbout } from '../../ceremonies/model/exceptionAbout.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { AnswerTo, PresentableCard, Presenter, Question } from '../../ceremonies/model/question.ts';
import {
  handedInSetsOf,
  holdsShare,
  isSurrogate,
  participantOf,
  presentedSetsOf,
  type State,
} from '../../ceremonies/model/state.ts';
import type { Refuse } from '../parts/wordEntry.ts';

export type PresentQuestion = Extract<Question, { readonly kind: 'present-share' }>;
type Offer = Extract<AnswerTo<'present-share'>['offer'], { kind: 'share' }>;

/** A share as it was read from paper: a secret, that lives from its last word to its answer. */
export type PaperShare = Exclude<Offer['from'], { kind: 'card' }>;

/** One custodian's visit, as far as it has come. Nothing of it is a PIN. */
export type Visit = {
  readonly participant: ParticipantId | null;
  /** The token that was chosen among several, by its serial. */
  readonly serial: string | null;
  readonly from: 'card' | 'paper';
  readonly paper: PaperShare | null;
  /** Where shares are handed in: the sheet was destroyed before everybody's eyes. */
  readonly sheetGone: boolean;
};

export const nobodyYet: Visit = {
  participant: null,
  serial: null,
  from: 'card',
  paper: null,
  sheetGone: false,
};

/** Cards that could be this person's: the one that is known to be, or else those that are nobody's yet. */
export const cardsFor = (
  { cards, people }: PresentQuestion,
  participant: ParticipantId,
): readonly PresentableCard[] => {
  const own = cards.filter(({ owner }) => owner === participant);
  const isEnrolled = people.some((person) => person.participant === participant && person.enrolled);
  return own.length > 0 || isEnrolled ? own : cards.filter(({ owner }) => owner === null);
};

/** The card that is meant: the only one it can be, or the one that was chosen. */
export const chosenCard = (question: PresentQuestion, visit: Visit): PresentableCard | null => {
  if (visit.participant === null) return null;
  const cards = cardsFor(question, visit.participant);
  const [only] = cards.length === 1 ? cards : [];
  return cards.find(({ token }) => token.serial === visit.serial) ?? only ?? null;
};

/** A card in the reader names its owner: when it is the only one that can be meant, nobody has to choose. */
export const visitorOf = ({ cards, people }: PresentQuestion): Presenter | null => {
  const awaited = people.filter(
    (person) => person.state === 'awaited' && cards.some(({ owner }) => owner === person.participant),
  );
  const [only = null] = awaited.length === 1 ? awaited : [];
  return only;
};

/** Whoever holds no share can only bring somebody else's sheet; a blank card holds no share either. */
export const mustBePaper = (person: Presenter | undefined, card: PresentableCard | null): boolean =>
  person?.state === 'holds-none' || card?.holds === 'blank';

/** The bags in which the sheets of a person's dead shares lie, of those that are not destroyed yet. */
export const bagsToHandIn = (state: State, participant: ParticipantId): readonly string[] =>
  handedInSetsOf(state).flatMap((set) =>
    set.shares.flatMap(({ index, bag, destroyed }) =>
      bag !== null &&
      holdsShare(set, index, participantOf(state, participant)) &&
      !destroyed.some(({ medium }) => medium === 'sheet')
        ? [bag]
        : [],
    ),
  );

/** Mistakes of the hand: everything that was read and chosen still stands. */
const slips: ReadonlySet<ErrorCode> = new Set([
  'pin-wrong',
  'pin-invalid',
  'pin-required',
  'token-absent',
  'token-removed',
  'token-ambiguous',
  'module-failed',
  'share-of-another',
  'exception-needed',
  'ceremony-paused',
  'card-twice',
  'card-in-use',
  'token-wrong',
]);

/** Mistakes of reading: the same person reads the sheet again. */
const isOfSheet = (code: ErrorCode): boolean => /^(?:row|word)/.test(code) || code === 'share-malformed';

/** What still stands of a visit that was refused. */
export const afterRefusal = (visit: Visit, problem: Problem | null): Visit => {
  if (problem === null) return nobodyYet;
  if (slips.has(problem.code)) return visit;
  return isOfSheet(problem.code) ? { ...visit, paper: null } : nobodyYet;
};

type Surrogate = Extract<ExceptionAbout, { kind: 'surrogate' }>;

/** What an exception must name before a share that was refused as another's is taken; null where nothing needs one. */
export const surrogateFor = (state: State, problem: Problem | null): Surrogate | null => {
  if (problem?.code !== 'share-of-another') return null;
  const { participant, set, index } = problem.details;
  if (typeof participant !== 'string' || typeof set !== 'string' || typeof index !== 'number') return null;
  return isSurrogate(state, { participant, set, index })
    ? null
    : { kind: 'surrogate', participant, set, index };
};

/** Whether a sheet is wanted of this person, by what its first row says: nobody types ten more rows in vain. */
export const refuseSheet =
  (state: State, { sets }: PresentQuestion, participant: ParticipantId): Refuse =>
  (head) => {
    const wanted = presentedSetsOf(state);
    const known = state.previousBundle?.register.shareSets ?? [];
    const isOf = (set: { readonly set: string; readonly count: number }): boolean =>
      headProblem(head, { setId: set.set, count: set.count }) === null;
    const set = wanted.find(isOf);
    if (set === undefined) {
      const [first] = wanted;
      const old = known.find((each) => each.state === 'void' && isOf(each));
      if (old !== undefined) return bad('share-set-void', { set: old.set }).problem;
      return first === undefined ? null : headProblem(head, { setId: first.set, count: first.count });
    }
    const { index } = head;
    if (sets.some((each) => each.set === set.set && each.presented.includes(index)))
      return bad('share-twice', { index }).problem;
    const about = { index, name: set.shares[index - 1]?.holder?.name ?? '', set: set.set, participant };
    return holdsShare(set, index, participantOf(state, participant)) || isSurrogate(state, about)
      ? null
      : bad('share-of-another', about).problem;
  };
