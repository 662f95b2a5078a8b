/** Runs in the main process before anything else, in the tests' own build only: writes down every message between processes. */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { app, ipcMain, utilityProcess } from 'electron';

const folder = process.env['CEREMONY_LEAK_FOLDER'] ?? '';
const ways = ['window-to-main', 'main-to-window', 'main-to-engine', 'engine-to-main'] as const;
const files = new Map(ways.map((way) => [way, openSync(join(folder, way), 'a')]));

const record = (way: (typeof ways)[number], message: unknown): void => {
  const bytes = serialize(message);
  writeSync(files.get(way) ?? -1, bytes);
  // The record must not be what the search of this process finds.
  bytes.fill(0);
};

const handle = ipcMain.handle.bind(ipcMain);
ipcMain.handle = (name, answer) =>
  handle(name, async (event, ...messages: unknown[]) => {
    record('window-to-main', [name, ...messages]);
    const reply: unknown = await (answer(event, ...messages) as Promise<unknown>);
    record('main-to-window', [name, reply]);
    return reply;
  });

app.on('web-contents-created', (_event, contents) => {
  const send = contents.send.bind(contents);
  contents.send = (name, ...messages: unknown[]) => {
    record('main-to-window', [name, ...messages]);
    send(name, ...messages);
  };
});

const fork = utilityProcess.fork.bind(utilityProcess);
utilityProcess.fork = (...args) => {
  const child = fork(...args);
  const post = child.postMessage.bind(child);
  child.postMessage = (message, transfer) => {
    record('main-to-engine', message);
    post(message, transfer);
  };
  child.on('message', (message: unknown) => record('engine-to-main', message));
  return child;
};
