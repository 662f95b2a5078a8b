import type { Problem } from '../../ceremonies/model/error.ts';
import type { Store } from '../store.ts';
import type { Found } from './found.tsx';
import type { TrustPaths } from './trustFiles.tsx';

/** What somebody wants to know of which files. */
export type Wanted =
  | { readonly kind: 'bundle'; readonly file: string; readonly previous: string | null }
  | { readonly kind: 'chain'; readonly directory: string }
  | { readonly kind: 'comparison'; readonly a: string; readonly b: string };

/** `stopped`: somebody did not want to wait. `nothing`: there is no answer, and the window says why. */
export type Answer = Found | 'stopped' | 'nothing';

export type Verification = {
  readonly look: (wanted: Wanted, trusted: TrustPaths) => Promise<Answer>;
  readonly stop: () => void;
  /** Whoever goes away does not wait for a verdict any more, be it ever so little that was heard of it. */
  readonly leave: () => void;
};

/** What is asked of the engine about files that people chose. */
export const openVerification = (store: Store): Verification => {
  let underway = 0;
  const stop = (): void => void store.ask('cancel-verifying', {});
  return {
    look: async (wanted, trusted) => {
      underway += 1;
      const answer = await ask(store, wanted, trusted);
      underway -= 1;
      if (answer !== 'cancelled') return answer;
      // That it was stopped is told where it was under way.
      store.dismiss();
      return 'stopped';
    },
    stop,
    leave: () => {
      if (underway > 0) stop();
    },
  };
};

const ask = async (
  store: Store,
  wanted: Wanted,
  trusted: TrustPaths,
): Promise<Found | 'cancelled' | 'nothing'> => {
  switch (wanted.kind) {
    case 'bundle': {
      const { file, previous } = wanted;
      const reply = await store.ask('verify-bundle', { file, previous, trusted });
      return reply.ok ? { kind: 'bundle', verdict: reply.value } : without(reply.problem);
    }
    case 'chain': {
      const reply = await store.ask('verify-folder', { directory: wanted.directory, trusted });
      return reply.ok ? { kind: 'chain', verdict: reply.value } : without(reply.problem);
    }
    case 'comparison': {
      const reply = await store.ask('compare-bundles', { a: wanted.a, b: wanted.b });
      return reply.ok ? { kind: 'comparison', comparison: reply.value } : without(reply.problem);
    }
  }
};

const without = ({ code }: Problem): 'cancelled' | 'nothing' =>
  code === 'cancelled' ? 'cancelled' : 'nothing';
