import type { Split } from '../model/parameters.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { Act, KeyName } from '../model/script.ts';
import { act, each, eachKey, type Line } from './lines.ts';

/** `subjects`: what the ceremony is held over, looked at as soon as the machine may be trusted. */
export const openingAct = (
  leaders: readonly ParticipantId[],
  subjects: readonly ('confirm-bundle' | 'identify-hsm')[],
): readonly Act[] =>
  act('opening', [
    ['confirm-software', leaders],
    ['check-air-gap', leaders],
    ...subjects.map((kind): Line => [kind, leaders]),
    ['compare-clock', leaders],
    ['record-bags-in', leaders],
    ...each('enrol-card', leaders),
    ['complete-act', leaders],
  ]);

/** Whoever is needed besides those who lead gets a card; no act where nobody is. */
export const rollCallAct = (
  leaders: readonly ParticipantId[],
  called: readonly ParticipantId[],
): readonly Act[] =>
  act('roll-call', called.length === 0 ? [] : [...each('enrol-card', called), ['complete-act', leaders]]);

/**
 * A recovery key is made, wraps the keys, is split and proved, and is gone. It exists whole within this act only. The
 * extractable originals of the embassy keys go last: until every quorum is proved, they are what a voided share set is
 * made again from.
 */
export const sharesAct = (
  leaders: readonly ParticipantId[],
  { recipients, sheets }: Split,
  keys: readonly KeyName[],
): readonly Act[] =>
  act('shares', [
    ['make-recovery-key', leaders],
    ...eachKey('wrap-key', leaders, keys),
    ...eachKey('make-working-copy', leaders, keys),
    ['split-recovery-key', leaders],
    ...each('store-share', recipients),
    // Before the proof: until then a power cut voids the set, and what was printed of it with it.
    ...(sheets ? each('print-sheet', recipients) : []),
    ['prove-quorums', leaders],
    ['wipe-recovery-key', leaders],
    ...eachKey('destroy-original', leaders, keys),
    ['complete-act', leaders],
  ]);

/** A version of an embassy key is made on the HSM, and seals something that whoever rebuilds it opens. */
export const keyAct = (leaders: readonly ParticipantId[], key: KeyName): readonly Act[] =>
  act('key', [
    ['make-ceremony-key', leaders],
    ['generate-embassy-key', leaders, key],
    ['seal-canary', leaders, key],
    ['complete-act', leaders],
  ]);

/** Custodians bring their shares in any order, the recovery key is rebuilt, and unwraps the keys into the HSM. */
export const recoveryAct = (leaders: readonly ParticipantId[], keys: readonly KeyName[]): readonly Act[] =>
  act('recovery', [
    ['make-ceremony-key', leaders],
    ['collect-shares', leaders],
    ['rebuild-recovery-key', leaders],
    ...eachKey('restore-key', leaders, keys),
    ['wipe-rebuilt-key', leaders],
    ['complete-act', leaders],
  ]);

/** Who came says whether it went as the transcript tells; those who did not are passed over. */
export const closingAct = (
  leaders: readonly ParticipantId[],
  others: readonly ParticipantId[],
): readonly Act[] =>
  act('closing', [
    ...each('declare', [...leaders, ...others]),
    // The cards sign once more after this act: the bags are numbered now and sealed at the very end.
    ['record-bags-out', leaders],
    ['complete-act', leaders],
    ['close-transcript', leaders],
  ]);
