import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/**
 * The most that ever was resident (VmHWM), and what is its own now (RssAnon): the program's file, which all processes of a browser share,
 * is no part of that. On Linux only.
 */
export type Memory = { readonly residentBytes: number; readonly ownBytes: number };

export const memoryOf = (pid: number): Memory => {
  const path = `/proc/${pid}/status`;
  const status = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const bytesOf = (name: string): number =>
    1024 * Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { residentBytes: bytesOf('VmHWM'), ownBytes: bytesOf('RssAnon') };
};

export const mostOf = (all: readonly Memory[]): Memory => ({
  residentBytes: Math.max(0, ...all.map(({ residentBytes }) => residentBytes)),
  ownBytes: Math.max(0, ...all.map(({ ownBytes }) => ownBytes)),
});

/** The most that any of some processes ever had, looked at until told to stop. */
export const watching = (pids: () => readonly number[]) => {
  let most = mostOf([]);
  const stopping = new AbortController();
  const watch = (async () => {
    while (!stopping.signal.aborted) {
      most = mostOf([most, ...pids().map(memoryOf)]);
      await setTimeout(20);
    }
  })();
  return async (): Promise<Memory> => {
    stopping.abort();
    await watch;
    return most;
  };
};

const childrenOf = (parent: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
const familyOf = (pid: number): readonly number[] => [pid, ...childrenOf(pid).flatMap(familyOf)];

/** The processes of browsers' pages below this one. */
export const pagesNow = (): readonly number[] =>
  familyOf(process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
    } catch {
      return false;
    }
  });

export const mib = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
