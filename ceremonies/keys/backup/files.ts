import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, open, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { CeremonyError } from '../../model/error.ts';
import { fileError, syncDirectory } from '../../transcript/appendFile.ts';

/** The name under which a file is written until it is whole and known to be good. */
export const partialPath = (output: string): string => `${output}.partial`;

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : '';

const failed = (cause: unknown, path: string): CeremonyError => {
  if (cause instanceof CeremonyError) return cause;
  const reason = codeOf(cause);
  // A file system, or a limit, that takes no file of this size.
  if (reason === 'EFBIG') return new CeremonyError('disk-full', { path, reason }, cause);
  return reason === 'EIO'
    ? new CeremonyError('not-writable', { path, reason }, cause)
    : fileError(cause, path);
};

const attempt = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    throw failed(cause, path);
  }
};

// --- the input ---

export type Input = {
  readonly handle: FileHandle;
  readonly path: string;
  readonly sizeBytes: number;
  /** Refuses a file that grew, shrank or was written while it was read. @throws CeremonyError backup-changed */
  readonly requireUnchanged: () => Promise<void>;
};

/** Opens a regular file to read it once. @throws CeremonyError file-absent, file-unreadable, not-writable (no permission) */
export const openInput = (path: string): Promise<Input> =>
  attempt(path, async () => {
    // A pipe that nobody writes to must be refused, not waited for.
    const handle = await open(
      path,
      constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK),
    );
    const before = await handle.stat();
    if (!before.isFile()) {
      await handle.close();
      throw new CeremonyError('file-unreadable', { path, reason: 'no regular file' });
    }
    return {
      handle,
      path,
      sizeBytes: before.size,
      requireUnchanged: async () => {
        const now = await handle.stat();
        if (now.size !== before.size || now.mtimeMs !== before.mtimeMs)
          throw new CeremonyError('backup-changed', { path });
      },
    };
  });

// --- one writer at a time ---

/** The output by a name that does not depend on how it was spelled. */
const whole = async (output: string): Promise<string> =>
  join(await realpath(dirname(output)), basename(output));

