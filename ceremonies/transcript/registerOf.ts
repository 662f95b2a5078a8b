import { splitOf } from '../model/ceremonyPlan.ts';
import {
  registerFormat,
  type Holder,
  type KeyVersion,
  type Register,
  type ShareSetRecord,
} from '../model/register.ts';
import type { KeyName } from '../model/script.ts';
import {
  currentSet,
  participantOf,
  presentedSetsOf,
  sameKey,
  type EmbassyKey,
  type RecoverySet,
  type State,
  type StoredShare,
} from '../model/state.ts';

/**
 * The key register after a ceremony: the one it continued from, and what it added. A function of the transcript
 * alone, the same before and after `transcript-closed`, so that the closing event can carry its digest.
 */
export const registerOf = (state: State): Register => {
  const before = state.previousBundle?.register;
  return {
    format: registerFormat,
    domain: state.script.parameters.domain,
    embassy: state.script.parameters.embassy,
    ceremony: state.ceremony,
    previousBundle: state.previousBundle?.sha256 ?? null,
    keys: [
      ...(before?.keys ?? []).map(({ label, versions }) => ({
        label,
        versions: versions.map((version) => continued(state, label, version)),
      })),
      ...newKeys(state),
    ],
    shareSets: [
      ...(before?.shareSets ?? []).map((set) => superseded(state, proven(state, set))),
      ...state.sets.map((set) => shareSetOf(state, set)),
    ],
  };
};

/** A key that no proved share set guards is not in the register: nobody could ever rebuild it. */
const newKeys = (state: State): Register['keys'] =>
  state.keys.flatMap((key) => {
    const version = key.origin === 'generated' ? keyVersionOf(state, key) : null;
    return version === null ? [] : [{ label: key.label, versions: [version] }];
  });

/** What wraps a key from now on: the recovery key of this ceremony, once every quorum of it is proved. */
const wrappingOf = (state: State, key: KeyName): Pick<KeyVersion, 'wrapped' | 'set'> | null => {
  const set = currentSet(state);
  const wrapped = set?.wrapped.find((each) => sameKey(each, key))?.wrapped;
  return set?.state === 'proved' && wrapped !== undefined ? { wrapped, set: set.set } : null;
};

const keyVersionOf = (state: State, key: EmbassyKey): KeyVersion | null => {
  const wrapping = wrappingOf(state, key);
  if (wrapping === null || key.canary === null) return null;
  const { version, algorithm, checkValue, certificate, canary, token, madeAt, activatedAt } = key;
  return {
    version,
    algorithm,
    state: activatedAt === null ? 'pre-activation' : 'active',
    transitions: transitionsOf(state.ceremony, key),
    checkValue,
    certificate,
    ...wrapping,
    canary,
    hsms: [{ token, at: madeAt, ceremony: state.ceremony }],
  };
};

/** NIST SP 800-57 part 1 section 7: made, it waits; once every quorum is proved and no copy can leave the HSM, it serves. */
const transitionsOf = (ceremony: string, key: EmbassyKey): KeyVersion['transitions'] => [
  { state: 'pre-activation', at: key.madeAt, ceremony },
  ...(key.activatedAt === null ? [] : [{ state: 'active' as const, at: key.activatedAt, ceremony }]),
];

/** A version of the register before: where it was restored, it is on one more HSM, and perhaps wrapped anew. */
const continued = (state: State, label: string, version: KeyVersion): KeyVersion => {
  const restored = state.keys.find((key) => sameKey(key, { label, version: version.version }));
  if (restored === undefined) return version;
  const { token, madeAt: at } = restored;
  return {
    ...version,
    ...wrappingOf(state, restored),
    hsms: [...version.hsms, { token, at, ceremony: state.ceremony }],
  };
};

/** A share that was shown is whole: when, and where that is written. */
const proven = (state: State, set: ShareSetRecord): ShareSetRecord => ({
  ...set,
  shares: set.shares.map((share) => {
    const shown = state.presentation.proven.findLast(
      (each) => each.set === set.set && each.index === share.index,
    );
    return shown === undefined ? share : { ...share, proven: { at: shown.at, ceremony: state.ceremony } };
  }),
});

/**
 * Once the keys are wrapped under a fresh recovery key the set that was brought is void. From the bundles before, and from the
 * register before in this transcript, its shares could still rebuild the keys: the report says so.
 */
const superseded = (state: State, set: ShareSetRecord): ShareSetRecord => {
  const isReplaced = splitOf(state.script) !== null && currentSet(state)?.state === 'proved';
  const isBrought = presentedSetsOf(state).some((each) => each.set === set.set);
  return isReplaced && isBrought ? { ...set, state: 'void' } : set;
};

const shareSetOf = (state: State, set: RecoverySet): ShareSetRecord => {
  const split = splitOf(state.script);
  return {
    set: set.set,
    ceremony: state.ceremony,
    state: set.state === 'proved' ? 'live' : 'void',
    threshold: split?.threshold ?? 0,
    count: split?.recipients.length ?? 0,
    recoveryKeyCommitment: set.recoveryKeyCommitment,
    shares: set.commitments.map((commitment, position) => {
      const stored = set.shares.find((share) => share.index === position + 1);
      return {
        index: position + 1,
        commitment,
        holder: stored === undefined ? null : holderOf(state, stored),
        sealed: stored?.sealed ?? null,
        proven: stored === undefined ? null : { at: stored.at, ceremony: state.ceremony },
      };
    }),
  };
};

/** Who took a share, and the card by which they are known when they bring it back. */
const holderOf = (state: State, { participant, token }: StoredShare): Holder | null => {
  const name = participantOf(state, participant)?.name;
  const card = state.cards[participant];
  if (name === undefined || card === undefined || card.sealingKeySha256 === null) return null;
  const { certificateSha256, sealingKeySha256 } = card;
  return { name, card: token, certificateSha256, sealingKeySha256 };
};
