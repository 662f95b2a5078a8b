import { registerFormat, type KeyVersion, type Register, type ShareSetRecord } from '../model/register.ts';
import {
  currentSet,
  custodiansOf,
  participantOf,
  type EmbassyKey,
  type RecoverySet,
  type State,
} from '../model/state.ts';

/**
 * The key register after a ceremony: the one it continued from, and what it added. A function of the transcript
 * alone, the same before and after `transcript-closed`, so that the closing event can carry its digest.
 */
export const registerOf = (state: State): Register => {
  const before = state.previousBundle?.register;
  const version = keyVersionOf(state);
  return {
    format: registerFormat,
    domain: state.script.parameters.domain,
    embassy: state.script.parameters.embassy,
    ceremony: state.ceremony,
    previousBundle: state.previousBundle?.sha256 ?? null,
    keys: [
      ...(before?.keys ?? []),
      ...(version === null ? [] : [{ label: state.script.parameters.keyLabel, versions: [version] }]),
    ],
    shareSets: [...(before?.shareSets ?? []), ...state.sets.map((set) => shareSetOf(state, set))],
  };
};

/** A key that no proved share set guards is not in the register: nobody could ever rebuild it. */
const keyVersionOf = (state: State): KeyVersion | null => {
  const { key } = state;
  const set = currentSet(state);
  if (key === null || set?.state !== 'proved' || set.wrapped === null) return null;
  const { version, algorithm, checkValue, certificate, token } = key;
  return {
    version,
    algorithm,
    state: key.activatedAt === null ? 'pre-activation' : 'active',
    transitions: transitionsOf(state.ceremony, key),
    checkValue,
    certificate,
    wrapped: set.wrapped,
    set: set.set,
    hsm: token,
  };
};

/** NIST SP 800-57 part 1 section 7: made, it waits; once every quorum is proved and no copy can leave the HSM, it serves. */
const transitionsOf = (ceremony: string, key: EmbassyKey): KeyVersion['transitions'] => [
  { state: 'pre-activation', at: key.generatedAt, ceremony },
  ...(key.activatedAt === null ? [] : [{ state: 'active' as const, at: key.activatedAt, ceremony }]),
];

const shareSetOf = (state: State, set: RecoverySet): ShareSetRecord => ({
  set: set.set,
  ceremony: state.ceremony,
  state: set.state === 'proved' ? 'live' : 'void',
  threshold: state.script.parameters.threshold,
  count: custodiansOf(state).length,
  recoveryKeyCommitment: set.recoveryKeyCommitment,
  shares: set.commitments.map((commitment, position) => {
    const stored = set.shares.find((share) => share.index === position + 1);
    const name = stored === undefined ? undefined : participantOf(state, stored.participant)?.name;
    return {
      index: position + 1,
      commitment,
      holder: stored === undefined || name === undefined ? null : { name, card: stored.token },
      sealed: stored?.sealed ?? null,
    };
  }),
});
