import { bad, CeremonyError, good, type Problem, type Result } from '../model/error.ts';
import type { Answer, AnswerTo, Question, QuestionBody } from '../model/question.ts';

/** What a question that was withdrawn throws out of its performer: for `conduct` alone, told by identity. */
export const questionWithdrawn = new Error('question withdrawn');

/**
 * The one question that is open to the people in the room. Whoever shows it (a screen, a rehearsal without people) sees
 * the same question and sends the same answer.
 */
export type People = {
  /**
   * Asks until `settle` takes the answer. A refusal brings the question back with its reason; `describe` is called anew
   * each time, for cards come and go.
   */
  readonly ask: <Kind extends QuestionBody['kind'], T>(
    step: string,
    describe: () => Extract<QuestionBody, { kind: Kind }>,
    settle: (answer: AnswerTo<Kind>) => Promise<Result<T>> | Result<T>,
    first?: Problem,
  ) => Promise<T>;
  readonly question: () => Question | null;
  /** Problems: event-not-allowed for an answer to another question. */
  readonly answer: (question: number, answer: Answer) => Result<null>;
  /** Shows the open question again as the room is now. */
  readonly refresh: () => void;
  /** Ends the wait of whoever asks, with `questionWithdrawn`: the step that asked is over without an answer. */
  readonly withdraw: () => void;
  /** Ends the wait of whoever asks, with `ceremony-closed`. */
  readonly leave: () => void;
};

type Pending = {
  readonly describe: () => QuestionBody;
  readonly step: string;
  readonly problem: Problem | null;
  readonly take: (answer: Answer) => void;
  readonly fail: (reason: Error) => void;
};

export const openPeople = (changed: () => void): People => {
  let number = 0;
  let pending: Pending | null = null;
  let shown: Question | null = null;
  let left = false;

  const show = (): void => {
    shown =
      pending === null
        ? null
        : { id: number, step: pending.step, problem: pending.problem, ...pending.describe() };
    changed();
  };

  const once = (step: string, describe: () => QuestionBody, problem: Problem | null): Promise<Answer> =>
    new Promise((take, fail) => {
      if (left) {
        fail(new CeremonyError('ceremony-closed'));
        return;
      }
      number += 1;
      pending = { step, describe, problem, take, fail };
      show();
    });

  const isOf = <Kind extends Answer['kind']>(answer: Answer, kind: Kind): answer is AnswerTo<Kind> =>
    answer.kind === kind;

  return {
    ask: async (step, describe, settle, first) => {
      let problem: Problem | null = first ?? null;
      // To describe a question may mean to look into every token: it is not done again to know its kind.
      const asked: { body: ReturnType<typeof describe> | null } = { body: null };
      const put = () => (asked.body = describe());
      for (;;) {
        const answer = await once(step, put, problem);
        const kind = asked.body?.kind;
        const settled =
          kind !== undefined && isOf(answer, kind) ? await settle(answer) : bad('message-malformed');
        if (settled.ok) return settled.value;
        problem = settled.problem;
      }
    },
    question: () => shown,
    answer: (question, answer) => {
      const open = pending;
      if (open === null || question !== number) return bad('event-not-allowed');
      pending = null;
      show();
      open.take(answer);
      return good(null);
    },
    refresh: show,
    withdraw: () => {
      const open = pending;
      pending = null;
      show();
      open?.fail(questionWithdrawn);
    },
    leave: () => {
      left = true;
      const open = pending;
      pending = null;
      open?.fail(new CeremonyError('ceremony-closed'));
    },
  };
};
