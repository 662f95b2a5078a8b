import { CeremonyError, must } from '../model/error.ts';
import type { Language } from '../texts/languages.ts';
import { record, type FoldedRecord, type RecordLimits } from '../transcript/report.ts';
import { takeStamps } from '../transcript/stamps.ts';
import { replayed } from './checks/transcript.ts';
import type { Replayed } from './evidence.ts';
import { openBundle, readBundle, verifyLimits, type Bundle } from './openBundle.ts';
import type { Progress } from './progress.ts';
import { readTranscript } from './verify.ts';

/** Of more events than `linesMax` nobody reads each line; more rows than `rowsMax` cost a window more than all the rest of the page. */
const inWindow: RecordLimits = { linesMax: 10_000, rowsMax: 300 };

/**
 * What a bundle says happened, as markup: the sections of the report, made anew. Verifies nothing; whoever shows it says what the
 * verdict was.
 *
 * @throws CeremonyError internal, for what no report was ever made of
 */
export const recordOf = (
  { state, events, hashes }: Replayed,
  language: Language,
  limits = inWindow,
): FoldedRecord => {
  try {
    return record(state, events, hashes.at(-1) ?? '', language, limits);
  } catch (error) {
    throw error instanceof CeremonyError ? error : new CeremonyError('internal', {}, error);
  }
};

/**
 * Reads what a bundle says happened, in pieces: it may be longer than memory.
 *
 * @throws CeremonyError those of `readBundle`, `openBundle`, `readTranscript` and `reduce`
 */
export const replayedOf = async (
  bundle: Bundle,
  tell?: Progress,
  limits = verifyLimits.transcript,
): Promise<Replayed> => {
  const read = must(await readBundle(bundle, tell));
  const { files } = takeStamps(must(await openBundle(read)));
  const { events, hashes } = must(await readTranscript({ files, stages: read.stages }, limits));
  return { events, hashes, state: must(replayed(events)) };
};
