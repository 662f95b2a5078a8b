import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { build as esbuild } from 'esbuild';
import { build, bundles, filesBelow, loadedFiles } from '../../build/bundle.mjs';
import { fuses, setFuses, wrongFuses } from '../../build/fuses.mjs';
import { licencesText, shippedPackages } from '../../build/licences.mjs';
import { alone } from '../../build/lock.mjs';
import { root } from '../../build/paths.mjs';
import { products, requireRuntimeFor } from '../../build/products.mjs';
import { installedRuntime } from '../../build/runtime.mjs';
import { makeSbom } from '../../build/sbom.mjs';
import { SetupError } from '../../build/shell.mjs';
import { manifest, stageApp } from '../../build/stage.mjs';
import { makeVerifier } from '../../build/verifier.mjs';
import { temporaryFolder } from '../temporary.ts';

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

describe('the runtime of a package', () => {
  const version = '45.4.1';
  const content = 'the executable';
  const record = { version, codeSha256: sha256(content) };
  const runtime = (official: boolean) => {
    const executable = join(temporaryFolder('runtime'), 'electron');
    writeFileSync(executable, content);
    return { executable, official, version };
  };

  it('is the official one in a release, byte for byte', async () => {
    await requireRuntimeFor('release', runtime(true), record);
  });

  const refused: readonly (readonly [string, boolean, Partial<typeof record>])[] = [
    ['nobody vouches for it', false, {}],
    ['the set-up recorded other bytes', true, { codeSha256: sha256('another') }],
    ['the set-up recorded another version', true, { version: '45.4.0' }],
  ];
  for (const [why, official, difference] of refused)
    it(`is refused in a release when ${why}`, async () => {
      const made = requireRuntimeFor('release', runtime(official), { ...record, ...difference });
      await assert.rejects(made, SetupError);
    });

  it('is refused in a release when the set-up recorded nothing', async () => {
    await assert.rejects(requireRuntimeFor('release', runtime(true), null), SetupError);
  });

  it('is refused by the command, which then makes nothing', () => {
    const { executable = '' } = installedRuntime() ?? {};
    const made = join(root, 'out', 'packages', `${products.release.name}-${manifest().version}`);
    const before = existsSync(made);
    const { status } = spawnSync(process.execPath, [join(root, 'build', 'run.mjs'), 'package'], {
      // The set-up can vouch for none that it did not fetch.
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: dirname(executable) },
    });
    assert.equal(status, 2);
    assert.equal(existsSync(made), before);
  });

  it('may be any in a package that can only rehearse', async () => {
    await requireRuntimeFor('rehearsal', runtime(false), null);
  });

  it('has every fuse set as the table says', async () => {
    const { executable = '' } = installedRuntime() ?? {};
    const copy = join(temporaryFolder('fuses'), 'electron');
    copyFileSync(executable, copy);
    assert.notDeepEqual(await wrongFuses(copy), []);
    await setFuses(copy);
    assert.deepEqual(await wrongFuses(copy), []);
    assert.deepEqual(
      fuses
        .filter(({ on }) => on)
        .map(({ fuse }) => fuse)
        .sort(),
      ['EnableCookieEncryption', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar'],
    );
    rmSync(copy);
  });
});

describe('the folder that the archive is made of', () => {
  before(() => build(alone));
  const staged = (kind: keyof typeof products) => {
    const folder = join(temporaryFolder('stage'), 'app');
    const official = kind === 'release' ? { version: '45.4.1', codeSha256: sha256('x') } : null;
    stageApp(folder, products[kind], official);
    return folder;
  };
  const contents = (folder: string) =>
    filesBelow(folder).map((path) => [path, sha256(readFileSync(join(folder, path)))]);

  it('has the same names and bytes each time', () => {
    assert.deepEqual(contents(staged('release')), contents(staged('release')));
  });

  it('tells nowhere where it was made', () => {
    const folder = staged('release');
    for (const path of filesBelow(folder))
      assert.equal(readFileSync(join(folder, path)).includes(root), false, path);
  });

  it('holds a record of the official runtime in a release only', () => {
    const recorded = (kind: keyof typeof products): unknown =>
      JSON.parse(readFileSync(join(staged(kind), 'dist', 'runtime.json'), 'utf8'));
    assert.deepEqual(recorded('release'), { official: { version: '45.4.1', codeSha256: sha256('x') } });
    assert.deepEqual(recorded('rehearsal'), { official: null });
  });

  it('holds neither the command line nor what the build says of a checkout', () => {
    const paths = new Set(filesBelow(staged('release')));
    for (const name of ['cli.js', 'app.sha256', 'build-key', 'verifier.html'])
      assert.equal(paths.has(`dist/${name}`), false, name);
    assert.ok(paths.has('node_modules/pkcs11js/build/Release/pkcs11.node'));
  });
});

