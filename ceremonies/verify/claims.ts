import { splitOf } from '../model/ceremonyPlan.ts';
import type { State } from '../model/state.ts';
import * as certificates from './checks/certificates.ts';
import * as container from './checks/container.ts';
import * as keys from './checks/keys.ts';
import * as presentations from './checks/presentations.ts';
import * as previous from './checks/previous.ts';
import * as recovery from './checks/recovery.ts';
import * as register from './checks/register.ts';
import * as room from './checks/room.ts';
import * as shares from './checks/shares.ts';
import * as statements from './checks/statements.ts';
import * as transcript from './checks/transcript.ts';
import { signaturesComplete } from './checks/signatures.ts';
import type { Container, Events, Record } from './evidence.ts';
import type { Finding } from './finding.ts';

export { isTrustClaim } from './trust.ts';

/**
 * Everything that an auditor checks, by the claim's id. docs/ASSURANCE.md has the argument and the test for each, under
 * the same id. The tables follow what there is to check: an archive, its events, and what the events amount to.
 */
type Checks<Evidence> = Readonly<{ [id: string]: (evidence: Evidence) => Finding | Promise<Finding> }>;

export const ofContainer = {
  'container-strict': container.containerStrict,
  'manifests-cover-files': container.manifestsCoverFiles,
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
  'certificates-sound': certificates.certificatesSound,
  'certificates-fit': certificates.certificatesFit,
  'domain-marked': certificates.domainMarked,
  'keys-distinct': certificates.keysDistinct,
  'enrolments-signed': statements.enrolmentsSigned,
  'acts-countersigned': statements.actsCountersigned,
  'receipts-signed': statements.receiptsSigned,
  'presentations-signed': statements.presentationsSigned,
  'declarations-signed': statements.declarationsSigned,
  'presentations-fit': presentations.presentationsFit,
  'commitments-distinct': shares.commitmentsDistinct,
  'shares-sealed': shares.sharesSealed,
  'nobody-holds-quorum': shares.nobodyHoldsQuorum,
  'key-certified': certificates.keyCertified,
  'canaries-sealed': recovery.canariesSealed,
  'wrapped-key-fits': keys.wrappedKeyFits,
  'sets-superseded': recovery.setsSuperseded,
  'register-consistent': register.registerConsistent,
  'previous-bundle': previous.previousBundle,
  'bundle-confirmed': previous.bundleConfirmed,
  'shares-proven': presentations.sharesProven,
  'recovery-key-matched': recovery.recoveryKeyMatched,
  'keys-restored': recovery.keysRestored,
  'canaries-opened': recovery.canariesOpened,
  'restored-keys-locked': recovery.restoredKeysLocked,
  'rebuilt-key-wiped': recovery.rebuiltKeyWiped,
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
const makesKey: Applies = ({ script }) => script.kind === 'generate';
const rebuilds: Applies = ({ script }) => script.kind === 'reconstitute';
const continues: Applies = ({ script }) => script.kind !== 'generate';
const splits: Applies = ({ script }) => splitOf(script) !== null;
const prints: Applies = ({ script }) => splitOf(script)?.sheets === true;

/** Claims that only some ceremonies make; of the others a verdict does not speak. */
const madeBy: Readonly<Partial<{ [Id in keyof typeof ofRecord]: Applies }>> = {
  'key-certified': makesKey,
  'made-on-hsm': makesKey,

  'bundle-confirmed': continues,
  'presentations-signed': continues,
  'presentations-fit': continues,
  'shares-proven': continues,

  'recovery-key-matched': rebuilds,
  'keys-restored': rebuilds,
  'canaries-opened': rebuilds,
  'restored-keys-locked': rebuilds,
  'rebuilt-key-wiped': rebuilds,
  'sets-superseded': (state) => rebuilds(state) && splits(state),

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
