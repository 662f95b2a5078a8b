import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import {
  capabilities,
  capabilitiesOf,
  mechanismName,
  readMechanisms,
  type Mechanism,
} from '../../ceremonies/tokens/capabilities.ts';
import { makeRoom, problem, value } from './softhsm.ts';

const room = makeRoom();
const token = room.makeToken('hsm');
const offered = value(readMechanisms(room.module, token));

const without = (...names: readonly string[]): readonly Mechanism[] =>
  offered.filter(({ number }) => !names.includes(mechanismName(number)));

test('SoftHSM can hold every kind of embassy key, and be a card', () => {
  const can = value(capabilities(room.module, token));
  for (const algorithm of keyAlgorithms) {
    assert.deepEqual(can.asHsm[algorithm], { usable: true, missing: [] });
  }
  const { signing, sealing, enrolment } = can.asCard;
  assert.deepEqual([signing.usable, sealing.usable, enrolment.usable], [true, true, true]);
});

test('a token that is not there has no capabilities', () => {
  problem(capabilities(room.module, { label: 'none', serial: '' }), 'token-absent');
});

const lacks: readonly (readonly [missing: string, hsm: readonly (typeof keyAlgorithms)[number][]])[] = [
  ['CKM_ECDH1_DERIVE', ['ecp384']],
  ['CKM_RSA_PKCS_OAEP', ['rsa3072', 'rsa4096']],
  ['CKM_RSA_PKCS_KEY_PAIR_GEN', ['rsa3072', 'rsa4096']],
  ['CKM_AES_CMAC', ['aes256']],
  ['CKM_AES_KEY_GEN', [...keyAlgorithms]],
  ['CKM_EC_KEY_PAIR_GEN', [...keyAlgorithms]],
];

for (const [missing, hsm] of lacks) {
  test(`without ${missing} it says so of ${hsm.join(', ')} and of nothing else`, () => {
    const can = capabilitiesOf(without(missing), true);
    for (const algorithm of keyAlgorithms) {
      assert.deepEqual(can.asHsm[algorithm].missing, hsm.includes(algorithm) ? [missing] : []);
      assert.equal(can.asHsm[algorithm].usable, !hsm.includes(algorithm));
    }
  });
}

test('RFC 5649 may come under either of its numbers, and is missed only without both', () => {
  const bare = without('CKM_AES_KEY_WRAP_PAD', 'CKM_AES_KEY_WRAP_KWP');
  const pad = offered.find(({ number }) => mechanismName(number) === 'CKM_AES_KEY_WRAP_PAD');
  assert.ok(pad !== undefined);
  assert.deepEqual(capabilitiesOf(bare, true).asHsm.aes256.missing, ['CKM_AES_KEY_WRAP_KWP']);
  assert.ok(capabilitiesOf([...bare, pad], true).asHsm.aes256.usable);
  assert.ok(capabilitiesOf([...bare, { ...pad, number: 0x210b }], true).asHsm.aes256.usable);
});

test('a mechanism that cannot do both ways, or not with this size, is missing', () => {
  const change = (name: string, patch: Partial<Mechanism>) =>
    offered.map((one) => (mechanismName(one.number) === name ? { ...one, ...patch } : one));
  assert.deepEqual(
    capabilitiesOf(change('CKM_AES_KEY_WRAP_PAD', { flags: 0x20000 }), true).asHsm.aes256.missing,
    ['CKM_AES_KEY_WRAP_KWP'],
  );
  const small = capabilitiesOf(change('CKM_RSA_PKCS_KEY_PAIR_GEN', { maxKeySize: 3072 }), true);
  assert.deepEqual([small.asHsm.rsa3072.usable, small.asHsm.rsa4096.usable], [true, false]);
});

test('an HSM without random numbers is none', () => {
  assert.deepEqual(capabilitiesOf(offered, false).asHsm.aes256.missing, ['C_GenerateRandom']);
});

const everyCardKey = ['ecp384', 'ecp256', 'rsa3072', 'rsa2048'];
const anyRsa = ['rsa3072', 'rsa2048'];

type CardKeyCase = readonly [
  what: string,
  offered: readonly Mechanism[],
  signing: readonly string[],
  sealing: readonly string[],
];

const narrowEc = offered.map((one) =>
  mechanismName(one.number) === 'CKM_EC_KEY_PAIR_GEN' ? { ...one, maxKeySize: 256 } : one,
);

const cardKeyCases: readonly CardKeyCase[] = [
  ['everything', offered, everyCardKey, everyCardKey],
  ['P-256 at most', narrowEc, everyCardKey.slice(1), everyCardKey.slice(1)],
  ['no ECDH, like a TPM', without('CKM_ECDH1_DERIVE'), everyCardKey, anyRsa],
  ['no EC, like openCryptoki', without('CKM_EC_KEY_PAIR_GEN'), anyRsa, anyRsa],
];

for (const [what, mechanisms, signing, sealing] of cardKeyCases) {
  test(`a fresh card with ${what} makes the best keys that it can, for each use`, () => {
    const { makes, enrolment } = capabilitiesOf(mechanisms, true).asCard;
    assert.deepEqual(makes, { signing, sealing });
    assert.deepEqual(enrolment, { usable: true, missing: [] });
  });
}

test('a card that can make no keys names what the best would need', () => {
  const { asCard } = capabilitiesOf(without('CKM_EC_KEY_PAIR_GEN', 'CKM_RSA_PKCS_KEY_PAIR_GEN'), true);
  assert.deepEqual([asCard.signing.usable, asCard.sealing.usable], [true, true]);
  assert.deepEqual(asCard.enrolment.missing, ['CKM_EC_KEY_PAIR_GEN']);
  assert.deepEqual(capabilitiesOf([], true).asCard.enrolment.missing, [
    'CKM_EC_KEY_PAIR_GEN',
    'CKM_ECDSA',
    'CKM_ECDH1_DERIVE',
  ]);
});

test('a mechanism without a name is shown by its number', () => {
  assert.equal(mechanismName(0x210b), 'CKM_AES_KEY_WRAP_KWP');
  assert.equal(mechanismName(0x80001234), '0x80001234');
});
