import { fromUtf8, toUtf8 } from '../formats/bytes.ts';
import { canonicalJson, parseCanonical, type JsonValue } from '../formats/canonical.ts';
import { sha256Hex } from '../formats/digest.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { ceremonyEvent, genesis, transcriptFormat, type CeremonyEvent } from '../model/event.ts';
import { scriptFormat } from '../model/script.ts';

/**
 * The chain: every event names the hash of the one before. One canonical line per event serves the journal, the
 * transcript and the hash alike. docs/FORMAT.md, "Chain".
 */

/** The canonical form of an event, without a line end (RFC 8785). */
export const encodeEvent = (event: CeremonyEvent): string => canonicalJson(event);

/** One line of transcript.jsonl: the canonical form of the event and a line feed. */
export const encodeLine = (event: CeremonyEvent): string => `${encodeEvent(event)}\n`;

/** SHA-256 of the canonical form in UTF-8, without the line feed; lower-case hex. */
export const hashEvent = (event: CeremonyEvent): Promise<string> => sha256Hex(toUtf8(encodeEvent(event)));

const member = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: JsonValue })[name]
    : undefined;

/** `embassy-key-ceremony/transcript/2` to a reader of `…/1`: made by a later version of this program. */
const isNewer = (found: JsonValue | undefined, known: string): boolean => {
  const [family, version] = [
    known.slice(0, known.lastIndexOf('/') + 1),
    known.slice(known.lastIndexOf('/') + 1),
  ];
  if (typeof found !== 'string' || !found.startsWith(family)) return false;
  const number = found.slice(family.length);
  return /^[1-9]\d{0,8}$/.test(number) && Number(number) > Number(version);
};

const findNewerFormat = (first: JsonValue): string | undefined => {
  const formats = [
    [member(first, 'format'), transcriptFormat],
    [member(member(first, 'script'), 'format'), scriptFormat],
  ] as const;
  const newer = formats.find(([found, known]) => isNewer(found, known))?.[0];
  return typeof newer === 'string' ? newer : undefined;
};

/**
 * One event from its line (without the line feed). Only the canonical form is an event. Problems: event-malformed;
 * format-newer for the opening of a transcript that a later version of this program made.
 */
export const decodeLine = (line: string): Result<CeremonyEvent> => {
  const value = parseCanonical(line);
  if (!value.ok) return value;
  const event = ceremonyEvent.safeParse(value.value);
  if (event.success && isSame(event.data, value.value)) return good(event.data);
  const newer = findNewerFormat(value.value);
  if (newer !== undefined) return bad('format-newer', { format: newer.slice(0, 100) });
  const [issue] = event.error?.issues ?? [];
  return bad('event-malformed', { field: (issue?.path.map(String).join('.') ?? '').slice(0, 100) });
};

/** Whether a schema left a value as it was: what it would put right, like a name with spaces around it, is not what was signed. */
const isSame = (checked: unknown, value: JsonValue | undefined): boolean => {
  if (typeof checked !== 'object' || checked === null || typeof value !== 'object') return checked === value;
  const members = Object.entries(checked);
  return (
    value !== null &&
    members.length === Object.keys(value).length &&
    members.every(([name, part]) => isSame(part, (value as { readonly [key: string]: JsonValue })[name]))
  );
};

/**
 * Every event of a transcript.jsonl. Every line ends with a line feed, the last one too, and there are no others.
 * Problems as for `decodeLine`, with the number of the line from 1.
 */
export const decodeLines = (text: string): Result<readonly CeremonyEvent[]> => {
  const lines = text.split('\n');
  const events: CeremonyEvent[] = [];
  if (lines.pop() !== '') return bad('event-malformed', { line: lines.length + 1 });
  for (const [index, line] of lines.entries()) {
    const event = decodeLine(line);
    if (!event.ok) return bad(event.problem.code, { ...event.problem.details, line: index + 1 });
    events.push(event.value);
  }
  return good(events);
};

/** The events of a file's bytes. Problems as for `decodeLines`. */
export const decodeTranscript = (bytes: Uint8Array): Result<readonly CeremonyEvent[]> => {
  try {
    return decodeLines(fromUtf8(bytes));
  } catch (error) {
    if (error instanceof CeremonyError) return bad('event-malformed', { reason: 'utf8' });
    throw error;
  }
};

/** The hash of every event, in order; the last one is the chain's head. */
export const hashEvents = (events: readonly CeremonyEvent[]): Promise<readonly string[]> =>
  Promise.all(events.map(hashEvent));

/**
 * Whether every event names its predecessor's hash, and the first one the genesis. Gives the hash of every event.
 * Problem: chain-broken, with the line (from 1) whose `previous` is not what the line before it hashes to.
 */
export const checkChain = async (events: readonly CeremonyEvent[]): Promise<Result<readonly string[]>> =>
  checkLinks(events, await hashEvents(events));

/** `checkChain` for hashes that are known: those of `hashEvents`. */
export const checkLinks = (
  events: readonly CeremonyEvent[],
  hashes: readonly string[],
): Result<readonly string[]> => {
  const broken = events.findIndex((event, index) => event.previous !== (hashes[index - 1] ?? genesis));
  return broken < 0 ? good(hashes) : bad('chain-broken', { line: broken + 1 });
};
