// @ts-check
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { SetupError, readJson } from './shell.mjs';

/**
 * @typedef {{ readonly name: string, readonly version: string, readonly licence: string, readonly path: string }} Shipped
 * `path`: where npm put it, from the checkout.
 */

/** Development dependencies by npm's count, parts of the app by ours. (The runtime is another: it brings its own licences.) */
const alsoShipped = /^@fontsource(-variable)?\//;

/** Licences that ask for no more than to be shown. Another one is a decision, not a routine: see docs/DEPENDENCIES.md. */
const accepted = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'OFL-1.1',
  '(MIT OR Apache-2.0)',
]);

/**
 * @typedef {{ version?: string, license?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} Locked
 */

/** @returns {Record<string, Locked>} */
const lockedPackages = () =>
  /** @type {{ packages: Record<string, Locked> }} */ (readJson(join(root, 'package-lock.json'))).packages;

/**
 * Every npm package of which something is in the app, by the lock file, sorted by its place there.
 *
 * @param {Record<string, Locked>} [locked]
 * @returns {readonly Shipped[]}
 * @throws {SetupError} when one has a licence that nobody has accepted
 */
export const shippedPackages = (locked = lockedPackages()) =>
  Object.entries(locked)
    .map(([path, entry]) => ({ path, entry, name: path.slice(path.lastIndexOf('node_modules/') + 13) }))
    .filter(({ path, entry, name }) => path !== '' && (runs(entry) || alsoShipped.test(name)))
    .map(({ path, entry: { version = '', license = 'none' }, name }) => {
      if (!accepted.has(license)) throw new SetupError(`${name} ${version} has the licence ${license}.`);
      return { name, version, licence: license, path };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));

/** @param {Locked} locked */
const runs = ({ dev, optional, devOptional }) => !dev && !optional && !devOptional;

/**
 * The licences of every npm package in the app, as a text for people.
 *
 * @param {readonly Shipped[]} packages
 */
export const licencesText = (packages) =>
  [
    'This program contains the works of others, under these licences. Beside this file: LICENSE.electron.txt and',
    'LICENSES.chromium.html (Electron, Chromium, Node.js), resources/softhsm/copyright (SoftHSM2), sbom.cdx.json (all of it, for machines).',
    '',
    ...packages.map(({ name, version, licence }) => `${name} ${version}: ${licence}`),
    '',
    ...packages.flatMap(({ name, version, licence, path }) => [
      '='.repeat(80),
      `${name} ${version}: ${licence}`,
      '='.repeat(80),
      textOf(path) ?? 'The package holds no text of its licence.',
      '',
    ]),
  ].join('\n');

/** @param {string} path */
const textOf = (path) => {
  const folder = join(root, path);
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name))
    .sort();
  return names.length === 0
    ? undefined
    : names.map((name) => readFileSync(join(folder, name), 'utf8').trimEnd()).join('\n\n');
};
