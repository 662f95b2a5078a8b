import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fakePrograms, inProcess } from './fakes.ts';

/** A Debian whose installed and known packages are lists in files; every call of apt-get is noted. */
const debian = (installed: readonly string[], known: readonly string[], sudo = 'exit 1') => {
  const folder = fakePrograms({
    'dpkg-query': `[ "$1" = --version ] && exit 0; sed 's/$/ installed/' installed`,
    // For a name that is only virtual the real one, too, exits 0 and shows nothing.
    'apt-cache': 'grep -x "$2" known || true',
    'apt-get': `echo "$@" >> calls
      case "$1" in
        update) cat later >> known ;;
        install) shift; for name; do grep -qx "$name" known && echo "$name" >> installed; done; true ;;
      esac`,
    sudo,
  });
  const lines = (names: readonly string[]) => names.map((name) => `${name}\n`).join('');
  writeFileSync(join(folder, 'installed'), lines(installed));
  writeFileSync(join(folder, 'known'), lines(known));
  writeFileSync(join(folder, 'later'), '');
  const calls = () =>
    existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [];
  return { folder, calls };
};

const asRoot = 'process.getuid = () => 0;';
const asPerson = 'process.getuid = () => 1000;';
const install = (purposes: readonly string[]) =>
  `m.installPackages(${JSON.stringify(purposes)}); console.log('done');`;

describe('Debian packages', () => {
  it('are left alone when all are there', () => {
    const { folder, calls } = debian(['softhsm2'], []);
    assert.equal(inProcess('debian.mjs', asRoot + install(['tokens']), folder), 'done\n');
    assert.deepEqual(calls(), []);
  });

  it('are installed by root, without fetching the lists when apt knows them', () => {
    const { folder, calls } = debian(['xvfb'], ['xauth']);
    assert.equal(inProcess('debian.mjs', asRoot + install(['screenless']), folder), 'done\n');
    assert.deepEqual(calls(), ['install --yes --no-install-recommends -qq xauth']);
  });

  it('are looked up again when apt does not know them yet', () => {
    const { folder, calls } = debian([], []);
    writeFileSync(join(folder, 'later'), 'softhsm2\n');
    assert.equal(inProcess('debian.mjs', asRoot + install(['tokens']), folder), 'done\n');
    assert.deepEqual(calls(), ['update -qq', 'install --yes --no-install-recommends -qq softhsm2']);
  });

  it('are taken by the name that this release knows', () => {
    const names = [
      'libnss3',
      'libgbm1',
      'libnotify4',
      'libxss1',
      'libxtst6',
      'libsecret-1-0',
      'fonts-dejavu-core',
    ];
    const { folder, calls } = debian([...names, 'libgtk-3-0t64'], ['libasound2']);
    assert.equal(inProcess('debian.mjs', asRoot + install(['app']), folder), 'done\n');
    assert.deepEqual(calls(), ['install --yes --no-install-recommends -qq libasound2']);
  });

  it('are installed through a sudo that asks no password', () => {
    const { folder, calls } = debian([], ['softhsm2'], 'shift; "$@"');
    assert.equal(inProcess('debian.mjs', asPerson + install(['tokens']), folder), 'done\n');
    assert.deepEqual(calls(), ['install --yes --no-install-recommends -qq softhsm2']);
  });

  it('are named in the exact command for a person who may not install them', () => {
    const { folder, calls } = debian([], ['softhsm2']);
    const said = inProcess('debian.mjs', asPerson + install(['tokens']), folder);
    assert.match(said, /^SetupError\n/);
    assert.match(said, /sudo apt-get update && sudo apt-get install --no-install-recommends softhsm2$/m);
    assert.deepEqual(calls(), []);
  });
});
