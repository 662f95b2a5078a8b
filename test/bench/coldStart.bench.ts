/**
 * Cold start: from the launch of the process to the first screen that can be used, against a bare window with one line of text
 * on the same runtime, launched the same way. Each launch has a profile of its own; the files lie in the system's cache.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright/test';
import { root } from '../../build/paths.mjs';
import { installedRuntime } from '../../build/runtime.mjs';
import { screen } from '../e2e/screen.ts';
import { temporaryFolder } from '../temporary.ts';
import { heading, median, ms, table, times } from './print.ts';

const rounds = 7;

const runtime = installedRuntime();
if (runtime === undefined) throw new Error('no Electron runtime: run `npm run set-up`');

/** The least that Electron can show. */
const helloWorld = (): string => {
  const folder = temporaryFolder('hello');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'hello', main: 'main.js' }));
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
     app.whenReady().then(() => new BrowserWindow({ width: 1600, height: 1000 }).loadFile(__dirname + '/index.html'));`,
  );
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Hello</title><h1>Hello</h1>');
  return folder;
};

type Program = {
  readonly name: string;
  readonly folder: string;
  readonly usable: (page: Page) => Promise<unknown>;
};

const hello: Program = {
  name: 'hello world',
  folder: helloWorld(),
  usable: (page) => page.waitForSelector('h1'),
};
const firstButton = '[data-way="generate"] button:enabled';
const ours: readonly Program[] = [
  { name: 'ours: first words', folder: root, usable: (page) => page.waitForSelector('h1') },
  {
    name: 'ours: first button works',
    folder: root,
    usable: (page) => page.waitForSelector(firstButton),
  },
  {
    name: 'ours: pressed, and the next screen is there',
    folder: root,
    usable: async (page) => {
      await page.click(firstButton);
      await page.waitForSelector('[data-screen="set-up"] h1');
    },
  },
];

const environment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const launchTimeoutMs = 10_000;
const mostAttempts = 5;

const launchOnce = async ({ folder, usable }: Program): Promise<number> => {
  const home = temporaryFolder('start');
  const shown = await screen();
  const fromMs = performance.now();
  const app = await _electron.launch({
    executablePath: runtime.executable,
    timeout: launchTimeoutMs,
    args: [`--user-data-dir=${join(home, 'profile')}`, folder],
    env: { ...environment(), ...shown, HOME: home, XDG_CONFIG_HOME: join(home, 'config') },
    // Chromium's sandbox cannot run as root, which is what build servers often are.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    await usable(await app.firstWindow());
    return performance.now() - fromMs;
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
};

/**
 * Playwright never ends its launch when it meets the window in the midst of its first navigation (test/e2e/attached/main.mjs). The
 * remedy of the tests would count Playwright's own start too, so here such a launch is simply done again.
 */
const launchAgain = async (program: Program, attempt = 1): Promise<number> => {
  try {
    return await launchOnce(program);
  } catch (error) {
    if (attempt === mostAttempts) throw error;
    return launchAgain(program, attempt + 1);
  }
};

heading('Cold start');
const programs = [hello, ...ours];
// The first launch of all reads the runtime from the disk.
await launchAgain(hello);
const took = new Map<Program, number[]>(programs.map((program) => [program, []]));
for (let round = 0; round < rounds; round += 1) {
  // In turns, and every other round the other way about: what else the machine does falls on all alike.
  for (const program of round % 2 === 0 ? programs : [...programs].reverse()) {
    took.get(program)?.push(await launchAgain(program));
  }
}
const middle = (program: Program): number => median(took.get(program) ?? []);
console.log(`  Electron ${runtime.version}${runtime.official ? '' : ', not the official build'}\n`);
table([
  ['', `median of ${rounds}`, 'fastest', 'against hello world'],
  ...programs.map((program) => [
    program.name,
    ms(middle(program)),
    ms(Math.min(...(took.get(program) ?? []))),
    times(middle(program), middle(hello)),
  ]),
]);
