import { readFile } from 'node:fs/promises';
import { diff } from './cli/diff.ts';
import { helpText } from './cli/help.ts';
import { tell, type Command, type ExitCode, type Io } from './cli/io.ts';
import { open } from './cli/open.ts';
import { misused } from './cli/options.ts';
import { rehearse } from './cli/rehearse.ts';
import { seal } from './cli/seal.ts';
import { show } from './cli/show.ts';
import { isCommand, type CommandName } from './cli/signatures.ts';
import { timestamp } from './cli/timestamp.ts';
import { tokens } from './cli/tokens.ts';
import { verify } from './cli/verify.ts';
import { bundlesIn } from './conductor/bundleFolder.ts';
import { CeremonyError, type ErrorCode } from './model/error.ts';
import { openFile } from './transcript/fileSource.ts';

/** The `ceremony` command. DESIGN section 8 fixes its commands and exits: other tools call it. */
const commands: Readonly<Record<CommandName, Command>> = {
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
  openFile,
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

const asksForHelp = (args: readonly string[]): boolean =>
  args.some((arg) => arg === '--help' || arg === '-h');

const help = (command?: string): ExitCode => {
  for (const line of helpText(command)) io.out(line);
  return 0;
};

const main = async ([name, ...args]: readonly string[]): Promise<ExitCode> => {
  try {
    if (name === undefined) throw misused('command-missing', {});
    if (name === 'help' || asksForHelp([name])) return help(args[0]);
    if (!isCommand(name)) throw misused('command-unknown', { command: name });
    return asksForHelp(args) ? help(name) : await commands[name](args, io);
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
