import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundles } from '../../build/bundle.mjs';
import { root } from '../../build/paths.mjs';
import { temporaryFolder } from '../temporary.ts';

/** `ceremony` in one file, as it is shipped, made of the sources of now: to load these one by one takes longer than most of its work. */
const makeProgram = (): string => {
  const folder = temporaryFolder('program');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const outfile = join(folder, 'cli.mjs');
  const { entry, options } = bundles.find(({ out }) => out === 'cli.js') ?? {};
  buildSync({ ...options, entryPoints: [join(root, entry ?? '')], outfile, bundle: true, logLevel: 'error' });
  return outfile;
};

let program: string | undefined;

/** The command line that runs `ceremony`. */
export const ceremonyCommand = (args: readonly string[]): readonly [string, ...string[]] => [
  process.execPath,
  (program ??= makeProgram()),
  ...args,
];

export type Ended = {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
};

/** Starts a command line; its standard input is `input`, closed after it, or left open where it is null. */
export const start = (
  [command, ...args]: readonly [string, ...string[]],
  { input = '', env = {} }: { readonly input?: string | null; readonly env?: NodeJS.ProcessEnv } = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } => {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (seen.out += String(chunk)));
  child.stderr.on('data', (chunk) => (seen.err += String(chunk)));
  // A command that reads nothing may be gone before it was written to.
  child.stdin.on('error', () => undefined);
  if (input !== null) child.stdin.end(input);
  const ended = once(child, 'close').then(([code]: readonly unknown[]): Ended => ({
    code: typeof code === 'number' ? code : null,
    ...seen,
  }));
  return { child, ended };
};
