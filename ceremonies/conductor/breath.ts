import { CeremonyError } from '../model/error.ts';

/**
 * The moments between two strokes of long work. What people say between the lines of the script waits for the next one, and
 * while they hold the ceremony the work stands still.
 */
export type Breath = {
  /** Done by the work between two strokes. `held`: whether it has to stand still. @throws CeremonyError ceremony-closed */
  readonly take: (held: () => boolean) => Promise<void>;
  /** Lets people say something at the next moment. */
  readonly say: <T>(what: () => Promise<T>) => Promise<T>;
  /** How long the work has stood still so far. */
  readonly heldMs: () => number;
  /** The people leave the room: the work ends at the next moment. */
  readonly leave: () => void;
};

export const openBreath = (): Breath => {
  const waiting: (() => Promise<void>)[] = [];
  let wake: () => void = () => undefined;
  let isLeft = false;
  let heldMs = 0;

  const hear = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  };

  return {
    take: async (held) => {
      for (;;) {
        await hear();
        if (isLeft) throw new CeremonyError('ceremony-closed');
        if (!held()) return;
        if (waiting.length > 0) continue;
        const since = performance.now();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        heldMs += performance.now() - since;
      }
    },
    say: (what) =>
      new Promise((resolve, reject) => {
        waiting.push(() => what().then(resolve, reject));
        wake();
      }),
    heldMs: () => heldMs,
    leave: () => {
      isLeft = true;
      wake();
    },
  };
};
