// @ts-check
// Opens the app whose folder is on the command line, but lets it become ready only once Playwright is attached.
//
// Playwright never ends its handshake when it meets a window in the midst of its first navigation: it sees the empty document that
// every window begins with, and is never told of the page that replaces it. So no window may be made before it watches. Its own
// remedy, a script that it has Electron run first, it leaves out when it is told which Electron to start, as it is here.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/** What Playwright calls as the last step of its handshake; the name is its own. */
const attached = new Promise((resume) => {
  Object.assign(globalThis, { __playwright_run: resume });
});
const whenReady = app.whenReady.bind(app);
app.whenReady = async () => {
  await Promise.all([whenReady(), attached]);
};

// The app is to see the command line that it would see without this script.
const isFolder = (/** @type {string} */ argument, /** @type {number} */ index) =>
  index > 0 && !argument.startsWith('-');
process.argv.splice(process.argv.findIndex(isFolder), 1);
const folder = resolve(process.argv.find(isFolder) ?? '.');
/** @type {unknown} */
const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const { main } = /** @type {{ main: string }} */ (description);
await import(pathToFileURL(join(folder, main)).href);
