// @ts-check
// The development runtime comes without Electron's own default app, so `electron <folder>` would do nothing. This
// stands in for it: it opens the app whose folder is on the command line, as the official runtime does.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.argv.slice(1).find((arg) => !arg.startsWith('-'));
const description = join(resolve(folder ?? '.'), 'package.json');
if (folder === undefined || !existsSync(description)) {
  process.stderr.write('usage: electron FOLDER\n');
  process.exit(2);
}
/** @type {unknown} */
const read = JSON.parse(readFileSync(description, 'utf8'));
const { main } = /** @type {{ main: string }} */ (read);
await import(pathToFileURL(resolve(folder, main)).href);
