import { splitOf } from '../model/ceremonyPlan.ts';
import type { DestroyTarget, KeyTarget } from '../model/parameters.ts';
import { mayEnd, versionOf } from '../model/register.ts';
import type { State } from '../model/state.ts';
import * as certificates from './checks/certificates.ts';
import * as destruction from './checks/destruction.ts';
import * as container from './checks/container.ts';
import * as keys from './checks/keys.ts';
import * as presentations from './checks/presentations.ts';
import * as previous from './checks/previous.ts';
import * as recovery from './checks/recovery.ts';
import * as register from './checks/register.ts';
import * as rewrap from './checks/rewrap.ts';
import * as room from './checks/room.ts';
import * as shares from './checks/shares.ts';
import * as states from './checks/states.ts';
import * as statements from './checks/statements.ts';
import * as transcript from './checks/transcript.ts';
import { signersKnown } from './checks/known.ts';
import { hsmSigned, signaturesComplete } from './checks/signatures.ts';
import { timeStamped } from './checks/timestamps.ts';
import type { Container, Events, Record } from './evidence.ts';
import { notShown, type Finding } from './finding.ts';

export { isTrustClaim } from './trust.ts';

/**
 * Everything that an auditor checks, by the claim's id. docs/ASSURANCE.md has the argument and the test for each, under
 * the same id. The tables follow what there is to check: an archive, its events, and what the events amount to.
 */
type Checks<Evidence> = Readonly<{ [id: string]: (evidence: Evidence) => Finding | Promise<Finding> }>;

export const ofContainer = {
  'container-strict': container.containerStrict,
  'manifests-cover-files': container.manifestsCoverFiles,
  'time-stamped': timeStamped,
} as const satisfies Checks<Container>;

export const ofEvents = {
  'events-well-formed': transcript.eventsWellFormed,
  'chain-unbroken': transcript.chainUnbroken,
  'times-in-order': transcript.timesInOrder,
  'script-standard': transcript.scriptStandard,
  'script-followed': transcript.scriptFollowed,
} as const satisfies Checks<Events>;

export const ofRecord = {
  'transcript-closed': transcript.transcriptClosed,
  'files-regenerated': register.filesRegenerated,
  'signatures-complete': signaturesComplete,
  'hsm-signed': hsmSigned,
  'certificates-sound': certificates.certificatesSound,
  'certificates-fit': certificates.certificatesFit,
  'domain-marked': certificates.domainMarked,
  'keys-distinct': certificates.keysDistinct,
  'signers-known': signersKnown,
  'enrolments-signed': statements.enrolmentsSigned,
  'replacements-vouched': statements.replacementsVouched,
  'acts-countersigned': statements.actsCountersigned,
  'receipts-signed': statements.receiptsSigned,
  'presentations-signed': statements.presentationsSigned,
  'hand-ins-signed': statements.handInsSigned,
  'destruction-confirmed': statements.destructionConfirmed,
  'declarations-signed': statements.declarationsSigned,
  'data-given-up': destruction.dataGivenUp,
  'presentations-fit': presentations.presentationsFit,
  'commitments-distinct': shares.commitmentsDistinct,
  'shares-sealed': shares.sharesSealed,
  'nobody-holds-quorum': shares.nobodyHoldsQuorum,
  'custody-kept': states.custodyKept,
  'key-states-lawful': states.keyStatesLawful,
  'version-follows': states.versionFollows,
  'key-certified': certificates.keyCertified,
  'canaries-sealed': recovery.canariesSealed,
  'wrapped-key-fits': keys.wrappedKeyFits,
  'sets-superseded': recovery.setsSuperseded,
  'rewrap-counted': rewrap.rewrapCounted,
  'register-consistent': register.registerConsistent,
  // Only together with the bundle before: see `continuing`.
  'previous-bundle': () => notShown,
  'bundle-confirmed': previous.bundleConfirmed,
  'shares-proven': presentations.sharesProven,
  'recovery-key-matched': recovery.recoveryKeyMatched,
  'keys-restored': recovery.keysRestored,
  'canaries-opened': recovery.canariesOpened,
  'restored-keys-locked': recovery.restoredKeysLocked,
  'rebuilt-key-wiped': recovery.rebuiltKeyWiped,
  'rewrap-complete': rewrap.rewrapComplete,
  'rewrap-in-token': rewrap.rewrapInToken,
  'shares-destroyed': destruction.sharesDestroyed,
  'keys-destroyed': destruction.keysDestroyed,
  'cards-destroyed': destruction.cardsDestroyed,
  'compromise-recorded': states.compromiseRecorded,
  'quorums-proved': shares.quorumsProved,
  'sheets-bagged': shares.sheetsBagged,
  'made-on-hsm': keys.madeOnHsm,
  'recovery-key-mixed': keys.recoveryKeyMixed,
  'working-copy-locked': keys.workingCopyLocked,
  'recovery-key-wiped': keys.recoveryKeyWiped,
  'original-destroyed': keys.originalDestroyed,
  'software-confirmed': room.softwareConfirmed,
  'air-gap-checked': room.airGapChecked,
  'clock-compared': room.clockCompared,
  'bags-recorded': room.bagsRecorded,
  'exceptions-recorded': room.exceptionsRecorded,
  'departures-recorded': room.departuresRecorded,
  'interruptions-recorded': room.interruptionsRecorded,
  'everyone-agrees': statements.everyoneAgrees,
  'reports-signed': register.reportsSigned,
} as const satisfies Checks<Record>;

