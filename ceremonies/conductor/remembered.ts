import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CeremonyError } from '../model/error.ts';
import type { PreviousBundle, RememberedShare } from '../model/event.ts';
import { replay } from '../model/reduce.ts';
import { setOf, type Register } from '../model/register.ts';
import { participantOf, type State } from '../model/state.ts';
import { readJournal } from '../transcript/journal.ts';

/**
 * What this machine knows that no bundle tells: who brought another's share at a ceremony that was given up, or that nobody brought
 * to its end. They have had it in hand all the same, and the custody ledger counts it. A machine whose disk is gone remembers nothing.
 */
export const remembering = async (sittings: string, previous: PreviousBundle): Promise<PreviousBundle> => {
  const names = await readdir(sittings).catch(() => []);
  const found: RememberedShare[] = [];
  for (const name of names) {
    const state = await stateOfSitting(join(sittings, name));
    if (state !== null) found.push(...seenIn(state, previous.register));
  }
  const remembered = found.toSorted((a, b) => (a.at < b.at ? -1 : 1)).slice(0, rememberedMax);
  return remembered.length === 0 ? previous : { ...previous, remembered };
};

const rememberedMax = 1000;

/** One that cannot be read has nothing to say here; that there is one, the start screen says. */
const stateOfSitting = async (directory: string): Promise<State | null> => {
  try {
    const { entries } = await readJournal(directory);
    return entries.length === 0 ? null : replay(entries.map(({ event }) => event));
  } catch (error) {
    if (error instanceof CeremonyError) return null;
    throw error;
  }
};

/** Of a ceremony that is in the register's history, or is the last one, the register itself has it. */
const seenIn = (state: State, register: Register): readonly RememberedShare[] => {
  const { ceremony } = state;
  const isTold = [register, ...register.history].some((each) => each.ceremony === ceremony);
  if (isTold) return [];
  return state.presentation.proven
    .filter(({ by, set, index }) => by === 'surrogate' && isUnknown(register, { set, index, ceremony }))
    .map(({ participant, set, index, at }) => ({
      ceremony,
      at,
      set,
      index,
      name: participantOf(state, participant)?.name ?? participant,
    }));
};

const isUnknown = (
  register: Register,
  { set, index, ceremony }: Pick<RememberedShare, 'set' | 'index' | 'ceremony'>,
): boolean => {
  const share = setOf(register, set)?.shares[index - 1];
  return share !== undefined && !share.seenBy.some((each) => each.ceremony === ceremony);
};
