// @ts-check
import { join } from 'node:path';
import { filesBelow } from './bundle.mjs';
import { root } from './paths.mjs';
import { background, foreground, say } from './shell.mjs';

/**
 * @typedef {object} Stage a script that Node runs
 * @property {string} name
 * @property {() => readonly string[]} args
 * @property {boolean} [beside] it may run at the same time as the one before it
 * @property {import('node:child_process').SpawnOptions} [options]
 */

/** @param {string} path */
const tool = (path) => join(root, 'node_modules', path);

/** @param {(path: string) => boolean} wanted */
const testFiles = (wanted) =>
  filesBelow(join(root, 'test'))
    .filter(wanted)
    .map((path) => join('test', path));

/** @param {string} [folder] */
const units = (folder = '') => [
  ...['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=3'],
  ...testFiles((path) => path.endsWith('.test.ts')).filter((path) => path.startsWith(join('test', folder))),
];

const endToEnd = [
  ...[tool('playwright/cli.js'), 'test'],
  ...['--config', join(root, 'test', 'e2e', 'playwright.config.ts')],
];

/**
 * The quick ones first. The windows of the end-to-end tests leave a processor idle for about as long as the linter needs.
 *
 * @type {readonly Stage[]}
 */
export const stages = [
  { name: 'format', args: () => [tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  { name: 'types', beside: true, args: () => [tool('typescript/bin/tsc')] },
  { name: 'tests', args: () => units() },
  { name: 'end-to-end', args: () => endToEnd },
  { name: 'lint', beside: true, args: () => [tool('eslint/bin/eslint.js'), '.'] },
];

const hourMs = 60 * 60 * 1000;

/**
 * What takes too long for every run, of which `npm test` runs a sample: the same tests, all the way.
 *
 * @type {readonly Stage[]}
 */
export const longStages = [
  { name: 'faults', limitMs: 12 * hourMs, args: () => units('faults') },
  { name: 'fuzz', limitMs: hourMs, args: () => units('fuzz') },
  { name: 'modules', limitMs: hourMs, args: () => units('modules') },
  { name: 'build', limitMs: hourMs, args: () => units('build') },
  { name: 'leaks', limitMs: hourMs, args: () => [...endToEnd, 'leaks'] },
].map(({ name, limitMs, args }) => ({
  name,
  args,
  options: { env: { ...process.env, LONG: '1' }, timeout: limitMs },
}));

/**
 * Stages in order, each with those that may run beside it.
 *
 * @param {readonly Stage[]} chosen
 */
const together = (chosen) => {
  /** @type {[Stage, ...Stage[]][]} */
  const batches = [];
  for (const stage of chosen) {
    const last = batches.at(-1);
    if (last !== undefined && stage.beside) last.push(stage);
    else batches.push([stage]);
  }
  return batches;
};

/**
 * Runs stages in order, stops after the first that fails and those beside it, and says in one last line how each of them went.
 *
 * @param {readonly Stage[]} chosen
 * @returns {Promise<number>} the exit code
 */
export const runStages = async (chosen) => {
  /** @type {string[]} */
  const results = [];
  let failed = false;
  for (const batch of together(chosen)) {
    const names = batch.map(({ name }) => name);
    if (failed) {
      results.push(...names.map((name) => `${name} not run`));
      continue;
    }
    say(`── ${names.join(', ')}`);
    const started = performance.now();
    const ends = await Promise.all(
      batch.map(async ({ name, args, options }, place) => {
        /** @type {Parameters<typeof background>} */
        const program = [process.execPath, args(), { cwd: root, ...options }];
        const { code, written } =
          place === 0 ? { code: await foreground(...program), written: '' } : await background(...program);
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        return { code, written, result: `${name} ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)` };
      }),
    );
    for (const end of ends) {
      process.stderr.write(end.written);
      results.push(end.result);
      failed ||= end.code !== 0;
    }
  }
  say(results.join(' · '));
  return failed ? 1 : 0;
};

/** Runs every benchmark, one after the other. */
export const runBenchmarks = async () => {
  const files = testFiles((path) => path.endsWith('.bench.ts'));
  if (files.length === 0) say('There are no benchmarks yet.');
  let failed = 0;
  for (const file of files) {
    const code = await foreground(process.execPath, ['--import', 'tsx', file], { cwd: root });
    failed += code === 0 ? 0 : 1;
  }
  return failed === 0 ? 0 : 1;
};
