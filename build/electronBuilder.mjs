// @ts-check
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} Folders
 * @property {string} app what the archive is made of
 * @property {string} runtime Electron, with the fuses set
 * @property {string} beside `root` and `resources`: what lies beside the executable and beside the archive
 * @property {string} output
 */

/** Debian 12 and 13 by name; what Electron and SoftHSM2 load. */
const debianDepends = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libnotify4',
  'libxss1',
  'libxtst6',
  'libsecret-1-0',
  'libssl3 | libssl3t64',
  'libstdc++6',
];

/**
 * What electron-builder is told: https://www.electron.build/configuration . It finds everything ready, fetches nothing for a
 * directory, and decides nothing that the archive's digest depends on.
 *
 * @param {import('./products.mjs').Product} product
 * @param {string} electronVersion
 * @param {Folders} folders
 * @returns {import('electron-builder').Configuration}
 */
export const configurationOf = ({ name, title }, electronVersion, { app, runtime, beside, output }) => ({
  appId: `ee.${name.replaceAll('-', '.')}`,
  productName: name,
  electronVersion,
  electronDist: runtime,
  electronLanguages: ['en-US', 'et', 'fr'],
  directories: { app, output },
  files: ['**/*'],
  // The system's loader cannot look into an archive, so machine code lies beside it; the archive lists it, with its digest.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  extraFiles: [{ from: join(beside, 'root'), to: '.' }],
  extraResources: [{ from: join(beside, 'resources'), to: '.' }],
  // The machine code is built before, and once.
  npmRebuild: false,
  publish: null,
  // Of AppImage's two runtimes, the one that does not turn Chromium's sandbox off.
  toolsets: { appimage: '1.0.3' },
  linux: {
    executableName: name,
    icon: join(root, 'build', 'icons'),
    artifactName: `${name}-\${version}-linux-x64.\${ext}`,
    category: 'Office',
    syncDesktopName: true,
    maintainer: 'Embassy Key Ceremony <nobody@embassy-key-ceremony.invalid>',
    desktop: { entry: { Name: title } },
  },
  // xz would take minutes for a tenth less.
  deb: { depends: debianDepends, priority: 'optional', compression: 'gz', recommends: [] },
});
