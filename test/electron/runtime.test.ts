import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { codeFile, identifyRuntime, weakeningSwitches } from '../../electron/runtime.ts';
import { temporaryFolder } from '../temporary.ts';

const version = '45.4.1';
const code = 'the runtime';
const codeSha256 = createHash('sha256').update(code).digest('hex');

/** A runtime and the build's record of it. */
const room = (record: unknown) => {
  const folder = temporaryFolder('runtime');
  const executable = join(folder, 'electron');
  const recordPath = join(folder, 'runtime.json');
  writeFileSync(executable, code);
  if (record !== undefined) writeFileSync(recordPath, JSON.stringify(record));
  const identify = () => identifyRuntime(recordPath, executable, 'linux', version);
  return { executable, identify };
};

describe('the runtime', () => {
  it('is official when it is, byte for byte, what the build recorded', async () => {
    const { identify } = room({ official: { version, codeSha256 } });
    assert.deepEqual(await identify(), { electronVersion: version, isOfficial: true, codeSha256 });
  });

  it('is not official once a byte was added', async () => {
    const { identify, executable } = room({ official: { version, codeSha256 } });
    appendFileSync(executable, '!');
    assert.equal((await identify()).isOfficial, false);
  });

  for (const [why, record] of [
    ['nothing was recorded', { official: null }],
    ['there is no record', undefined],
    ['the record is of another version', { official: { version: '45.4.0', codeSha256 } }],
    ['the record is of another shape', { official: true }],
  ] as const) {
    it(`is not official when ${why}`, async () => {
      assert.equal((await room(record).identify()).isOfficial, false);
    });
  }

  it('is looked for in the framework on macOS, from the app and from its helpers alike', () => {
    const framework =
      '/A/Electron.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework';
    for (const path of [
      '/A/Electron.app/Contents/MacOS/Electron',
      '/A/Electron.app/Contents/Frameworks/Electron Helper.app/Contents/MacOS/Electron Helper',
    ]) {
      assert.equal(codeFile(path, 'darwin'), framework);
    }
    assert.equal(codeFile('/opt/electron/electron', 'linux'), '/opt/electron/electron');
  });
});

describe('switches that open the program to others', () => {
  it('are found in every spelling, and nothing else is', () => {
    const weak = [
      '--inspect',
      '--inspect-brk=0',
      '-remote-debugging-port=1',
      '--no-sandbox',
      '--js-flags=--x',
    ];
    const harmless = ['electron', '/folder', '--lang=et', '--inspector', 'inspect'];
    assert.deepEqual(weakeningSwitches([...harmless, ...weak]), weak);
  });
});
