import { CeremonyError } from '../model/error.ts';
import type { StepKind } from '../model/script.ts';
import { currentSet, currentStep } from '../model/state.ts';
import { completeAct, declare } from './attesting.ts';
import { closeTranscript, seal } from './closing.ts';
import { stateOf, tryAgain, type Desk, type Performer } from './desk.ts';
import { sealCanary } from './canary.ts';
import { generateEmbassyKey, makeCeremonyKey } from './embassyKey.ts';
import { confirmDestruction, destroyCard, destroyKey, giveUpData } from './destruction.ts';
import { enrolCard } from './enrolment.ts';
import { handInShares } from './handIn.ts';
import {
  checkAirGap,
  compareClock,
  confirmBundle,
  confirmSoftware,
  identifyHsm,
  recordBags,
} from './opening.ts';
import {
  destroyOriginal,
  makeRecoveryKey,
  makeWorkingCopy,
  splitRecoveryKey,
  wipeRecoveryKey,
  wrapEmbassyKey,
} from './recoveryKey.ts';
import { questionWithdrawn } from './people.ts';
import { presentShares } from './presenting.ts';
import {
  isPresentationLost,
  loseTogether,
  rebuildRecoveryKey,
  restoreKey,
  wipeRebuiltKey,
} from './restoring.ts';
import { replaceCard } from './replacing.ts';
import { proveMoved, readData, rewrap } from './rewrapping.ts';
import { printSheet } from './sheets.ts';
import { proveEveryQuorum, storeShare, voidSet } from './shares.ts';
import { forgetLeftTexts, wipeVault } from './vault.ts';

const performers: Readonly<Record<StepKind, Performer>> = {
  'confirm-software': confirmSoftware,
  'check-air-gap': checkAirGap,
  'confirm-bundle': confirmBundle,
  'identify-hsm': identifyHsm,
  'compare-clock': compareClock,
  'record-bags-in': recordBags('in'),
  'enrol-card': enrolCard,
  'make-ceremony-key': makeCeremonyKey,
  'generate-embassy-key': generateEmbassyKey,
  'seal-canary': sealCanary,
  'make-recovery-key': makeRecoveryKey,
  'wrap-key': wrapEmbassyKey,
  'make-working-copy': makeWorkingCopy,
  'split-recovery-key': splitRecoveryKey,
  'store-share': storeShare,
  'print-sheet': printSheet,
  'prove-quorums': proveEveryQuorum,
  'wipe-recovery-key': wipeRecoveryKey,
  'destroy-original': destroyOriginal,
  'collect-shares': presentShares('collect'),
  'show-shares': presentShares('show'),
  'rebuild-recovery-key': rebuildRecoveryKey,
  'restore-key': restoreKey,
  'wipe-rebuilt-key': wipeRebuiltKey,
  'hand-in-shares': handInShares,
  'read-inventory': readData,
  rewrap,
  'prove-rewrap': proveMoved,
  'give-up-data': giveUpData,
  'confirm-destruction': confirmDestruction,
  'destroy-key': destroyKey,
  'destroy-card': destroyCard,
  'record-bags-out': recordBags('out'),
  declare,
  'complete-act': completeAct,
  'close-transcript': closeTranscript,
};

/** People ended the step while it asked: the loop looks at the state anew. */
const goOnIfWithdrawn = (error: unknown): void => {
  if (error !== questionWithdrawn) throw error;
};

/**
 * Leads the people through the script, from wherever the journal stands, to a bundle that was read back and verified, or
 * to a ceremony that two people gave up. Each step appends its own events; this loop decides nothing.
 *
 * @throws CeremonyError ceremony-closed when the people leave the room, and what is the program's own fault
 */
export const conduct = async (desk: Desk): Promise<'exported' | 'abandoned'> => {
  try {
    for (;;) {
      const state = stateOf(desk);
      if (state.lifecycle === 'abandoned') return 'abandoned';
      if (state.bundle.readBack === 'good') return 'exported';
      if (state.lifecycle === 'closed') {
        await seal(desk).catch(goOnIfWithdrawn);
        continue;
      }
      const step = currentStep(state);
      if (step === null) throw new CeremonyError('internal', { reason: 'script over' });
      if (state.pending?.action === 'abandon-keys') {
        await tryAgain(desk, step.id, { code: 'abandon-begun', details: {} }).catch(goOnIfWithdrawn);
        continue;
      }
      // The recovery key lived in a process that is gone: its shares are dead, whoever holds them.
      const isSetLost = currentSet(state)?.state === 'open' && desk.vault.recoveryKey === null;
      // A card that is being made ready for somebody is looked at before all else.
      if (state.replacing !== null && !(isSetLost && state.pending === null))
        await replaceCard(desk, step).catch(goOnIfWithdrawn);
      else if (isSetLost) await voidSet(desk, 'interrupted');
      else if (isPresentationLost(desk, state, step)) await loseTogether(desk, step);
      else await performers[step.kind](desk, step).catch(goOnIfWithdrawn);
    }
  } finally {
    wipeVault(desk.vault);
    forgetLeftTexts(desk.vault);
    desk.hsm.session?.close();
    desk.hsm.session = null;
    desk.working(null);
  }
};
