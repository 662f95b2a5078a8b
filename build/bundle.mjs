// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { dist, root, scratch } from './paths.mjs';
import { officialRecord } from './runtime.mjs';
import { SetupError, readJson, say } from './shell.mjs';
import { makeVerifier } from './verifier.mjs';
import { windowPage } from './window.mjs';

/** Packages with machine code: loaded from node_modules, never bundled. */
const native = ['pkcs11js', 'sodium-native'];

// Bundled CommonJS packages ask for Node's own modules with `require`, which an ES module does not have.
const requireForBundles =
  "import { createRequire as requireOfBundle } from 'node:module';\nglobalThis.require ??= requireOfBundle(import.meta.url);";

/** @type {import('esbuild').BuildOptions} */
const inNode = {
  platform: 'node',
  format: 'esm',
  target: 'node20.18',
  external: ['electron', ...native],
  banner: { js: requireForBundles },
};

const windowScript = 'renderer/main.tsx';

/** @type {readonly { readonly entry: string, readonly out: string, readonly options: import('esbuild').BuildOptions }[]} */
export const bundles = [
  { entry: 'ceremonies/cli.ts', out: 'cli.js', options: inNode },
  { entry: 'electron/main.ts', out: 'electron/main.js', options: inNode },
  { entry: 'electron/engine.ts', out: 'electron/engine.js', options: inNode },
  // Typefaces as data: what is laid out for paper may fetch nothing.
  {
    entry: 'renderer/styles/paper.css',
    out: 'electron/paper.css',
    options: { minify: true, loader: { '.woff2': 'dataurl' } },
  },
  // A sandboxed preload is a single CommonJS file and may ask for nothing but `electron`.
  {
    entry: 'electron/preload.ts',
    out: 'electron/preload.cjs',
    options: { platform: 'browser', format: 'cjs', target: 'chrome130', external: ['electron'] },
  },
  {
    entry: windowScript,
    out: 'renderer/main.js',
    options: {
      platform: 'browser',
      format: 'esm',
      // What is imported when it is wanted has files of its own.
      splitting: true,
      chunkNames: 'parts/[name]-[hash]',
      target: 'chrome130',
      minify: true,
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
      loader: { '.woff2': 'file', '.svg': 'file', '.png': 'file' },
      assetNames: 'assets/[name]-[hash]',
    },
  },
];

/**
 * Every file below a folder, as paths from it with `/`, sorted by code unit so that every machine agrees.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort()
    : [];

/**
 * @param {string | Uint8Array} data
 * @returns {string} 64 hexadecimal digits
 */
export const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** What the build depends on, by content: a file that was only touched causes no build. */
const buildKey = () => {
  const sources = ['build', 'ceremonies', 'electron', 'renderer'].flatMap((folder) =>
    filesBelow(join(root, folder)).map((path) => `${folder}/${path}`),
  );
  const parts = [...sources, 'package.json', 'package-lock.json'].map(
    (path) => `${sha256(readFileSync(join(root, path)))} ${path}`,
  );
  return sha256([...parts, JSON.stringify(officialRecord() ?? null)].join('\n'));
};

const keyPath = join(dist, 'build-key');
/** @param {string} key */
const isBuilt = (key) => existsSync(keyPath) && readFileSync(keyPath, 'utf8') === key;

/**
 * Builds everything into `dist` when a source changed since the last time.
 *
 * @param {(work: () => Promise<void>) => Promise<void>} alone
 * @throws {SetupError} when a source does not compile
 */
export const build = async (alone) => {
  const key = buildKey();
  if (!isBuilt(key)) await alone(async () => (isBuilt(key) ? undefined : buildAnew(key)));
};

