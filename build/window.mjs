// @ts-check
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './paths.mjs';
import { SetupError } from './shell.mjs';

const script = '<script type="module"';

/**
 * The window's page. Beside its script it names the parts that this begins with: else they would be asked for only when the script has
 * been read.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} entry the script's source
 * @throws {SetupError} when the source was not bundled
 */
export const windowPage = ({ outputs }, entry) => {
  const main = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  if (main === undefined) throw new SetupError(`The window's script was not made of ${entry}.`);
  const links = [...partsOf(outputs, main)].map(
    (path) => `<link rel="modulepreload" href="${posix.relative(posix.dirname(main), path)}" />\n    `,
  );
  return readFileSync(join(root, 'renderer/index.html'), 'utf8').replace(
    script,
    `${links.join('')}${script}`,
  );
};

/**
 * What a script cannot begin without, by itself or through others; not what it imports later.
 *
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @param {string} path
 * @param {Set<string>} found
 */
export const partsOf = (outputs, path, found = new Set()) => {
  for (const each of outputs[path]?.imports ?? []) {
    if (each.kind !== 'import-statement' || found.has(each.path)) continue;
    found.add(each.path);
    partsOf(outputs, each.path, found);
  }
  return found;
};
