import { demand } from '../demand.ts';
import type { EventOf } from '../event.ts';
import { dataUnder, versionOf } from '../register.ts';
import type { Step } from '../script.ts';
import {
  currentSet,
  handedInSetsOf,
  holdsShare,
  isCardOf,
  keyStateOf,
  leadersOf,
  participantOf,
  type State,
} from '../state.ts';
import { becomes, namesKeyOf, onHsm, registerBefore, says } from './common.ts';

export type DestructionEvent = EventOf<
  'share-destroyed' | 'destruction-confirmed' | 'key-destroyed' | 'card-destroyed'
>;

/** What comes to its end, and is shown to be gone. */
export const performDestruction = (state: State, event: DestructionEvent, step: Step): State => {
  const { destroyed, script } = state;
  switch (event.type) {
    case 'share-destroyed': {
      const { participant, index, medium } = event;
      const set = handedInSetsOf(state).find((each) => each.set === event.set);
      demand(set !== undefined, 'share-foreign', { index });
      // Until every quorum of the new set is proved, the old one is what the keys are rebuilt from.
      demand(script.kind !== 'reshare' || currentSet(state)?.state === 'proved', 'share-set-incomplete', {
        set: event.set,
      });
      const share = set.shares[index - 1];
      const card = state.cards[participant];
      demand(share !== undefined && card !== undefined, 'share-foreign', { index });
      demand(medium === 'sheet' || isCardOf(set, index, card), 'share-sealed-elsewhere', {
        participant,
        index,
      });
      // Nobody comes to hold k shares by handing others' sheets in; and only a share that was printed has a sheet.
      demand(holdsShare(set, index, participantOf(state, participant)), 'share-of-another', {
        participant,
        index,
      });
      demand(medium !== 'sheet' || share.bag !== null, 'share-not-here', { index });
      const isIt = (each: { readonly medium: string }): boolean => each.medium === medium;
      const again = destroyed.shares.some(
        (each) => each.set === event.set && each.index === index && isIt(each),
      );
      demand(!again && !share.destroyed.some(isIt), 'share-twice', { index });
      const said = says(state, event.signed, 'hand-in', participant);
      demand(
        said.set === event.set &&
          said.index === index &&
          said.medium === medium &&
          said.commitment === share.commitment,
        'statement-differs',
        { participant },
      );
      return { ...state, destroyed: { ...destroyed, shares: [...destroyed.shares, event] } };
    }

    case 'destruction-confirmed': {
      const key = step.key;
      const said = says(state, event.signed, 'destroy', event.participant);
      const version = key === undefined ? undefined : versionOf(registerBefore(state), key);
      demand(
        said.label === key?.label && said.version === key.version && said.checkValue === version?.checkValue,
        'statement-differs',
        { participant: event.participant },
      );
      return {
        ...state,
        destroyed: { ...destroyed, confirmedBy: [...destroyed.confirmedBy, event.participant] },
      };
    }

    case 'key-destroyed': {
      namesKeyOf(step, event);
      onHsm(state, event.token);
      const { label, version } = event;
      const [data] = dataUnder(registerBefore(state), event);
      demand(data === undefined, 'data-remains', { label, version, count: data?.count ?? 0 });
      const isActive = keyStateOf(state, event) === 'active';
      demand(
        !isActive || leadersOf(state).every(({ id }) => destroyed.confirmedBy.includes(id)),
        'witness-missing',
      );
      const after = { ...state, destroyed: { ...destroyed, keys: [...destroyed.keys, event] } };
      // SP 800-57 has no way from active to destroyed: it ends first, in the same moment.
      return becomes(
        isActive ? becomes(after, event, 'deactivated', event.at) : after,
        event,
        'destroyed',
        event.at,
      );
    }

    case 'card-destroyed': {
      const { certificateSha256 } = event;
      const target = script.kind === 'destroy' ? script.parameters.target : null;
      demand(target?.kind === 'card' && target.certificateSha256 === certificateSha256, 'event-not-allowed', {
        certificateSha256,
      });
      return { ...state, destroyed: { ...destroyed, cards: [...destroyed.cards, event] } };
    }
  }
};
