import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { run } from '../keys/backup/hsm.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { flipped, makeBundle, type Bundle } from '../verify/fixture.ts';
import { ceremonyCommand, start } from './command.ts';

const content = randomBytes(100_000);
let bundle: Bundle;

before(async () => {
  bundle = await makeBundle(parametersFor(2, 3));
});

const folderWith = (bytes: Uint8Array): string => {
  const folder = temporaryFolder('seal');
  writeFileSync(join(folder, 'plain'), content);
  writeFileSync(join(folder, 'bundle.asice'), bytes);
  return folder;
};

const seal = (folder: string, ...more: readonly string[]) =>
  start(
    ceremonyCommand([
      ...['seal', '--bundle', join(folder, 'bundle.asice'), '--in', join(folder, 'plain')],
      ...['--out', join(folder, 'sealed'), ...more],
    ]),
  ).ended;

describe('ceremony seal', () => {
  test('seals to the bundle’s key, so that OpenSSL opens it with that key', async () => {
    const folder = folderWith(bundle.bytes);
    const { code, out, err } = await seal(folder, '--key', 'land-register');
    assert.equal(code, 0, err);
    assert.match(out, /^\S+ {2}\d+ bytes, .*land-register v1 \(ecp384\)\n$/);
    writeFileSync(join(folder, 'key.der'), bundle.room.keyBytes);
    run(folder, 'openssl pkey -inform DER -in key.der -out key.pem');
    run(folder, 'openssl cms -decrypt -binary -inform DER -in sealed -inkey key.pem -out opened');
    assert.ok(readFileSync(join(folder, 'opened')).equals(content));
  });

  test('warns of a rehearsal’s key', async () => {
    const rehearsed = await makeBundle(parametersFor(2, 2, { domain: 'rehearsal' }));
    const { code, err } = await seal(folderWith(rehearsed.bytes));
    assert.equal(code, 0);
    assert.match(err, /^warning: .*rehearsal/);
  });

  test('refuses a bundle that does not verify, and leaves nothing', async () => {
    const folder = folderWith(flipped(bundle.bytes, bundle.bytes.length >> 1));
    const { code, out, err } = await seal(folder);
    assert.notEqual(code, 0);
    assert.equal(out, '');
    assert.match(err, /^bundle-[a-z-]+: [^\n]+\n$/);
    assert.deepEqual(readdirSync(folder).sort(), ['bundle.asice', 'plain']);
  });

  test('refuses with 2 what it cannot try', async () => {
    const folder = folderWith(bundle.bytes);
    assert.equal((await seal(folder)).code, 0);
    const again = await seal(folder);
    assert.equal(again.code, 2);
    assert.match(again.err, /^file-exists: /);
    const unknown = await seal(folderWith(bundle.bytes), '--key', 'population');
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /^seal-key-absent: .*land-register/);
    for (const args of [['seal'], ['seal', '--bundle', 'x', '--in', 'y'], ['seal', '--bogus']])
      assert.match((await start(ceremonyCommand(args)).ended).err, /^usage: /);
  });
});
