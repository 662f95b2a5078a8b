import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { canStoreData, readData, writeData } from '../../ceremonies/tokens/dataObjects.ts';
import { generateAesKey, generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import { destroyObject, findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { sign } from '../../ceremonies/tokens/sign.ts';
import { importWrappingKey, unwrapSecretKey, wrapKey } from '../../ceremonies/tokens/wrap.ts';
import { makeRoom, problem, userPin, value } from './softhsm.ts';

/** A disk of 200 KiB, where the system lets us mount one. */
const smallDisk = ((): string | null => {
  const directory = mkdtempSync(join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', directory], { stdio: 'ignore' });
    process.env['TMPDIR'] = directory;
    return directory;
  } catch {
    rmSync(directory, { recursive: true });
    return null;
  }
})();

const room = makeRoom();
after(() => {
  // Lazily: the module may hold a lock file to the end of the process.
  if (smallDisk === null) return;
  execFileSync('umount', ['-l', smallDisk]);
  rmdirSync(smallDisk);
});

const isRoot = process.getuid?.() === 0;
const directories = () => new Set(readdirSync(room.tokensDirectory));

const prepare = async (label: string) => {
  const before = directories();
  const token = room.makeToken(label);
  const name = [...directories()].find((one) => !before.has(one));
  assert.ok(name !== undefined);
  const session = room.login(token);
  const spec = { id: Buffer.from([1]), lifetime: 'token', extractable: true } as const;
  const { privateKey } = value(
    await generateKeyPair(session, 'ecp256', { ...spec, label: 'pair', uses: ['sign'] }),
  );
  const secretKey = value(await generateAesKey(session, 32, { ...spec, label: 'aes', uses: ['wrap'] }));
  const data = value(writeData(session, { application: 'test', label: 'kept' }, Buffer.from('kept')));
  const wrappingKey = value(importWrappingKey(session, Buffer.alloc(32, 7), 'recovery'));
  const wrapped = value(await wrapKey(session, wrappingKey, secretKey));
  return {
    token,
    session,
    privateKey,
    data,
    wrappingKey,
    wrapped,
    directory: join(room.tokensDirectory, name),
  };
};

const refusesToWrite = async ({
  session,
  data,
  wrappingKey,
  wrapped,
}: Awaited<ReturnType<typeof prepare>>) => {
  const spec = {
    label: 'new',
    id: Buffer.from([2]),
    uses: [],
    lifetime: 'token',
    extractable: false,
  } as const;
  problem(await generateAesKey(session, 32, spec), 'token-write-failed');
  problem(await generateKeyPair(session, 'ecp256', spec), 'token-write-failed');
  const big = Buffer.alloc(150_000);
  problem(writeData(session, { application: 'test', label: 'new' }, big), 'token-write-failed');
  // The backup is good; only the token is not.
  problem(await unwrapSecretKey(session, wrappingKey, wrapped, spec), 'token-write-failed');
  assert.equal(value(canStoreData(session)), false);
  assert.equal(value(readData(session, data)).toString(), 'kept');
  assert.deepEqual(value(findObjects(session, { kind: 'secret-key', label: 'new' })), []);
};

test('a token whose disk is full says that it could not write, and keeps what it has', async (t) => {
  if (smallDisk === null) {
    t.skip('needs the right to mount');
    return;
  }
  const full = await prepare('full');
  execFileSync('sh', ['-c', `cat /dev/zero > "$1/filler" 2> /dev/null || true`, 'sh', smallDisk]);
  await refusesToWrite(full);
  rmSync(join(smallDisk, 'filler'));
  full.session.close();
});

test('a token whose disk is read-only says that it could not write, and still signs', async (t) => {
  if (smallDisk === null && isRoot) {
    t.skip('root writes anywhere unless it may mount');
    return;
  }
  const readOnly = await prepare('read-only');
  const { directory } = readOnly;
  const lock = () => {
    if (smallDisk === null) {
      chmodSync(directory, 0o500);
      return;
    }
    execFileSync('mount', ['--bind', directory, directory]);
    execFileSync('mount', ['-o', 'remount,ro,bind', directory]);
  };
  const unlock = () => {
    if (smallDisk === null) chmodSync(directory, 0o700);
    else execFileSync('umount', ['-l', directory]);
  };
  lock();
  try {
    await refusesToWrite(readOnly);
    value(await sign(readOnly.session, readOnly.privateKey, 'ecdsa-sha256', Buffer.from('x')));
  } finally {
    unlock();
    readOnly.session.close();
  }
});

test('a token taken away in the middle of work is removed, whatever the module says, and the others go on', async () => {
  const taken = await prepare('taken');
  const other = await prepare('other');
  const { session } = taken;
  const aside = join(room.directory, 'aside');
  renameSync(taken.directory, aside);

  const labels = room.module.tokens().map(({ label }) => label);
  assert.ok(!labels.includes('taken') && labels.includes('other'));
  problem(await sign(session, taken.privateKey, 'ecdsa-sha256', Buffer.from('x')), 'token-removed');
  problem(readData(session, taken.data), 'token-removed');
  problem(writeData(session, { application: 'test', label: 'new' }, Buffer.from('x')), 'token-removed');
  // Not "nothing there", which would prove a destruction that never was.
  problem(findObjects(session, { kind: 'private-key' }), 'token-removed');
  problem(destroyObject(session, taken.data), 'token-removed');
  problem(openSession(room.module, taken.token, { kind: 'user', pin: userPin }), 'token-absent');
  session.close();
  value(await sign(other.session, other.privateKey, 'ecdsa-sha256', Buffer.from('x')));

  renameSync(aside, taken.directory);
  room.module.rescan();
  const again = room.login(taken.token);
  assert.equal(value(findObjects(again, { kind: 'private-key' })).length, 1);
  again.close();
});
