// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Something the person at the keyboard can mend: shown as one paragraph, without a stack; exit code 2. */
export class SetupError extends Error {}

/**
 * Says something on stderr, where it cannot disturb output that a tool reads.
 *
 * @param {string} text
 */
export const say = (text) => void process.stderr.write(`${text}\n`);

/**
 * Runs a program to its end. What it wrote is shown only when it failed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @returns {boolean} whether it ran and exited 0
 */
export const succeeds = (command, args, options = {}) => {
  const run = spawnSync(command, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 << 20,
    ...options,
    encoding: 'utf8',
  });
  if (run.status === 0) return true;
  for (const written of [run.stdout, run.stderr, run.error?.message]) if (written) say(written.trimEnd());
  return false;
};

/**
 * Runs a program and returns what it wrote on stdout, or undefined when it failed or is not there.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {string | undefined}
 */
export const outputOf = (command, args) => {
  const run = spawnSync(command, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return run.status === 0 ? run.stdout : undefined;
};

/**
 * What npm writes on stdout, or undefined when it fails.
 *
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @returns {string | undefined}
 */
export const npmOutput = (args, options = {}) => {
  const script = process.env['npm_execpath'];
  const [command, before] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const run = spawnSync(command, [...before, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 << 20,
    shell: command === 'npm' && process.platform === 'win32',
    ...options,
    encoding: 'utf8',
  });
  return run.status === 0 ? run.stdout : undefined;
};

/**
 * npm, by the very file that started us where there is one (Windows cannot spawn `npm.cmd` without a shell).
 *
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @returns {boolean}
 */
export const npm = (args, options = {}) => {
  const script = process.env['npm_execpath'];
  return script?.endsWith('.js')
    ? succeeds(process.execPath, [script, ...args], options)
    : succeeds('npm', args, { shell: process.platform === 'win32', ...options });
};

/**
 * Runs a program in the foreground, with our own standard streams, and passes signals on to it. With pipes in their place it may run
 * beside others: what it wrote is shown in one piece once it ends.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export const foreground = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: 'inherit', ...options });
    /** @type {Buffer[]} */
    const written = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (/** @type {Buffer} */ piece) => void written.push(piece));
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => void child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      process.stderr.write(Buffer.concat(written));
      resolve(code ?? 1);
    });
  });

/**
 * @param {string} path
 * @returns {unknown}
 */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
