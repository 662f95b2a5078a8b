import { CeremonyError, type ErrorCode, type ErrorDetails } from './error.ts';
import type { ParticipantId } from './participant.ts';
import type { Software } from './event.ts';
import type { Script, Step } from './script.ts';
import type { State } from './state.ts';

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
  const leading = state.script.parameters.participants.filter(
    ({ role }) => role === 'administrator' || role === 'witness',
  );
  demand(
    leading.every((person) => by.includes(person.id)),
    'witness-missing',
  );
};

/** Different people, all of them of this ceremony. */
export const distinct = (state: State, by: readonly ParticipantId[]): void => {
  demand(new Set(by).size === by.length, 'person-twice');
  const known = state.script.parameters.participants;
  demand(
    by.every((id) => known.some((person) => person.id === id)),
    'event-not-allowed',
  );
};
