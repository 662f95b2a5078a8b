import assert from 'node:assert/strict';
import { test } from 'node:test';
import pkcs11js from 'pkcs11js';
import { print } from '../../ceremonies/cli/tokens.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { CryptokiError } from '../../ceremonies/tokens/errors.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { makeRoom } from '../tokens/softhsm.ts';

const { t } = texts('en');
const room = makeRoom();
room.makeToken('vault');

const printed = (module: Pkcs11Module) => {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = print(module, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { exit, out, err };
};

const behaving = (odd: Partial<pkcs11js.PKCS11>): Pkcs11Module => ({
  ...room.module,
  cryptoki: new Proxy(room.module.cryptoki, {
    get: (target, name): unknown => Reflect.get(odd, name) ?? Reflect.get(target, name),
  }),
});

test('a module without a token says so, which is no failure', () => {
  const { exit, out, err } = printed({ ...room.module, tokens: () => [] });
  assert.equal(exit, 0);
  assert.equal(out.at(-1), t('cli.tokens.none'));
  assert.deepEqual(err, []);
});

test('a token tells which keys it makes as a card, the best first', () => {
  const { exit, out } = printed(room.module);
  assert.equal(exit, 0);
  assert.ok(out.includes('vault'));
  const made = out.find((line) => line.includes(t('cli.tokens.makes.signing', { algorithms: '' })));
  assert.match(made ?? '', /ecp384, ecp256, rsa3072, rsa2048$/);
  assert.ok(!out.includes(t('cli.tokens.none')));
});

test('a token that makes no key says what it lacks, and names none that it would make', () => {
  const { exit, out } = printed(behaving({ C_GetMechanismList: () => [pkcs11js.CKM_ECDSA] }));
  assert.equal(exit, 0);
  assert.ok(out.some((line) => line.includes('CKM_EC_KEY_PAIR_GEN')));
  assert.ok(!out.some((line) => line.includes(t('cli.tokens.makes.signing', { algorithms: '' }))));
});

test('a token that does not say what it can do is told of by its name, and fails the command', () => {
  const { exit, out, err } = printed(
    behaving({
      C_GetMechanismList: () => {
        throw new CryptokiError('C_GetMechanismList', 'CKR_DEVICE_REMOVED', 0x32);
      },
    }),
  );
  assert.equal(exit, 2);
  assert.ok(out.some((line) => line.includes(t('cli.tokens.unanswering'))));
  assert.ok(err.some((line) => line.includes('vault')));
});
