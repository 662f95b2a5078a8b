import { bad, good, type Result } from '../model/error.ts';
import type { AnswerTo } from '../model/question.ts';
import { keysOfSets, labelsOf, type ShareSetRecord } from '../model/register.ts';
import { presentedSetsOf, type State } from '../model/state.ts';
import type { ShareContext } from '../shares/paperShare.ts';
import type { Share } from '../shares/share.ts';
import { qrToShare } from '../shares/shareQr.ts';
import { wordsToShare } from '../shares/shareWords.ts';

/** What a person typed or scanned of a sheet of paper. */
export type Sheet = Exclude<
  Extract<AnswerTo<'present-share'>['offer'], { kind: 'share' }>['from'],
  { kind: 'card' }
>;

export const keyLabelsOfSet = ({ previousBundle }: State, set: string): readonly string[] =>
  previousBundle === null ? [] : labelsOf(keysOfSets(previousBundle.register, [set]));

/**
 * The share of a sheet, and the set that it is of. A sheet of a set that the register knows is told apart from a stranger's:
 * `share-set-void` (an older set of this embassy), `share-foreign` (any other), and what reading it gives.
 */
export const readSheet = (
  state: State,
  sheet: Sheet,
): Result<{ readonly set: ShareSetRecord; readonly share: Share }> => {
  const register = state.previousBundle?.register;
  const wanted = presentedSetsOf(state);
  const others = (register?.shareSets ?? []).filter((set) => !wanted.includes(set));
  let refused: Result<never> = bad('share-foreign');
  for (const set of [...wanted, ...others]) {
    const read = readAs(sheet, contextOf(state, set));
    if (read.ok && wanted.includes(set)) return good({ set, share: read.value });
    if (read.ok) {
      read.value.body.wipe();
      return set.state === 'void'
        ? bad('share-set-void', { set: set.set })
        : bad('share-foreign', { index: read.value.index, set: set.set });
    }
    if (read.problem.code !== 'share-foreign') return read;
    refused = read;
  }
  return refused;
};

const readAs = (sheet: Sheet, context: ShareContext): Result<Share> =>
  sheet.kind === 'qr' ? qrToShare(sheet.text, context) : wordsToShare(sheet.rows, context);

const contextOf = (state: State, { set, threshold, count }: ShareSetRecord): ShareContext => ({
  setId: set,
  threshold,
  count,
  embassy: state.script.parameters.embassy,
  keyLabels: keyLabelsOfSet(state, set),
});
