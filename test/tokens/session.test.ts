import assert from 'node:assert/strict';
import { renameSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateAesKey } from '../../ceremonies/tokens/generate.ts';
import { changePin, initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import { destroyObject, findObjects } from '../../ceremonies/tokens/objects.ts';
import { generateRandom } from '../../ceremonies/tokens/random.ts';
import { openSession, withSession } from '../../ceremonies/tokens/session.ts';
import { makeRoom, problem, soPin, userPin, value } from './softhsm.ts';

const room = makeRoom();
const hsm = room.makeToken('hsm');
const card = room.makeToken('card');
const user = (pin: string) => ({ kind: 'user', pin }) as const;

test('a wrong PIN is a problem that says how many tries are left, and aborts nothing', () => {
  const details = problem(openSession(room.module, card, user('00000000')), 'pin-wrong');
  assert.equal(details['remaining'], 'count-low');
  value(openSession(room.module, card, user(userPin))).close();
  assert.equal(room.module.tokens().find(({ label }) => label === 'card')?.pinState, 'ok');
});

test('a wrong SO PIN is told in the same way', () => {
  const details = problem(openSession(room.module, card, { kind: 'so', pin: '00000000' }), 'pin-wrong');
  assert.equal(details['remaining'], 'count-low');
});

test('a PIN of a length that the token cannot have costs no try', () => {
  for (const pin of ['', '123', 'x'.repeat(256)]) {
    problem(openSession(room.module, hsm, user(pin)), 'pin-invalid');
  }
  assert.equal(room.module.tokens().find(({ label }) => label === 'hsm')?.pinState, 'ok');
});

test('a token is addressed by label and serial together', () => {
  problem(openSession(room.module, { label: 'card', serial: hsm.serial }, user(userPin)), 'token-absent');
  problem(openSession(room.module, { label: 'nobody', serial: '' }, user(userPin)), 'token-absent');
});

test('a blank token is not initialised', () => {
  const blank = room.module.tokens().find(({ initialised }) => !initialised);
  assert.ok(blank !== undefined);
  problem(openSession(room.module, blank, user(userPin)), 'token-not-initialised');
});

test('sessions to one token share a login, and the later ones say that their PIN was not looked at', () => {
  const first = value(openSession(room.module, card, user(userPin)));
  const second = value(openSession(room.module, card, user('99999999')));
  assert.deepEqual([first.pinChecked, second.pinChecked], [true, false]);
  first.close();
  // The login outlives the first session because the second relies on it.
  value(findObjects(second, { kind: 'private-key' }));
  second.close();
  problem(openSession(room.module, card, user('99999999')), 'pin-wrong');
});

test('the last login to end logs out, though a session without login stays', () => {
  const visitor = value(openSession(room.module, card, { kind: 'none' }));
  value(openSession(room.module, card, user(userPin))).close();
  const again = value(openSession(room.module, card, user(userPin)));
  assert.equal(again.pinChecked, true);
  again.close();
  visitor.close();
});

test('a closed session does nothing more, and may be closed twice', () => {
  const session = value(openSession(room.module, card, user(userPin)));
  session.close();
  session.close();
  problem(generateRandom(session, 16), 'token-removed');
});

test('withSession closes even when the work throws', async () => {
  await assert.rejects(
    withSession(room.module, card, user(userPin), () => {
      throw new Error('stop');
    }),
    /stop/,
  );
  const session = value(openSession(room.module, card, user(userPin)));
  assert.equal(session.pinChecked, true);
  session.close();
});

test('a PIN can be changed with the old one only, to one that the token takes', () => {
  const owner = room.makeToken('changing');
  const session = value(openSession(room.module, owner, user(userPin)));
  problem(changePin(session, { oldPin: '00000000', newPin: '24682468' }), 'pin-wrong');
  problem(changePin(session, { oldPin: userPin, newPin: '1' }), 'pin-invalid');
  value(changePin(session, { oldPin: userPin, newPin: '24682468' }));
  session.close();
  problem(openSession(room.module, owner, user(userPin)), 'pin-wrong');
  value(openSession(room.module, owner, user('24682468'))).close();
});

test('a session and an object of before a restart of the module are dead, and touch nothing of after', async () => {
  // SoftHSM counts its handles from 1 again: this session and the fresh one below get the same.
  room.module.rescan();
  const session = value(openSession(room.module, hsm, user(userPin)));
  const sessionHandle = session.handle();
  const key = value(
    await generateAesKey(session, 32, {
      label: 'kept',
      id: Buffer.from([7]),
      uses: ['sign'],
      lifetime: 'token',
      extractable: false,
    }),
  );
  room.module.rescan();
  problem(generateRandom(session, 16), 'token-removed');
  const fresh = value(openSession(room.module, hsm, user(userPin)));
  session.close();
  assert.deepEqual(fresh.handle(), sessionHandle);
  value(generateRandom(fresh, 16));
  problem(destroyObject(fresh, key), 'token-removed');
  assert.equal(value(findObjects(fresh, { kind: 'secret-key', label: 'kept' })).length, 1);
  fresh.close();
});

test('a token taken away is removed for its session, absent for the next, and there again when it is put back', () => {
  const before = new Set(readdirSync(room.tokensDirectory));
  const taken = room.makeToken('taken');
  const [name] = readdirSync(room.tokensDirectory).filter((one) => !before.has(one));
  assert.ok(name !== undefined);
  const session = value(openSession(room.module, taken, user(userPin)));
  renameSync(join(room.tokensDirectory, name), join(room.directory, name));
  room.module.rescan();
  problem(findObjects(session, { kind: 'data' }), 'token-removed');
  session.close();
  problem(openSession(room.module, taken, user(userPin)), 'token-absent');
  renameSync(join(room.directory, name), join(room.tokensDirectory, name));
  room.module.rescan();
  value(openSession(room.module, taken, user(userPin))).close();
});

test('initialising refuses labels and PINs that cannot be, before anything is changed', () => {
  const blank = { kind: 'blank' } as const;
  const count = room.module.tokens().length;
  for (const label of ['', ' padded', 'ü'.repeat(17)]) {
    problem(initialiseToken(room.module, blank, { label, soPin, userPin }), 'label-invalid');
  }
  problem(initialiseToken(room.module, blank, { label: 'x', soPin: '1', userPin }), 'pin-invalid');
  problem(initialiseToken(room.module, blank, { label: 'x', soPin, userPin: '1' }), 'pin-invalid');
  assert.equal(room.module.tokens().length, count);
});

test('a label may fill its 32 bytes', () => {
  const label = 'ü'.repeat(16);
  assert.equal(room.makeToken(label).label, label);
});

test('a token is initialised again with its SO PIN only, and everything on it is gone', async () => {
  const old = room.makeToken('old');
  const session = value(openSession(room.module, old, user(userPin)));
  const spec = { label: 'k', id: Buffer.from([1]), uses: [], lifetime: 'token', extractable: false } as const;
  value(await generateAesKey(session, 32, spec));
  session.close();

  const target = { kind: 'existing', address: old } as const;
  const details = problem(
    initialiseToken(room.module, target, { label: 'new', soPin: '00000000', userPin }),
    'pin-wrong',
  );
  assert.equal(details['remaining'], 'count-low');
  const made = value(initialiseToken(room.module, target, { label: 'new', soPin, userPin: '11112222' }));
  assert.equal(made.label, 'new');
  problem(openSession(room.module, old, user(userPin)), 'token-absent');
  const owner = value(openSession(room.module, made, user('11112222')));
  assert.deepEqual(value(findObjects(owner, { kind: 'secret-key' })), []);
  owner.close();
});
