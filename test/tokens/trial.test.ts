import assert from 'node:assert/strict';
import { test } from 'node:test';
import pkcs11js from 'pkcs11js';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import { CryptokiError } from '../../ceremonies/tokens/errors.ts';
import { countObjects, findObjects } from '../../ceremonies/tokens/objects.ts';
import type { Session } from '../../ceremonies/tokens/session.ts';
import { tryHsm, type TrialPart, type TrialPlan } from '../../ceremonies/tokens/trial.ts';
import { makeRoom, problem, value } from './softhsm.ts';

const room = makeRoom();
const session = room.login(room.makeToken('hsm'));
const real = room.module.cryptoki;

/** SoftHSM with some functions replaced. */
const behaving = (odd: Partial<pkcs11js.PKCS11>): Session => {
  const cryptoki = new Proxy(real, {
    get: (target, name): unknown => Reflect.get(odd, name) ?? Reflect.get(target, name),
  });
  return { ...session, module: { ...room.module, cryptoki } };
};

const everything: TrialPlan = { signs: true, makes: keyAlgorithms, takes: keyAlgorithms };

/** Objects of the session as well. */
const objects = (): number =>
  (['private-key', 'public-key', 'secret-key'] as const)
    .map((kind) => value(findObjects(session, { kind })).length)
    .reduce((sum, each) => sum + each, 0);

test('an HSM that can do everything passes, and nothing stays on it', async () => {
  value(await tryHsm(session, everything));
  assert.equal(objects(), 0);
  assert.equal(value(countObjects(session)), 0);
});

test('nothing is asked for what the ceremony does not need', async () => {
  const refusing = behaving({
    C_GenerateKeyPairAsync: () =>
      Promise.reject(new CryptokiError('C_GenerateKeyPair', 'CKR_MECHANISM_INVALID', 0x70)),
  });
  value(await tryHsm(refusing, { signs: false, makes: [], takes: ['ecp384'] }));
  problem(await tryHsm(refusing, { signs: true, makes: [], takes: [] }), 'hsm-unfit');
});

const has = (template: pkcs11js.Template, type: number, value: unknown): boolean =>
  template.some((one) => one.type === type && one.value === value);

const flag = (type: number, said: boolean): Partial<pkcs11js.PKCS11> => ({
  C_GetAttributeValue: (handle, object, template) =>
    template[0]?.type === type && template.length === 1
      ? [{ type, value: Buffer.from([said ? 1 : 0]) }]
      : real.C_GetAttributeValue(handle, object, template),
});

const refusal = (fn: string, rv: string) => Promise.reject(new CryptokiError(fn, rv, 0));

type Odd = readonly [claim: string, odd: Partial<pkcs11js.PKCS11>, part: TrialPart];

const odd: readonly Odd[] = [
  ['does not say that its keys were made in it, like NSS', flag(pkcs11js.CKA_LOCAL, false), 'origin'],
  [
    'says that a key which may not leave could once leave',
    flag(pkcs11js.CKA_NEVER_EXTRACTABLE, false),
    'origin',
  ],
  ['gives its keys away', flag(pkcs11js.CKA_SENSITIVE, false), 'origin'],
  [
    'signs wrongly',
    {
      C_SignAsync: async (...args) => Buffer.from(await real.C_SignAsync(...args)).reverse(),
    },
    'sign',
  ],
  [
    'makes no pair that may leave it',
    {
      C_GenerateKeyPairAsync: (handle, mechanism, publicTemplate, privateTemplate) =>
        has(privateTemplate, pkcs11js.CKA_EXTRACTABLE, true)
          ? refusal('C_GenerateKeyPair', 'CKR_TEMPLATE_INCONSISTENT')
          : real.C_GenerateKeyPairAsync(handle, mechanism, publicTemplate, privateTemplate),
    },
    'make',
  ],
  ['wraps no private key', { C_WrapKeyAsync: () => refusal('C_WrapKey', 'CKR_KEY_NOT_WRAPPABLE') }, 'wrap'],
  [
    'wraps in a form of its own',
    {
      C_WrapKeyAsync: async (...args) => {
        const wrapped = await real.C_WrapKeyAsync(...args);
        return wrapped.length === 24 ? wrapped : Buffer.from(wrapped).reverse();
      },
    },
    'wrap',
  ],
  [
    'takes in no private key',
    {
      C_UnwrapKeyAsync: (handle, mechanism, key, wrapped, template) =>
        has(template, pkcs11js.CKA_CLASS, pkcs11js.CKO_PRIVATE_KEY)
          ? refusal('C_UnwrapKey', 'CKR_TEMPLATE_INCONSISTENT')
          : real.C_UnwrapKeyAsync(handle, mechanism, key, wrapped, template),
    },
    'unwrap',
  ],
  [
    'agrees on nothing with a key that it took in',
    {
      C_DeriveKey: () => {
        throw new CryptokiError('C_DeriveKey', 'CKR_MECHANISM_INVALID', 0x70);
      },
    },
    'use',
  ],
];

for (const [claim, functions, part] of odd) {
  test(`an HSM that ${claim} is found out before the ceremony: ${part}`, async () => {
    const { reason } = problem(await tryHsm(behaving(functions), everything), 'hsm-unfit');
    assert.equal(reason, part);
    assert.equal(objects(), 0);
  });
}

test('a token that is taken out is no unfit one', async () => {
  const gone = behaving({
    C_GetSlotList: () => [],
    C_GenerateKeyPairAsync: () => refusal('C_GenerateKeyPair', 'CKR_DEVICE_ERROR'),
  });
  problem(await tryHsm(gone, everything), 'token-removed');
});

test('a token that wants the public half beside a wrapped pair, like NSS, gets it', async () => {
  let told = 0;
  const wanting = behaving({
    C_UnwrapKeyAsync: (handle, mechanism, key, wrapped, template) => {
      const point = template.find(({ type }) => type === 0xd5a0db00);
      const isPair = has(template, pkcs11js.CKA_KEY_TYPE, pkcs11js.CKK_EC);
      if (isPair && point === undefined) return refusal('C_UnwrapKey', 'CKR_TEMPLATE_INCOMPLETE');
      if (isPair) told += 1;
      return real.C_UnwrapKeyAsync(
        handle,
        mechanism,
        key,
        wrapped,
        template.filter((one) => one !== point),
      );
    },
  });
  value(await tryHsm(wanting, { signs: false, makes: [], takes: ['ecp384'] }));
  assert.equal(told, 1);
});
