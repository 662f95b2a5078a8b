import { fromUtf8, joined } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';
import { piecesOf, type Pieces } from '../formats/source.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { CeremonyEvent, EventOf } from '../model/event.ts';
import { decodeLine } from './chain.ts';

/** What is kept of a transcript: little, however long it is. */
export type ReadTranscript = {
  /** Every event; of exceptions that change no rule without what people wrote, or without most of it. */
  readonly events: readonly CeremonyEvent[];
  /** SHA-256 of each event, of all of it. */
  readonly hashes: readonly string[];
};

export type TranscriptLimits = {
  readonly events: number;
  /** Of one line, and of all that is kept besides the following. */
  readonly keptBytes: number;
  /** Of what people wrote of exceptions that change no rule: none unless said. Later words that do not fit are left out. */
  readonly wordsBytes?: number;
};

/**
 * Reads a transcript.jsonl line by line. Each line was the canonical form of its event, so that it need not be written again for
 * comparison. `met`: hears of each event as soon as it is read. Problems: those of `decodeTranscript`; bundle-too-large.
 */
export const readLines = async (
  content: Uint8Array | Pieces,
  limits: TranscriptLimits,
  met: (event: CeremonyEvent) => void = () => undefined,
): Promise<Result<ReadTranscript>> => {
  const events: CeremonyEvent[] = [];
  const hashes: string[] = [];
  let [keptBytes, restBytes] = [0, 0];
  let wordsLeft = limits.wordsBytes ?? 0;
  let hashing: Promise<readonly string[]> = Promise.resolve([]);
  for await (const batch of batchesOf(content, limits.keptBytes)) {
    for (const line of batch.lines) {
      const event = readLine(line, events.length + 1);
      if (!event.ok) return event;
      const words = wordsIn(event.value);
      const kept = words <= wordsLeft ? event.value : withoutWords(event.value);
      if (words <= wordsLeft) wordsLeft -= words;
      keptBytes += line.length - words;
      if (events.length === limits.events || keptBytes > limits.keptBytes)
        return bad('bundle-too-large', { line: events.length + 1 });
      events.push(kept);
      met(kept);
    }
    // Other threads hash these lines while this one reads the next.
    hashes.push(...(await hashing));
    hashing = Promise.all(batch.lines.map(sha256Hex));
    restBytes = batch.restBytes;
  }
  hashes.push(...(await hashing));
  return restBytes === 0 ? good({ events, hashes }) : bad('event-malformed', { line: events.length + 1 });
};

const readLine = (bytes: Uint8Array, line: number): Result<CeremonyEvent> => {
  try {
    const event = decodeLine(fromUtf8(bytes));
    return event.ok ? event : bad(event.problem.code, { ...event.problem.details, line });
  } catch (error) {
    if (error instanceof CeremonyError) return bad('event-malformed', { reason: 'utf8', line });
    throw error;
  }
};

/**
 * An exception that is put on record and lets nothing pass, so that no rule asks for it again. It can be raised at any time and as
 * often as people like, and what they write is what makes transcripts long.
 */
export const isWithoutRule = (event: CeremonyEvent): event is EventOf<'exception-raised'> & CeremonyEvent =>
  event.type === 'exception-raised' && event.about.kind === 'other';

const wordsIn = (event: CeremonyEvent): number =>
  isWithoutRule(event) ? event.expected.length + event.happened.length + event.decided.length : 0;

const withoutWords = (event: CeremonyEvent): CeremonyEvent =>
  isWithoutRule(event) ? { ...event, expected: '', happened: '', decided: '' } : event;

type Batch = {
  /** Without their line feeds. */
  readonly lines: readonly Uint8Array[];
  /** Of a line whose end has not come yet. */
  readonly restBytes: number;
};

const lineFeed = 0x0a;
const linesAtOnce = 256;

/** @throws CeremonyError bundle-too-large for a line that is too long */
async function* batchesOf(content: Uint8Array | Pieces, longestBytes: number): AsyncGenerator<Batch> {
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  for await (const piece of piecesOf(content)) {
    let lines: Uint8Array[] = [];
    let start = 0;
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
      const tail = piece.subarray(start, end);
      lines.push(rest.length === 0 ? tail : joined([...rest, tail]));
      start = end + 1;
      [rest, restBytes] = [[], 0];
      if (lines.length === linesAtOnce) {
        yield { lines, restBytes };
        lines = [];
      }
    }
    if (start < piece.length) rest.push(piece.subarray(start));
    restBytes += piece.length - start;
    if (restBytes > longestBytes) throw new CeremonyError('bundle-too-large', { lineBytes: restBytes });
    yield { lines, restBytes };
  }
}
