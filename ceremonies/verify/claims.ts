import * as certificates from './checks/certificates.ts';
import * as container from './checks/container.ts';
import * as keys from './checks/keys.ts';
import * as register from './checks/register.ts';
import * as room from './checks/room.ts';
import * as shares from './checks/shares.ts';
import * as statements from './checks/statements.ts';
import * as transcript from './checks/transcript.ts';
import { signaturesComplete } from './checks/signatures.ts';
import type { Container, Events, Record } from './evidence.ts';
import type { Finding } from './finding.ts';

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
  'domain-marked': certificates.domainMarked,
  'keys-distinct': certificates.keysDistinct,
  'enrolments-signed': statements.enrolmentsSigned,
  'acts-countersigned': statements.actsCountersigned,
  'receipts-signed': statements.receiptsSigned,
  'declarations-signed': statements.declarationsSigned,
  'commitments-distinct': shares.commitmentsDistinct,
  'shares-sealed': shares.sharesSealed,
  'nobody-holds-quorum': shares.nobodyHoldsQuorum,
  'key-certified': certificates.keyCertified,
  'wrapped-key-fits': keys.wrappedKeyFits,
  'register-consistent': register.registerConsistent,
  'previous-bundle': register.previousBundle,
  'quorums-proved': shares.quorumsProved,
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
  'interruptions-recorded': room.interruptionsRecorded,
  'everyone-agrees': statements.everyoneAgrees,
  'reports-signed': register.reportsSigned,
} as const satisfies Checks<Record>;

/** Every claim, in the order in which a verdict gives them. */
export const claimIds: readonly string[] = [ofContainer, ofEvents, ofRecord].flatMap(Object.keys);
