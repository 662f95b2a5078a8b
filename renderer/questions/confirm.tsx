import { useState } from 'react';
import type { Participant, ParticipantId } from '../../ceremonies/model/participant.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { Icon } from '../parts/icon.tsx';
import { peopleOf } from '../parts/people.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { roleText, useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';
import type { Asked } from './answerForm.tsx';
import { Facts } from './facts.tsx';

export const Confirm = ({ question, state }: Asked<'confirm'> & { readonly state: State }) => {
  const store = useStore();
  const { asking } = useView();
  return (
    <div className="answer">
      {question.problem === null ? null : <ProblemNote problem={question.problem} />}
      <Facts facts={question.facts} />
      <div className="actions">
        <Confirmations
          people={peopleOf(state, question.by)}
          disabled={asking === 'answer'}
          all={() => store.answer(question.id, { kind: 'confirm', by: [...question.by] })}
        />
      </div>
    </div>
  );
};

/** A button for each person; `all` is done when the last of them has pressed. A press can be taken back until then. */
export const Confirmations = ({
  people,
  disabled,
  all,
}: {
  readonly people: readonly Participant[];
  readonly disabled: boolean;
  readonly all: () => Promise<void>;
}) => {
  const store = useStore();
  const texts = useTexts();
  const [confirmed, setConfirmed] = useState<readonly ParticipantId[]>([]);

  const press = (id: ParticipantId): void => {
    if (confirmed.includes(id)) {
      setConfirmed(confirmed.filter((each) => each !== id));
      return;
    }
    const now = [...confirmed, id];
    setConfirmed(now);
    if (people.some((each) => !now.includes(each.id))) return;
    void all().then(() => {
      if (store.view().fault !== null) setConfirmed([]);
    });
  };

  return (
    <>
      <ul className="confirmations">
        {people.map((person) => {
          const done = confirmed.includes(person.id);
          return (
            <li key={person.id}>
              <button
                type="button"
                className="primary confirmation"
                aria-pressed={done}
                disabled={disabled}
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
          ? texts.t('screen.confirm.each', { count: people.length })
          : texts.t('screen.confirm.missing', { count: people.length - confirmed.length })}
      </p>
    </>
  );
};
