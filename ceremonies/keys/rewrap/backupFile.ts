import { createHash } from 'node:crypto';
import { lstat, unlink } from 'node:fs/promises';
import { envelopeLimits, readEnvelopeHead, type EnvelopeHead } from '../../formats/envelopeStream.ts';
import { equal } from '../../formats/bytes.ts';
import { CeremonyError, must } from '../../model/error.ts';
import { wipeBytes, withSecret, type Secret } from '../../secrets/secret.ts';
import { findArmour } from '../backup/armour.ts';
import { openInput, openOutput, partialPath, type Input } from '../backup/files.ts';
import { finish, openContent, startOpening } from '../backup/openBackup.ts';
import { readChunks } from '../backup/transfer.ts';
import {
  isFor,
  openWithNew,
  openWithOld,
  sealToNew,
  type KeyAccess,
  type NamedVersion,
  type OldEntry,
} from './backupKeys.ts';
import {
  readRecipientHeader,
  withoutRecipients,
  writeRecipientHeader,
  type RecipientHeader,
} from './recipientHeader.ts';

/** What moving one file takes. */
export type Move = KeyAccess & {
  readonly from: readonly NamedVersion[];
  readonly to: NamedVersion;
  readonly source: string;
  readonly output: string;
  /** Awaited before each chunk. What it throws ends the move. */
  readonly breathe: () => Promise<void>;
  /** Told of all bytes that are read: each of the source once, and each of the moved file once. */
  readonly onRead: (sizeBytes: number) => void;
};

export type MovedFile = {
  /** The label of the version that it was sealed to. */
  readonly from: string;
  /** Of the moved file. */
  readonly sizeBytes: number;
  /** SHA-256 (64 hexadecimal digits) of the file before. */
  readonly oldSha256: string;
  /** Of the moved file, as it was read from the disk again. */
  readonly newSha256: string;
  /**
   * Of all that stands behind the recipients, which is the same in both: the encrypted content, its algorithm, tag and
   * attributes.
   */
  readonly contentSha256: string;
  /**
   * True where the tag said that the content is what was sealed. With AES-CBC there is none: then the content key is the right one
   * as far as the padding can tell.
   */
  readonly authenticated: boolean;
};

// --- reading ---

type SealedFile = { readonly input: Input; readonly head: EnvelopeHead; readonly header: RecipientHeader };

/** What a file system says of somebody's permission to write is, of a source, about reading. */
const openSource = async (path: string): Promise<Input> => {
  try {
    return await openInput(path);
  } catch (error) {
    if (error instanceof CeremonyError && error.code === 'not-writable')
      throw new CeremonyError('file-unreadable', error.details, error);
    throw error;
  }
};

const readStart = async ({ handle, sizeBytes }: Input): Promise<Uint8Array> => {
  const start = Buffer.alloc(Math.min(envelopeLimits.headBytes, sizeBytes));
  for (let filled = 0; filled < start.length;) {
    const { bytesRead } = await handle.read(start, filled, start.length - filled, filled);
    if (bytesRead === 0) return start.subarray(0, filled);
    filled += bytesRead;
  }
  return start;
};

const withSealedFile = async <T>(path: string, work: (file: SealedFile) => Promise<T>): Promise<T> => {
  const input = await openSource(path);
  try {
    const start = await readStart(input);
    if (findArmour(start) !== null) throw new CeremonyError('backup-unsupported', { found: 'text' });
    const head = readEnvelopeHead(start, input.sizeBytes);
    return await work({ input, head, header: readRecipientHeader(start) });
  } finally {
    await input.handle.close();
  }
};

type Digests = { readonly sha256: string; readonly contentSha256: string; readonly sizeBytes: number };

/** Reads a file once, and shows each chunk and what of it is body. A chunk may be changed there, but not kept. */
const readThrough = async (
  { input, header }: SealedFile,
  { breathe, onRead }: Move,
  visit: (chunk: Uint8Array, body: Uint8Array) => Promise<void>,
): Promise<Digests> => {
  const [whole, content] = [createHash('sha256'), createHash('sha256')];
  let sizeBytes = 0;
  for await (const chunk of readChunks(input.handle)) {
    await breathe();
    const body = chunk.subarray(Math.min(chunk.length, Math.max(0, header.bytes.length - sizeBytes)));
    sizeBytes += chunk.length;
    whole.update(chunk);
    content.update(body);
    await visit(chunk, body);
    onRead(chunk.length);
  }
  await input.requireUnchanged();
  return { sha256: whole.digest('hex'), contentSha256: content.digest('hex'), sizeBytes };
};

/** Opens the content with the content key and forgets it at once: only so does it show that this is its key. */
const proveContentKey = (head: EnvelopeHead, contentKey: Secret) => {
  const opening = contentKey.use((key) => startOpening(head.cipher, key));
  const content = openContent(head);
  return {
    /** Changes the chunk. @throws CeremonyError backup-malformed, backup-too-large */
    push: (chunk: Uint8Array): void => wipeBytes(opening.update(content.push(chunk))),
    /** @throws CeremonyError backup-altered, backup-truncated, backup-malformed, backup-unsupported */
    finish: (): void => wipeBytes(finish(opening, head, content.finish())),
  };
};

/** What a file is moved from. */
type Before = {
  readonly file: SealedFile;
  readonly contentKey: Secret;
  /** The entries of the recipients that stay. */
  readonly kept: readonly Uint8Array[];
};

/** Reads the source to its end, once, and gives what stands behind its recipients to `write`. */
const readSource = async (
  { file, contentKey }: Before,
  move: Move,
  write: (body: Uint8Array) => Promise<void>,
): Promise<Digests> => {
  const proof = proveContentKey(file.head, contentKey);
  const digests = await readThrough(file, move, async (chunk, body) => {
    // A copy: the writer still writes it when the chunk's memory is used again.
    if (body.length > 0) await write(Uint8Array.from(body));
    proof.push(chunk);
  });
  proof.finish();
  return digests;
};

