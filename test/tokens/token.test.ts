import assert from 'node:assert/strict';
import { test } from 'node:test';
import pkcs11js from 'pkcs11js';
import { tokenFacts } from '../../ceremonies/model/values.ts';
import {
  describeToken,
  isSoftwareToken,
  tokenFactsOf,
  type PinState,
} from '../../ceremonies/tokens/token.ts';

const version = { major: 1, minor: 2 };
const slot: pkcs11js.SlotInfo = {
  slotDescription: 'ACME Reader 00 00'.padEnd(64),
  manufacturerID: 'ACME'.padEnd(32),
  flags: 0,
  hardwareVersion: version,
  firmwareVersion: version,
};
const token = (flags: number): pkcs11js.TokenInfo => ({
  label: 'Mari Maasikas\0\0'.padEnd(32),
  manufacturerID: 'ACME'.padEnd(32),
  model: 'Card 9'.padEnd(16),
  serialNumber: '0042'.padEnd(16),
  flags,
  maxSessionCount: 0,
  sessionCount: 0,
  maxRwSessionCount: 0,
  rwSessionCount: 0,
  maxPinLen: 12,
  minPinLen: 4,
  hardwareVersion: version,
  firmwareVersion: { major: 3, minor: 14 },
  utcTime: '2026010203040500',
  totalPublicMemory: 0,
  freePublicMemory: 0,
  totalPrivateMemory: 0,
  freePrivateMemory: 0,
});

test('what a token says of itself comes without padding', () => {
  const described = describeToken(slot, token(pkcs11js.CKF_TOKEN_INITIALIZED | pkcs11js.CKF_RNG));
  assert.deepEqual(described, {
    label: 'Mari Maasikas',
    serial: '0042',
    manufacturer: 'ACME',
    model: 'Card 9',
    hardwareVersion: '1.2',
    firmwareVersion: '3.14',
    initialised: true,
    userPinSet: false,
    writeProtected: false,
    pinState: 'ok',
    soPinState: 'ok',
    pinLengthBytes: { min: 4, max: 12 },
    hasRandom: true,
    reader: 'ACME Reader 00 00',
    software: false,
  });
});

test('the facts of a token for a transcript are what the transcript takes', () => {
  const facts = tokenFactsOf(describeToken(slot, token(0)));
  assert.deepEqual(tokenFacts.parse(facts), facts);
});

test('only a token with a clock has a time', () => {
  assert.equal(describeToken(slot, token(pkcs11js.CKF_CLOCK_ON_TOKEN)).clock, '20260102030405');
  assert.equal('clock' in describeToken(slot, token(0)), false);
  const odd = { ...token(pkcs11js.CKF_CLOCK_ON_TOKEN), utcTime: '05:03:08'.padEnd(16) };
  assert.equal('clock' in describeToken(slot, odd), false);
});

const pinStates: readonly (readonly [number, PinState])[] = [
  [0, 'ok'],
  [pkcs11js.CKF_USER_PIN_COUNT_LOW, 'count-low'],
  [pkcs11js.CKF_USER_PIN_COUNT_LOW | pkcs11js.CKF_USER_PIN_FINAL_TRY, 'final-try'],
  [pkcs11js.CKF_USER_PIN_FINAL_TRY | pkcs11js.CKF_USER_PIN_LOCKED, 'locked'],
  [pkcs11js.CKF_SO_PIN_LOCKED, 'ok'],
];

for (const [flags, state] of pinStates) {
  test(`PIN flags 0x${flags.toString(16)} mean ${state}`, () => {
    assert.equal(describeToken(slot, token(flags)).pinState, state);
  });
}

const makes: readonly (readonly [manufacturer: string, model: string, software: boolean])[] = [
  ['SoftHSM project', 'SoftHSM v2', true],
  ['Mozilla Foundation', 'NSS 3', true],
  ['IBM Corp.', 'IBM SoftTok', true],
  ['IBM', 'SW   TPM', true],
  ['IFX', 'SLB9670', false],
  ['IBM', '4767', false],
  ['Yubico (www.yubico.com)', 'YubiHSM', false],
  ['nCipher Corp. Ltd', '', false],
  ['SWISSBIT', 'iShield', false],
];

for (const [manufacturer, model, software] of makes) {
  test(`${manufacturer} ${model} is ${software ? '' : 'not '}known to be software`, () => {
    assert.equal(isSoftwareToken(manufacturer, model), software);
  });
}
