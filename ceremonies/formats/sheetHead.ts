import { bad, good, type Problem, type Result } from '../model/error.ts';
import { toHex } from './bytes.ts';
import { rowsToBytes, type WordRow } from './wordRows.ts';

/** What row 1 of a sheet's words says of the share: enough to refuse another set's sheet before ten more rows are typed. */
export type SheetHead = { readonly version: number; readonly setBeginning: string; readonly index: number };

export const wordsVersion = 1;

/** The version, one byte ‖ the first four bytes of the set's UUID ‖ the share's index, one byte. */
export const headBytes = 6;

export const headOf = (payload: Uint8Array): SheetHead => ({
  version: payload[0] ?? 0,
  setBeginning: toHex(payload.subarray(1, 5)),
  index: payload[5] ?? 0,
});

/** @param first row 1, as `checkRow` gave it */
export const headOfRow = (first: WordRow): Result<SheetHead> => {
  const bytes = rowsToBytes([first]);
  if (!bytes.ok) return bytes;
  const head = headOf(bytes.value);
  bytes.value.fill(0);
  return good(head);
};

/** Why a sheet with this head is not one of the set: `format-newer`, `share-foreign`, `share-malformed`. */
export const headProblem = (
  { version, setBeginning, index }: SheetHead,
  set: { readonly setId: string; readonly count: number },
): Problem | null => {
  if (version !== wordsVersion) return bad('format-newer', { version }).problem;
  if (!set.setId.startsWith(setBeginning)) return bad('share-foreign', { index, set: setBeginning }).problem;
  return index >= 1 && index <= set.count ? null : bad('share-malformed', { index, reason: 'index' }).problem;
};
