import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../build/paths.mjs';
import { temporaryFolder } from '../temporary.ts';

const fpm = (args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'build', 'fpm.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1000000000' },
  });

const room = () => {
  const folder = temporaryFolder('deb');
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'program'), '#!/bin/sh\n');
  chmodSync(join(app, 'program'), 0o700);
  writeFileSync(join(app, 'data'), 'data');
  chmodSync(join(app, 'data'), 0o600);
  writeFileSync(join(folder, 'after'), '#!/bin/sh\nexit 0\n');
  const deb = join(folder, 'made.deb');
  // As electron-builder calls fpm.
  const args = [
    ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libnss3', '-d', 'a | b', '--deb-compression', 'gz'],
    ...['--architecture', 'amd64', '--after-install', join(folder, 'after')],
    ...['--after-remove', join(folder, 'after'), '--description', '\n What it does.', '--version', '1.2.3'],
    ...['--package', deb, '--name', 'the-app', '--maintainer', 'A <a@b.invalid>', '--vendor', 'A'],
    ...['--url', 'https://b.invalid/', '--deb-priority', 'optional', `${app}/=/opt/the app`],
  ];
  return { deb, args };
};

const dpkgDeb = (...args: readonly string[]) => execFileSync('dpkg-deb', args, { encoding: 'utf8' });

describe('the Debian package', () => {
  it('holds the files where they shall be, owned by root, for everybody to read', () => {
    const { deb, args } = room();
    assert.equal(fpm(args).status, 0);
    const listed = dpkgDeb('--contents', deb);
    assert.match(listed, /^-rwxr-xr-x root\/root +10 2001-09-09 01:46 \.\/opt\/the app\/program$/m);
    assert.match(listed, /^-rw-r--r-- root\/root +4 2001-09-09 01:46 \.\/opt\/the app\/data$/m);
  });

  it('says of itself what electron-builder asked for', () => {
    const { deb, args } = room();
    fpm(args);
    const fields = { Package: 'the-app', Version: '1.2.3', Architecture: 'amd64', Depends: 'libnss3, a | b' };
    for (const [name, value] of Object.entries(fields))
      assert.equal(dpkgDeb('--field', deb, name).trim(), value);
  });

  it('is the same, byte for byte, each time', () => {
    const digests = [room(), room()].map(({ deb, args }) => {
      fpm(args);
      return createHash('sha256').update(readFileSync(deb)).digest('hex');
    });
    assert.equal(digests[0], digests[1]);
  });

  it('is not made when something is asked for that nobody here has thought of', () => {
    assert.notEqual(fpm([...room().args, '--deb-suggests', 'x']).status, 0);
  });
});
