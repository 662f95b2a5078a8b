// @ts-check
/**
 * What electron-builder asks of `fpm` for a Debian package, done with Debian's own dpkg-deb: it is on every Debian, is not fetched
 * from anywhere, and makes the same bytes of the same files when SOURCE_DATE_EPOCH is set. It knows the options that
 * electron-builder 26 passes, and refuses any other.
 */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { succeeds } from './shell.mjs';

/** @type {Readonly<Record<string, { type: 'string' | 'boolean', short?: string, multiple?: boolean }>>} */
const options = {
  ...Object.fromEntries(
    [
      'architecture',
      'after-install',
      'after-remove',
      'description',
      'version',
      'package',
      'name',
      'maintainer',
      'vendor',
      'url',
      'deb-priority',
      'deb-compression',
      'category',
      'license',
    ].map((name) => [name, { type: 'string' }]),
  ),
  force: { type: 'boolean' },
  input: { type: 'string', short: 's' },
  output: { type: 'string', short: 't' },
  depends: { type: 'string', short: 'd', multiple: true },
  'deb-recommends': { type: 'string', multiple: true },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: true });

/** @param {string} name */
const one = (name) => String(values[name] ?? '');
/** @param {string} name */
const many = (name) =>
  [values[name] ?? []]
    .flat()
    .filter((each) => each !== '')
    .join(', ');

/** @param {string} folder @returns {number} */
const sizeBytes = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .map((entry) =>
      entry.isDirectory() ? sizeBytes(join(folder, entry.name)) : statSync(join(folder, entry.name)).size,
    )
    .reduce((sum, each) => sum + each, 0);

const work = mkdtempSync(join(tmpdir(), 'deb-'));
try {
  const tree = join(work, 'tree');
  for (const each of positionals) {
    const at = each.lastIndexOf('=');
    const target = join(tree, each.slice(at + 1));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(each.slice(0, at), target, { recursive: true, preserveTimestamps: true });
  }
  const installedSizeKib = Math.ceil(sizeBytes(tree) / 1024);
  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  const fields = {
    Package: one('name'),
    Version: one('version'),
    Architecture: one('architecture'),
    Maintainer: one('maintainer'),
    'Installed-Size': String(installedSizeKib),
    Depends: many('depends'),
    Recommends: many('deb-recommends'),
    Section: 'utils',
    Priority: one('deb-priority'),
    Homepage: one('url'),
    // The first line is the summary; electron-builder leaves it empty.
    Description: `Guided key ceremonies for data embassies\n ${one('description').trim()}`,
  };
  const lines = Object.entries(fields).map(([name, value]) => (value === '' ? '' : `${name}: ${value}\n`));
  writeFileSync(join(control, 'control'), lines.join(''));
  for (const [name, option] of /** @type {const} */ ([
    ['postinst', 'after-install'],
    ['postrm', 'after-remove'],
  ])) {
    writeFileSync(join(control, name), readFileSync(one(option)));
    chmodSync(join(control, name), 0o755);
  }
  succeeds('chmod', ['-R', 'u+rwX,go+rX,go-w', tree]);
  const compression = one('deb-compression') === 'gz' ? 'gzip' : one('deb-compression');
  const dpkgDeb = ['--root-owner-group', `-Z${compression}`, '--build', tree, one('package')];
  const made = succeeds('dpkg-deb', dpkgDeb);
  process.exitCode = made ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
