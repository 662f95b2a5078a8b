// @ts-check
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stageBeside } from './beside.mjs';
import { configurationOf } from './electronBuilder.mjs';
import { wrongFuses } from './fuses.mjs';
import { alone } from './lock.mjs';
import { root, scratch } from './paths.mjs';
import { products, requireRuntimeFor } from './products.mjs';
import { digestOf, installedRuntime } from './runtime.mjs';
import { SetupError, outputOf, say, succeeds } from './shell.mjs';
import { manifest, stageApp, stageRuntime } from './stage.mjs';

/** Where packages are put together; nothing in it is kept. */
const work = join(scratch, 'package');

/**
 * @typedef {'dir' | 'tar.gz' | 'deb' | 'AppImage'} Format
 * @typedef {object} Made
 * @property {string} output the folder with everything
 * @property {string} directory the unpacked app
 * @property {string} executable
 * @property {string} archiveSha256 what the app calls its hash
 */

/** @type {readonly Format[]} */
const formats = ['dir', 'tar.gz', 'deb', 'AppImage'];

/**
 * `npm run package -- [--rehearsal] [dir] [tar.gz] [deb] [AppImage]`: all formats, unless some are named. AppImage alone needs tools
 * that electron-builder fetches from its own release page; unless it is asked for by name, it is left out where they are out of reach.
 *
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export const packageCommand = async (args) => {
  const named = args.filter((arg) => arg !== '--rehearsal');
  const unknown = named.find((arg) => !formats.some((format) => format === arg));
  if (unknown !== undefined)
    throw new SetupError(`No format is named ${unknown}; there are: ${formats.join(', ')}.`);
  const kind = args.includes('--rehearsal') ? 'rehearsal' : 'release';
  const wanted = formats.filter((format) => named.length === 0 || named.includes(format));
  const { output, archiveSha256 } = await alone(() =>
    makePackage(kind, wanted, { mayLackAppImage: named.length === 0 }),
  );
  say(
    `${relative(process.cwd(), output) || output}\nSHA-256 of app.asar, which the app shows as its own: ${archiveSha256}`,
  );
  return 0;
};

/**
 * @param {import('./products.mjs').Kind} kind
 * @param {readonly Format[]} wanted
 * @param {{ readonly mayLackAppImage?: boolean, readonly output?: string }} [options]
 * @returns {Promise<Made>}
 * @throws {SetupError} when this may not be packaged, or a format cannot be made
 */
