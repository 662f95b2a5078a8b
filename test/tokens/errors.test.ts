import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CeremonyError, type ErrorCode } from '../../ceremonies/model/error.ts';
import { asCryptokiError, attempt, attemptAsync, orRefuse, refuse } from '../../ceremonies/tokens/errors.ts';
import { problem, value } from './softhsm.ts';

/** What pkcs11js throws: a message of `NAME:number`, or, from its own error type, the name alone and the number as code. */
const plain = (message: string) => new Error(message);
const own = (message: string, code: number) => Object.assign(new Error(message), { code });

const meanings: readonly (readonly [fn: string, thrown: Error, code: ErrorCode])[] = [
  ['C_Sign', plain('CKR_DEVICE_REMOVED:50'), 'token-removed'],
  ['C_Sign', own('CKR_SESSION_HANDLE_INVALID', 0xb3), 'token-removed'],
  ['C_OpenSession', own('CKR_TOKEN_NOT_PRESENT', 0xe0), 'token-removed'],
  ['C_OpenSession', own('CKR_TOKEN_NOT_RECOGNIZED', 0xe1), 'token-removed'],
  ['C_CreateObject', plain('CKR_DEVICE_MEMORY:49'), 'token-full'],
  ['C_GenerateKeyPair', own('CKR_DEVICE_MEMORY', 0x31), 'token-full'],
  ['C_CreateObject', plain('CKR_TOKEN_WRITE_PROTECTED:226'), 'token-read-only'],
  ['C_CreateObject', plain('CKR_FUNCTION_NOT_SUPPORTED:84'), 'token-read-only'],
  ['C_GenerateKeyPair', own('CKR_FUNCTION_NOT_SUPPORTED', 0x54), 'mechanism-missing'],
  ['C_SignInit', own('CKR_MECHANISM_INVALID', 0x70), 'mechanism-missing'],
  ['C_GenerateKeyPair', own('CKR_VENDOR_DEFINED', 0x140), 'mechanism-missing'],
  ['C_GenerateKeyPair', own('CKR_DOMAIN_PARAMS_INVALID', 0x130), 'mechanism-missing'],
  ['C_CreateObject', plain('CKR_GENERAL_ERROR:5'), 'token-write-failed'],
  ['C_UnwrapKey', plain('CKR_GENERAL_ERROR:5'), 'ciphertext-invalid'],
  ['C_Login', own('CKR_PIN_LOCKED', 0xa4), 'pin-locked'],
  ['C_SetPIN', own('CKR_PIN_LEN_RANGE', 0xa2), 'pin-invalid'],
  ['C_WrapKey', plain('CKR_KEY_UNEXTRACTABLE:106'), 'key-not-extractable'],
];

const failing = (fn: string, thrown: Error) => (): never => {
  throw asCryptokiError(fn, thrown) ?? thrown;
};

for (const [fn, thrown, code] of meanings) {
  test(`${fn} ${thrown.message} means ${code}`, () => {
    const details = problem(attempt(failing(fn, thrown)), code);
    assert.equal(details['function'], fn);
  });
}

test('what people cannot mend is thrown, with the function and the return value', () => {
  assert.throws(
    () => attempt(failing('C_Sign', plain('CKR_GENERAL_ERROR:5'))),
    (error: unknown) =>
      error instanceof CeremonyError &&
      error.code === 'module-failed' &&
      error.details['function'] === 'C_Sign' &&
      error.details['code'] === 'CKR_GENERAL_ERROR:0x5',
  );
  assert.throws(() => attempt(failing('C_Sign', own('CKR_VENDOR_DEFINED', 0x80000001))), {
    code: 'module-failed',
  });
});

test('an error that is not of PKCS#11 passes unchanged', async () => {
  const error = new TypeError('no');
  assert.throws(() => attempt(failing('C_Sign', error)), error);
  await assert.rejects(
    attemptAsync(() => Promise.reject(error)),
    error,
  );
});

test('a refusal deep inside ends the attempt with its problem', async () => {
  const inner = attempt(() => refuse('label-present', { label: 'x' }));
  assert.equal(
    problem(await attemptAsync(() => Promise.resolve(orRefuse(inner))), 'label-present')['label'],
    'x',
  );
  assert.equal(value(attempt(() => orRefuse({ ok: true, value: 7 }))), 7);
});
