import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { root } from '../../build/paths.mjs';
import { installedRuntime } from '../../build/runtime.mjs';
import { requestNames } from '../../electron/channels.ts';
import { temporaryFolder } from '../temporary.ts';
import { launchAttached } from './launch.ts';
import { screen } from './screen.ts';

/** Without rights to lose, Chromium's sandbox is none; see launch.ts. */
const asThisUser = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

test('a program that is started again shows the window that is there, even before main has read all of itself', async () => {
  const runtime = installedRuntime();
  if (runtime === undefined) throw new Error('no Electron runtime: run `npm run set-up`');
  const home = temporaryFolder('second-instance');
  const args = [`--user-data-dir=${join(home, 'profile')}`, root];
  const app = await launchAttached({ executablePath: runtime.executable, args });
  await app.evaluate(async ({ BrowserWindow, ipcMain }, names) => {
    while (BrowserWindow.getAllWindows().length === 0) await new Promise((later) => setTimeout(later));
    // The page's first message, for which main would read the rest, finds nobody.
    for (const name of names) ipcMain.removeHandler(name);
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('no window');
    // Where no window manager is, nothing else shows what a window was told.
    Object.assign(globalThis, { focused: 0 });
    window.focus = () => Object.assign(globalThis, { focused: 1 });
  }, requestNames);

  await promisify(execFile)(runtime.executable, [...asThisUser, ...args], {
    env: { ...process.env, ...(await screen()) },
  });
  await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'focused') as number)).toBe(1);
  await app.close();
  rmSync(home, { recursive: true, force: true });
});
