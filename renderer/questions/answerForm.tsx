import { useState, type ReactNode } from 'react';
import type { Answer, Question } from '../../ceremonies/model/question.ts';
import { ProblemNote } from '../parts/problem.tsx';
import { takeSecrets } from '../parts/secret.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';

/** A question of one kind, as its component receives it. */
export type Asked<Kind extends Question['kind']> = {
  readonly question: Extract<Question, { readonly kind: Kind }>;
};

/**
 * What every answer shares: Enter sends it, secrets leave the form before it goes, and it goes once.
 */
export const AnswerForm = ({
  question,
  action,
  tone,
  ready = true,
  read,
  aside = null,
  children,
}: {
  readonly question: Question;
  /** The label of the one primary action. */
  readonly action: string;
  /** What cannot be undone is pressed on another colour. */
  readonly tone?: 'bad';
  readonly ready?: boolean;
  /** The answer, or null when something is still to be put right, which the form then shows by itself. */
  readonly read: (secrets: ReadonlyMap<string, string>, form: HTMLFormElement) => Answer | null;
  /** Stands beside the action, and is never the primary one. */
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const [sent, setSent] = useState(false);
  const waiting = sent || asking === 'answer';
  return (
    <form
      className="answer"
      autoComplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (waiting || !ready) return;
        const form = event.currentTarget;
        const answer = read(takeSecrets(form), form);
        if (answer === null) return;
        setSent(true);
        void store.answer(question.id, answer).finally(() => setSent(false));
      }}
    >
      {question.problem === null ? null : <ProblemNote problem={question.problem} />}
      {children}
      <div className="actions">
        {aside}
        <button
          type="submit"
          className="primary"
          data-primary=""
          data-tone={tone}
          disabled={!ready || waiting}
        >
          {waiting ? t('screen.waiting') : action}
        </button>
      </div>
    </form>
  );
};
