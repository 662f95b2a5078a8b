import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Ending } from './play.ts';
import type { FaultRoom } from './room.ts';
import type { Coming } from './run.ts';
import type { Beginner, Fault, Walked } from './walk.ts';

/** What a child is told to do. */
export type Job = {
  readonly coming: Omit<Coming, 'pins' | 'givesUp'>;
  readonly pins: readonly (readonly [ParticipantId, string])[];
  readonly directory: string;
  readonly module: string;
  readonly board: string;
  readonly faults: Readonly<Record<string, Fault>>;
  /** A file of the questions that were asked so far, by this child and those before it. */
  readonly faced: string;
  /** And one of those after which a fault struck. */
  readonly struck: string;
  readonly result: string;
};

/** What it says at its end, if it comes to one. `raw`: an error without a code, which nobody should ever be shown. */
export type Told = {
  readonly ending: Ending;
  readonly told: readonly ErrorCode[];
  readonly raw: string | null;
};

const script = join(import.meta.dirname, 'child.ts');

/** How long a process is silent in a call before people end it. */
const patienceMs = 200;

export const linesOf = (path: string): readonly string[] =>
  readFileSync(path, 'utf8').split('\n').slice(0, -1);

/**
 * Runs each engine in a process of its own, where calls crash it or hang. A process that hangs is killed, as people would do it.
 * `raws`: what its engines died of without a code. `struck`: the stretches whose faults struck.
 */
export const elsewhere = (
  { room, board }: FaultRoom,
  { plan, previous, pins, inventory, losses }: Walked,
  faults: ReadonlyMap<string, Fault>,
): {
  readonly begin: Beginner;
  readonly raws: readonly string[];
  readonly struck: () => ReadonlySet<string>;
} => {
  const raws: string[] = [];
  const faced = `${board.path}.faced`;
  const struck = `${board.path}.struck`;
  writeFileSync(faced, '');
  writeFileSync(struck, '');

  const begin: Beginner = async (directory) => {
    const result = join(directory, 'result.json');
    rmSync(result, { force: true });
    const job: Job = {
      coming: { plan, previous, inventory, losses },
      pins: [...pins],
      directory,
      module: room.module.info.path,
      board: board.path,
      faults: Object.fromEntries(faults),
      faced,
      struck,
      result,
    };
    writeFileSync(join(directory, 'job.json'), JSON.stringify(job));
    const child = spawn(process.execPath, ['--import', 'tsx', script, join(directory, 'job.json')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const watching = setInterval(() => {
      if (board.isHanging()) setTimeout(() => child.kill('SIGKILL'), patienceMs);
    }, patienceMs);
    const ended = await new Promise<'said' | 'dead'>((resolve) => {
      child.once('exit', (code) => resolve(code === 0 ? 'said' : 'dead'));
    });
    clearInterval(watching);
    // Of the last fault that was planned a dead process could not tell.
    const planned = linesOf(faced).findLast((key) => faults.has(key));
    if (planned !== undefined && board.strikes().length > 0) appendFileSync(struck, `${planned}\n`);
    if (ended === 'dead') return { ending: { kind: 'dark' }, told: [] };
    const said = JSON.parse(readFileSync(result, 'utf8')) as Told;
    if (said.raw !== null) raws.push(said.raw);
    return said;
  };
  return { begin, raws, struck: () => new Set(linesOf(struck)) };
};
