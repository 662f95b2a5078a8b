import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromUtf8, toUtf8 } from '../formats/bytes.ts';
import { parseCanonical } from '../formats/canonical.ts';
import { CeremonyError } from '../model/error.ts';
import { ceremonyEvent, genesis, type CeremonyEvent, type EventBody } from '../model/event.ts';
import { fileError, openAppendFile, type AppendFile, type OpenAppendFile } from './appendFile.ts';
import { encodeEvent } from './chain.ts';

/**
 * The journal of a running ceremony: one line an event, `<SHA-256 of the event> <event in canonical form>`, each on disk
 * before anything else happens. The hash in front tells a torn or altered last line, which no successor vouches for.
 */
export type Journal = {
  readonly entries: () => readonly JournalEntry[];
  /** Hash of the last event. */
  readonly head: () => string;
  /** Numbers, dates and chains an event and makes it durable. Calls are served in order. */
  readonly append: (
    body: EventBody,
    at: Date,
    accept: (event: CeremonyEvent) => void,
  ) => Promise<JournalEntry>;
  readonly close: () => Promise<void>;
};

export type JournalEntry = { readonly event: CeremonyEvent; readonly hash: string };

export const journalName = 'journal.jsonl';

/** Of the text in UTF-8. WebCrypto would take each line to another thread and back. */
const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const over = (file: AppendFile, found: readonly JournalEntry[]): Journal => {
  const entries = [...found];
  let queue: Promise<unknown> = Promise.resolve();
  const head = (): string => entries.at(-1)?.hash ?? genesis;

  const append: Journal['append'] = (body, at, accept) => {
    const next = queue.then(async () => {
      const envelope = { seq: entries.length, previous: head(), at: at.toISOString() };
      // Parsed like any outside event: what could not be read back must not be written.
      const parsed = ceremonyEvent.safeParse({ ...envelope, ...body });
      if (!parsed.success)
        throw new CeremonyError('event-malformed', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
      const event = parsed.data;
      accept(event);
      const line = encodeEvent(event);
      const hash = sha256Hex(line);
      await file.append(toUtf8(`${hash} ${line}\n`));
      const entry = { event, hash };
      entries.push(entry);
      return entry;
    });
    queue = next.catch(() => undefined);
    return next;
  };

  return {
    entries: () => entries,
    head,
    append,
    close: async () => {
      await queue;
      await file.close();
    },
  };
};

/** @throws CeremonyError file-exists, not-writable, disk-full */
export const createJournal = async (
  directory: string,
  openFile: OpenAppendFile = openAppendFile,
): Promise<Journal> => over(await openFile(join(directory, journalName), 'create'), []);

/** A journal as it was found. `keptBytes` is where its last whole line ends. */
export type FoundJournal = {
  readonly entries: readonly JournalEntry[];
  readonly keptBytes: number;
  /** Bytes after the last whole line: a write that a power cut tore. */
  readonly droppedBytes: number;
};

const newline = 0x0a;

const readEntry = (line: string, number: number, previous: string): JournalEntry => {
  const changed = (reason: string) => new CeremonyError('journal-changed', { line: number, reason });
  const hash = line.slice(0, 64);
  const text = line.slice(65);
  if (line[64] !== ' ' || sha256Hex(text) !== hash) throw changed('hash');
  const value = parseCanonical(text);
  const parsed = value.ok ? ceremonyEvent.safeParse(value.value) : null;
  if (parsed?.success !== true) throw changed('event');
  if (parsed.data.seq !== number - 1 || parsed.data.previous !== previous) throw changed('order');
  return { event: parsed.data, hash };
};

/**
 * Reads a journal without touching it. An unended last line is what a torn write leaves: it is left out and counted. Any
 * other deviation refuses the journal and names the line.
 *
 * @throws CeremonyError journal-absent, journal-changed {line, reason}
 */
export const readJournal = async (directory: string): Promise<FoundJournal> => {
  const path = join(directory, journalName);
  const bytes = await readFile(path).catch((cause: unknown) => {
    const error = fileError(cause, path);
    throw error.code === 'file-absent' ? new CeremonyError('journal-absent', { path }, cause) : error;
  });
  const keptBytes = bytes.lastIndexOf(newline) + 1;
  const entries: JournalEntry[] = [];
  let start = 0;
  while (start < keptBytes) {
    const end = bytes.indexOf(newline, start);
    const number = entries.length + 1;
    let line: string;
    try {
      line = fromUtf8(bytes.subarray(start, end));
    } catch (cause) {
      throw new CeremonyError('journal-changed', { line: number, reason: 'encoding' }, cause);
    }
    entries.push(readEntry(line, number, entries.at(-1)?.hash ?? genesis));
    start = end + 1;
  }
  return { entries, keptBytes, droppedBytes: bytes.length - keptBytes };
};

/** Opens a journal to go on with it; what a torn write left is cut off. @throws as `readJournal`; not-writable */
export const continueJournal = async (
  directory: string,
  openFile: OpenAppendFile = openAppendFile,
): Promise<{ journal: Journal; droppedBytes: number }> => {
  const { entries, keptBytes, droppedBytes } = await readJournal(directory);
  const file = await openFile(join(directory, journalName), 'continue');
  if (droppedBytes > 0) await file.truncate(keptBytes);
  return { journal: over(file, entries), droppedBytes };
};