/** @param {string} key */
const buildAnew = async (key) => {
  const started = performance.now();
  const { build: esbuild } = await import('esbuild');
  const target = join(scratch, 'dist');
  rmSync(target, { recursive: true, force: true });

  const present = bundles.filter(({ entry }) => existsSync(join(root, entry)));
  for (const { entry } of bundles)
    if (!existsSync(join(root, entry))) say(`build: ${entry} is not there; left out`);
  /** @param {import('esbuild').BuildOptions} options */
  const bundle = (options) =>
    esbuild({
      absWorkingDir: root,
      bundle: true,
      charset: 'utf8',
      legalComments: 'none',
      logLevel: 'error',
      ...options,
    });
  /** @type {string} */
  let verifier;
  try {
    verifier = writeVerifier(target, await makeVerifier(bundle));
    await Promise.all(
      present.map(async ({ entry, out, options }) => {
        const { metafile } = await bundle({
          ...options,
          define: { ...options.define, VERIFIER_SHA256: JSON.stringify(verifier) },
          entryPoints: [join(root, entry)],
          metafile: true,
          ...(options.splitting === true
            ? { outdir: dirname(join(target, out)) }
            : { outfile: join(target, out) }),
        });
        if (entry === windowScript && metafile !== undefined)
          writeFileSync(join(target, 'renderer/index.html'), windowPage(metafile, entry));
      }),
    );
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError('The build failed; the errors are above.', { cause: error });
  }
  writeFileSync(join(target, 'runtime.json'), `${JSON.stringify({ official: officialRecord() ?? null })}\n`);
  writeIdentity(target, verifier);
  writeFileSync(join(target, 'build-key'), key);
  rmSync(dist, { recursive: true, force: true });
  renameSync(target, dist);
  say(`Built in ${Math.round(performance.now() - started)} ms.`);
};

/**
 * Writes the auditor's page, and its digest beside it: `cd dist; sha256sum -c verifier.sha256`.
 *
 * @param {string} target
 * @param {string} page
 * @returns {string} the digest
 */
const writeVerifier = (target, page) => {
  const digest = sha256(page);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'verifier.html'), page);
  writeFileSync(join(target, 'verifier.sha256'), `${digest}  verifier.html\n`);
  say(`verifier.html: ${Math.round(page.length / 1000)} kB, SHA-256 ${digest}`);
  return digest;
};

/**
 * Writes `app.sha256`, a list of every file that runs, and `app.json`, which holds the list's own hash: the app hash. Both can
 * be checked without this program, from the checkout's folder: `sha256sum -c dist/app.sha256; sha256sum dist/app.sha256`.
 *
 * @param {string} target
 * @param {string} verifierSha256
 */
const writeIdentity = (target, verifierSha256) => {
  const built = filesBelow(target).map((path) => ({ path: `dist/${path}`, file: join(target, path) }));
  const lines = [...built, ...loadedFiles()].map(
    ({ path, file }) => `${sha256(readFileSync(file))}  ${path}\n`,
  );
  const list = lines.join('');
  const { version } = /** @type {{ version: string }} */ (readJson(join(root, 'package.json')));
  writeFileSync(join(target, 'app.sha256'), list);
  writeFileSync(
    join(target, 'app.json'),
    `${JSON.stringify({ version, appHash: sha256(list), verifierSha256 })}\n`,
  );
};

/**
 * The files that a running app loads from `node_modules`, with their paths from the checkout.
 *
 * @returns {readonly { readonly path: string, readonly file: string }[]}
 */
export const loadedFiles = () =>
  loadedPackages().flatMap((name) => {
    const folder = join(root, 'node_modules', name);
    return filesBelow(folder)
      .filter(runs)
      .map((path) => ({ path: `node_modules/${name}/${path}`, file: join(folder, path) }));
  });

/** The native packages and all that they need in turn. */
const loadedPackages = () => {
  /** @type {Set<string>} */
  const names = new Set();
  /** @param {string} name */
  const add = (name) => {
    const path = join(root, 'node_modules', name, 'package.json');
    if (names.has(name) || !existsSync(path)) return;
    names.add(name);
    const { dependencies = {} } = /** @type {{ dependencies?: Record<string, string> }} */ (readJson(path));
    Object.keys(dependencies).forEach(add);
  };
  native.forEach(add);
  return [...names].sort();
};

/**
 * Whether a file of an installed package can run here: its scripts and this platform's machine code, but no sources,
 * object files or other platforms' builds.
 *
 * @param {string} path
 */
const runs = (path) => {
  const prebuilt = `prebuilds/${process.platform}-${process.arch}/`;
  if (path.startsWith('prebuilds/')) return path.startsWith(prebuilt) && path.endsWith('.node');
  if (path.startsWith('build/')) return /^build\/Release\/[^/]+\.node$/.test(path);
  return /\.([cm]?js|json|node)$/.test(path);
};
