import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { aeskw } from '@noble/ciphers/aes.js';
import { concatKdf, openWithSharedSecret, sealToPoint } from '../../../ceremonies/keys/rewrap/ecdhEs.ts';
import { Secret } from '../../../ceremonies/secrets/secret.ts';
import { readDataKey } from '../../../ceremonies/tokens/dataKeys.ts';
import { importWrappingKey } from '../../../ceremonies/tokens/wrap.ts';
import { makeRoom, problem, value } from '../../tokens/softhsm.ts';
import { opensslWrap } from './room.ts';

const room = makeRoom();
const session = room.login(room.makeToken('HSM'));

const bytes = (text: string) => Buffer.from(text, 'base64url');
const hex = (text: string) => Buffer.from(text, 'hex');

describe('the key derivation of ECDH-ES', () => {
  test('gives what RFC 7518 appendix C gives', () => {
    const bob = createECDH('prime256v1');
    bob.setPrivateKey(bytes('VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw'));
    const alice = Buffer.concat([
      Buffer.of(4),
      bytes('gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0'),
      bytes('SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps'),
    ]);
    const parties = { apu: 'QWxpY2U', apv: 'Qm9i' };
    const key = concatKdf(bob.computeSecret(alice), 'A128GCM', 16, parties);
    assert.equal(key.toString('base64url'), 'VqqN6vgjbSBcIijNcacQGg');
  });
});

describe('RFC 3394, section 4.6', () => {
  const kek = hex('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F');
  const key = hex('00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F');
  const wrapped = hex('28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21');

  test('is what wraps in the engine, and what OpenSSL does', () => {
    assert.deepEqual(Buffer.from(aeskw(kek).encrypt(key)), wrapped);
    assert.deepEqual(opensslWrap(kek, key), wrapped);
  });

  test('is what the HSM opens', () => {
    const onToken = value(importWrappingKey(session, kek, 'RFC 3394'));
    assert.deepEqual(value(readDataKey(session, onToken, wrapped)), key);
  });
});

describe('a data key sealed to a point', () => {
  const recipient = createECDH('secp384r1');
  const point = recipient.generateKeys();
  const parties = { apu: 'QWxpY2U' };
  const dataKey = randomBytes(40);
  const sealed = sealToPoint(point, parties, Secret.take(Buffer.from(dataKey)));
  const shared = () => Secret.take(recipient.computeSecret(sealed.point));

  test('is opened by its holder, and by nobody else', () => {
    const opened = value(openWithSharedSecret(shared(), parties, sealed.wrapped));
    assert.ok(opened.equals(Secret.take(Buffer.from(dataKey))));
    problem(
      openWithSharedSecret(Secret.take(randomBytes(48)), parties, sealed.wrapped),
      'ciphertext-invalid',
    );
  });

  test('is opened by the parties it names alone', () => {
    problem(openWithSharedSecret(shared(), {}, sealed.wrapped), 'ciphertext-invalid');
  });

  test('is sealed with a fresh key each time', () =>
    assert.notDeepEqual(sealToPoint(point, parties, Secret.take(Buffer.from(dataKey))).point, sealed.point));
});
