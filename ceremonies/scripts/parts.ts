import type { Split } from '../model/parameters.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { Act, KeyName } from '../model/script.ts';
import { act, each, eachKey } from './lines.ts';

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
