// @ts-check
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, loadedFiles, sha256 } from './bundle.mjs';
import { setFuses } from './fuses.mjs';
import { dist, root } from './paths.mjs';
import { digestOf } from './runtime.mjs';
import { readJson } from './shell.mjs';

/** @typedef {import('./products.mjs').Product} Product */

/**
 * What the build makes for a checkout only: the command line, the page that lies beside the archive, and what the build says of
 * itself. A packaged app is known by the digest of its archive instead.
 */
const notPackaged = new Set([
  'app.json',
  'app.sha256',
  'build-key',
  'cli.js',
  'runtime.json',
  'verifier.html',
  'verifier.sha256',
]);

/**
 * Writes the folder that the archive is made of. The same sources, packages and runtime give the same names and bytes; modes are
 * set, since the archive records whether a file may be run.
 *
 * @param {string} folder where nothing is yet
 * @param {Product} product
 * @param {{ readonly version: string, readonly codeSha256: string } | null} official what the app shall take for the official runtime
 */
export const stageApp = (folder, product, official) => {
  const built = filesBelow(dist)
    .filter((path) => !notPackaged.has(path))
    .map((path) => ({ path: `dist/${path}`, file: join(dist, path) }));
  const loaded = loadedFiles();
  for (const { path, file } of [...built, ...loaded]) put(join(folder, path), readFileSync(file));
  const { version, description, main, dependencies } = manifest();
  const native = new Set(loaded.map(({ path }) => path.split('/')[1]));
  const described = {
    name: product.name,
    productName: product.name,
    version,
    description,
    type: 'module',
    main,
    desktopName: `${product.name}.desktop`,
    homepage: 'https://embassy-key-ceremony.invalid/',
    dependencies: Object.fromEntries(Object.entries(dependencies).filter(([name]) => native.has(name))),
  };
  put(join(folder, 'package.json'), `${JSON.stringify(described)}\n`);
  const verifierSha256 = sha256(readFileSync(join(dist, 'verifier.html')));
  put(join(folder, 'dist', 'app.json'), `${JSON.stringify({ version, appHash: null, verifierSha256 })}\n`);
  put(join(folder, 'dist', 'runtime.json'), `${JSON.stringify({ official })}\n`);
};

/** @returns {{ version: string, description: string, main: string, dependencies: Record<string, string> }} */
export const manifest = () =>
  /** @type {ReturnType<typeof manifest>} */ (readJson(join(root, 'package.json')));

/**
 * @param {string} path
 * @param {string | Uint8Array} content
 */
const put = (path, content) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o644);
};

/**
 * Copies a runtime without what is its own app, and sets the fuses.
 *
 * @param {string} folder where nothing is yet
 * @param {string} executable of the runtime
 * @returns {Promise<string>} SHA-256 of the executable as it will be packaged
 */
export const stageRuntime = async (folder, executable) => {
  cpSync(dirname(executable), folder, { recursive: true, verbatimSymlinks: true });
  // The development runtime brings its publisher's description, and a loader.
  for (const name of ['resources', 'package.json', 'version'])
    rmSync(join(folder, name), { recursive: true, force: true });
  mkdirSync(join(folder, 'resources'));
  const copy = join(folder, 'electron');
  await setFuses(copy);
  return digestOf('sha256', copy, 'hex');
};
