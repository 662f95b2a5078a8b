import { app, BrowserWindow, type Session } from 'electron';

// A machine without camera and microphone could not show that a page gets at them.
app.commandLine.appendSwitch('use-fake-device-for-media-stream');

/** A window without the app's lockdown: what succeeds here is what the lockdown has to stop. */
export const openWindow = async (url: string): Promise<void> => {
  await app.whenReady();
  const window = new BrowserWindow({ webPreferences: { webviewTag: true, navigateOnDragDrop: true } });
  const own: Session = window.webContents.session;
  own.setDevicePermissionHandler(() => true);
  await window.loadURL(url);
};
