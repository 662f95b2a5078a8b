// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './bundle.mjs';
import { root } from './paths.mjs';
import { foreground, say } from './shell.mjs';

/** @typedef {{ readonly name: string, readonly run: () => Promise<number> }} Stage */

/** @param {string} path */
const tool = (path) => join(root, 'node_modules', path);

/**
 * @param {readonly string[]} args
 * @param {boolean} [onScreen]
 */
const node = (args, onScreen = false) =>
  onScreen && !hasDisplay()
    ? foreground('xvfb-run', ['-a', '-s', '-screen 0 1920x1080x24', process.execPath, ...args], { cwd: root })
    : foreground(process.execPath, args, { cwd: root });

/** Whether a window can be shown to somebody. */
export const hasDisplay = () =>
  process.platform !== 'linux' || ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => process.env[name]);

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
    run: () => node([tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
  },
  { name: 'lint', run: () => node([tool('eslint/bin/eslint.js'), '.']) },
  { name: 'types', run: () => node([tool('typescript/bin/tsc')]) },
  {
    name: 'tests',
    run: () =>
      node(['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=2', ...units()]),
  },
  {
    name: 'end-to-end',
    run: async () =>
      existsSync(ends) ? node([tool('playwright/cli.js'), 'test', '--config', ends], true) : 0,
  },
];

const hourMs = 60 * 60 * 1000;

/**
 * What takes too long for every run, of which `npm test` runs a sample: the same tests, all the way.
 *
 * @type {readonly Stage[]}
 */
export const longStages = [
  { name: 'faults', limitMs: 12 * hourMs },
  { name: 'fuzz', limitMs: hourMs },
  { name: 'build', limitMs: hourMs },
].map(({ name, limitMs }) => ({
  name,
  run: () =>
    foreground(
      process.execPath,
      [
        ...['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=2'],
        ...units().filter((path) => path.startsWith(join('test', name))),
      ],
      { cwd: root, env: { ...process.env, LONG: '1' }, timeout: limitMs },
    ),
}));

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
  for (const { name, run } of chosen) {
    if (code !== 0) {
      results.push(`${name} not run`);
      continue;
    }
    say(`── ${name}`);
    const started = performance.now();
    code = await run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    results.push(`${name} ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
  }
  say(results.join(' · '));
  return code === 0 ? 0 : 1;
};

/** Runs every benchmark, one after the other. */
export const runBenchmarks = async () => {
  const files = testFiles((path) => path.endsWith('.bench.ts'));
  if (files.length === 0) say('There are no benchmarks yet.');
  let failed = 0;
  for (const file of files) failed += (await node(['--import', 'tsx', file], true)) === 0 ? 0 : 1;
  return failed === 0 ? 0 : 1;
};
