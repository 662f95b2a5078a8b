import type { Result } from '../../model/error.ts';
import { openLane, type Lane, type LaneKind } from '../../tokens/dataKeys.ts';
import type { Session } from '../../tokens/session.ts';

/** Runs the same work on many items, in their order or side by side. */
export type Lanes = {
  /** What became of each, in the order given, up to the first one that the token refuses, and with it. */
  readonly run: <Item, T>(
    items: readonly Item[],
    work: (lane: Lane, item: Item) => Promise<Result<T>>,
  ) => Promise<readonly Result<T>[]>;
  /** How many items are best taken at once, so that the event loop gets its turn often enough. */
  readonly batchSize: () => number;
  /** What was found to be the faster way: `here`, or on how many sessions at once. */
  readonly sessionsUsed: () => number;
};

const batchMs = 60;
const batchMost = 1024;
const batchLeast = 16;
/** Each way is tried with so many batches of this size before one is chosen. */
const trialSize = 64;
const trialsEach = 2;

/** The results up to the first that is missing or not good; a lane that meets a refusal stops them all. */
const upToRefusal = <T>(results: readonly (Result<T> | undefined)[]): readonly Result<T>[] => {
  const whole: Result<T>[] = [];
  for (const result of results) {
    if (result === undefined) break;
    whole.push(result);
    if (!result.ok) break;
  }
  return whole;
};

/**
 * One session is used here, call by call. Of several, the token itself shows whether it is faster to have them all at work at
 * once: the first batches go either way in turns, and the faster one is kept.
 */
export const openLanes = (sessions: readonly [Session, ...Session[]]): Lanes => {
  const ways: Readonly<Record<LaneKind, readonly Lane[]>> = {
    here: [openLane(sessions[0], 'here')],
    elsewhere: sessions.map((session) => openLane(session, 'elsewhere')),
  };
  const spent: Record<LaneKind, { ms: number; items: number }> = {
    here: { ms: 0, items: 0 },
    elsewhere: { ms: 0, items: 0 },
  };
  const msEach = (kind: LaneKind): number => spent[kind].ms / Math.max(1, spent[kind].items);
  let trialsLeft = sessions.length === 1 ? 0 : 2 * trialsEach;
  let chosen: LaneKind = 'here';

  const nextKind = (): LaneKind => {
    if (trialsLeft === 0) return chosen;
    return trialsLeft % 2 === 0 ? 'here' : 'elsewhere';
  };

  return {
    run: async (items, work) => {
      const kind = nextKind();
      const results: (Awaited<ReturnType<typeof work>> | undefined)[] = items.map(() => undefined);
      const fromMs = performance.now();
      let next = 0;
      const busy = async (lane: Lane): Promise<void> => {
        while (next < items.length) {
          const at = next;
          next += 1;
          const item = items[at];
          if (item === undefined) return;
          const result = await work(lane, item);
          results[at] = result;
          if (!result.ok) next = items.length;
        }
      };
      // All lanes come to rest before a fault is told: nothing may go on behind the caller's back.
      const ends = await Promise.allSettled(ways[kind].map(busy));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
      spent[kind].ms += performance.now() - fromMs;
      spent[kind].items += items.length;
      if (trialsLeft > 0) {
        trialsLeft -= 1;
        if (trialsLeft === 0) chosen = msEach('elsewhere') < msEach('here') ? 'elsewhere' : 'here';
      }
      return upToRefusal(results);
    },
    batchSize: () => {
      const each = msEach(nextKind());
      if (trialsLeft > 0 || each === 0) return trialSize;
      return Math.max(batchLeast, Math.min(batchMost, Math.round(batchMs / each)));
    },
    sessionsUsed: () => ways[chosen].length,
  };
};