type Applies = (state: State) => boolean;
const rotates: Applies = ({ script }) => script.kind === 'rotate';
const makesKey: Applies = (state) => state.script.kind === 'generate' || rotates(state);
const rebuilds: Applies = ({ script }) => script.kind === 'reconstitute' || script.kind === 'reshare';
/** Shares are shown, or brought together. */
const brings: Applies = (state) => state.script.kind === 'check' || rebuilds(state);
const rewraps: Applies = ({ script }) => script.kind === 'rotate' && script.parameters.rewrap;
const destroys =
  (kind: DestroyTarget['kind']): Applies =>
  ({ script }) =>
    script.kind === 'destroy' && script.parameters.target.kind === kind;
const takesIn: Applies = (state) => state.script.kind === 'reshare' || destroys('set')(state);
const targetOf = ({ script }: State): KeyTarget | null =>
  script.kind === 'destroy' && script.parameters.target.kind === 'key' ? script.parameters.target : null;
/** The last version that serves: after it, nothing can be sealed under its label. */
const endsActive: Applies = (state) => {
  const target = targetOf(state);
  const { previousBundle } = state;
  const version =
    target === null || previousBundle === null ? undefined : versionOf(previousBundle.register, target);
  return target !== null && version?.state === 'active' && mayEnd(version, target);
};
const givesUp: Applies = (state) => targetOf(state)?.givenUp !== undefined;
const tellsCompromise: Applies = ({ transitions, previousBundle }) =>
  transitions.some(({ state }) => state === 'compromised') ||
  (previousBundle?.register.keys ?? []).some(({ versions }) =>
    versions.some(({ state }) => state === 'compromised'),
  );
const continues: Applies = ({ script }) => script.kind !== 'generate';
const splits: Applies = ({ script }) => splitOf(script) !== null;
const prints: Applies = ({ script }) => splitOf(script)?.sheets === true;

/** Claims that only some ceremonies make; of the others a verdict does not speak. */
const madeBy: Readonly<Partial<{ [Id in keyof typeof ofRecord]: Applies }>> = {
  'hsm-signed': ({ ceremonyKey }) => ceremonyKey !== null,
  'replacements-vouched': ({ replaced }) => replaced.length > 0,
  'key-certified': makesKey,
  'made-on-hsm': makesKey,

  'bundle-confirmed': continues,
  'presentations-signed': brings,
  'presentations-fit': brings,
  'shares-proven': brings,

  'recovery-key-matched': rebuilds,
  'keys-restored': rebuilds,
  'canaries-opened': rebuilds,
  'restored-keys-locked': rebuilds,
  'rebuilt-key-wiped': rebuilds,
  'sets-superseded': (state) => rebuilds(state) && splits(state),

  'version-follows': rotates,
  'rewrap-counted': rewraps,
  'rewrap-complete': rewraps,
  'rewrap-in-token': rewraps,
  'hand-ins-signed': takesIn,
  'shares-destroyed': takesIn,
  'destruction-confirmed': endsActive,
  'data-given-up': givesUp,
  'keys-destroyed': destroys('key'),
  'cards-destroyed': destroys('card'),
  'compromise-recorded': tellsCompromise,

  'receipts-signed': splits,
  'shares-sealed': splits,
  'wrapped-key-fits': splits,
  'quorums-proved': splits,
  'sheets-bagged': prints,
  'recovery-key-mixed': splits,
  'working-copy-locked': splits,
  'recovery-key-wiped': splits,
  'original-destroyed': splits,
};

/** The checks that a ceremony's record is put to. */
export const checksOf = ({ state }: Record): Checks<Record> => {
  const rules: Readonly<{ [id: string]: ((state: State) => boolean) | undefined }> = madeBy;
  return Object.fromEntries(Object.entries(ofRecord).filter(([id]) => rules[id]?.(state) ?? true));
};

/** Every claim, in the order in which a verdict gives them. */
export const claimIds: readonly string[] = [ofContainer, ofEvents, ofRecord].flatMap(Object.keys);
