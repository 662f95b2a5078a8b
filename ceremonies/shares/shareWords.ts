import { createHash } from 'node:crypto';
import { headBytes, headOf, headProblem, wordsVersion } from '../formats/sheetHead.ts';
import { bytesToRows, rowBytes, rowsToBytes, sheetRows, type WordRow } from '../formats/wordRows.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { Secret, wipeBytes } from '../secrets/secret.ts';
import { saltBytes, setIdBytes } from './commitment.ts';
import { headerBytes } from './packageShare.ts';
import { bodyFrom, paperBodyBytes, paperValueBytes, type ShareContext } from './paperShare.ts';
import type { Share } from './share.ts';

/**
 * A share as words on paper: 11 rows of eight words and two check words (`wordRows.ts`). The words carry 121 bytes:
 *
 *     0x01 (version) ‖ the set's UUID, first 4 bytes ‖ index, 1 byte ‖ salt, 32 bytes ‖ the body's values, 80 bytes
 *     ‖ the first 3 bytes of the SHA-256 of all these
 *
 * The body's own header, 0x08 ‖ index, is not repeated.
 *
 * A word is a JavaScript string, and no string can be wiped: what is made or read here stays in memory until the
 * collector takes it. So words are made for one print, read for one share, and never kept.
 */
const saltStart = headBytes;
const valuesStart = saltStart + saltBytes;
const checksumStart = valuesStart + paperValueBytes;
const payloadBytes = sheetRows * rowBytes;

const checksum = (payload: Uint8Array): Buffer =>
  createHash('sha256')
    .update(payload.subarray(0, checksumStart))
    .digest()
    .subarray(0, payloadBytes - checksumStart);

/** The rows of a share. Throws `share-malformed` for a share that is not of a recovery key. */
export const shareToWords = (share: Share): readonly WordRow[] => {
  if (share.body.sizeBytes !== paperBodyBytes || share.salt.length !== saltBytes)
    throw new CeremonyError('share-malformed', { index: share.index });
  const payload = Secret.build(payloadBytes, (bytes) => {
    bytes[0] = wordsVersion;
    bytes.set(setIdBytes(share.setId).subarray(0, 4), 1);
    bytes[headBytes - 1] = share.index;
    bytes.set(share.salt, saltStart);
    share.body.use((body) => bytes.set(body.subarray(headerBytes), valuesStart));
    bytes.set(checksum(bytes), checksumStart);
  });
  try {
    return payload.use(bytesToRows);
  } finally {
    payload.wipe();
  }
};

const shareFrom = (payload: Uint8Array, context: ShareContext): Result<Share> => {
  const head = headOf(payload);
  const foreign = headProblem(head, context);
  if (foreign !== null) return { ok: false, problem: foreign };
  // Every row is right by itself: rows of two sheets, or more mistakes in one row than its check words can see.
  if (!checksum(payload).equals(payload.subarray(checksumStart)))
    return bad('rows-wrong', { index: head.index });
  return good({
    ...context,
    index: head.index,
    salt: Uint8Array.from(payload.subarray(saltStart, valuesStart)),
    body: bodyFrom(head.index, (values) => values.set(payload.subarray(valuesStart, checksumStart))),
  });
};

/**
 * Reads the rows of a sheet, typed in order, as `checkRow` takes them. What comes out is a share in form; whether it is the one that was handed
 * out, `checkShare` tells.
 *
 * Problems: those of `checkRow`; `rows-wrong` (too few or too many rows, or rows that do not belong together);
 * `share-foreign`, `share-malformed` and `format-newer` as soon as row 1 is there.
 */
export const wordsToShare = (rows: readonly (readonly string[])[], context: ShareContext): Result<Share> => {
  const read = rowsToBytes(rows);
  if (!read.ok) return read;
  const payload = read.value;
  try {
    if (payload.length === payloadBytes) return shareFrom(payload, context);
    const foreign = payload.length < rowBytes ? null : headProblem(headOf(payload), context);
    return foreign === null
      ? bad('rows-wrong', { rows: rows.length, wanted: sheetRows })
      : { ok: false, problem: foreign };
  } finally {
    wipeBytes(payload);
  }
};