/** The npm packages that the bundler reads, and those that are loaded. */
const packagesInUse = async (): Promise<ReadonlySet<string>> => {
  const inputs: string[] = [];
  const collect = async (options: object) => {
    const result = await esbuild({
      absWorkingDir: root,
      bundle: true,
      outdir: 'nowhere',
      ...options,
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    inputs.push(...Object.keys(result.metafile.inputs));
    return result;
  };
  for (const { entry, options } of bundles.filter(({ out }) => out !== 'cli.js'))
    await collect({ ...options, entryPoints: [join(root, entry)] });
  await makeVerifier((options) => collect({ ...options, outdir: undefined }));
  const paths = [...inputs, ...loadedFiles().map(({ path }) => path)];
  return new Set(
    paths.flatMap((path) => {
      const at = path.lastIndexOf('node_modules/');
      const [first = '', second = ''] = path.slice(at + 13).split('/');
      return at < 0 ? [] : [first.startsWith('@') ? `${first}/${second}` : first];
    }),
  );
};

describe('what a package says of the works of others', () => {
  const packages = shippedPackages();
  const others = [{ 'bom-ref': 'x@1', type: 'library', name: 'x', version: '1' }];
  const sbom = () => makeSbom({ name: 'the-app', packages, others, epochSeconds: 86_400 });

  it('names every npm package of which anything is in it', async () => {
    const named = new Set(packages.map(({ name }) => name));
    const inUse = await packagesInUse();
    for (const name of ['react', 'pkcs11js', 'require-addon']) assert.ok(inUse.has(name), name);
    const unnamed = [...inUse].filter((name) => !named.has(name));
    assert.deepEqual(unnamed, []);
  });

  it('holds the text of every licence', () => {
    for (const each of packages) {
      const [, text = ''] = licencesText([each]).split(/\n={80}\n.*\n={80}\n/);
      assert.ok(text.length > 500, each.name);
    }
  });

  it('is not made when a licence is one that nobody has accepted', () => {
    const locked = { 'node_modules/a': { version: '1.0.0', license: 'GPL-3.0-only' } };
    assert.throws(() => shippedPackages(locked), SetupError);
    assert.deepEqual(shippedPackages({ 'node_modules/a': { ...locked['node_modules/a'], dev: true } }), []);
  });

  it('is a bill of materials in CycloneDX, whose references hold, and the same each time', () => {
    type Bom = {
      readonly bomFormat: string;
      readonly specVersion: string;
      readonly metadata: { readonly timestamp: string; readonly component: { readonly 'bom-ref': string } };
      readonly components: readonly { readonly name: string; readonly 'bom-ref': string }[];
      readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
    };
    const text = sbom();
    assert.equal(text, sbom());
    const bom = JSON.parse(text) as Bom;
    assert.deepEqual([bom.bomFormat, bom.specVersion], ['CycloneDX', '1.5']);
    assert.equal(bom.metadata.timestamp, '1970-01-02T00:00:00.000Z');
    const names = new Set(bom.components.map(({ name }) => name));
    assert.deepEqual(names, new Set([...packages.map(({ name }) => name), 'x']));
    const refs = new Set([
      bom.metadata.component['bom-ref'],
      ...bom.components.map((each) => each['bom-ref']),
    ]);
    for (const { ref, dependsOn } of bom.dependencies)
      for (const each of [ref, ...dependsOn]) assert.ok(refs.has(each), each);
    assert.equal(bom.dependencies.length, refs.size);
  });
});
