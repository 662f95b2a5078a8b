import { CeremonyError, type ErrorDetails, type Problem } from '../model/error.ts';
import type { Claim } from './verdict.ts';

/** What a check comes to; with the claim's id and the clauses that it answers, a Claim. */
export type Finding = Omit<Claim, 'id' | 'requirements'>;

/** Recomputed from the bundle alone. */
export const proved = (details: ErrorDetails = {}, events: readonly number[] = []): Finding => ({
  status: 'proved',
  details,
  events,
  problem: null,
});

/** Said by people who signed it, or recorded by the program and countersigned. */
export const attested = (details: ErrorDetails = {}, events: readonly number[] = []): Finding => ({
  ...proved(details, events),
  status: 'attested',
});

/** The bundle does not speak of it, or is too broken to be asked. */
export const notShown: Finding = { status: 'not-shown', details: {}, events: [], problem: null };

/** Contradicted. A detail named `event` is the number of the event that contradicts. */
export const failed = (problem: Problem): Finding => ({
  status: 'failed',
  details: problem.details,
  events: typeof problem.details['event'] === 'number' ? [problem.details['event']] : [],
  problem,
});

/** Enough to keep every processor busy; each may hold a copy of what it hashes. */
const atOnce = 32;

/**
 * Checks several at a time: WebCrypto answers from other threads, and whenever one is done the next begins. What is told is the
 * failure of the first that fails, in the order given.
 */
export const checkEach = async <T>(
  items: readonly T[],
  check: (item: T, index: number) => Promise<void>,
): Promise<void> => {
  const failures = new Map<number, unknown>();
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      await check(item, index).catch((error: unknown) => failures.set(index, error));
      // Those before it have begun, and are waited for.
      if (failures.size > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
};

/** A check refutes its claim by throwing a CeremonyError; any other throw is a fault of ours and must not pass for a proof. */
export const find = async (check: () => Finding | Promise<Finding>): Promise<Finding> => {
  try {
    return await check();
  } catch (error) {
    if (error instanceof CeremonyError) return failed({ code: error.code, details: error.details });
    return failed({ code: 'internal', details: {} });
  }
};
