// @ts-check
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * What is burnt into the packaged executable: switches that no argument, environment variable or file beside it can turn back.
 * https://www.electronjs.org/docs/latest/tutorial/fuses
 *
 * @type {readonly { readonly fuse: keyof typeof FuseV1Options, readonly on: boolean }[]}
 */
export const fuses = [
  // The engine is a utility process, which none of these stops.
  { fuse: 'RunAsNode', on: false },
  { fuse: 'EnableNodeOptionsEnvironmentVariable', on: false },
  { fuse: 'EnableNodeCliInspectArguments', on: false },
  // Electron heeds it on macOS and Windows only; on Linux the app measures its archive itself (electron/archive.ts).
  { fuse: 'EnableEmbeddedAsarIntegrityValidation', on: true },
  { fuse: 'OnlyLoadAppFromAsar', on: true },
  { fuse: 'EnableCookieEncryption', on: true },
  { fuse: 'GrantFileProtocolExtraPrivileges', on: false },
  { fuse: 'LoadBrowserProcessSpecificV8Snapshot', on: false },
];

/**
 * Sets the fuses in an executable, where it lies.
 *
 * @param {string} executable
 */
export const setFuses = async (executable) => {
  const settings = Object.fromEntries(fuses.map(({ fuse, on }) => [FuseV1Options[fuse], on]));
  await flipFuses(executable, { version: FuseVersion.V1, ...settings });
};

/** The wire holds one character a fuse. */
const burntIn = { on: '1'.charCodeAt(0), off: '0'.charCodeAt(0) };

/**
 * @param {string} executable
 * @returns {Promise<readonly string[]>} the fuses of the table that are set otherwise in this executable, or missing in it
 */
export const wrongFuses = async (executable) => {
  const wire = await getCurrentFuseWire(executable);
  return fuses.flatMap(({ fuse, on }) =>
    Number(wire[FuseV1Options[fuse]]) === (on ? burntIn.on : burntIn.off) ? [] : [fuse],
  );
};
