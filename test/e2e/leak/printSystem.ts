import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { filesBelow } from '../../../build/bundle.mjs';
import { temporaryFolder } from '../../temporary.ts';

const scheduler = '/usr/sbin/cupsd';

/** Why no print system of its own can be had here, or null. As another user than root, it would print as nobody does. */
export const noPrintSystem = (): string | null => {
  if (process.getuid?.() !== 0) return 'only root can start a print system';
  return existsSync(scheduler) ? null : 'there is no CUPS here';
};

/** What OPERATIONS.md has people set in cupsd.conf. */
export const advisedSettings = ['PreserveJobFiles No', 'PreserveJobHistory No', 'LogLevel warn'] as const;

/** Where CUPS puts what it has: all that is in them is searched. */
const folderNames = ['spool', 'cache', 'state', 'tmp', 'log', 'etc'] as const;

/**
 * A CUPS of its own, heard by nobody else, with one printer: Debian's filters make PostScript of what is printed, and it is gone.
 *
 * @param settings lines of cupsd.conf besides those without which it would not run
 */
export const openPrintSystem = async (settings: readonly string[]) => {
  const home = temporaryFolder('print-system');
  const at = Object.fromEntries(folderNames.map((name) => [name, join(home, name)])) as Record<
    (typeof folderNames)[number],
    string
  >;
  for (const folder of Object.values(at)) mkdirSync(folder);
  // Filters run as a user of their own.
  chmodSync(home, 0o755);
  chmodSync(at.tmp, 0o1777);
  const socket = join(home, 'socket');
  writeFileSync(
    join(home, 'cupsd.conf'),
    [
      `Listen ${socket}`,
      'Browsing No',
      'WebInterface No',
      'DefaultAuthType None',
      ...['/', '/admin'].map((path) => `<Location ${path}>\nOrder allow,deny\nAllow all\n</Location>`),
      '<Policy default>\n<Limit All>\nOrder deny,allow\nAllow all\n</Limit>\n</Policy>',
      ...settings,
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(home, 'cups-files.conf'),
    [
      'SystemGroup root',
      'FileDevice Yes',
      'Sandboxing relaxed',
      `ServerRoot ${at.etc}`,
      `RequestRoot ${at.spool}`,
      `CacheDir ${at.cache}`,
      `StateDir ${at.state}`,
      `TempDir ${at.tmp}`,
      `AccessLog ${join(at.log, 'access_log')}`,
      `ErrorLog ${join(at.log, 'error_log')}`,
      `PageLog ${join(at.log, 'page_log')}`,
      '',
    ].join('\n'),
  );
  const env = { ...process.env, CUPS_SERVER: socket };
  const daemon = spawn(
    scheduler,
    ['-f', '-c', join(home, 'cupsd.conf'), '-s', join(home, 'cups-files.conf')],
    {
      stdio: 'ignore',
    },
  );
  while (!existsSync(socket)) {
    if (daemon.exitCode !== null) throw new Error(`cupsd ended with ${daemon.exitCode}`);
    await pause(100);
  }
  const ask = (command: string, ...args: readonly string[]): string =>
    execFileSync(command, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  ask('lpadmin', '-p', 'Sheets', '-E', '-v', 'file:/dev/null', '-m', 'drv:///sample.drv/generic.ppd');

  return {
    env,
    /** Settles when nothing waits to be printed. */
    printed: async (): Promise<void> => {
      while (ask('lpstat', '-W', 'not-completed', '-o').trim() !== '') await pause(200);
    },
    /** What was printed and is still there, of the spool and of the folder for temporary files. */
    left: (): readonly string[] => [...filesBelow(at.spool), ...filesBelow(at.tmp)],
    /** All that it keeps; of PDF files also the words that stand in them. */
    contents: (): readonly Buffer[] =>
      Object.values(at).flatMap((folder) =>
        filesBelow(folder).flatMap((path) => readings(join(folder, path))),
      ),
    /** What it wrote about itself. */
    log: (): string =>
      filesBelow(at.log)
        .map((name) => readFileSync(join(at.log, name), 'utf8'))
        .join('\n'),
    close: async (): Promise<void> => {
      const ended = once(daemon, 'exit');
      daemon.kill();
      await ended;
    },
  };
};

/** The bytes of a file, and where it is a PDF, in which nothing stands in the clear, its words with one space between them. */
export const readings = (path: string): readonly Buffer[] => {
  const bytes = readFileSync(path);
  if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return [bytes];
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  return [bytes, Buffer.from(text.replaceAll(/\s+/gu, ' '))];
};
