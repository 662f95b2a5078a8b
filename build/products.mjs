// @ts-check
import { officialRecord, digestOf } from './runtime.mjs';
import { SetupError } from './shell.mjs';

/**
 * @typedef {'release' | 'rehearsal'} Kind
 * @typedef {{ readonly kind: Kind, readonly name: string, readonly title: string }} Product
 */

/**
 * What can be packaged. A rehearsal product has a name of its own everywhere, so that nobody takes it for the release, and its
 * app refuses a real ceremony whatever runtime it was packaged with.
 *
 * @type {Readonly<Record<Kind, Product>>}
 */
export const products = {
  release: { kind: 'release', name: 'embassy-key-ceremony', title: 'Embassy Key Ceremony' },
  rehearsal: {
    kind: 'rehearsal',
    name: 'embassy-key-ceremony-rehearsal',
    title: 'Embassy Key Ceremony (rehearsal only)',
  },
};

/**
 * Nothing is released with a runtime that nobody vouches for. The set-up's word is not taken for it: the executable is hashed
 * again, and compared with what Electron's installer unpacked from the archive whose checksum the locked package carries.
 *
 * @param {Kind} kind
 * @param {import('./runtime.mjs').Runtime} runtime
 * @param {{ readonly version: string, readonly codeSha256: string } | null} [record] null: there is none
 * @throws {SetupError} when this runtime may not be packaged as this
 */
export const requireRuntimeFor = async (kind, runtime, record = officialRecord() ?? null) => {
  if (kind === 'rehearsal') return;
  const isOfficial =
    runtime.official &&
    record?.version === runtime.version &&
    record.codeSha256 === (await digestOf('sha256', runtime.executable, 'hex'));
  if (isOfficial) return;
  throw new SetupError(
    `A release is not made with this Electron (${runtime.version}): it is not the official one, and nobody vouches for it.\n` +
      'Connect to its release page (or set ELECTRON_MIRROR), run: npm run set-up, and try again. For a package that can only rehearse:\n' +
      '  npm run package -- --rehearsal',
  );
};
