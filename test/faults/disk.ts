import { constants } from 'node:fs';
import promises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { mock } from 'node:test';
import type { Board } from './board.ts';
import { PowerCut } from './files.ts';

/**
 * What goes wrong with one thing that is done to a file. `full`: the disk has no room for it, or only for half of what is written;
 * `cut`, `torn`, `cut-after`: the power fails before it, amid what is written, or after it, and no file is touched any more.
 */
export type DiskFault = 'full' | 'cut' | 'torn' | 'cut-after';
export const diskFaults: readonly DiskFault[] = ['full', 'cut', 'torn', 'cut-after'];

/** The nth time that something is done to a file of this name, from 1. */
export type Deed = { readonly file: string; readonly act: Act; readonly nth: number };

type Act = 'open' | 'write' | 'sync' | 'truncate' | 'rename' | 'link' | 'unlink' | 'mkdir';

export const nameOfDeed = ({ file, act, nth }: Deed): string => `${file}: ${act} ${nth}`;

/** Names without what differs from one run to the next. */
const nameOfFile = (path: string): string =>
  basename(path)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/\d{4}-\d{2}-\d{2}/g, 'DATE');

/**
 * From now on everything that the program does to files goes through here, and one thing of it fails. One a process. The pieces that
 * go to a journal are left alone: `files.ts` has them.
 */
export const openDisk = (board: Board) => {
  let done: Deed[] = [];
  let planned: (Deed & { readonly fault: DiskFault }) | null = null;
  let struck = 0;

  /** As Node says it. */
  const noRoom = (kind: Act, path: string): Error =>
    Object.assign(new Error(`ENOSPC: no space left on device, ${kind} '${path}'`), {
      code: 'ENOSPC',
      syscall: kind,
    });

  /** `half`: does half of it, where there are halves. */
  const act = async <T>(
    kind: Act,
    path: string,
    whole: () => Promise<T>,
    half?: () => Promise<unknown>,
  ): Promise<T> => {
    if (board.isDark()) throw new PowerCut();
    const file = nameOfFile(path);
    const nth = 1 + done.filter((deed) => deed.file === file && deed.act === kind).length;
    done.push({ file, act: kind, nth });
    const isIt = planned?.file === file && planned.act === kind && planned.nth === nth;
    if (planned === null || !isIt) return whole();
    const { fault } = planned;
    planned = null;
    struck += 1;
    if (fault === 'full' || fault === 'torn') await half?.();
    if (fault === 'full') throw noRoom(kind, path);
    if (fault === 'cut-after') await whole();
    board.goDark();
    throw new PowerCut();
  };

  const { open, rename, link, unlink, mkdir, writeFile } = promises;

  const guard = (handle: FileHandle, path: string): FileHandle => {
    const halfOf = (content: unknown): Uint8Array => {
      const bytes = content instanceof Uint8Array ? content : Buffer.from(String(content));
      return bytes.subarray(0, bytes.length >> 1);
    };
    const isJournal = basename(path) === 'journal.jsonl';
    const changed: Readonly<Record<string, (...args: never[]) => Promise<unknown>>> = isJournal
      ? {}
      : {
          write: (piece: Uint8Array, at: number, length: number, position: number) =>
            act(
              'write',
              path,
              () => handle.write(piece, at, length, position),
              () => handle.write(piece, at, length >> 1, position),
            ),
          writeFile: (content: Uint8Array) =>
            act(
              'write',
              path,
              () => handle.writeFile(content),
              () => handle.writeFile(halfOf(content)),
            ),
          sync: () => act('sync', path, () => handle.sync()),
          datasync: () => act('sync', path, () => handle.datasync()),
          truncate: (sizeBytes: number) => act('truncate', path, () => handle.truncate(sizeBytes)),
        };
    return new Proxy(handle, {
      get: (target, name): unknown => {
        const own: unknown = typeof name === 'string' ? changed[name] : undefined;
        if (own !== undefined) return own;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  };

  const isRead = (flags: string | number | undefined): boolean =>
    typeof flags === 'number'
      ? (flags & (constants.O_WRONLY | constants.O_RDWR)) === 0
      : flags === 'r' || flags === undefined;
  mock.method(promises, 'open', async (path: string, flags?: string | number, mode?: number) => {
    const opened = () => open(path, flags, mode);
    return isRead(flags) ? opened() : guard(await act('open', path, opened), path);
  });
  mock.method(promises, 'writeFile', (path: string, content: string, options: object) =>
    act(
      'write',
      path,
      () => writeFile(path, content, options),
      () => writeFile(path, content.slice(0, content.length >> 1), options),
    ),
  );
  mock.method(promises, 'rename', (from: string, to: string) => act('rename', to, () => rename(from, to)));
  mock.method(promises, 'link', (from: string, to: string) => act('link', to, () => link(from, to)));
  mock.method(promises, 'unlink', (path: string) => act('unlink', path, () => unlink(path)));
  mock.method(promises, 'mkdir', (path: string, options: object) =>
    act('mkdir', path, () => mkdir(path, options)),
  );
  syncBuiltinESMExports();

  return {
    /** What was done since the last `clear`, in order. */
    done: (): readonly Deed[] => done,
    struck: () => struck,
    clear: () => {
      done = [];
      planned = null;
      struck = 0;
    },
    plan: (deed: Deed, fault: DiskFault) => {
      planned = { ...deed, fault };
    },
  };
};
