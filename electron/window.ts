/** The one window: what it is, and what it may not do. */
import { join } from 'node:path';
import { BrowserWindow, app, nativeTheme, session } from 'electron';
import { appUrl, serveApp } from './appProtocol.ts';
import { lockDownSession, type AllowCamera } from './lockdown.ts';

const here = import.meta.dirname;

/** Held in memory only: nothing of what was shown or typed may stay on disk. */
const partition = 'ceremony';

export type OpenedWindow = {
  readonly window: BrowserWindow;
  readonly allowCamera: AllowCamera;
};

/** For whoever starts the program again: two must never write one journal, so the one that runs shows itself. */
export const bringToFront = (window: BrowserWindow): void => {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
};

export const openWindow = (): OpenedWindow => {
  const withDevTools = !app.isPackaged;
  const own = session.fromPartition(partition);
  const allowCamera = lockDownSession(own, withDevTools);
  serveApp(own, join(here, '..', 'renderer'));
  const window = new BrowserWindow({
    show: false,
    width: 1600,
    height: 1000,
    minWidth: 1024,
    minHeight: 700,
    title: app.getName(),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101418' : '#ffffff',
    webPreferences: {
      session: own,
      preload: join(here, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: withDevTools,
      spellcheck: false,
      // Progress and the clock must not slow down while another window is in front.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  void window.loadURL(appUrl);
  return { window, allowCamera };
};
