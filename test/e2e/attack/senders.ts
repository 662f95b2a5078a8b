import { app, BrowserWindow, ipcMain, session, type WebContents, type WebFrameMain } from 'electron';
import { good } from '../../../ceremonies/model/error.ts';
import { registerScheme } from '../../../electron/appProtocol.ts';
import { openGuard } from '../../../electron/guard.ts';

registerScheme();

const isWindow = (candidate: BrowserWindow | undefined): candidate is BrowserWindow =>
  candidate !== undefined;

/** What the app never allows: its preload in a frame within its page, in another window, and in its window at another page. */
const open = async (preload: string, url: string): Promise<BrowserWindow> => {
  const own = session.fromPartition('senders');
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: own, preload, sandbox: true, nodeIntegrationInSubFrames: true },
  });
  await window.loadURL(url);
  return window;
};

/** What each of several senders is told when it asks what the app's own page may ask. */
export const askAs = async (preload: string): Promise<Readonly<Record<string, unknown>>> => {
  await app.whenReady();
  session.fromPartition('senders').protocol.handle('app', ({ url }) => {
    const page = '<!doctype html><iframe src="app://ceremony/frame.html"></iframe>';
    return new Response(url.endsWith('index.html') ? page : 'empty', {
      headers: { 'Content-Type': 'text/html' },
    });
  });
  const shown: { contents?: WebContents | undefined } = {};
  const { answer, receive } = openGuard(() => shown.contents);
  answer('look-again', () => Promise.resolve(good(null)));
  ipcMain.handle('look-again', (event, message: unknown) => receive('look-again', event, message));
  const ask = (frame: WebFrameMain | undefined): Promise<unknown> =>
    frame?.executeJavaScript("ceremony.request('look-again', {})") ?? Promise.resolve('no frame');

  const page = 'app://ceremony/index.html';
  const windows = [await open(preload, page), await open(preload, page)].filter(isWindow);
  const [ours, other] = windows.map(({ webContents }) => webContents);
  const beforeThereIsAWindow = await ask(ours?.mainFrame);
  shown.contents = ours;
  const asked = {
    'our page': await ask(ours?.mainFrame),
    'a frame in our page': await ask(ours?.mainFrame.frames[0]),
    'our page in another window': await ask(other?.mainFrame),
    'our page before there is a window': beforeThereIsAWindow,
  };
  const elsewhere: Record<string, unknown> = {};
  for (const url of ['app://print/', 'app://ceremony.example/', 'data:text/html,x', 'about:blank']) {
    await ours?.loadURL(url);
    elsewhere[`our window at ${url}`] = await ask(ours?.mainFrame);
  }
  for (const window of windows) window.destroy();
  return { ...asked, ...elsewhere };
};
