/** The one hole between the window and the program: two functions, limited to the listed names. */
import { contextBridge, ipcRenderer } from 'electron';
import { isPushedName, isRequestName } from './channels.ts';
import type { Bridge } from './contract.ts';

/**
 * The page is not believed to keep to its types, so both functions look at the name they get. A request that is not listed
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
};

contextBridge.exposeInMainWorld('ceremony', bridge);
