import { CeremonyError, type ErrorCode, type ErrorDetails } from './error.ts';
import type { ParticipantId } from './participant.ts';
import type { Software } from './event.ts';
import type { Script, Step } from './script.ts';
import { leadersOf, mayDecide, participantOf, type State } from './state.ts';

/** Refuses an event by code. */
export const demand: (condition: boolean, code: ErrorCode, details?: ErrorDetails) => asserts condition = (
  condition,
  code,
  details,
) => {
  if (!condition) throw new CeremonyError(code, details);
};

/** Real keys are for released runtimes only, at the opening and after every restart. */
export const official = ({ parameters }: Script, { runtime }: Software): void =>
  demand(parameters.domain !== 'production' || runtime === 'official', 'runtime-unofficial');

/** Exactly the people of the step, in its order. */
export const everyone = (step: Step, by: readonly ParticipantId[]): void => {
  demand(new Set(by).size === by.length, 'person-twice');
  demand(by.length === step.by.length && step.by.every((id, index) => by[index] === id), 'witness-missing', {
    step: step.id,
  });
};

/** Pausing and continuing take the two who lead, whoever's turn it is. */
export const leaders = (state: State, by: readonly ParticipantId[]): void => {
  distinct(state, by);
  demand(
    leadersOf(state).every((person) => by.includes(person.id)),
    'witness-missing',
  );
};

/** Different people, all of them of this ceremony, and none who left it. */
export const distinct = (state: State, by: readonly ParticipantId[]): void => {
  demand(new Set(by).size === by.length, 'person-twice');
  const known = state.script.parameters.participants;
  demand(
    by.every((id) => known.some((person) => person.id === id) && !state.departed.includes(id)),
    'event-not-allowed',
  );
};

/**
 * Different people who are here: by their card, or as the two who lead, who get theirs after the first steps. `coming`: who
 * is here without a card yet, for it is looked at with what they bring.
 */
export const deciding = (
  state: State,
  by: readonly ParticipantId[],
  coming: ParticipantId | null = null,
): void => {
  distinct(state, by);
  const isAbsent = (id: ParticipantId): boolean => {
    const person = participantOf(state, id);
    return person === undefined || !mayDecide(state, person);
  };
  const absent = by.find((id) => id !== coming && isAbsent(id));
  demand(absent === undefined, 'event-not-allowed', { participant: absent ?? '' });
};
