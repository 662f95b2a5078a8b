/** The main process up to its window: what must hold before anything else. The rest comes when the first screen asks something. */
import { join } from 'node:path';
import { Menu, app, ipcMain } from 'electron';
import { registerScheme } from './appProtocol.ts';
import { requestNames } from './channels.ts';
import { limitCoreFiles } from './coreDumps.ts';
import type { Guard } from './guard.ts';
import { lockDownProcess } from './lockdown.ts';
import { bringToFront, openWindow, type OpenedWindow } from './window.ts';

const begin = async (opened: OpenedWindow): Promise<Guard['receive']> => {
  // So far nothing was typed, and nothing runs that holds a secret.
  await limitCoreFiles();
  const { runProgram } = await import('./program.ts');
  return runProgram(opened);
};

const run = async () => {
  await app.whenReady();
  Menu.setApplicationMenu(null);
  const opened = openWindow();
  app.on('second-instance', () => bringToFront(opened.window));
  let program: ReturnType<typeof begin> | undefined;
  for (const name of requestNames) {
    ipcMain.handle(name, async (event, message: unknown) => {
      program ??= begin(opened);
      return (await program)(name, event, message);
    });
  }
};

app.setName('Embassy Key Ceremony');
if (!app.commandLine.hasSwitch('user-data-dir')) {
  app.setPath('userData', join(app.getPath('appData'), 'embassy-key-ceremony'));
}
lockDownProcess();
registerScheme();
// Two programs must never write one journal or use one card. Not awaited: Electron is ready only after this file has run.
if (app.requestSingleInstanceLock()) void run();
else app.quit();
