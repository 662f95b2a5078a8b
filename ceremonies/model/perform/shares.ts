import { binomial } from '../binomial.ts';
import { splitOf } from '../ceremonyPlan.ts';
import { demand } from '../demand.ts';
import type { EventOf } from '../event.ts';
import type { Step } from '../script.ts';
import { currentSet, sameKey, shareIndexOf, type RecoverySet, type State } from '../state.ts';
import { sameToken } from '../values.ts';
import { inSet, keyOfStep, onHsm, says, withKey } from './common.ts';

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
          ...set.shares,
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
        const bags = [...sheets, ...state.bags.in].map((each) => ('bag' in each ? each.bag : each.number));
        demand(!bags.includes(event.bag), 'bag-twice');
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
        return { state: 'proved', proof: { recombinations: event.recombinations, quorums: event.quorums } };
      });
    }

    case 'recovery-key-wiped':
      return inSet(state, event.set, () => ({ wiped: true }));

    case 'original-destroyed': {
      const key = keyOfStep(state, event, step);
      onHsm(state, event.token);
      demand(currentSet(state)?.state === 'proved', 'share-set-incomplete');
      return withKey(state, { ...key, originalDestroyed: true, activatedAt: event.at });
    }
  }
};

/** Every key is wrapped, and has a copy on the HSM that cannot leave. */
const isKept = (state: State, { wrapped, workingCopies }: RecoverySet): boolean =>
  state.keys.every((key) =>
    [wrapped, workingCopies].every((list) => list.some((each) => sameKey(each, key))),
  );
