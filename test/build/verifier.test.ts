import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { build as esbuild, type BuildOptions, type BuildResult } from 'esbuild';
import { build } from '../../build/bundle.mjs';
import { alone } from '../../build/lock.mjs';
import { dist, root } from '../../build/paths.mjs';
import { SetupError } from '../../build/shell.mjs';
import { makeVerifier } from '../../build/verifier.mjs';

const bundle = (options: BuildOptions): Promise<BuildResult> =>
  esbuild({ absWorkingDir: root, bundle: true, charset: 'utf8', legalComments: 'none', ...options });

describe('the auditor’s page', () => {
  before(() => build(alone));
  const page = (): string => readFileSync(join(dist, 'verifier.html'), 'utf8');

  it('is made of the same bytes whenever it is made of the same sources', async () => {
    assert.equal(await makeVerifier(bundle), page());
  });

  it('has its digest beside it, and the app shows that digest', () => {
    const line = readFileSync(join(dist, 'verifier.sha256'), 'utf8');
    assert.equal(execFileSync('sha256sum', ['-c', '--quiet', 'verifier.sha256'], { cwd: dist }).length, 0);
    // What the app shows, and writes into every transcript; and what it holds a copy against that people save.
    assert.ok(readFileSync(join(dist, 'app.json'), 'utf8').includes(line.slice(0, 64)));
    assert.ok(readFileSync(join(dist, 'electron', 'main.js'), 'utf8').includes(line.slice(0, 64)));
  });

  it('is whole: its one style and one script are in it, and it names no other file', () => {
    const around = page().replace(/(<(style|script)[^>]*>)[^]*?(<\/\2>)/g, '$1$3');
    assert.ok(around.length < 2000);
    assert.equal(around.match(/<(style|script)/g)?.length, 2);
    assert.doesNotMatch(around, /\b(src|href)=/);
    const [style = ''] = /<style>[^]*<\/style>/.exec(page()) ?? [];
    assert.match(style, /url\("?data:font/);
    assert.ok(!/@import|url\((?!"?data:)/.test(style), 'the style asks for a file');
  });

  it('is not made when it would hold what sees secrets or belongs to the program', async () => {
    const holding = (path: string) =>
      makeVerifier(() => {
        const inputs = { [path]: { bytes: 1, imports: [] } };
        return Promise.resolve({
          errors: [],
          warnings: [],
          mangleCache: {},
          outputFiles: [],
          metafile: { outputs: {}, inputs },
        });
      });
    await holding('ceremonies/verify/verify.ts');
    for (const path of [
      'electron/guard.ts',
      'ceremonies/conductor/engine.ts',
      'ceremonies/tokens/token.ts',
      'ceremonies/secrets/secret.ts',
      'node_modules/pkcs11js/index.js',
      'node_modules/sodium-native/index.js',
    ])
      await assert.rejects(holding(path), SetupError, path);
  });

  it('is not made when it would ask for one of Node’s modules', async () => {
    const withNode = (options: BuildOptions): Promise<BuildResult> =>
      bundle({
        ...options,
        logLevel: 'silent',
        banner: {},
        inject: [join(root, 'ceremonies', 'conductor', 'bundleFolder.ts')],
      });
    await assert.rejects(makeVerifier(withNode), /Could not resolve "node:/);
  });
});
