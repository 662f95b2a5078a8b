import { readFile } from 'node:fs/promises';
import { diff } from './cli/diff.ts';
import type { Command, ExitCode, Io } from './cli/io.ts';
import { tell } from './cli/io.ts';
import { open } from './cli/open.ts';
import { rehearse } from './cli/rehearse.ts';
import { seal } from './cli/seal.ts';
import { show } from './cli/show.ts';
import { timestamp } from './cli/timestamp.ts';
import { tokens } from './cli/tokens.ts';
import { verify } from './cli/verify.ts';
import { bundlesIn } from './conductor/bundleFolder.ts';
import { CeremonyError, type ErrorCode } from './model/error.ts';

/** The `ceremony` command. DESIGN section 8 fixes its commands and exits: other tools call it. */
const commands: Readonly<Record<string, Command>> = {
  rehearse,
  verify,
  show,
  diff,
  timestamp,
  tokens,
  seal,
  open,
};

const io: Io = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  readFile,
  bundlesIn,
};

/** Failures of a ceremony that was played; all else means that it could not be tried at all. */
const failures: ReadonlySet<ErrorCode> = new Set([
  'internal',
  'bundle-not-good',
  'quorum-differs',
  'check-value-differs',
  'module-failed',
  'backup-altered',
  'timestamp-refused',
  'timestamp-invalid',
]);

const main = async ([name = '', ...args]: readonly string[]): Promise<ExitCode> => {
  const command = commands[name];
  try {
    if (command === undefined) throw new CeremonyError('usage', { reason: name });
    return await command(args, io);
  } catch (error) {
    const { code, details } =
      error instanceof CeremonyError ? error : new CeremonyError('internal', {}, error);
    tell(io, { code, details });
    return failures.has(code) ? 1 : 2;
  }
};

// Whoever reads our output may have read enough: `… | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

process.exitCode = await main(process.argv.slice(2));
