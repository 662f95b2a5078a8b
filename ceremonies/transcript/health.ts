import { setOf, type ShareSetRecord } from '../model/register.ts';
import { presentedSetsOf, type State } from '../model/state.ts';
import { registerOf } from './registerOf.ts';

/** What a ceremony showed of the shares of one set. */
export type SetHealth = {
  /** As the register after the ceremony has it: with when each share was last proven. */
  readonly set: ShareSetRecord;
  /** Indices of the shares that were shown and are good, and of those that were not shown. */
  readonly shown: readonly number[];
  readonly missing: readonly number[];
  /** How many of the shown shares could be lost and the quorum would still stand; below 0 it was not shown to stand. */
  readonly margin: number;
};

/** Of each share set that was brought, in the script's order. */
export const healthOf = (state: State): readonly SetHealth[] => {
  const register = registerOf(state);
  return presentedSetsOf(state).map((before) => {
    const set = setOf(register, before.set) ?? before;
    const proven = new Set(
      state.presentation.proven.filter((each) => each.set === set.set).map(({ index }) => index),
    );
    const indices = set.shares.map(({ index }) => index);
    return {
      set,
      shown: indices.filter((index) => proven.has(index)),
      missing: indices.filter((index) => !proven.has(index)),
      margin: proven.size - set.threshold,
    };
  });
};
