import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { CeremonyError, good, type ErrorCode, type ErrorDetails, type Result } from '../../model/error.ts';
import { ensureDirectory, fileError } from '../../transcript/appendFile.ts';
import { partialPath } from '../backup/files.ts';
import { attemptJob } from '../backup/job.ts';
import { openMeter, type OnProgress } from '../backup/transfer.ts';
import { moveBackup, type Move, type MovedFile } from './backupFile.ts';
import { nameVersion, type BackupVersion, type KeyAccess, type NamedVersion } from './backupKeys.ts';

export type RewrapBackupsRequest = KeyAccess & {
  readonly from: readonly BackupVersion[];
  readonly to: BackupVersion;
  /** The folder of sealed files. Nothing in it is changed. */
  readonly folder: string;
  /** Where the moved files go, under the same names; another folder, which is made where it is missing. */
  readonly out: string;
  /** In bytes of the sources. */
  readonly onProgress?: OnProgress;
  /** Awaited before each file and each chunk of one: here the work pauses. What it throws ends it. */
  readonly breathe?: () => Promise<void>;
};

/** What became of one entry of the folder. */
export type BackupMoved =
  | ({ readonly kind: 'moved'; readonly name: string } & MovedFile)
  | {
      readonly kind: 'not-moved';
      readonly name: string;
      readonly code: ErrorCode;
      readonly details: ErrorDetails;
    };

// --- what there is ---

type Entry = {
  readonly name: string;
  readonly sizeBytes: number;
  /** Why it is not even looked into. */
  readonly refusal: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
};

const isPartial = (name: string): boolean => name.endsWith(partialPath(''));

const lookAt = async (folder: string, name: string): Promise<Entry> => {
  const refused = (code: ErrorCode, details: ErrorDetails): Entry => ({
    name,
    sizeBytes: 0,
    refusal: { code, details },
  });
  const found = await lstat(join(folder, name)).catch(() => null);
  if (found === null) return refused('file-unreadable', {});
  if (found.isSymbolicLink()) return refused('not-a-file', { found: 'symbolic link' });
  if (found.isDirectory()) return refused('not-a-file', { found: 'folder' });
  if (!found.isFile()) return refused('not-a-file', { found: 'other' });
  // Its output would have the name under which another file is written.
  if (isPartial(name)) return refused('backup-unfinished', {});
  return { name, sizeBytes: found.size, refusal: null };
};

/** By name, in the order of its UTF-16 code units: the same on every machine. */
const list = async (folder: string): Promise<readonly Entry[]> => {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw fileError(cause, folder);
  });
  const entries: Entry[] = [];
  for (const name of names.sort()) entries.push(await lookAt(folder, name));
  return entries;
};

// --- moving ---

/** What is the matter with one file, and leaves the others as they are; all else ends the work. */
const ofOneFile: ReadonlySet<ErrorCode> = new Set([
  ...(['backup-not-sealed', 'backup-unsupported', 'backup-malformed', 'backup-truncated'] as const),
  ...(['backup-too-large', 'backup-altered', 'backup-changed', 'backup-key-absent'] as const),
  ...(['backup-already-moved', 'backup-unproved', 'mechanism-missing', 'ciphertext-invalid'] as const),
  ...(['file-absent', 'file-unreadable', 'file-exists', 'same-file', 'file-busy'] as const),
]);

const moveOne = async (
  { name, refusal }: Entry,
  move: Omit<Move, 'source' | 'output'>,
  folder: string,
  out: string,
): Promise<BackupMoved> => {
  if (refusal !== null) return { kind: 'not-moved', name, ...refusal };
  const moved = await attemptJob(() =>
    moveBackup({ ...move, source: join(folder, name), output: join(out, name) }),
  );
  if (moved.ok) return { kind: 'moved', name, ...moved.value };
  const { code, details } = moved.problem;
  if (ofOneFile.has(code)) return { kind: 'not-moved', name, code, details };
  throw new CeremonyError(code, details);
};

/** Each file is read twice, before it is moved and after; so each reading counts for half. */
const openHalfMeter = (totalBytes: number, onProgress: OnProgress) =>
  openMeter(2 * totalBytes, ({ doneBytes, bytesPerSecond }) =>
    onProgress({ doneBytes: Math.floor(doneBytes / 2), totalBytes, bytesPerSecond: bytesPerSecond / 2 }),
  );

const nameAll = async (
  access: KeyAccess,
  versions: readonly BackupVersion[],
): Promise<Result<readonly NamedVersion[]>> => {
  const named: NamedVersion[] = [];
  for (const version of versions) {
    const each = await nameVersion(access, version);
    if (!each.ok) return each;
    named.push(each.value);
  }
  return good(named);
};

/**
 * Moves a folder of sealed files (CMS EnvelopedData and AuthEnvelopedData, DER or BER) from old versions of an embassy key to a
 * new one. Their recipients are written anew; content, and everybody else's recipients, stay as they are, byte for byte. The
 * content keys pass through this process, in locked memory.
 *
 * Gives what became of every entry of the folder, by name: moved, and proved to be ({@link moveBackup}), or not moved and why.
 * Links and sub-folders are told of, not followed. May be stopped or killed at any time and begun again: what was moved is proved again
 * instead of written again, and nothing is ever written over.
 *
 * Problems, which end the work with what was moved still good: disk-full, not-writable; file-absent (the folder),
 * same-file (one folder for both); certificate-malformed, key-unsuitable; the token's; memory-not-locked; what `breathe` throws.
 */
export const rewrapBackups = async (
  request: RewrapBackupsRequest,
): Promise<Result<readonly BackupMoved[]>> => {
  const { folder, out, onProgress = () => undefined, breathe = () => Promise.resolve() } = request;
  const from = await nameAll(request, request.from);
  if (!from.ok) return from;
  const to = await nameVersion(request, request.to);
  if (!to.ok) return to;

  return attemptJob(async () => {
    const entries = await list(folder);
    await ensureDirectory(out);
    if ((await realpath(folder)) === (await realpath(out)))
      throw new CeremonyError('same-file', { path: out });
    const totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const meter = openHalfMeter(totalBytes, onProgress);
    const results: BackupMoved[] = [];
    for (const entry of entries) {
      await breathe();
      // A file may be left before its end, or grow: it counts for its size, neither less nor more.
      let left = 2 * entry.sizeBytes;
      const onRead = (sizeBytes: number) => {
        const counted = Math.min(left, sizeBytes);
        left -= counted;
        meter.add(counted);
      };
      const move = { ...request, from: from.value, to: to.value, breathe, onRead };
      results.push(await moveOne(entry, move, folder, out));
      meter.add(left);
    }
    meter.finish();
    return results;
  });
};
