/** The one hole between the window and the program: three functions, limited to the listed names. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { isPushedName, isRequestName } from './channels.ts';
import type { Bridge } from './contract.ts';

/**
 * The page is not believed to keep to its types, so what is asked and heard is looked at by its name. A request that is not listed
 * rejects; a pushed name that is not listed never speaks.
 */
const bridge: Bridge = {
  request: (name, message) =>
    isRequestName(name) ? ipcRenderer.invoke(name, message) : Promise.reject(new Error('message-malformed')),
  listen: (name, heard) => {
    if (!isPushedName(name)) return () => undefined;
    // Electron's event object carries a way to reply, so it stays on this side.
    const pass = (_event: unknown, message: Parameters<typeof heard>[0]) => {
      heard(message);
    };
    ipcRenderer.on(name, pass);
    return () => {
      ipcRenderer.off(name, pass);
    };
  },
  // Only of files that people let go over the window: the page cannot make one with a path of its own.
  fileOf: (dropped) => webUtils.getPathForFile(dropped),
};

contextBridge.exposeInMainWorld('ceremony', bridge);
