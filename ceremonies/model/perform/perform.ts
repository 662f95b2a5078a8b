import { demand, everyone } from '../demand.ts';
import type { ScriptEvent } from '../event.ts';
import { isCollecting } from '../expected.ts';
import type { Step } from '../script.ts';
import { custodiansOf, type State } from '../state.ts';
import { performAttesting } from './attesting.ts';
import { performDestruction } from './destruction.ts';
import { performKey } from './key.ts';
import { performOpening } from './opening.ts';
import { performRecovery } from './recovery.ts';
import { performReplacing } from './replacing.ts';
import { performRewrap } from './rewrap.ts';
import { performShares } from './shares.ts';

/**
 * What each event of the script must satisfy, and what it changes. That it is its turn has been checked.
 *
 * @throws CeremonyError by the codes that `reduce` lists
 */
export const perform = (state: State, event: ScriptEvent, step: Step): State => {
  if ('by' in event) everyone(step, event.by);
  if ('participant' in event) acts(state, event, step);
  switch (event.type) {
    case 'software-confirmed':
    case 'air-gap-checked':
    case 'bundle-confirmed':
    case 'hsm-identified':
    case 'clock-compared':
    case 'bags-recorded':
    case 'card-enrolled':
      return performOpening(state, event, step);
    case 'card-replaced':
    case 'card-vouched':
      return performReplacing(state, event);
    case 'ceremony-key-ready':
    case 'embassy-key-generated':
    case 'canary-sealed':
      return performKey(state, event, step);
    case 'recovery-key-made':
    case 'key-wrapped':
    case 'working-copy-made':
    case 'share-set-committed':
    case 'share-stored':
    case 'share-receipted':
    case 'sheet-printed':
    case 'quorums-proved':
    case 'recovery-key-wiped':
    case 'original-destroyed':
      return performShares(state, event, step);
    case 'share-presented':
    case 'presentation-closed':
    case 'recovery-key-rebuilt':
    case 'key-restored':
    case 'rebuilt-key-wiped':
      return performRecovery(state, event, step);
    case 'inventory-read':
    case 'data-rewrapped':
    case 'rewrap-proved':
      return performRewrap(state, event, step);
    case 'share-destroyed':
    case 'data-given-up':
    case 'destruction-confirmed':
    case 'key-destroyed':
    case 'card-destroyed':
      return performDestruction(state, event, step);
    case 'act-completed':
    case 'act-signed':
    case 'declared':
    case 'transcript-closed':
      return performAttesting(state, event, step);
  }
};

type OfOnePerson = Extract<ScriptEvent, { readonly participant: string }>;

/** It is the person whose turn it is; where custodians come in any order, any of them. */
const acts = (state: State, { type, participant }: OfOnePerson, step: Step): void => {
  demand(!state.departed.includes(participant), 'event-not-allowed', { participant });
  // Whose turn it is then is no matter of the step.
  if (state.replacing !== null) return;
  if (isCollecting(step)) {
    demand(
      custodiansOf(state).some(({ id }) => id === participant),
      'event-not-allowed',
      { participant },
    );
    return;
  }
  const actor = type === 'act-signed' ? step.by[state.progress - 1] : step.by[0];
  demand(participant === actor, step.by.includes(participant) ? 'person-twice' : 'event-not-allowed', {
    participant,
  });
};