// --- proving ---

const unproved = (part: string) => new CeremonyError('backup-unproved', { part });

/** A header is what it must be when the source's, written with the same new entry, comes to the same bytes. */
const requireHeader = (header: RecipientHeader, { to }: Move, { file, kept }: Before): void => {
  const made = header.entries.filter(({ recipients }) =>
    recipients.some((recipient) => isFor(recipient, [to])),
  );
  const again = writeRecipientHeader(file.header, [...kept, ...made.map(({ bytes }) => bytes)]);
  if (made.length !== 1 || !equal(again, header.bytes)) throw unproved('recipients');
};

/** A moved file that cannot even be read is not the source's fault. */
const asUnproved = (error: unknown): never => {
  const isAboutFile = error instanceof CeremonyError && /^(?:backup|file)-/u.test(error.code);
  if (!isAboutFile) throw error;
  throw error.code === 'backup-unproved'
    ? error
    : new CeremonyError('backup-unproved', { part: 'file' }, error);
};

/**
 * Reads a moved file from its disk, and opens its content key with the new version on the HSM.
 * @throws CeremonyError backup-unproved, and the token's
 */
const prove = (path: string, move: Move, before: Before, contentSha256: string): Promise<Digests> =>
  withSealedFile(path, async (file) => {
    requireHeader(file.header, move, before);
    const recipients = file.header.entries.flatMap((entry) => entry.recipients);
    const opened = must(await openWithNew(move, recipients, move.to));
    await withSecret(opened, (secret) => {
      if (!secret.equals(before.contentKey)) throw unproved('key');
    });
    const digests = await readThrough(file, move, () => Promise.resolve());
    if (digests.contentSha256 !== contentSha256) throw unproved('content');
    return digests;
  }).catch(asUnproved);

// --- moving ---

/** The entries that stay: all but those for an old version, or for the new one, which gets another. */
const keptEntries = ({ entries }: RecipientHeader, { from, to }: Move, { recipient }: OldEntry) =>
  entries.flatMap(
    (entry) => withoutRecipients(entry, (each) => each === recipient || isFor(each, [...from, to])) ?? [],
  );

/** What is left of a run that was killed between the two steps of giving a file its name. */
const forgetSecondName = async (output: string): Promise<void> => {
  const [named, partial] = await Promise.all([lstat(output), lstat(partialPath(output)).catch(() => null)]);
  if (partial?.ino === named.ino && partial.dev === named.dev) await unlink(partialPath(output));
};

type Moved = { readonly source: Digests; readonly result: Digests };

/** An output that is there already is fine if it is the result of moving just this source. */
const recogniseMoved = async (before: Before, move: Move): Promise<Moved> => {
  const differs = (cause?: unknown) => new CeremonyError('file-exists', { path: move.output }, cause);
  if (!(await lstat(move.output)).isFile()) throw differs();
  const source = await readSource(before, move, () => Promise.resolve());
  const result = await prove(move.output, move, before, source.contentSha256).catch(
    (error: unknown): never => {
      throw error instanceof CeremonyError && error.code === 'backup-unproved' ? differs(error) : error;
    },
  );
  await forgetSecondName(move.output);
  return { source, result };
};

const writeMoved = async (before: Before, move: Move): Promise<Moved> => {
  const { file, contentKey, kept } = before;
  const output = await openOutput(move.output, file.input).catch((error: unknown): never => {
    // The folder is gone, and so is every file to come.
    if (error instanceof CeremonyError && error.code === 'file-absent')
      throw new CeremonyError('not-writable', error.details, error);
    throw error;
  });
  try {
    const entry = await sealToNew(contentKey, move.to);
    await output.write(writeRecipientHeader(file.header, [...kept, entry]));
    const source = await readSource(before, move, output.write);
    let result = source;
    await output.publish(async (partial) => {
      result = await prove(partial, move, before, source.contentSha256);
    });
    return { source, result };
  } finally {
    await output.discard();
  }
};

const isThere = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null)) !== null;

/**
 * Moves one sealed file to the new version: a copy whose recipients are written anew, and whose body is the same to the last
 * byte. It gets its name when it was read again from the disk, when the new version opened the same content key from it, and
 * when the content showed that this is its key. The source stays as it is. Memory does not grow with the file.
 *
 * @throws CeremonyError backup-not-sealed, backup-unsupported (text, too: PEM and S/MIME), backup-malformed, backup-truncated,
 * backup-too-large, backup-altered, backup-changed; backup-key-absent, backup-already-moved, backup-unproved; mechanism-missing
 * and the token's; file-absent, file-unreadable, file-exists, same-file, file-busy; not-writable, disk-full. No output is left
 * then, unless it was there before.
 */
export const moveBackup = (move: Move): Promise<MovedFile> =>
  withSealedFile(move.source, async (file) => {
    const recipients = file.header.entries.flatMap((entry) => entry.recipients);
    const old = must(await openWithOld(move, recipients, move.from, move.to));
    return withSecret(old.contentKey, async (contentKey) => {
      const kept = keptEntries(file.header, move, old);
      const work = (await isThere(move.output)) ? recogniseMoved : writeMoved;
      const { source, result } = await work({ file, contentKey, kept }, move);
      return {
        from: old.label,
        sizeBytes: result.sizeBytes,
        oldSha256: source.sha256,
        newSha256: result.sha256,
        contentSha256: result.contentSha256,
        authenticated: file.head.cipher.kind === 'aes-256-gcm',
      };
    });
  });
