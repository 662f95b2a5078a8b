// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { SetupError } from './shell.mjs';

/**
 * What a verifier that runs in any browser, and sees no secret, has no use for. Node's own modules need no mention: for a browser
 * they do not resolve.
 */
const foreign =
  /^(electron|ceremonies\/(cli|conductor|keys|secrets|shares|tokens))\/|(^|\/)node_modules\/(electron|pkcs11js|sodium-native|shamirs-secret-sharing)\//;

/** @type {import('esbuild').BuildOptions} */
const options = {
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  minify: true,
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.woff2': 'dataurl' },
};

/**
 * The auditor's page: scripts, styles and fonts in one file, under a policy that lets it run what is in it, by digest, and nothing
 * else. The same sources give the same bytes.
 *
 * @param {(options: import('esbuild').BuildOptions) => Promise<import('esbuild').BuildResult>} bundle
 * @returns {Promise<string>}
 * @throws {SetupError} when the page would hold what a verifier must not
 */
export const makeVerifier = async (bundle) => {
  const { outputFiles = [], metafile } = await bundle({
    ...options,
    entryPoints: [join(root, 'renderer/verifier/main.tsx')],
    outfile: 'verifier.js',
    write: false,
    metafile: true,
  });
  for (const path of Object.keys(metafile?.inputs ?? {}))
    if (foreign.test(path)) throw new SetupError(`The verifier page must not contain ${path}.`);
  /** @param {string} extension */
  const made = (extension) => outputFiles.find(({ path }) => path.endsWith(extension))?.text.trimEnd() ?? '';
  return pageOf(made('.js'), made('.css'));
};

/**
 * @param {string} program
 * @param {string} style
 */
const pageOf = (program, style) => {
  // Either would end its element early, or be read by the page as other characters than those that the digest is of.
  if (/<!--|<\/script|[\r\0]/i.test(program) || /<\/style|[\r\0]/i.test(style))
    throw new SetupError('The verifier page cannot hold its own script and style.');
  const parts = { POLICY: policyOf(program, style), STYLE: style, PROGRAM: program };
  // Spaces around a part would belong to what its digest is of.
  const template = readFileSync(join(root, 'renderer/verifier/index.html'), 'utf8');
  return Object.entries(parts).reduce(
    (page, [name, part]) => page.replace(new RegExp(`\\s*%${name}%\\s*`), () => part),
    template,
  );
};

/**
 * https://www.w3.org/TR/CSP3/ : no connection of any kind. `blob:` is the page's own script, once more, in a thread beside the page.
 *
 * @param {string} program
 * @param {string} style
 */
const policyOf = (program, style) =>
  [
    "default-src 'none'",
    `script-src ${digestOf(program)}`,
    `style-src ${digestOf(style)}`,
    'worker-src blob:',
    'font-src data:',
    'img-src data:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');

/** @param {string} text */
const digestOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
