import { demand } from '../demand.ts';
import type { EventOf } from '../event.ts';
import { splitOf } from '../ceremonyPlan.ts';
import { setOf, versionOf, type ShareSetRecord } from '../register.ts';
import type { Step } from '../script.ts';
import {
  holdsShare,
  isCardOf,
  isSurrogate,
  participantOf,
  presentedSetsOf,
  registerBefore,
  type EmbassyKey,
  type PresentedShare,
  type State,
} from '../state.ts';
import { namesKeyOf, onHsm, says, withinCustody } from './common.ts';

export type RecoveryEvent = EventOf<
  'share-presented' | 'presentation-closed' | 'recovery-key-rebuilt' | 'key-restored' | 'rebuilt-key-wiped'
>;

/** What becomes of the shares of the bundle before: shown, or brought together to rebuild the keys. */
export const performRecovery = (state: State, event: RecoveryEvent, step: Step): State => {
  const { presentation } = state;
  switch (event.type) {
    case 'share-presented': {
      const set = presentedSet(state, event.set);
      const { participant, index, source } = event;
      const card = state.cards[participant];
      demand(card !== undefined, 'event-not-allowed', { participant });
      const commitment = set.shares[index - 1]?.commitment;
      demand(commitment !== undefined, 'share-foreign', { index });
      const others = presentation.shares.filter((share) => share.set === event.set);
      demand(!others.some((share) => share.index === index), 'share-twice', { index });
      // However many shares somebody brings, they are one person.
      demand(!others.some((share) => share.participant === participant), 'person-twice', { participant });
      const by = holdsShare(set, index, participantOf(state, participant)) ? 'holder' : 'surrogate';
      demand(by === 'holder' || isSurrogate(state, event), 'exception-needed', { participant, index });
      if (by === 'surrogate') withinCustody(state, event);
      // A card can only give back what was sealed to it; a sheet can be brought with any.
      const withItsCard = isCardOf(set, index, card);
      demand(source === 'sheet' || withItsCard, 'share-sealed-elsewhere', { participant, index });
      const said = says(state, event.signed, 'present', participant);
      demand(
        said.set === event.set &&
          said.index === index &&
          said.source === source &&
          said.commitment === commitment,
        'statement-differs',
        { participant },
      );
      const { set: id, at } = event;
      const share: PresentedShare = { participant, set: id, index, source, by, withItsCard, at };
      return {
        ...state,
        presentation: {
          ...presentation,
          shares: [...presentation.shares, share],
          proven: [...presentation.proven, share],
        },
      };
    }

    case 'presentation-closed':
      return { ...state, presentation: { ...presentation, closedAt: event.at } };

    case 'recovery-key-rebuilt': {
      const set = inTurn(state, event.set, presentation.rebuilt);
      const brought = presentation.shares.filter((share) => share.set === set.set).map(({ index }) => index);
      const distinct = new Set(event.indices);
      demand(
        distinct.size === event.indices.length &&
          event.indices.length === set.threshold &&
          event.indices.every((index) => brought.includes(index)),
        'share-set-incomplete',
        { set: set.set },
      );
      demand(event.commitment === set.recoveryKeyCommitment, 'recovery-key-differs', { set: set.set });
      return { ...state, presentation: { ...presentation, rebuilt: [...presentation.rebuilt, set.set] } };
    }

    case 'key-restored': {
      namesKeyOf(step, event);
      onHsm(state, event.token);
      demand(presentation.rebuilt.includes(event.set), 'event-out-of-order', { set: event.set });
      const { label, version, token, checkValue, evidence } = event;
      const known = versionOf(registerBefore(state), event);
      demand(known?.set === event.set, 'event-not-allowed', { label });
      demand(checkValue === known.checkValue, 'check-value-differs', { label });
      demand(evidence.sensitive, 'event-not-allowed', { label });
      // Only a key that is to be wrapped again may leave, and only until then.
      demand(evidence.extractable === (splitOf(state.script) !== null), 'event-not-allowed', { label });
      const key: EmbassyKey = {
        label,
        version,
        origin: 'restored',
        algorithm: known.algorithm,
        token,
        checkValue,
        certificate: known.certificate,
        canary: known.canary,
        evidence,
        madeAt: event.at,
        originalDestroyed: false,
        activatedAt: null,
      };
      return { ...state, keys: [...state.keys, key] };
    }

    case 'rebuilt-key-wiped': {
      const set = inTurn(state, event.set, presentation.wiped);
      return { ...state, presentation: { ...presentation, wiped: [...presentation.wiped, set.set] } };
    }
  }
};

const presentedSet = (state: State, id: string): ShareSetRecord => {
  const set = presentedSetsOf(state).find((each) => each.set === id);
  demand(
    set !== undefined,
    setOf(registerBefore(state), id) === undefined ? 'share-foreign' : 'share-set-void',
    {
      set: id,
    },
  );
  return set;
};

/** One set after another, in the order of the parameters. */
const inTurn = (state: State, id: string, done: readonly string[]): ShareSetRecord => {
  const next = presentedSetsOf(state)[done.length];
  demand(next?.set === id, 'event-out-of-order', { set: id });
  return next;
};
