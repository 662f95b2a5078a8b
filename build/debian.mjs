// @ts-check
import { SetupError, outputOf, say, succeeds } from './shell.mjs';

/**
 * What each purpose needs on Debian and its relatives. Names separated by `|` are one package under the names of
 * different releases (Debian 13 renamed libraries with 64-bit time).
 */
export const debianPackages = {
  compile: ['python3', 'make', 'g++'],
  tokens: ['softhsm2'],
  app: [
    'libgtk-3-0t64|libgtk-3-0',
    'libnss3',
    'libasound2t64|libasound2',
    'libgbm1',
    'libnotify4',
    'libxss1',
    'libxtst6',
    'libsecret-1-0',
    'fonts-dejavu-core',
  ],
  screenless: ['xvfb', 'xauth'],
  tests: [
    'libengine-pkcs11-openssl',
    'libgfshare-bin',
    'openssl',
    'unzip',
    'zip',
    'p7zip-full',
    'python3',
    'jq',
    'poppler-utils',
    'chromium',
  ],
  modules: [
    'opencryptoki',
    'p11-kit-modules',
    'libtpm2-pkcs11-1',
    'swtpm',
    'tpm2-abrmd',
    'libtss2-tcti-swtpm0t64|libtss2-tcti-swtpm0',
    'libtss2-tcti-tabrmd0',
    'dbus-daemon',
    'dbus-bin',
    'opensc-pkcs11',
  ],
  printing: ['cups', 'cups-client'],
};

/** @typedef {keyof typeof debianPackages} Purpose */

/** Whether this system is managed with dpkg and apt. */
export const isDebian = () =>
  process.platform === 'linux' && outputOf('dpkg-query', ['--version']) !== undefined;

/**
 * @param {readonly Purpose[]} purposes
 * @returns {string[]} entries of the table above that are not installed
 */
export const missingPackages = (purposes) => {
  const wanted = [...new Set(purposes.flatMap((purpose) => debianPackages[purpose]))];
  const names = wanted.flatMap((entry) => entry.split('|'));
  if (names.length === 0) return [];
  // dpkg-query fails as a whole when one name is unknown to it, so its output is read whatever its exit code.
  const format = '${Package} ${db:Status-Status}\\n';
  const listing = outputOf('sh', ['-c', `dpkg-query -W -f '${format}' ${names.join(' ')} || true`]) ?? '';
  const installed = new Set(
    listing.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  );
  return wanted.filter((entry) => !entry.split('|').some((name) => installed.has(name)));
};

/**
 * Installs what is missing, as root or with a sudo that asks no password.
 *
 * @param {readonly Purpose[]} purposes
 * @throws {SetupError} naming the exact command when it may not install, or when apt failed
 */
export const installPackages = (purposes) => {
  const missing = missingPackages(purposes);
  if (missing.length === 0) return;

  const isRoot = process.getuid?.() === 0;
  const apt = isRoot ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  const [command = 'apt-get', ...before] = apt;
  const choose = () =>
    missing.map((entry) => {
      const names = entry.split('|');
      return names.find((name) => outputOf('apt-cache', ['show', name])) ?? names.at(-1) ?? entry;
    });
  const install = () =>
    succeeds(command, [...before, 'install', '--yes', '--no-install-recommends', '-qq', ...choose()], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const byHand = () =>
    `sudo apt-get update && sudo apt-get install --no-install-recommends ${choose().join(' ')}`;

  if (!isRoot && outputOf('sudo', ['-n', 'true']) === undefined) {
    throw new SetupError(
      `Debian packages are missing and this user may not install them. Run:\n  ${byHand()}`,
    );
  }
  say(`Installing Debian packages: ${choose().join(' ')}`);
  // The package lists are fetched only when they turn out to be absent or stale: most starts need no network.
  const knowsAll = choose().every((name) => outputOf('apt-cache', ['show', name]));
  if (knowsAll && install()) return;
  if (
    !succeeds(command, [...before, 'update', '-qq']) ||
    !install() ||
    missingPackages(purposes).length > 0
  ) {
    throw new SetupError(`The Debian packages could not be installed. By hand:\n  ${byHand()}`);
  }
};
