import { useState } from 'react';
import type { Participant, ParticipantId } from '../../ceremonies/model/participant.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { Icon } from '../parts/icon.tsx';
import { peopleOf } from '../parts/people.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { roleText } from '../parts/stateTexts.ts';
import { useTexts } from '../parts/texts.ts';
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

/** Presses of people: `all` is done when the last of them has pressed. A press can be taken back until then. */
const useConfirming = (people: readonly Participant[], all: () => Promise<unknown>) => {
  const store = useStore();
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
  return [confirmed, press] as const;
};

type Confirming = {
  readonly people: readonly Participant[];
  readonly disabled: boolean;
  readonly all: () => Promise<unknown>;
};

/** A button for each person, and how many of them are still wanted. */
export const Confirmations = ({ people, disabled, all }: Confirming) => {
  const texts = useTexts();
  const { t } = texts;
  const [confirmed, press] = useConfirming(people, all);
  return (
    <>
      <Buttons
        people={people}
        confirmed={confirmed}
        press={press}
        disabled={disabled}
        act={t('screen.confirm.press')}
        roleOf={(person) => roleText(person, texts)}
      />
      <p className="hint" aria-live="polite">
        {confirmed.length === 0
          ? t('screen.confirm.each', { count: people.length })
          : t('screen.confirm.missing', { count: people.length - confirmed.length })}
      </p>
    </>
  );
};

/** A button for each person with what they agree to, and nothing else. */
export const Agreements = ({ people, disabled, all, act }: Confirming & { readonly act: string }) => {
  const [confirmed, press] = useConfirming(people, all);
  return <Buttons people={people} confirmed={confirmed} press={press} disabled={disabled} act={act} />;
};

const Buttons = ({
  people,
  confirmed,
  press,
  disabled,
  act,
  roleOf,
}: Pick<Confirming, 'people' | 'disabled'> & {
  readonly confirmed: readonly ParticipantId[];
  readonly press: (id: ParticipantId) => void;
  readonly act: string;
  readonly roleOf?: (person: Participant) => string;
}) => {
  const { t } = useTexts();
  return (
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
              {roleOf === undefined ? null : <span className="confirmation-role">{roleOf(person)}</span>}
              <span className="confirmation-act">{done ? t('screen.confirm.done') : act}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
};