export const makePackage = async (kind, wanted, options = {}) => {
  if (`${process.platform}-${process.arch}` !== 'linux-x64')
    throw new SetupError('Packages are made on Linux for Linux, on x64.');
  const runtime = installedRuntime();
  if (!runtime) throw new SetupError('There is no Electron runtime.');
  await requireRuntimeFor(kind, runtime);
  const product = products[kind];
  const { version } = manifest();
  const output = options.output ?? join(root, 'out', 'packages', `${product.name}-${version}`);
  const folders = {
    app: join(work, 'app'),
    runtime: join(work, 'runtime'),
    beside: join(work, 'beside'),
    output,
  };
  for (const folder of [work, output]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const epochSeconds = sourceDateEpoch();

  const codeSha256 = await stageRuntime(folders.runtime, runtime.executable);
  const packaged = { version: runtime.version, codeSha256 };
  stageApp(folders.app, product, kind === 'release' ? packaged : null);
  await stageBeside(folders.beside, {
    product,
    runtime: { ...packaged, official: runtime.official },
    epochSeconds,
  });

  const configuration = configurationOf(product, runtime.version, folders);
  electronBuilder(configuration, 'dir');
  const directory = join(output, `${product.name}-${version}-linux-x64`);
  renameSync(join(output, 'linux-unpacked'), directory);
  const executable = join(directory, product.name);
  await requireAsStaged(executable, codeSha256);
  setTimes(directory, epochSeconds);

  /** @type {Readonly<Record<Format, () => void>>} */
  const make = {
    dir: () => undefined,
    'tar.gz': () => makeTar(directory, epochSeconds),
    deb: () => makeDeb(configuration, directory, epochSeconds),
    AppImage: () => electronBuilder(configuration, 'AppImage', { prepackaged: directory }),
  };
  for (const format of formats.filter((each) => wanted.includes(each))) {
    try {
      make[format]();
    } catch (error) {
      if (format !== 'AppImage' || !options.mayLackAppImage) throw error;
      say('WARNING: no AppImage was made.');
    }
  }
  for (const name of ['verifier.html', 'sbom.cdx.json', 'THIRD-PARTY-LICENCES.txt'])
    copyFileSync(join(directory, name), join(output, name));
  for (const name of readdirSync(output).filter((each) => /^builder-.*\.ya?ml$/.test(each)))
    rmSync(join(output, name));
  const archiveSha256 = await writeSums(output, directory);
  rmSync(work, { recursive: true, force: true });
  return { output, directory, executable, archiveSha256 };
};

/**
 * In a process of its own: within ours it would end it with 0, whatever had failed.
 *
 * @param {import('electron-builder').Configuration} configuration
 * @param {'dir' | 'deb' | 'AppImage'} target
 * @param {{ readonly prepackaged?: string, readonly env?: NodeJS.ProcessEnv }} [options] `prepackaged`: the directory to make it of
 */
const electronBuilder = (configuration, target, { prepackaged, env } = {}) => {
  const file = join(work, 'electron-builder.json');
  writeFileSync(file, JSON.stringify(configuration));
  const args = [
    join(root, 'node_modules', 'electron-builder', 'cli.js'),
    ...['--linux', target, '--x64', '--config', file, '--projectDir', root, '--publish', 'never'],
    ...(prepackaged === undefined ? [] : ['--prepackaged', prepackaged]),
  ];
  if (!succeeds(process.execPath, args, { cwd: root, env: { ...process.env, ...env } }))
    throw new SetupError(`electron-builder could not make ${target}; it says why above.`);
};

/**
 * The packaged executable is the one whose digest the archive holds, with the fuses set: else the app would not trust it.
 *
 * @param {string} executable
 * @param {string} codeSha256
 */
const requireAsStaged = async (executable, codeSha256) => {
  const wrong = await wrongFuses(executable);
  if (wrong.length > 0)
    throw new SetupError(`The packaged executable has fuses that are not set: ${wrong.join(', ')}.`);
  if ((await digestOf('sha256', executable, 'hex')) !== codeSha256)
    throw new SetupError('The packaged executable is not the one that was prepared.');
};

/** https://reproducible-builds.org/specs/source-date-epoch/ */
const sourceDateEpoch = () =>
  Number(process.env['SOURCE_DATE_EPOCH'] ?? outputOf('git', ['-C', root, 'log', '-1', '--format=%ct']) ?? 0);

/**
 * @param {string} folder
 * @param {number} epochSeconds
 */
const setTimes = (folder, epochSeconds) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) setTimes(path, epochSeconds);
    else if (entry.isFile()) utimesSync(path, epochSeconds, epochSeconds);
  }
  utimesSync(folder, epochSeconds, epochSeconds);
};

/**
 * https://reproducible-builds.org/docs/archives/ : electron-builder's own would carry times and an order that differ each time.
 *
 * @param {string} directory
 * @param {number} epochSeconds
 */
const makeTar = (directory, epochSeconds) => {
  const name = directory.slice(directory.lastIndexOf('/') + 1);
  const tar = [
    ...[
      '--sort=name',
      `--mtime=@${epochSeconds}`,
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--format=ustar',
    ],
    ...['--mode=u+rwX,go+rX,go-w', '--use-compress-program=gzip -9n', '-cf', `${directory}.tar.gz`],
    ...['-C', join(directory, '..'), name],
  ];
  if (!succeeds('tar', tar)) throw new SetupError('The tar.gz could not be made (is the disk full?).');
};

/**
 * @param {import('electron-builder').Configuration} configuration
 * @param {string} directory
 * @param {number} epochSeconds
 */
const makeDeb = (configuration, directory, epochSeconds) => {
  // electron-builder puts more into the directory for this format: into a copy, of links.
  const copy = join(work, 'deb');
  if (!succeeds('cp', ['-al', directory, copy])) throw new SetupError('The directory could not be copied.');
  // It would fetch fpm, which would call dpkg-deb in the end.
  const fpm = join(work, 'fpm');
  const script = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'build', 'fpm.mjs')}' "$@"\n`;
  writeFileSync(fpm, script, { mode: 0o755 });
  electronBuilder(configuration, 'deb', {
    prepackaged: copy,
    env: { CUSTOM_FPM_PATH: fpm, SOURCE_DATE_EPOCH: String(epochSeconds) },
  });
};

/**
 * `sha256sum -c SHA256SUMS`, with `--ignore-missing` for who has only some of the files.
 *
 * @param {string} output
 * @param {string} directory
 * @returns {Promise<string>} that of the archive
 */
const writeSums = async (output, directory) => {
  const archive = join(directory, 'resources', 'app.asar');
  const files = readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(output, entry.name));
  /** @type {string[]} */
  const lines = [];
  for (const file of [...files.sort(), archive])
    lines.push(`${await digestOf('sha256', file, 'hex')}  ${relative(output, file)}\n`);
  writeFileSync(join(output, 'SHA256SUMS'), lines.join(''));
  return lines.at(-1)?.slice(0, 64) ?? '';
};
