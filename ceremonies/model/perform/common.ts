import { sharesHeldBy } from '../custody.ts';
import { demand } from '../demand.ts';
import { canBecome, type KeyState } from '../keyState.ts';
import { personKey, type ParticipantId } from '../participant.ts';
import { setOf } from '../register.ts';
import type { KeyName, Step } from '../script.ts';
import {
  currentSet,
  keyOf,
  keyStateOf,
  participantOf,
  registerBefore,
  rememberedOf,
  sameKey,
  withLast,
  type EmbassyKey,
  type PresentedShare,
  type RecoverySet,
  type State,
} from '../state.ts';
import { statementFormat, type Signed, type Statement, type StatementOf } from '../statement.ts';
import { sameToken, type TokenFacts } from '../values.ts';

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

/** A key changes its state, if it can go there from where it is. */
export const becomes = (
  state: State,
  { label, version }: KeyName,
  next: KeyState,
  at: string,
  reason: string | null = null,
): State => {
  const now = keyStateOf(state, { label, version });
  demand(now === null ? next === 'pre-activation' : canBecome(now, next), 'key-state-unlawful', {
    label,
    version,
    from: now ?? '',
    to: next,
  });
  return { ...state, transitions: [...state.transitions, { label, version, state: next, at, reason }] };
};

/** Whoever brings another's share comes to know it: never k shares of one recovery key, over all ceremonies. DESIGN section 6. */
export const withinCustody = (
  state: State,
  { participant, set, index }: Pick<PresentedShare, 'participant' | 'set' | 'index'>,
): void => {
  const known = setOf(registerBefore(state), set);
  const name = participantOf(state, participant)?.name ?? '';
  if (known === undefined) return;
  const here = state.presentation.proven.filter(
    (each) => each.participant === participant && each.set === set,
  );
  const before = rememberedOf(state, 'share-seen').filter(
    (each) => each.set === set && personKey(each.name) === personKey(name),
  );
  const held = new Set([
    ...sharesHeldBy(known, name),
    ...[...before, ...here].map((each) => each.index),
    index,
  ]);
  demand(held.size < known.threshold, 'custody-exceeded', {
    name,
    shares: held.size,
    threshold: known.threshold,
  });
};

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
