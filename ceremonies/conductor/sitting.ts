import { CeremonyError } from '../model/error.ts';
import type { EventBody, Software } from '../model/event.ts';
import { official } from '../model/demand.ts';
import { reduce, replay } from '../model/reduce.ts';
import { currentStep, type State } from '../model/state.ts';
import { ensureDirectory, type OpenAppendFile } from '../transcript/appendFile.ts';
import { continueJournal, createJournal, type Journal, type JournalEntry } from '../transcript/journal.ts';

/** One ceremony's journal and the state that it amounts to. Nothing changes the state but `record`. */
export type Sitting = {
  readonly directory: string;
  readonly state: () => State;
  readonly entries: () => readonly JournalEntry[];
  readonly head: () => string;
  /** Durable when it returns; refused by `reduce` before anything is written. */
  readonly record: (body: EventBody) => Promise<void>;
  readonly close: () => Promise<void>;
};

const over = (directory: string, journal: Journal, start: State | null, now: () => Date) => {
  let state = start;
  const record = async (body: EventBody): Promise<void> => {
    let next: State | null = null;
    await journal.append(body, now(), (event) => {
      next = reduce(state, event);
    });
    state = next;
  };
  const sitting: Sitting = {
    directory,
    state: () => {
      if (state === null) throw new CeremonyError('internal');
      return state;
    },
    entries: journal.entries,
    head: journal.head,
    record,
    close: journal.close,
  };
  return sitting;
};

export type SittingOptions = { readonly now: () => Date; readonly openFile?: OpenAppendFile | undefined };

/** Opens a ceremony in a new directory. @throws CeremonyError file-exists, not-writable, disk-full, and what `reduce` throws */
export const openSitting = async (
  directory: string,
  opening: EventBody<'ceremony-opened'>,
  { now, openFile }: SittingOptions,
): Promise<Sitting> => {
  await ensureDirectory(directory, 0o700);
  const sitting = over(directory, await createJournal(directory, openFile), null, now);
  try {
    await sitting.record(opening);
    return sitting;
  } catch (error) {
    await sitting.close();
    throw error;
  }
};

/** What the program finds when it is started over an unfinished ceremony. */
export type Resumption = { readonly sitting: Sitting; readonly droppedBytes: number };

/**
 * Replays the journal and goes on with it. The resumption itself is an event, unless the script is over already.
 *
 * @throws CeremonyError journal-absent, journal-changed, and what `reduce` throws for a journal that breaks its script
 */
export const resumeSitting = async (
  directory: string,
  software: Software,
  { now, openFile }: SittingOptions,
): Promise<Resumption> => {
  const { journal, droppedBytes } = await continueJournal(directory, openFile);
  try {
    const state = replay(journal.entries().map((entry) => entry.event));
    // The signatures and the export after the script are no event's business, but for real keys all the same.
    official(state.script, software);
    const sitting = over(directory, journal, state, now);
    const step = currentStep(state);
    if (state.lifecycle !== 'closed' && step !== null)
      await sitting.record({ type: 'resumed', step: step.id, software, droppedBytes });
    return { sitting, droppedBytes };
  } catch (error) {
    await journal.close();
    throw error;
  }
};
