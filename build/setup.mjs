// @ts-check
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPackages, isDebian, missingPackages } from './debian.mjs';
import { root } from './paths.mjs';
import { installedRuntime, obtainRuntime } from './runtime.mjs';
import { SetupError, npm, readJson, say } from './shell.mjs';
import { hasSoftHsm, softHsmAdvice } from './softhsm.mjs';

/**
 * @typedef {'packages' | 'tokens' | 'runtime' | 'app' | 'screenless' | 'tests' | 'modules' | 'printing'} Need
 * packages: what npm installs · tokens: SoftHSM2 · runtime: an Electron · app: the libraries it needs · screenless: a display that
 * exists only in memory · tests: other people's programs that serve as second opinions · modules: their PKCS#11 modules, where Debian has
 * them, to be tried · printing: a print system, to look at what it keeps.
 */

/**
 * Brings this machine to where the needs are met. It looks at what is there rather than at a note of what was once done,
 * so it is silent and quick when nothing is missing, and mends what was taken away since.
 *
 * @param {readonly Need[]} needs
 * @param {(work: () => Promise<void>) => Promise<void>} alone
 * @throws {SetupError}
 */
export const setUp = async (needs, alone) => {
  if (isReady(needs)) return;
  await alone(async () => {
    if (needs.includes('packages')) installNpmPackages();
    installSystemPackages(needs);
    if (needs.includes('runtime') && !installedRuntime()) await obtainRuntime();
  });
};

/** @param {readonly Need[]} needs */
const isReady = (needs) =>
  (!needs.includes('packages') || (npmPackagesAreInstalled() && nativeModuleIsBuilt())) &&
  (!needs.includes('runtime') || installedRuntime() !== undefined) &&
  systemPackagesAreInstalled(needs);

/** @param {readonly Need[]} needs */
const purposesOf = (needs) => needs.filter((need) => need !== 'packages' && need !== 'runtime');

/** @param {readonly Need[]} needs */
const systemPackagesAreInstalled = (needs) =>
  isDebian() ? missingPackages(purposesOf(needs)).length === 0 : !needs.includes('tokens') || hasSoftHsm();

/** @param {readonly Need[]} needs */
const installSystemPackages = (needs) => {
  if (isDebian()) installPackages(purposesOf(needs));
  else if (needs.includes('tokens') && !hasSoftHsm()) throw new SetupError(softHsmAdvice());
};

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, peer?: boolean }>} Locked */

/** @param {string} path */
const lockedPackages = (path) => /** @type {{ packages: Locked }} */ (readJson(path)).packages;

/** npm writes what it installed, in the words of the lock file, as the last thing it does. */
const npmPackagesAreInstalled = () => {
  const written = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(written)) return false;
  const installed = lockedPackages(written);
  return Object.entries(lockedPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    const found = installed[path];
    if (path === '') return true;
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
};

const nativeModule = join(root, 'node_modules', 'pkcs11js', 'build', 'Release', 'pkcs11.node');
const nativeModuleIsBuilt = () => existsSync(nativeModule);

const installNpmPackages = () => {
  if (!npmPackagesAreInstalled()) {
    say('Installing npm packages (about a minute) …');
    // No package's install script runs, except the one that is named below.
    if (!npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root })) {
      throw new SetupError('The npm packages could not be installed; npm says why above.');
    }
  }
  if (nativeModuleIsBuilt()) return;
  if (isDebian()) installPackages(['compile']);
  say('Compiling pkcs11js …');
  const rebuild = ['rebuild', 'pkcs11js', '--foreground-scripts', '--loglevel=error'];
  if (!npm(rebuild, { cwd: root, env: { ...process.env, ...headers() } }) || !nativeModuleIsBuilt()) {
    throw new SetupError('pkcs11js could not be compiled. It needs Python 3, make and a C++ compiler.');
  }
};

/** Node usually brings its own C headers; named here, node-gyp need not fetch them from a site that may be out of reach. */
const headers = () => {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: prefix } : {};
};
