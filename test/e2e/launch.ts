import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, type Page, _electron } from 'playwright/test';
import { root } from '../../build/paths.mjs';
import { installedRuntime } from '../../build/runtime.mjs';
import { temporaryFolder } from '../temporary.ts';
import { screen } from './screen.ts';

export type Launched = {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Where this run keeps its profile, journals and tokens. */
  readonly home: string;
  readonly close: () => Promise<void>;
};

const gate = join(import.meta.dirname, 'attached');

/** Starts the app whose folder is the last of `args`. It becomes ready only once Playwright watches: see attached/main.mjs. */
export const launchAttached = async ({
  args,
  env = environment(),
  ...options
}: {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
}): Promise<ElectronApplication> =>
  _electron.launch({
    ...options,
    args: [gate, ...args],
    env: { ...env, ...(await screen()) },
    // Chromium's sandbox cannot run as root, which is what build servers often are.
    chromiumSandbox: process.getuid?.() !== 0,
  });

const running = new Set<ElectronApplication>();

/** After a test that failed halfway: an app that asks whether to leave would keep the runner waiting. */
export const killWhatIsLeft = (): void => {
  for (const app of running) app.process().kill('SIGKILL');
  running.clear();
};

/** Starts the built app as `npm start` does, over a home folder of its own unless one is given. */
/**
 * Until main has read all of itself, which it does for the page's first message. What Playwright has evaluated there before may be
 * collected as garbage while that goes on ("Resulting promise was garbage collected").
 */
export const untilAwake = (page: Page): Promise<void> => page.locator('.identity, .alerts').first().waitFor();

export const launch = async (home = temporaryFolder('ceremony')): Promise<Launched> => {
  const runtime = installedRuntime();
  if (runtime === undefined) throw new Error('no Electron runtime: run `npm run set-up`');
  const app = await launchAttached({
    executablePath: runtime.executable,
    args: [`--user-data-dir=${join(home, 'profile')}`, root],
    env: { ...environment(), HOME: home, XDG_CONFIG_HOME: join(home, 'config') },
  });
  running.add(app);
  app.once('close', () => running.delete(app));
  const page = await app.firstWindow();
  await untilAwake(page);
  const close = async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  };
  return { app, page, home, close };
};

/** The power is cut: nothing is said to anybody, and the window is gone. */
export const cutPower = async (app: ElectronApplication): Promise<void> => {
  const gone = app.waitForEvent('close');
  app.process().kill('SIGKILL');
  await gone;
};

/** The engine alone is killed; the window stays. */
export const killEngine = async (app: ElectronApplication): Promise<void> => {
  const pid = await app.evaluate(
    ({ app: running }) => running.getAppMetrics().find(({ name }) => name === 'Ceremony engine')?.pid,
  );
  if (pid === undefined) throw new Error('no engine');
  process.kill(pid, 'SIGKILL');
};

/** What was pushed or resized is on the screen only after the next frame. */
export const nextFrame = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      // Two: the first callback runs before the frame that it belongs to is drawn.
      new Promise<void>((shown) => requestAnimationFrame(() => requestAnimationFrame(() => shown()))),
  );

const environment = () =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const kept = (name: string): string => {
  const folder = join(root, 'out', 'screens');
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
};

/** Keeps a document that the app made, for people to read after the run. */
export const keepFile = (name: string, content: Uint8Array): void => writeFileSync(kept(name), content);

/** Keeps what a screen looks like, for people to see after the run. */
export const keepScreen = async (page: Page, name: string) => {
  await page.screenshot({ path: kept(`${name}.png`) });
};
