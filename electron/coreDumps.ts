/**
 * Linux: none of the program's processes writes a core file, and one that was written all the same would hold no memory mapping, so
 * no secret (core(5)). A process inherits both from the one that starts it; Chromium started its zygotes, which windows are copies
 * of, before any of this ran.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** Of util-linux, which Debian and its relatives always have. Node cannot set the limit itself. */
const prlimit = '/usr/bin/prlimit';

/** For this process, and those that it starts from now on. */
export const keepMemoryOutOfCores = (): void => {
  if (process.platform === 'linux') withDescendants(process.pid).forEach(keepMemoryOut);
};

/** @returns when every process of ours is limited, and so every one that is started from then on */
export const limitCoreFiles = async (): Promise<void> => {
  if (process.platform !== 'linux') return;
  if (!existsSync(prlimit)) {
    process.stderr.write(`core files are not limited: there is no ${prlimit}\n`);
    return;
  }
  // What was started meanwhile inherited what held then.
  let pids = withDescendants(process.pid).filter(mayWriteCore);
  while (pids.length > 0) {
    const refused = (await Promise.all(pids.map(limitCore))).includes(false);
    if (refused) return;
    pids = withDescendants(process.pid).filter(mayWriteCore);
  }
};

const keepMemoryOut = (pid: number): void => {
  try {
    writeFileSync(`/proc/${pid}/coredump_filter`, '0');
  } catch {
    // One that is gone, or that the sandbox made undumpable; OPERATIONS.md asks for core dumps to be off in the system as well.
  }
};

const mayWriteCore = (pid: number): boolean => {
  const limits = textOf(`/proc/${pid}/limits`);
  return limits !== '' && !/^Max core file size +0 +0 /m.test(limits);
};

/** @returns whether the limit holds, or nobody is left whom it could hold */
const limitCore = async (pid: number): Promise<boolean> => {
  try {
    await promisify(execFile)(prlimit, ['--core=0:0', '--pid', String(pid)]);
    return true;
  } catch {
    if (!existsSync(`/proc/${pid}`)) return true;
    process.stderr.write('core files are not limited: prlimit failed\n');
    return false;
  }
};

const withDescendants = (pid: number): readonly number[] => [
  pid,
  ...childrenOf(pid).flatMap(withDescendants),
];

/** Of any of its threads: Chromium starts processes from one of its own. */
const childrenOf = (pid: number): readonly number[] =>
  threadsOf(pid).flatMap((thread) =>
    (textOf(`/proc/${pid}/task/${thread}/children`).match(/\d+/g) ?? []).map(Number),
  );

/** None where the process is gone. */
const threadsOf = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

/** Empty where the process is gone. */
const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
