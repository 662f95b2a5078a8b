import type { Participant, ParticipantId } from '../../ceremonies/model/participant.ts';
import { participantOf, type State } from '../../ceremonies/model/state.ts';
import { roleText } from './stateTexts.ts';
import { useTexts } from './texts.ts';

export const Person = ({ person }: { readonly person: Participant }) => {
  const texts = useTexts();
  return (
    <span className="person" data-role={person.role}>
      <span className="person-name">{person.name}</span>
      <span className="person-role">{roleText(person, texts)}</span>
    </span>
  );
};

export const peopleOf = (state: State, ids: readonly ParticipantId[]): readonly Participant[] =>
  ids.map((id) => participantOf(state, id)).filter((person) => person !== undefined);

/** Who takes part in a decision: a tick for each. `single`: one person only. */
export const PeoplePicker = ({
  legend,
  people,
  chosen,
  choose,
  single = false,
}: {
  readonly legend: string;
  readonly people: readonly Participant[];
  readonly chosen: readonly ParticipantId[];
  readonly choose: (chosen: readonly ParticipantId[]) => void;
  readonly single?: boolean;
}) => (
  <fieldset className="picker">
    <legend>{legend}</legend>
    {people.map((person) => (
      <label key={person.id} className="tick">
        <input
          type={single ? 'radio' : 'checkbox'}
          name={single ? legend : undefined}
          checked={chosen.includes(person.id)}
          onChange={(event) =>
            choose(
              event.target.checked
                ? [...(single ? [] : chosen), person.id]
                : chosen.filter((each) => each !== person.id),
            )
          }
        />
        <Person person={person} />
      </label>
    ))}
  </fieldset>
);
