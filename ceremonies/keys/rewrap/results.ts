import { createHash } from 'node:crypto';
import { link, lstat, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CeremonyError } from '../../model/error.ts';
import {
  notMovedRecord,
  readRecord,
  tokenCodes,
  type DataKeyRecord,
  type Move,
  type NotMovedRecord,
  type ReadRecord,
} from '../../model/inventory.ts';
import {
  fileError,
  openAppendFile,
  syncDirectory,
  type AppendFile,
  type OpenAppendFile,
} from '../../transcript/appendFile.ts';
import { openLines, type Line, type LineReader } from './lines.ts';

/**
 * The two files that come of an inventory: what was moved, and what was not. They grow under partial names, side by side in the
 * order of the inventory, so that how far they go says how far the work went: nothing else is kept about it.
 */

export type ResultPaths = { readonly moved: string; readonly notMoved: string };

export const resultPaths = (directory: string, name: string): ResultPaths => ({
  moved: join(directory, `${name}.jsonl`),
  notMoved: join(directory, `${name}.not-moved.jsonl`),
});

const partOf = (path: string): string => `${path}.part`;

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : '';

const lookAt = async (path: string) =>
  lstat(path).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return null;
    throw fileError(cause, path);
  });

/** Where a result was found: under its final name, under its partial one, or not at all. */
type Found = { readonly path: string; readonly at: 'final' | 'part' | 'nowhere' };

const find = async (path: string): Promise<Found> => {
  const [final, part] = [await lookAt(path), await lookAt(partOf(path))];
  const found = final ?? part;
  if (found?.isFile() === false) throw new CeremonyError('file-exists', { path });
  return { path, at: final !== null ? 'final' : part !== null ? 'part' : 'nowhere' };
};

/** File systems without hard links, as on most removable media, say one of these. */
const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

const isSameFile = async (a: string, b: string): Promise<boolean> => {
  const [one, other] = [await lookAt(a), await lookAt(b)];
  return one !== null && one.ino === other?.ino && one.dev === other.dev;
};

/** Gives a part its final name; replaces nothing, and can be done again after it was cut short. */
const giveName = async (path: string): Promise<void> => {
  const part = partOf(path);
  const refused = (cause: unknown): never => {
    throw fileError(cause, path);
  };
  if (!(await isSameFile(part, path))) {
    try {
      await link(part, path);
    } catch (cause) {
      if (!noLinks.has(codeOf(cause))) throw fileError(cause, path);
      if ((await lookAt(path)) !== null) throw new CeremonyError('file-exists', { path }, cause);
      await rename(part, path).catch(refused);
      return;
    }
  }
  await unlink(part).catch(refused);
};

// --- what an earlier run left ---

/** Reads a file ahead of its use by one line. */
const openPeek = (reader: LineReader | null) => {
  let ahead: Line | null | undefined;
  return {
    peek: async (): Promise<Line | null> => (ahead ??= (await reader?.next()) ?? null),
    drop: (): void => {
      ahead = undefined;
    },
    close: async (): Promise<void> => reader?.close(),
  };
};

