import { useState } from 'react';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { Icon } from '../parts/icon.tsx';
import { peopleOf } from '../parts/people.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { roleText, useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';
import type { Asked } from './answerForm.tsx';
import { Facts } from './facts.tsx';

/** A button for each person; the answer goes when the last of them has pressed. A press can be taken back until then. */
export const Confirm = ({ question, state }: Asked<'confirm'> & { readonly state: State }) => {
  const store = useStore();
  const texts = useTexts();
  const { asking } = useView();
  const [confirmed, setConfirmed] = useState<readonly ParticipantId[]>([]);

  const press = (id: ParticipantId): void => {
    if (confirmed.includes(id)) {
      setConfirmed(confirmed.filter((each) => each !== id));
      return;
    }
    const now = [...confirmed, id];
    setConfirmed(now);
    const missing = question.by.some((each) => !now.includes(each));
    if (missing) return;
    void store.answer(question.id, { kind: 'confirm', by: [...question.by] }).then(() => {
      if (store.view().fault !== null) setConfirmed([]);
    });
  };

  return (
    <div className="answer">
      {question.problem === null ? null : <ProblemNote problem={question.problem} />}
      <Facts facts={question.facts} />
      <div className="actions">
        <ul className="confirmations">
          {peopleOf(state, question.by).map((person) => {
            const done = confirmed.includes(person.id);
            return (
              <li key={person.id}>
                <button
                  type="button"
                  className="primary confirmation"
                  aria-pressed={done}
                  disabled={asking === 'answer'}
                  onClick={() => press(person.id)}
                >
                  {done ? <Icon name="done" /> : null}
                  <span className="confirmation-name">{person.name}</span>
                  <span className="confirmation-role">{roleText(person, texts)}</span>
                  <span className="confirmation-act">
                    {texts.t(done ? 'screen.confirm.done' : 'screen.confirm.press')}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
        <p className="hint" aria-live="polite">
          {confirmed.length === 0
            ? texts.t('screen.confirm.each', { count: question.by.length })
            : texts.t('screen.confirm.missing', { count: question.by.length - confirmed.length })}
        </p>
      </div>
    </div>
  );
};
