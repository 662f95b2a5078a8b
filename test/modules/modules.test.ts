import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { openModule } from '../../ceremonies/tokens/module.ts';
import { rows, versionOf } from './column.ts';
import { moduleKinds, type ModuleName } from './kinds.ts';
import { documented, moduleNames, runModule } from './table.ts';

/** LONG: every module, and every kind of key its whole life; else what is installed everywhere, and the usual kind. */
const isLong = process.env['LONG'] !== undefined;
const always: readonly ModuleName[] = ['NSS softokn'];

const whyNotHere = (name: ModuleName): string | false => {
  const { files, packages, apart } = moduleKinds[name];
  if (!isLong && !always.includes(name)) return 'it takes minutes: npm run test:long -- modules';
  if (process.platform !== 'linux') return 'these modules are tried on Linux';
  if (apart && process.getuid?.() !== 0) return 'only root can put its files elsewhere';
  if (!existsSync('/usr/bin/dpkg-query')) return `it is tried as Debian packages it: ${packages.join(' ')}`;
  if (files.some((path) => !existsSync(path)) && process.arch !== 'x64') return 'it is looked for on x64';
  return false;
};

describe('what docs/OPERATIONS.md says of other modules is what happens', () => {
  for (const name of moduleNames) {
    test(name, { skip: whyNotHere(name) }, async (context) => {
      const said = documented(name);
      if (said.version !== versionOf(name)) {
        context.skip(`the page speaks of ${said.version}, and here is ${versionOf(name)}`);
        return;
      }
      const ran = await runModule(name, isLong ? 'whole' : 'sample');
      for (const row of rows) if (ran[row] !== '') assert.equal(said[row], ran[row], row);
      assert.ok(isLong || ran['hsm-ecp384'] !== '');
    });
  }
});

const openSc = '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so';

test(
  'OpenSC without a reader has no tokens, which is no fault: the screen waits for a card',
  {
    skip: !isLong && !existsSync(openSc) ? 'it is installed for npm run test:long' : false,
  },
  () => {
    process.env['PCSCLITE_CSOCK_NAME'] = '/nowhere';
    const module = openModule(openSc);
    assert.deepEqual(module.tokens(), []);
    module.rescan();
    assert.deepEqual(module.tokens(), []);
    module.close();
  },
);