/** A name that the system forgets with the process; on macOS a file, which outlives a killed one. */
const lockAddress = (output: string): string => {
  const name = `embassy-key-ceremony-${createHash('sha256').update(output).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
};

const listen = (address: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ path: address, exclusive: true }, () => resolve(server));
  });

/** Whether nobody listens there any more: the file of a socket whose process was killed. */
const isAbandoned = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(false));
    socket.once('error', (cause) => resolve(codeOf(cause) === 'ECONNREFUSED'));
    socket.unref();
  });

/**
 * A lock that a killed process cannot leave shut, which Node's files do not have: a local socket that nobody can open twice.
 * Nothing is ever received on it. Gives what ends it.
 *
 * @throws CeremonyError file-busy
 */
const lock = async (output: string): Promise<() => Promise<void>> => {
  const address = lockAddress(output);
  const server = await listen(address).catch(async (cause: unknown) => {
    if (codeOf(cause) !== 'EADDRINUSE') throw cause;
    if (!(await isAbandoned(address))) throw new CeremonyError('file-busy', { path: output }, cause);
    await unlink(address);
    return listen(address);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
};

// --- the output ---

export type Output = {
  /** Writes behind the caller: returns once the piece before is written, and this one is on its way. */
  readonly write: (piece: Uint8Array) => Promise<void>;
  /**
   * Everything on disk, under its final name, which nobody had before. Then the output is closed. `prove` may look at the file
   * when it is on disk, and by throwing keeps it from getting that name.
   */
  readonly publish: (prove?: (partial: string) => Promise<void>) => Promise<void>;
  /** Leaves nothing behind, unless it was published. May be called at any time. */
  readonly discard: () => Promise<void>;
};

/** What an interrupted run left is deleted, whatever it holds; anything but a file of that name is somebody else's. */
const reclaim = async (partial: string): Promise<void> => {
  const left = await lstat(partial).catch(() => null);
  if (left === null) return;
  if (!left.isFile()) throw new CeremonyError('file-exists', { path: partial });
  await unlink(partial);
};

const requireAbsent = async (path: string): Promise<void> => {
  if (await lstat(path).catch(() => null)) throw new CeremonyError('file-exists', { path });
};

/** File systems without hard links, as on most removable media, say one of these. */
const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Gives a file its final name; replaces nothing. */
const giveName = async (partial: string, output: string): Promise<void> => {
  try {
    await link(partial, output);
    await unlink(partial);
  } catch (cause) {
    if (!noLinks.has(codeOf(cause))) throw cause;
    await requireAbsent(output);
    await rename(partial, output);
  }
};

/**
 * Refuses an output that exists, and one that is the input itself. Gives the names that the file will have.
 *
 * @throws CeremonyError same-file, file-exists, file-absent (the folder)
 */
export const requireFree = (
  asNamed: string,
  input: Input,
): Promise<{ readonly output: string; readonly partial: string }> =>
  attempt(asNamed, async () => {
    const output = await whole(asNamed);
    const partial = partialPath(output);
    const source = await input.handle.stat();
    for (const path of [output, partial]) {
      const there = await stat(path).catch(() => null);
      if (there?.ino === source.ino && there.dev === source.dev)
        throw new CeremonyError('same-file', { path });
    }
    await requireAbsent(output);
    return { output, partial };
  });

/** What waits in memory for the disk would otherwise be written all at once at the end, while nothing else is done. */
const syncEveryBytes = 256 * 1024 * 1024;

const writeAll = async (handle: FileHandle, piece: Uint8Array, at: number): Promise<void> => {
  for (let written = 0; written < piece.length;) {
    const { bytesWritten } = await handle.write(piece, written, piece.length - written, at + written);
    written += bytesWritten;
  }
};

/** Writes one piece behind another, and what was written to disk, while the caller makes the next. */
const openWriter = (handle: FileHandle) => {
  let position = 0;
  let syncedTo = 0;
  let writing = Promise.resolve();
  let syncing = Promise.resolve();
  return {
    /** Returns once the piece before is written, and this one is on its way. */
    write: async (piece: Uint8Array): Promise<void> => {
      await writing;
      writing = writeAll(handle, piece, position);
      // Its failure is told by whoever awaits it next.
      writing.catch(() => undefined);
      position += piece.length;
      if (position - syncedTo < syncEveryBytes) return;
      syncedTo = position;
      await syncing;
      syncing = handle.datasync();
      syncing.catch(() => undefined);
    },
    /** Everything on disk. */
    flush: async (): Promise<void> => {
      await writing;
      await syncing;
      await handle.sync();
    },
    /** Ends the file, whatever became of it. */
    close: async (): Promise<void> => {
      await Promise.allSettled([writing, syncing]);
      await handle.close();
    },
  };
};

/** A file of that name, made new, for its owner alone. */
const create = async (partial: string): Promise<FileHandle> => {
  await reclaim(partial);
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  return open(partial, O_CREAT | O_EXCL | O_WRONLY, 0o600);
};

/**
 * Begins a new file: under its partial name, readable by its owner alone, and locked against a second run.
 *
 * @throws CeremonyError same-file, file-exists, file-busy, file-absent (the folder), not-writable, disk-full
 */
export const openOutput = (asNamed: string, input: Input): Promise<Output> =>
  attempt(asNamed, async () => {
    const { output, partial } = await requireFree(asNamed, input);
    const unlock = await lock(output);
    const handle = await create(partial).catch(async (cause: unknown) => {
      await unlock();
      throw cause;
    });
    const { ino, dev } = await handle.stat();
    const isOurs = async () => {
      const named = await lstat(partial).catch(() => null);
      return named?.ino === ino && named.dev === dev;
    };

    const writer = openWriter(handle);
    let state: 'writing' | 'closed' | 'over' = 'writing';
    const close = async () => {
      if (state !== 'writing') return;
      state = 'closed';
      await writer.close();
    };
    return {
      write: (piece) => attempt(asNamed, () => writer.write(piece)),
      publish: (prove) =>
        attempt(asNamed, async () => {
          await writer.flush();
          await close();
          await prove?.(partial);
          if (!(await isOurs())) throw new CeremonyError('file-busy', { path: asNamed });
          await giveName(partial, output);
          state = 'over';
          await unlock();
          await syncDirectory(dirname(output));
        }),
      discard: async () => {
        if (state === 'over') return;
        await close();
        state = 'over';
        if (await isOurs()) await unlink(partial).catch(() => undefined);
        await unlock();
      },
    };
  });
