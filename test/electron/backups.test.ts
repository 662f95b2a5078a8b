import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { backupProgress, type BackupProgress } from '../../electron/backupContract.ts';
import { openBackups } from '../../electron/backups.ts';
import type { RequestOf } from '../../electron/contract.ts';
import { makeFileKey, placeOnHsm, run } from '../keys/backup/hsm.ts';
import { temporaryFolder } from '../temporary.ts';
import { makeRoom, problem, userPin, value } from '../tokens/softhsm.ts';

const room = makeRoom();
const folder = temporaryFolder('backups');
const at = (name: string): string => join(folder, name);
const content = randomBytes(5_000_000);
const wanted: { domain: 'production'; label: string; serial: string } = {
  domain: 'production',
  label: 'embassy HSM',
  serial: '',
};

before(async () => {
  const token = room.makeToken('embassy HSM');
  room.makeToken('a card');
  wanted.serial = token.serial;
  const key = makeFileKey('ecp384', 'embassy');
  const session = room.login(token);
  await placeOnHsm(session, key.pkcs8, 'ecp384', 'land-register.v1');
  session.close();
  writeFileSync(at('plain'), content);
  run(
    folder,
    `openssl cms -encrypt -binary -stream -aes-256-gcm -recip ${join(key.folder, 'embassy.pem')} -keyid -in plain -outform DER -out sealed`,
  );
});

const open = ({ ceremony = false, empty = false } = {}) => {
  const heard: BackupProgress[] = [];
  const backups = openBackups({
    rooms: () =>
      empty
        ? []
        : [{ domain: 'production', module: room.module, isHsm: ({ label }) => label === 'embassy HSM' }],
    isCeremonyHere: () => ceremony,
    told: (progress) => heard.push(progress),
  });
  return { ...backups, heard };
};

const opening = (output: string, pin = userPin): RequestOf<'open-backup'> => ({
  input: at('sealed'),
  output: at(output),
  bundle: null,
  keyLabel: null,
  token: wanted,
  pin,
});

describe('the engine', () => {
  test('says what a file is sealed with, and which HSM shows its key, before any PIN', async () => {
    const { handlers } = open();
    const found = value(await handlers['inspect-backup']({ file: at('sealed'), bundle: null }));
    assert.equal(found.cipher, 'aes-256-gcm');
    assert.match(found.sealedTo, /^key [0-9a-f]{40}$/u);
    assert.deepEqual(
      found.tokens.map(({ token, holds, labels, domain }) => [token.label, holds, labels, domain]),
      [['embassy HSM', 'named', ['land-register.v1'], 'production']],
    );
    problem(await handlers['inspect-backup']({ file: at('plain'), bundle: null }), 'backup-not-sealed');
  });

  test('opens a file, tells how far it is, and ends with nothing under way', async () => {
    const { handlers, heard, isBusy } = open();
    const working = handlers['open-backup'](opening('opened'));
    assert.equal(isBusy(), true);
    assert.deepEqual(value(await working), {
      keyLabel: 'land-register.v1',
      cipher: 'aes-256-gcm',
      authenticated: true,
      contentBytes: content.length,
    });
    assert.equal(isBusy(), false);
    assert.ok(readFileSync(at('opened')).equals(content));
    assert.equal(heard.at(-1), null);
    for (const progress of heard) assert.ok(backupProgress.safeParse(progress).success);
    assert.ok(!JSON.stringify(heard).includes(userPin));
  });

  test('does one thing at a time', async () => {
    const { handlers } = open();
    const first = handlers['open-backup'](opening('first'));
    assert.deepEqual(problem(await handlers['open-backup'](opening('second')), 'room-in-use'), {
      by: 'backup',
    });
    problem(await handlers['inspect-backup']({ file: at('sealed'), bundle: null }), 'room-in-use');
    value(await first);
    value(await handlers['open-backup'](opening('second')));
  });

  test('touches nothing while a ceremony is in the room', async () => {
    const { handlers, heard } = open({ ceremony: true });
    const replies = [
      await handlers['inspect-backup']({ file: at('sealed'), bundle: null }),
      await handlers['open-backup'](opening('never')),
      await handlers['seal-backup']({
        bundle: at('b'),
        keyLabel: null,
        input: at('plain'),
        output: at('never'),
      }),
    ];
    for (const reply of replies) assert.deepEqual(problem(reply, 'room-in-use'), { by: 'ceremony' });
    assert.deepEqual(heard, []);
    assert.equal(existsSync(at('never')), false);
  });

  test('stops when it is told to, and says so only when nothing is left', async () => {
    const { handlers, heard, isBusy } = open();
    const working = handlers['open-backup'](opening('stopped'));
    value(await handlers['cancel-backup']({}));
    assert.equal(isBusy(), false);
    problem(await working, 'cancelled');
    assert.equal(existsSync(at('stopped')), false);
    assert.equal(existsSync(at('stopped.partial')), false);
    assert.equal(heard.at(-1), null);
  });

  test('has nothing to stop when nothing is under way', async () => {
    assert.equal(value(await open().handlers['cancel-backup']({})), null);
  });

  test('refuses a wrong PIN, an HSM that is not there, and a bundle that is none, and is free again', async () => {
    const { handlers, heard, isBusy } = open();
    problem(await handlers['open-backup'](opening('refused', '87654321')), 'pin-wrong');
    const elsewhere = { ...opening('refused'), token: { ...wanted, serial: 'another' } };
    problem(await handlers['open-backup'](elsewhere), 'token-absent');
    problem(await open({ empty: true }).handlers['open-backup'](opening('refused')), 'token-absent');
    problem(await handlers['open-backup']({ ...opening('refused'), bundle: at('plain') }), 'bundle-not-zip');
    problem(await handlers['inspect-sealing']({ bundle: at('plain') }), 'bundle-not-zip');
    problem(await handlers['inspect-sealing']({ bundle: folder }), 'file-absent');
    assert.equal(heard.at(-1), null);
    assert.equal(isBusy(), false);
    assert.equal(existsSync(at('refused')), false);
  });
});

describe('what the window is told', () => {
  test('is progress and nothing beside it', () => {
    const progress = { work: 'open', output: '/a', doneBytes: 1, totalBytes: 2, bytesPerSecond: 3.5 };
    assert.ok(backupProgress.safeParse(progress).success);
    assert.ok(backupProgress.safeParse(null).success);
    for (const more of [{ pin: '1234' }, { content: 'AA==' }, { doneBytes: -1 }, { work: 'print' }])
      assert.equal(backupProgress.safeParse({ ...progress, ...more }).success, false);
  });
});
