import { CeremonyError, type ErrorCode } from '../../ceremonies/model/error.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { chain } from './straightRun.ts';

/** What something is refused with; undefined for what is not refused. */
export const codeOf = async (act: () => unknown): Promise<ErrorCode | undefined> => {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof CeremonyError) return error.code;
    throw error;
  }
};

/** The same of bodies as a forger would hand them in: numbered and chained anew. */
export const codeOfBodies = async (
  bodies: readonly EventBody[],
  startsAt?: string,
): Promise<ErrorCode | undefined> => {
  const events = await chain(bodies, startsAt);
  return codeOf(() => replay(events));
};
