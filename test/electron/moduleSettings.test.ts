import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readModuleSettings } from '../../electron/moduleSettings.ts';
import { temporaryFolder } from '../temporary.ts';

const settingsOf = (text: string) => {
  const folder = temporaryFolder('settings');
  writeFileSync(join(folder, 'modules.json'), text);
  return readModuleSettings(folder);
};

test('the modules of real ceremonies are named by their paths, with parameters where a library needs them', () => {
  const nss = { path: '/usr/lib/libsoftokn3.so', parameters: "configdir='/var/lib/keys'" };
  assert.deepEqual(settingsOf(JSON.stringify({ hsm: '/opt/hsm.so', cards: nss })), {
    hsm: { path: '/opt/hsm.so', parameters: undefined },
    cards: nss,
  });
});

test('settings that are absent, or say anything else, are refused', () => {
  assert.throws(() => readModuleSettings(temporaryFolder('settings')), { code: 'module-not-found' });
  const refused: readonly unknown[] = [
    {},
    { hsm: '/a.so' },
    { hsm: '/a.so', cards: '' },
    { hsm: '/a.so', cards: '/b.so', other: '/c.so' },
    { hsm: '/a.so', cards: { path: '/b.so' } },
    { hsm: ['/a.so'], cards: '/b.so' },
    null,
  ];
  for (const text of [...refused.map((each) => JSON.stringify(each)), '', '{ "hsm": '])
    assert.throws(() => settingsOf(text), { code: 'modules-malformed' }, text);
});
