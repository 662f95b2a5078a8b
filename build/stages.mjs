// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './bundle.mjs';
import { root } from './paths.mjs';
import { foreground, say } from './shell.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {boolean} [beside] it may run at the same time as the one before it
 * @property {(options?: import('node:child_process').SpawnOptions) => Promise<number>} run
 */

/** @param {string} path */
const tool = (path) => join(root, 'node_modules', path);

/**
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
const node = (args, options = {}) => foreground(process.execPath, args, { cwd: root, ...options });

/**
 * For those that run at the same time: what each says is shown whole.
 *
 * @type {import('node:child_process').SpawnOptions}
 */
const inPieces = { stdio: 'pipe' };

/** @param {(path: string) => boolean} wanted */
const testFiles = (wanted) =>
  filesBelow(join(root, 'test'))
    .filter(wanted)
    .map((path) => join('test', path));

const units = () => testFiles((path) => path.endsWith('.test.ts'));
const ends = join(root, 'test', 'e2e', 'playwright.config.ts');

/** @type {readonly Stage[]} */
export const stages = [
  {
    name: 'format',
    run: (options) => node([tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'], options),
  },
  { name: 'lint', beside: true, run: (options) => node([tool('eslint/bin/eslint.js'), '.'], options) },
  { name: 'types', beside: true, run: (options) => node([tool('typescript/bin/tsc')], options) },
  {
    name: 'tests',
    run: () =>
      node(['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=2', ...units()]),
  },
  {
    name: 'end-to-end',
    run: async () => (existsSync(ends) ? node([tool('playwright/cli.js'), 'test', '--config', ends]) : 0),
  },
];

const hourMs = 60 * 60 * 1000;

/** @param {string} folder */
const unitsIn = (folder) => [
  ...['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=2'],
  ...units().filter((path) => path.startsWith(join('test', folder))),
];

/**
 * What takes too long for every run, of which `npm test` runs a sample: the same tests, all the way.
 *
 * @type {readonly Stage[]}
 */
export const longStages = [
  { name: 'faults', limitMs: 12 * hourMs, args: () => unitsIn('faults') },
  { name: 'fuzz', limitMs: hourMs, args: () => unitsIn('fuzz') },
  { name: 'modules', limitMs: hourMs, args: () => unitsIn('modules') },
  { name: 'build', limitMs: hourMs, args: () => unitsIn('build') },
  {
    name: 'leaks',
    limitMs: hourMs,
    args: () => [tool('playwright/cli.js'), 'test', '--config', ends, 'leaks'],
  },
].map(({ name, limitMs, args }) => ({
  name,
  run: () =>
    foreground(process.execPath, args(), {
      cwd: root,
      env: { ...process.env, LONG: '1' },
      timeout: limitMs,
    }),
}));

/**
 * Stages in order, each with those that may run beside it.
 *
 * @param {readonly Stage[]} chosen
 */
const together = (chosen) => {
  /** @type {Stage[][]} */
  const batches = [];
  for (const stage of chosen) {
    const last = batches.at(-1);
    if (last !== undefined && stage.beside) last.push(stage);
    else batches.push([stage]);
  }
  return batches;
};

/**
 * Runs stages in order, stops at the first that fails, and says in one last line how each of them went.
 *
 * @param {readonly Stage[]} chosen
 * @returns {Promise<number>} the exit code
 */
export const runStages = async (chosen) => {
  /** @type {string[]} */
  const results = [];
  let code = 0;
  for (const batch of together(chosen)) {
    const names = batch.map(({ name }) => name);
    if (code !== 0) {
      results.push(...names.map((name) => `${name} not run`));
      continue;
    }
    say(`── ${names.join(', ')}`);
    const started = performance.now();
    const options = batch.length > 1 ? inPieces : {};
    const lines = await Promise.all(
      batch.map(async ({ name, run }) => {
        const failed = (await run(options)) !== 0;
        if (failed) code = 1;
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        return `${name} ${failed ? 'FAILED' : 'passed'} (${seconds} s)`;
      }),
    );
    results.push(...lines);
  }
  say(results.join(' · '));
  return code === 0 ? 0 : 1;
};

/** Runs every benchmark, one after the other. */
export const runBenchmarks = async () => {
  const files = testFiles((path) => path.endsWith('.bench.ts'));
  if (files.length === 0) say('There are no benchmarks yet.');
  let failed = 0;
  for (const file of files) failed += (await node(['--import', 'tsx', file])) === 0 ? 0 : 1;
  return failed === 0 ? 0 : 1;
};