/** Null for what is no line of such a list. */
export const parseNotMoved = (text: string | null): NotMovedRecord | null => {
  try {
    return notMovedRecord.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
};

/** Whether a line of the list of what was not moved is about this line of the inventory. */
export const isNotMoved = (line: Line, number: number, read: ReadRecord): boolean => {
  const listed = parseNotMoved(line.text);
  if (listed?.line !== number) return false;
  const { dataSet, id } = read.kind === 'record' ? read.record : read.name;
  return (
    listed.dataSet === dataSet &&
    listed.id === id &&
    (read.kind === 'fault' ? listed.code === read.code : tokenCodes.has(listed.code))
  );
};

/** What a line of the new inventory says of this data key; null where it is about another. */
const movedRecord = (line: Line, read: ReadRecord, { kid, alg }: Move['to']): DataKeyRecord | null => {
  const found = readRecord(line.text);
  return read.kind === 'record' &&
    found.kind === 'record' &&
    found.record.dataSet === read.record.dataSet &&
    found.record.id === read.record.id &&
    found.record.kid === kid &&
    found.record.alg === alg
    ? found.record
    : null;
};

/** In characters: more than a disk that works lets gather. */
const gatheredMost = 4 * 1024 * 1024;

// --- both together ---

/** A record is what the new inventory has of it, whoever wrote that: only the token can tell whether it is so. */
export type Settled = DataKeyRecord | 'not-moved';

export type Results = {
  /**
   * What an earlier run made of a line of the inventory; lines are asked for in their order. Null from the first one on that it
   * did not settle: what stands behind that is cut off, and the rest is appended.
   */
  readonly settled: (number: number, read: ReadRecord) => Promise<Settled | null>;
  /**
   * Lines with their ends. They go to disk behind the caller's back, as many at once as gathered while those before them did: a slow
   * disk then makes few large pieces, and nobody waits for it. What it refuses is thrown by one of the next calls.
   */
  readonly append: (moved: string, notMoved: string) => Promise<void>;
  /** All of it on disk, under the final names. Gives the digests of both files. */
  readonly publish: () => Promise<{ readonly sha256: string; readonly notMovedSha256: string }>;
  /** Leaves all that is on disk as it is, to go on with. */
  readonly close: () => Promise<void>;
};

type Side = {
  readonly found: Found;
  readonly digest: ReturnType<typeof createHash>;
  readonly earlier: ReturnType<typeof openPeek>;
  keptBytes: number;
  file: AppendFile | null;
};

const openSide = async (found: Found): Promise<Side> => ({
  found,
  digest: createHash('sha256'),
  earlier: openPeek(
    found.at === 'nowhere' ? null : await openLines(found.at === 'final' ? found.path : partOf(found.path)),
  ),
  keptBytes: 0,
  file: null,
});

/**
 * Finds what there is of the results, or begins them. Results that are finished are taken for what they are, if every line of the
 * inventory is in them.
 *
 * @throws CeremonyError file-exists (a file that did not come of this inventory), not-writable, disk-full, file-absent (the folder)
 */
export const openResults = async (
  paths: ResultPaths,
  to: Move['to'],
  openFile: OpenAppendFile = openAppendFile,
): Promise<Results> => {
  const [foundMoved, foundNotMoved] = [await find(paths.moved), await find(paths.notMoved)];
  // The list gets its name first, so these are somebody else's.
  if (foundMoved.at === 'final' && foundNotMoved.at !== 'final')
    throw new CeremonyError('file-exists', { path: paths.moved });
  if (foundNotMoved.at === 'final' && foundMoved.at === 'nowhere')
    throw new CeremonyError('file-exists', { path: paths.notMoved });

  const moved = await openSide(foundMoved);
  const notMoved = await openSide(foundNotMoved);
  const sides = [moved, notMoved] as const;
  const gathered = { moved: '', notMoved: '' };
  let pending: Promise<void> | null = null;
  let failure: { readonly cause: unknown } | null = null;
  let state: 'looking' | 'writing' = 'looking';

  const takeOver = async (side: Side): Promise<void> => {
    const line = await side.earlier.peek();
    side.earlier.drop();
    if (line === null) return;
    side.digest.update(`${line.text ?? ''}\n`);
    side.keptBytes = line.nextAtBytes;
  };

  /** Cuts off what the inventory does not account for. A file with its final name is never touched. */
  const write = async (): Promise<void> => {
    state = 'writing';
    for (const side of sides) {
      const { path, at } = side.found;
      const isMore = (await side.earlier.peek()) !== null;
      await side.earlier.close();
      if (at === 'final') {
        if (isMore) throw new CeremonyError('file-exists', { path });
        continue;
      }
      side.file = await openFile(partOf(path), at === 'part' ? 'continue' : 'create');
      if (isMore) await side.file.truncate(side.keptBytes);
    }
  };

  const appendTo = async (side: Side, text: string): Promise<void> => {
    if (text === '') return;
    if (side.file === null) throw new CeremonyError('file-exists', { path: side.found.path });
    const bytes = Buffer.from(text, 'utf8');
    await side.file.append(bytes);
    side.digest.update(bytes);
  };

  /** Until nothing more was gathered; what is appended to one file only is cut off again by the next run. */
  const drain = async (): Promise<void> => {
    while (failure === null && gathered.moved.length + gathered.notMoved.length > 0) {
      const pieces = { ...gathered };
      gathered.moved = '';
      gathered.notMoved = '';
      const ends = await Promise.allSettled([
        appendTo(moved, pieces.moved),
        appendTo(notMoved, pieces.notMoved),
      ]);
      for (const end of ends) if (end.status === 'rejected') failure ??= { cause: end.reason };
    }
    pending = null;
  };

  const flushed = async (): Promise<void> => {
    await pending;
    if (failure !== null) throw failure.cause;
  };

  const close = async (): Promise<void> => {
    await pending;
    for (const side of sides) {
      if (state === 'looking') await side.earlier.close();
      await side.file?.close();
      side.file = null;
    }
  };

  return {
    settled: async (number, read) => {
      if (state === 'writing') return null;
      const listed = await notMoved.earlier.peek();
      if (listed?.ended === true && isNotMoved(listed, number, read)) {
        await takeOver(notMoved);
        return 'not-moved';
      }
      const there = await moved.earlier.peek();
      const record = there?.ended === true ? movedRecord(there, read, to) : null;
      if (record !== null) {
        await takeOver(moved);
        return record;
      }
      const finished = sides.find(({ found }) => found.at === 'final');
      if (finished !== undefined) throw new CeremonyError('file-exists', { path: finished.found.path });
      await write();
      return null;
    },
    append: async (movedLines, notMovedLines) => {
      if (movedLines.length + notMovedLines.length === 0) return;
      if (failure !== null || gathered.moved.length > gatheredMost) await flushed();
      gathered.moved += movedLines;
      gathered.notMoved += notMovedLines;
      pending ??= drain();
    },
    publish: async () => {
      if (state === 'looking') await write();
      await flushed();
      await close();
      // The list first: the new inventory under its name says that all is done.
      for (const { found } of [notMoved, moved]) {
        if (found.at !== 'final' || (await isSameFile(partOf(found.path), found.path)))
          await giveName(found.path);
      }
      await syncDirectory(dirname(paths.moved));
      return { sha256: moved.digest.digest('hex'), notMovedSha256: notMoved.digest.digest('hex') };
    },
    close,
  };
};
