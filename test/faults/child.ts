/** One engine's life in a process of its own, for faults that end the process: `child.ts JOB`, a file that `elsewhere.ts` writes. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { openModule } from '../../ceremonies/tokens/module.ts';
import { openBoard } from './board.ts';
import { linesOf, type Job, type Told } from './elsewhere.ts';
import { openFiles } from './files.ts';
import { beginning, run } from './run.ts';

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Job;
const board = openBoard(job.board, 'share');
const module = openModule(job.module);
const faced = new Set(linesOf(job.faced));
let planned: string | null = null;

const face = (key: string): void => {
  if (faced.has(key)) return;
  faced.add(key);
  if (planned !== null && board.strikes().length > 0) appendFileSync(job.struck, `${planned}\n`);
  // At once, for the process may not live to say it later.
  appendFileSync(job.faced, `${key}\n`);
  const fault = job.faults[key];
  if (fault?.layer !== 'token') return;
  board.plan([fault]);
  planned = key;
};

face(beginning);
const { ending, told } = await run(
  { ...job.coming, pins: new Map(job.pins), givesUp: null },
  { directory: job.directory, module, board, files: openFiles(board) },
  face,
);
const error = ending.kind === 'died' ? ending.error : null;
const result: Told = {
  ending: ending.kind === 'died' ? { kind: 'dark' } : ending,
  told: [...told, ...(error instanceof CeremonyError ? [error.code] : [])],
  raw:
    error === null || error instanceof CeremonyError
      ? null
      : error instanceof Error
        ? error.message
        : 'not an error',
};
writeFileSync(job.result, JSON.stringify(result));
process.exit(0);
