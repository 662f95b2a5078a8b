import { demand } from '../demand.ts';
import type { EventOf } from '../event.ts';
import type { KeyTarget } from '../parameters.ts';
import { dataUnder, hsmsAfter, sameLists, versionOf } from '../register.ts';
import type { Step } from '../script.ts';
import {
  currentSet,
  handedInSetsOf,
  holdsShare,
  isCardOf,
  keyStateOf,
  leadersOf,
  participantOf,
  registerBefore,
  type State,
} from '../state.ts';
import { becomes, namesKeyOf, onHsm, says } from './common.ts';

export type DestructionEvent = EventOf<
  'share-destroyed' | 'data-given-up' | 'destruction-confirmed' | 'key-destroyed' | 'card-destroyed'
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

    case 'data-given-up': {
      const { givenUp, label, version } = keyTarget(state);
      const said = says(state, event.signed, 'give-up', event.participant);
      demand(
        said.label === label &&
          said.version === version &&
          said.reason === givenUp?.reason &&
          sameLists(said.dataSets, givenUp.dataSets),
        'statement-differs',
        { participant: event.participant },
      );
      return {
        ...state,
        destroyed: { ...destroyed, givenUpBy: [...destroyed.givenUpBy, event.participant] },
      };
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
      demand(event.objects === state.foundBefore, 'event-not-allowed', { field: 'objects' });
      const after = {
        ...state,
        irrevocable: true,
        destroyed: { ...destroyed, keys: [...destroyed.keys, event] },
      };
      const { label, version } = event;
      const target = keyTarget(state);
      const known = versionOf(registerBefore(state), event);
      demand(known !== undefined, 'event-not-allowed', { label, version });
      // Another HSM has it: it is gone from here, and goes on living there. Or it had come to its end, but for an HSM that was lost.
      if (known.state === 'destroyed' || hsmsAfter(known, target, [event.token]).length > 0) return after;
      const [data] = dataUnder(registerBefore(state), event);
      const leadersSaid = (said: readonly string[]): boolean =>
        leadersOf(state).every(({ id }) => said.includes(id));
      demand(data === undefined || leadersSaid(destroyed.givenUpBy), 'data-remains', {
        label,
        version,
        count: data?.count ?? 0,
      });
      const isActive = keyStateOf(state, event) === 'active';
      demand(!isActive || leadersSaid(destroyed.confirmedBy), 'witness-missing');
      // SP 800-57 has no way from active to destroyed: it ends first, in the same moment.
      return becomes(
        isActive ? becomes(after, event, 'deactivated', event.at) : after,
        event,
        'destroyed',
        event.at,
      );
    }

    case 'card-destroyed': {
      const { certificateSha256, way } = event;
      demand(event.objects === (way === 'erased' ? state.foundBefore : 0), 'event-not-allowed', {
        field: 'objects',
      });
      const target = script.kind === 'destroy' ? script.parameters.target : null;
      demand(target?.kind === 'card' && target.certificateSha256 === certificateSha256, 'event-not-allowed', {
        certificateSha256,
      });
      return { ...state, destroyed: { ...destroyed, cards: [...destroyed.cards, event] } };
    }
  }
};

/** The version that a ceremony destroys. */
const keyTarget = ({ script }: State): KeyTarget => {
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  demand(target?.kind === 'key', 'event-not-allowed', { field: 'target' });
  return target;
};
