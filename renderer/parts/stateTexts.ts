import type { Participant, ParticipantId } from '../../ceremonies/model/participant.ts';
import { stepsOf, type Step } from '../../ceremonies/model/script.ts';
import { participantOf, type State } from '../../ceremonies/model/state.ts';
import { stepNumbers } from '../../ceremonies/model/subject.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { listed } from './texts.ts';

export const nameOf = (state: State, id: ParticipantId): string => participantOf(state, id)?.name ?? id;

export const roleText = (person: Participant, { t }: Texts): string => {
  const number = person.id.split('-')[1];
  const role = t(`screen.roles.${person.role}`);
  return number === undefined ? role : `${role} ${number}`;
};

/** Values that a step's texts may name. `by`: who is spoken to. */
export const stepValues = (
  state: State,
  step: Step | null,
  by: readonly string[],
  { t, language }: Texts,
) => {
  const { script, previousBundle, replacing } = state;
  const { embassy, place } = script.parameters;
  const register = previousBundle?.register ?? null;
  const about = step ?? stepsOf(script).at(-1);
  const numbers = about === undefined ? null : stepNumbers(script, register, about);
  const algorithms = numbers?.algorithms ?? [];
  return {
    name: listed(by, language),
    /** Whose new card is vouched for. */
    holder: replacing === null ? '' : nameOf(state, replacing.participant),
    embassy,
    place,
    keyLabel: numbers?.keyLabel ?? '',
    algorithm: listed(
      algorithms.map((each) => t(`screen.algorithms.${each}.name`)),
      language,
    ),
    threshold: numbers?.threshold ?? 0,
    custodians: numbers?.custodians ?? 0,
  };
};

export const namesOf = (state: State, ids: readonly ParticipantId[]): readonly string[] =>
  ids.map((id) => nameOf(state, id));
