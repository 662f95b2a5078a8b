import { readContainer } from '../formats/asic.ts';
import { must } from '../model/error.ts';
import type { Language } from '../texts/languages.ts';
import { decodeTranscript, hashEvents } from '../transcript/chain.ts';
import { record } from '../transcript/report.ts';
import { takeStamps } from '../transcript/stamps.ts';
import { replayed } from './checks/transcript.ts';

/**
 * What a bundle says happened, as markup: the sections of the report, made anew from the transcript. Verifies nothing; whoever
 * shows it says what the verdict was.
 *
 * @throws CeremonyError those of `readContainer`, `decodeTranscript` and `reduce`
 */
export const recordOfBundle = async (bundle: Uint8Array, language: Language): Promise<string> => {
  const { files } = takeStamps(must(await readContainer(bundle)));
  const events = must(decodeTranscript(files.get('transcript.jsonl') ?? new Uint8Array()));
  const hashes = await hashEvents(events);
  return record(must(replayed(events)), events, hashes.at(-1) ?? '', language);
};
