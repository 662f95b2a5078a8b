import { demand } from '../demand.ts';
import type { EventOf, ScriptEvent } from '../event.ts';
import type { ParticipantId } from '../participant.ts';
import type { KeyName, Step } from '../script.ts';
import {
  currentSet,
  keyOf,
  sameKey,
  withLast,
  type EmbassyKey,
  type RecoverySet,
  type State,
} from '../state.ts';
import { statementFormat, type Signed, type Statement, type StatementOf } from '../statement.ts';
import { sameToken, type TokenFacts } from '../values.ts';

/** What one group of events must satisfy, and what it changes. */
export type Perform<Type extends ScriptEvent['type']> = (
  state: State,
  event: EventOf<Type>,
  step: Step,
) => State;

export const onHsm = (state: State, token: TokenFacts): void =>
  demand(state.hsm !== null && sameToken(state.hsm.token, token), 'token-wrong', { label: token.label });

/** Real keys live on hardware, and no token is used for two things. */
export const fitForUse = (state: State, token: TokenFacts): void =>
  demand(state.script.parameters.domain !== 'production' || !token.software, 'software-token', {
    label: token.label,
  });

/** The embassy key that the step is about, and that the event names. */
export const keyOfStep = (state: State, event: KeyName, step: Step): EmbassyKey => {
  namesKeyOf(step, event);
  const key = keyOf(state, event);
  demand(key !== undefined, 'event-not-allowed', { label: event.label });
  return key;
};

export const namesKeyOf = (step: Step, event: KeyName): void =>
  demand(step.key !== undefined && sameKey(step.key, event), 'event-not-allowed', { label: event.label });

export const withKey = (state: State, changed: EmbassyKey): State => ({
  ...state,
  keys: state.keys.map((key) => (sameKey(key, changed) ? changed : key)),
});

/** A change to the live share set. */
export const inSet = (
  state: State,
  id: string | undefined,
  change: (set: RecoverySet) => Partial<RecoverySet>,
): State => {
  const set = currentSet(state);
  demand(set !== null && set.set === id, 'share-set-void', { set: id ?? '' });
  return { ...state, sets: withLast(state.sets, { ...set, ...change(set) }) };
};

/** What the card signed, if it is the statement that this event needs. */
export const says = <Purpose extends Statement['purpose']>(
  state: State,
  signed: Signed,
  purpose: Purpose,
  participant: ParticipantId,
): StatementOf<Purpose> => {
  const { statement } = signed;
  const isOfPurpose = (each: Statement): each is StatementOf<Purpose> => each.purpose === purpose;
  demand(
    isOfPurpose(statement) &&
      statement.format === statementFormat(state.script.parameters.domain) &&
      statement.ceremony === state.ceremony &&
      statement.participant === participant,
    'statement-differs',
    { participant },
  );
  return statement;
};
