import { binomial } from '../binomial.ts';
import { splitOf } from '../ceremonyPlan.ts';
import { demand } from '../demand.ts';
import type { EventOf } from '../event.ts';
import { versionsOf } from '../register.ts';
import type { KeyName, Step } from '../script.ts';
import {
  currentSet,
  keyStateOf,
  sameKey,
  shareIndexOf,
  takenBagsOf,
  type RecoverySet,
  type State,
} from '../state.ts';
import { sameToken } from '../values.ts';
import { becomes, inSet, keyOfStep, onHsm, says, withKey } from './common.ts';

export type SharesEvent = EventOf<
  | 'recovery-key-made'
  | 'key-wrapped'
  | 'working-copy-made'
  | 'share-set-committed'
  | 'share-stored'
  | 'share-receipted'
  | 'sheet-printed'
  | 'quorums-proved'
  | 'recovery-key-wiped'
  | 'original-destroyed'
>;

/** A recovery key, from its making to its end, and the shares that are left of it. */
export const performShares = (state: State, event: SharesEvent, step: Step): State => {
  const split = splitOf(state.script);
  demand(split !== null, 'event-not-allowed');
  switch (event.type) {
    case 'recovery-key-made': {
      // A new set, and a new recovery key: with an old one, shares of two sets would add up.
      demand(
        ![...state.sets, ...(state.previousBundle?.register.shareSets ?? [])].some(
          (each) => each.set === event.set || each.recoveryKeyCommitment === event.commitment,
        ),
        'share-set-void',
        { set: event.set },
      );
      demand(split.dice === event.mixed.diceRolls > 0, 'event-not-allowed');
      const set: RecoverySet = {
        set: event.set,
        state: 'open',
        recoveryKeyCommitment: event.commitment,
        mixed: event.mixed,
        wrapped: [],
        workingCopies: [],
        commitments: [],
        shares: [],
        sheets: [],
        proof: null,
        wiped: false,
        provedAt: null,
        voidedAt: null,
      };
      return { ...state, sets: [...state.sets, set] };
    }

    case 'key-wrapped':
      keyOfStep(state, event, step);
      return inSet(state, event.set, ({ wrapped }) => ({
        wrapped: [...wrapped, { label: event.label, version: event.version, wrapped: event.wrapped }],
      }));

    case 'working-copy-made': {
      const key = keyOfStep(state, event, step);
      demand(event.checkValue === key.checkValue, 'check-value-differs', { label: event.label });
      demand(event.evidence.sensitive && !event.evidence.extractable, 'event-not-allowed');
      const { label, version, evidence } = event;
      return inSet(state, currentSet(state)?.set, ({ workingCopies }) => ({
        workingCopies: [...workingCopies, { label, version, evidence }],
      }));
    }

    case 'share-set-committed': {
      const count = split.recipients.length;
      demand(
        event.threshold === split.threshold && event.commitments.length === count,
        'share-set-incomplete',
      );
      demand(new Set(event.commitments).size === count, 'share-twice');
      return inSet(state, event.set, () => ({ commitments: event.commitments }));
    }

    case 'share-stored': {
      demand(event.index === shareIndexOf(state, event.participant), 'share-foreign', { index: event.index });
      const card = state.cards[event.participant];
      demand(card !== undefined && sameToken(card.token, event.token), 'token-wrong', {
        label: event.token.label,
      });
      const { index, participant, token, sealed, readBackFrom } = event;
      return inSet(state, event.set, (set) => ({
        shares: [
          // One that lies on a card that was lost since.
          ...set.shares.filter((each) => each.index !== index),
          { index, participant, token, sealed, readBackFrom, receipt: null, at: event.at },
        ],
      }));
    }

    case 'share-receipted':
      return inSet(state, event.set, (set) => {
        const said = says(state, event.signed, 'receipt', event.participant);
        demand(said.set === event.set && said.index === event.index, 'statement-differs');
        demand(said.commitment === set.commitments[event.index - 1], 'statement-differs');
        const last = set.shares.at(-1);
        demand(last?.index === event.index, 'event-out-of-order', { index: event.index });
        return { shares: [...set.shares.slice(0, -1), { ...last, receipt: event.signed }] };
      });

    case 'sheet-printed': {
      demand(event.index === shareIndexOf(state, event.participant), 'share-foreign', { index: event.index });
      return inSet(state, event.set, ({ sheets }) => {
        demand(!takenBagsOf(state).includes(event.bag), 'bag-twice');
        const { participant, index, bag, printer } = event;
        return { sheets: [...sheets, { participant, index, bag, printer }] };
      });
    }

    case 'quorums-proved': {
      const count = split.recipients.length;
      return inSet(state, event.set, (set) => {
        const whole = set.shares.length === count && set.shares.every((share) => share.receipt !== null);
        demand(whole && isKept(state, set), 'share-set-incomplete', {
          stored: set.shares.length,
        });
        demand(event.recombinations === count - split.threshold + 1, 'share-set-incomplete');
        demand(event.quorums === binomial(count, split.threshold).toString(), 'share-set-incomplete');
        return {
          state: 'proved',
          provedAt: event.at,
          proof: { recombinations: event.recombinations, quorums: event.quorums },
        };
      });
    }

    case 'recovery-key-wiped':
      return inSet(state, event.set, () => ({ wiped: true }));

    case 'original-destroyed': {
      const key = keyOfStep(state, event, step);
      onHsm(state, event.token);
      demand(currentSet(state)?.state === 'proved', 'share-set-incomplete');
      const after = withKey(state, { ...key, originalDestroyed: true, activatedAt: event.at });
      return key.origin === 'generated' ? activated(after, key, event.at) : after;
    }
  }
};

/** From now on the new version serves, and the one that served before only decrypts. */
const activated = (state: State, { label, version }: KeyName, at: string): State => {
  const before = state.previousBundle === null ? [] : versionsOf(state.previousBundle.register, label);
  const served = before
    .map((each) => ({ label, version: each.version }))
    .find((name) => keyStateOf(state, name) === 'active');
  const ended = served === undefined ? state : becomes(state, served, 'deactivated', at);
  // Somebody may have said in this very ceremony that it is compromised.
  const waits = keyStateOf(ended, { label, version }) === 'pre-activation';
  return waits ? becomes(ended, { label, version }, 'active', at) : ended;
};

/** Every key is wrapped, and has a copy on the HSM that cannot leave. */
const isKept = (state: State, { wrapped, workingCopies }: RecoverySet): boolean =>
  state.keys.every((key) =>
    [wrapped, workingCopies].every((list) => list.some((each) => sameKey(each, key))),
  );
