import { useState } from 'react';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Answer, Question } from '../../ceremonies/model/question.ts';
import { leadersOf, type State } from '../../ceremonies/model/state.ts';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';
import { Confirmations } from './confirm.tsx';

/** What is answered beside the question, not by its form: the two who lead say so, each of them; nobody is locked out by a slip. */
export const LeadersSay = ({
  question,
  state,
  what,
  meaning,
  answer,
}: {
  readonly question: Question;
  readonly state: State;
  readonly what: string;
  readonly meaning: string;
  readonly answer: (by: ParticipantId[]) => Answer;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const [open, setOpen] = useState(false);
  const leaders = leadersOf(state);
  if (!open)
    return (
      <button type="button" className="secondary" onClick={() => setOpen(true)}>
        {what}
      </button>
    );
  return (
    <section className="leaders-say" aria-label={what}>
      <p>{meaning}</p>
      <Confirmations
        people={leaders}
        disabled={asking === 'answer'}
        all={() => store.answer(question.id, answer(leaders.map(({ id }) => id)))}
      />
      <button type="button" className="quiet" onClick={() => setOpen(false)}>
        {t('screen.cancel')}
      </button>
    </section>
  );
};
