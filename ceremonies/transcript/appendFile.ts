import { mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CeremonyError, type ErrorCode } from '../model/error.ts';

/** A file that only grows, a whole piece at a time, and that has each piece on disk before it says so. */
export type AppendFile = {
  /** Durable when it returns. When it throws, the file is as it was before. */
  readonly append: (piece: Uint8Array) => Promise<void>;
  /** Cuts the file to its first `sizeBytes`. */
  readonly truncate: (sizeBytes: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** How a journal gets its file; faults are tested by another one. */
export type OpenAppendFile = (path: string, mode: 'create' | 'continue') => Promise<AppendFile>;

const meanings: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'not-writable',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EISDIR: 'not-writable',
  ENOTDIR: 'not-writable',
  EEXIST: 'file-exists',
  ENOENT: 'file-absent',
};

/** What a file system's refusal means to the people in the room. */
export const fileError = (cause: unknown, path: string): CeremonyError => {
  if (cause instanceof CeremonyError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new CeremonyError(meanings[code] ?? 'file-unreadable', { path, reason: code }, cause);
};

/**
 * Makes a directory and those above it that are missing. Not by mkdir's own `recursive`, which never returns where a file
 * system says ENOENT although the parent is there, as /proc does.
 *
 * @throws CeremonyError file-absent, not-writable, disk-full
 */
export const ensureDirectory = async (path: string, mode = 0o777): Promise<void> => {
  const make = (): Promise<'made' | 'parent-missing'> =>
    mkdir(path, { mode }).then(
      () => 'made',
      async (cause: unknown) => {
        const code = cause instanceof Error && 'code' in cause ? cause.code : '';
        const isThere = code === 'EEXIST' && (await stat(path)).isDirectory();
        if (isThere) return 'made';
        if (code === 'ENOENT') return 'parent-missing';
        throw fileError(cause, path);
      },
    );
  if ((await make()) === 'made' || dirname(path) === path) return;
  await ensureDirectory(dirname(path), mode);
  if ((await make()) !== 'made') throw new CeremonyError('file-absent', { path });
};

/** A new name in a directory is durable only when the directory is, too; not every system lets one sync it. */
export const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(path, 'r').catch(() => null);
  if (directory === null) return;
  await directory.sync().catch(() => undefined);
  await directory.close();
};

const over = (handle: FileHandle, path: string, startBytes: number): AppendFile => {
  let sizeBytes = startBytes;
  return {
    append: async (piece) => {
      try {
        let written = 0;
        while (written < piece.length) {
          const { bytesWritten } = await handle.write(
            piece,
            written,
            piece.length - written,
            sizeBytes + written,
          );
          written += bytesWritten;
        }
        await handle.datasync();
        sizeBytes += piece.length;
      } catch (cause) {
        await handle.truncate(sizeBytes).catch(() => undefined);
        throw fileError(cause, path);
      }
    },
    truncate: async (size) => {
      await handle.truncate(size);
      await handle.sync();
      sizeBytes = size;
    },
    close: () => handle.close(),
  };
};

/**
 * Opens a file to append to. `create` refuses one that is there already.
 *
 * @throws CeremonyError file-exists, file-absent, not-writable, disk-full
 */
export const openAppendFile: OpenAppendFile = async (path, mode) => {
  try {
    const handle = await open(path, mode === 'create' ? 'wx' : 'r+', 0o600);
    if (mode === 'create') await syncDirectory(dirname(path));
    return over(handle, path, (await handle.stat()).size);
  } catch (cause) {
    throw fileError(cause, path);
  }
};
