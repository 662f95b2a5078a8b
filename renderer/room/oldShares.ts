import { setOf } from '../../ceremonies/model/register.ts';
import { presentedSetsOf, type State } from '../../ceremonies/model/state.ts';
import { sum } from '../../ceremonies/model/sum.ts';

/** How many of the old shares that were asked for were destroyed; nothing where none were asked for. */
export const oldSharesOf = (state: State): { readonly done: number; readonly total: number } => {
  const { script, previousBundle, destroyed } = state;
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  const asked =
    script.kind === 'reshare'
      ? presentedSetsOf(state)
      : target?.kind === 'set' && previousBundle !== null
        ? [setOf(previousBundle.register, target.set)].filter((set) => set !== undefined)
        : [];
  return {
    done: new Set(destroyed.shares.map(({ set, index }) => `${set} ${index}`)).size,
    total: sum(asked.map(({ count }) => count)),
  };
};
