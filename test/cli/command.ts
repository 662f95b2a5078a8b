import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '../../ceremonies/cli.ts');

/** The command line that runs `ceremony` from the sources. */
export const ceremonyCommand = (args: readonly string[]): readonly [string, ...string[]] => [
  process.execPath,
  '--import',
  'tsx',
  entry,
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
