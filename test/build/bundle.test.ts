import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { build as esbuild, type Metafile } from 'esbuild';
import { build, bundles, filesBelow } from '../../build/bundle.mjs';
import { alone } from '../../build/lock.mjs';
import { dist, root } from '../../build/paths.mjs';
import { partsOf } from '../../build/window.mjs';

const run = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8' });

describe('the build', () => {
  before(() => build(alone));

  it('lists every file that runs, with a digest that sha256sum confirms', () => {
    const lines = readFileSync(join(dist, 'app.sha256'), 'utf8').trimEnd().split('\n');
    assert.equal(run('sha256sum', ['-c', '--quiet', 'dist/app.sha256']), '');
    const listed = new Set(lines.map((line) => line.slice(66)));
    const about = ['app.json', 'app.sha256', 'build-key'];
    for (const path of filesBelow(dist))
      assert.equal(listed.has(`dist/${path}`), !about.includes(path), path);
    assert.ok(listed.has('node_modules/pkcs11js/build/Release/pkcs11.node'));
    assert.ok(listed.has('node_modules/sodium-native/index.js'));
  });

  it('names the app by the digest of that list', () => {
    const { appHash } = JSON.parse(readFileSync(join(dist, 'app.json'), 'utf8')) as { appHash: string };
    assert.equal(run('sha256sum', ['dist/app.sha256']).slice(0, 64), appHash);
  });

  it('leaves the preload nothing to ask for but Electron', () => {
    const preload = readFileSync(join(dist, 'electron', 'preload.cjs'), 'utf8');
    const asked = [...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(asked)], ['electron']);
  });

  describe('of the window', () => {
    let metafile: Metafile;

    before(async () => {
      const window = bundles.find(({ out }) => out === 'renderer/main.js');
      assert.ok(window !== undefined);
      ({ metafile } = await esbuild({
        absWorkingDir: root,
        entryPoints: [join(root, window.entry)],
        bundle: true,
        outdir: 'nowhere',
        ...window.options,
        write: false,
        metafile: true,
      }));
    });

    it('leaves verifying, replaying and unpacking out: the window shows what the engine found', () => {
      const read = Object.keys(metafile.inputs);
      assert.ok(read.includes('ceremonies/verify/diffWords.ts'));
      for (const heavy of ['@zip.js/', 'ceremonies/verify/verify.ts', 'ceremonies/model/reduce.ts'])
        assert.deepEqual(
          read.filter((path) => path.includes(heavy)),
          [],
        );
    });

    // What the first screen does not need, nobody waits for at the start.
    it('begins with the first screen and one language, and has the rest in parts that are read later', () => {
      const first = ['nowhere/main.js', ...partsOf(metafile.outputs, 'nowhere/main.js')].flatMap((path) =>
        Object.keys(metafile.outputs[path]?.inputs ?? {}),
      );
      assert.ok(first.includes('renderer/screens/start.tsx'));
      assert.ok(first.includes('ceremonies/texts/en/screen.ts'));
      for (const later of [
        'ceremonies/texts/et/',
        'ceremonies/texts/fr/',
        '/zod/',
        '/asn1js/',
        'renderer/room/',
      ])
        assert.deepEqual(
          first.filter((path) => path.includes(later)),
          [],
        );
    });

    it('names the parts that it begins with in its page, so that they are asked for at once', () => {
      const page = readFileSync(join(dist, 'renderer', 'index.html'), 'utf8');
      const named = [...page.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(([, path]) => path);
      const script = readFileSync(join(dist, 'renderer', 'main.js'), 'utf8');
      const imported = [...script.matchAll(/(?:from|import)\s*"\.\/(parts\/[^"]+)"/g)].map(
        ([, path]) => path,
      );
      assert.ok(imported.length > 0);
      for (const path of imported) assert.ok(named.includes(path), path);
    });
  });
});
