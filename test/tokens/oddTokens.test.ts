import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import pkcs11js from 'pkcs11js';
import { agree } from '../../ceremonies/tokens/agree.ts';
import { generateAesKey, generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import { destroyObject, findObjects } from '../../ceremonies/tokens/objects.ts';
import { readPublicKey } from '../../ceremonies/tokens/publicKey.ts';
import type { Session } from '../../ceremonies/tokens/session.ts';
import { decodeSpki } from '../../ceremonies/tokens/spki.ts';
import { importWrappingKey, wrapKey } from '../../ceremonies/tokens/wrap.ts';
import { CryptokiError } from '../../ceremonies/tokens/errors.ts';
import { makeRoom, problem, value } from './softhsm.ts';

/** SoftHSM with one function replaced: tokens that misbehave as others have been seen to. */
const room = makeRoom();
const session = room.login(room.makeToken('hsm'));

const behaving = (odd: Partial<pkcs11js.PKCS11>): Session => {
  const cryptoki = new Proxy(room.module.cryptoki, {
    get: (target, name): unknown => Reflect.get(odd, name) ?? Reflect.get(target, name),
  });
  return { ...session, module: { ...room.module, cryptoki } };
};

const spec = { label: 'k', id: Buffer.from([1]), lifetime: 'session', extractable: true } as const;

test('an import that stores zeros and reports success is caught, and nothing of it stays', () => {
  const zeroing = behaving({
    C_CreateObject: (handle, template) =>
      room.module.cryptoki.C_CreateObject(
        handle,
        template.map((one) => (one.type === pkcs11js.CKA_VALUE ? { ...one, value: Buffer.alloc(32) } : one)),
      ),
  });
  problem(importWrappingKey(zeroing, randomBytes(32), 'recovery'), 'check-value-differs');
  assert.deepEqual(value(findObjects(session, { kind: 'secret-key' })), []);
});

/** Finds so many objects whenever it is asked for `most`. */
const finding = (countOf: (most: number) => number): Session => {
  function C_FindObjects(handle: pkcs11js.Handle, most: number): pkcs11js.Handle[];
  function C_FindObjects(handle: pkcs11js.Handle): pkcs11js.Handle | null;
  function C_FindObjects(handle: pkcs11js.Handle, most?: number): pkcs11js.Handle[] | pkcs11js.Handle | null {
    return most === undefined ? handle : Array.from({ length: countOf(most) }, () => handle);
  }
  return behaving({ C_FindObjects });
};

test('a driver that tells of more objects than it was asked for, or of no end of them, has failed', () => {
  for (const countOf of [(most: number) => most + 1, () => 1_000_000, (most: number) => most])
    assert.throws(() => findObjects(finding(countOf), { kind: 'secret-key' }), { code: 'module-failed' });
  assert.deepEqual(value(findObjects(session, { kind: 'secret-key' })), []);
});

test('a driver that once gives half of a wrapped key makes no backup', async () => {
  const wrappingKey = value(importWrappingKey(session, randomBytes(32), 'recovery'));
  const key = value(await generateAesKey(session, 32, { ...spec, uses: [] }));
  for (const wrong of [1, 2]) {
    let calls = 0;
    const halving = behaving({
      C_WrapKeyAsync: async (...args) => {
        const wrapped = await room.module.cryptoki.C_WrapKeyAsync(...args);
        calls += 1;
        return calls === wrong ? wrapped.subarray(0, wrapped.length / 2) : wrapped;
      },
    });
    problem(await wrapKey(halving, wrappingKey, key), 'module-failed');
  }
  assert.equal(value(await wrapKey(session, wrappingKey, key)).length, 40);
});

test('a token whose padded key wrap is not RFC 5649 makes no backup', async () => {
  const wrappingKey = value(importWrappingKey(session, randomBytes(32), 'recovery'));
  const key = value(await generateAesKey(session, 32, { ...spec, uses: [] }));
  const padding = behaving({
    C_WrapKeyAsync: async (...args) =>
      Buffer.concat([await room.module.cryptoki.C_WrapKeyAsync(...args), Buffer.alloc(8)]),
  });
  problem(await wrapKey(padding, wrappingKey, key), 'mechanism-missing');
});

test('a token without any RFC 5649 says so instead of using something else', async () => {
  const wrappingKey = value(importWrappingKey(session, randomBytes(32), 'recovery'));
  const without = behaving({ C_GetMechanismList: () => [pkcs11js.CKM_AES_KEY_WRAP] });
  problem(importWrappingKey(without, randomBytes(32), 'recovery'), 'mechanism-missing');
  problem(await wrapKey(without, wrappingKey, wrappingKey), 'mechanism-missing');
});

test('a token that wants the public point as a DER OCTET STRING gets it so', async () => {
  const { privateKey, publicKey } = value(
    await generateKeyPair(session, 'ecp384', { ...spec, uses: ['derive'] }),
  );
  const own = decodeSpki(value(readPublicKey(session, publicKey)));
  assert.ok(own.kind === 'ec');
  const other = createECDH('secp384r1');
  other.generateKeys();
  let refused = 0;
  const wantsDer = behaving({
    C_DeriveKey: (
      handle: Buffer,
      mechanism: pkcs11js.Mechanism,
      key: Buffer,
      template: pkcs11js.Template,
    ) => {
      const { parameter } = mechanism;
      const point: unknown =
        typeof parameter === 'object' && 'publicData' in parameter && parameter.publicData;
      if (Buffer.isBuffer(point) && point[0] === 4 && point.length === 97) {
        refused += 1;
        throw new CryptokiError('C_DeriveKey', 'CKR_MECHANISM_PARAM_INVALID', 0x71);
      }
      return room.module.cryptoki.C_DeriveKey(handle, mechanism, key, template);
    },
  });
  assert.deepEqual(value(agree(wantsDer, privateKey, other.getPublicKey())), other.computeSecret(own.point));
  assert.equal(refused, 1);
});

test('a token that says it destroyed what it still shows is a fault', async () => {
  const key = value(await generateAesKey(session, 32, { ...spec, uses: [] }));
  const pretending = behaving({ C_DestroyObject: () => undefined });
  assert.throws(() => destroyObject(pretending, key), { code: 'module-failed' });
  value(destroyObject(session, key));
});
