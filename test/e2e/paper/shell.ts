import { app, BrowserWindow, session } from 'electron';
import { registerScheme, serveApp } from '../../../electron/appProtocol.ts';
import { lockDownProcess, lockDownSession, type AllowCamera } from '../../../electron/lockdown.ts';

/** The app's own lockdown and policy around a page that shows only the parts for a share on paper. */
lockDownProcess();
registerScheme();
app.commandLine.appendSwitch('use-fake-device-for-media-stream');
const film = process.env['CEREMONY_FAKE_CAMERA'];
if (film !== undefined) app.commandLine.appendSwitch('use-file-for-fake-video-capture', film);

export const openPage = async (folder: string, part: string): Promise<AllowCamera> => {
  const own = session.fromPartition('paper');
  const allowCamera = lockDownSession(own, false);
  serveApp(own, folder);
  const window = new BrowserWindow({
    width: 1366,
    height: 900,
    useContentSize: true,
    webPreferences: { session: own, sandbox: true },
  });
  await window.loadURL(`app://ceremony/index.html#${part}`);
  return allowCamera;
};
