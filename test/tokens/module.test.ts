import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type pkcs11js from 'pkcs11js';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import { attempt } from '../../ceremonies/tokens/errors.ts';
import { openModule, slotOf, tokenPresent, type Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import type { TokenAddress } from '../../ceremonies/tokens/token.ts';
import { makeRoom, problem, softHsmLibrary, value, type Room } from './softhsm.ts';

const room = makeRoom();
const directory = mkdtempSync(join(tmpdir(), 'module-'));
after(() => rmSync(directory, { recursive: true, force: true }));

const fails = (code: ErrorCode, work: () => unknown) => assert.throws(work, { name: 'CeremonyError', code });

test('a module says what it is, with the digest of its file', () => {
  const { info } = room.module;
  assert.equal(info.manufacturer, 'SoftHSM');
  assert.match(info.libraryVersion, /^2\.\d+$/);
  assert.match(info.cryptokiVersion, /^\d+\.\d+$/);
  assert.equal(info.sha256, createHash('sha256').update(readFileSync(softHsmLibrary())).digest('hex'));
});

test('what is not there is not found', () => {
  fails('module-not-found', () => openModule(join(directory, 'nothing.so')));
});

test('what is not a PKCS#11 library is refused: text, an empty file, a directory, another shared library', () => {
  const text = join(directory, 'text.so');
  const empty = join(directory, 'empty.so');
  const other = createRequire(import.meta.url).resolve('pkcs11js/build/Release/pkcs11.node');
  writeFileSync(text, 'no library\n');
  writeFileSync(empty, '');
  for (const path of [text, empty, directory, other]) fails('module-not-pkcs11', () => openModule(path));
});

test('the same file opened twice, or through a link, is one module that stays open until its last user closes it', () => {
  const link = join(directory, 'link.so');
  symlinkSync(softHsmLibrary(), link);
  const second = openModule(link);
  assert.equal(second, room.module);
  second.close();
  assert.ok(room.module.tokens().length > 0);
});

test('the same file with other parameters is refused, and the open module goes on', () => {
  fails('module-failed', () => openModule(softHsmLibrary(), { parameters: 'configdir=x' }));
  assert.ok(room.module.tokens().length > 0);
});

test('a copy of the file is another module with another handle', () => {
  const copy = join(directory, 'copy.so');
  copyFileSync(softHsmLibrary(), copy);
  for (let i = 0; i < 2; i += 1) {
    const module = openModule(copy);
    assert.notEqual(module, room.module);
    module.close();
  }
  assert.ok(room.module.tokens().length > 0);
});

test('a token is described without padding, and known to be software', () => {
  const made = room.makeToken('card of Mari');
  const [found] = room.module.tokens().filter(({ label }) => label === 'card of Mari');
  assert.deepEqual(found, made);
  assert.equal(made.software, true);
  assert.equal(made.initialised, true);
  assert.equal(made.userPinSet, true);
  assert.equal(made.pinState, 'ok');
  assert.match(made.serial, /^[0-9a-f]{16}$/);
});

test('the module neither ends nor starts again while a token is at work', async () => {
  const session = room.login(room.makeToken('busy'));
  const work = generateKeyPair(session, 'rsa3072', {
    label: 'k',
    id: Buffer.from([1]),
    uses: ['sign'],
    lifetime: 'session',
    extractable: false,
  });
  const second = openModule(softHsmLibrary());
  fails('module-failed', () => room.module.rescan());
  fails('module-failed', () => second.close());
  value(await work);
  room.module.rescan();
  second.close();
  assert.ok(room.module.tokens().length > 0);
});

/** The room's module, whose readers can be told otherwise: which slots hold a token, and which slot shows whose token. */
const withReaders = (room: Room) => {
  const { cryptoki } = room.module;
  const readers = { hidden: new Set<string>(), shows: new Map<string, pkcs11js.Handle>(), asked: 0 };
  const name = (slot: pkcs11js.Handle) => slot.toString('hex');
  const odd: Partial<pkcs11js.PKCS11> = {
    C_GetSlotList: (present) =>
      cryptoki.C_GetSlotList(present).filter((slot) => !readers.hidden.has(name(slot))),
    C_GetTokenInfo: (slot) => {
      readers.asked += 1;
      return cryptoki.C_GetTokenInfo(readers.shows.get(name(slot)) ?? slot);
    },
  };
  const proxy = new Proxy(cryptoki, {
    get: (target, key): unknown => Reflect.get(odd, key) ?? Reflect.get(target, key),
  });
  const module: Pkcs11Module = { ...room.module, cryptoki: proxy };
  const look = (address: TokenAddress) => attempt(() => name(slotOf(module, address).slot));
  return { readers, look, present: (address: TokenAddress) => tokenPresent(module, address) };
};

test('a token that stays in its slot is looked for there first, and the others are not asked', () => {
  const made = room.makeToken('stays');
  const { readers, look, present } = withReaders(room);
  const slot = value(look(made));
  assert.ok(readers.asked > 1);
  readers.asked = 0;
  assert.equal(value(look(made)), slot);
  assert.deepEqual(present(made), made);
  assert.equal(readers.asked, 2);
});

test('when all were asked, each is known by its slot', () => {
  const [one, other] = [room.makeToken('asked for'), room.makeToken('seen on the way')];
  const { readers, look } = withReaders(room);
  value(look(one));
  readers.asked = 0;
  value(look(other));
  assert.equal(readers.asked, 1);
});

test('a token that left its slot is absent at once, and found where it is put in again', () => {
  const [one, other] = [room.makeToken('one'), room.makeToken('other')];
  const { readers, look, present } = withReaders(room);
  const [slotOfOne, slotOfOther] = [value(look(one)), value(look(other))];
  readers.hidden.add(slotOfOne);
  problem(look(one), 'token-absent');
  assert.equal(present(one), undefined);
  readers.hidden.clear();

  readers.shows.set(slotOfOne, Buffer.from(slotOfOther, 'hex'));
  problem(look(one), 'token-absent');
  readers.shows.set(slotOfOther, Buffer.from(slotOfOne, 'hex'));
  assert.equal(value(look(one)), slotOfOther);
  assert.equal(value(look(other)), slotOfOne);
});

test('a second token that says the same is noticed when it comes', () => {
  const [one, other] = [room.makeToken('first'), room.makeToken('second')];
  const { readers, look } = withReaders(room);
  const [slotOfOne, slotOfOther] = [value(look(one)), value(look(other))];
  readers.hidden.add(slotOfOther);
  readers.shows.set(slotOfOther, Buffer.from(slotOfOne, 'hex'));
  assert.equal(value(look(one)), slotOfOne);
  readers.hidden.clear();
  problem(look(one), 'token-ambiguous');
  problem(look(one), 'token-ambiguous');
});
