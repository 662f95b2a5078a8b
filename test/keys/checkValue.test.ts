import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  aesCheckValue,
  aesCheckValueBlock,
  aesCheckValueOfMac,
  publicKeyCheckValue,
} from '../../ceremonies/keys/checkValue.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';

const opensslCmac = (key: Buffer): Buffer =>
  execFileSync(
    'openssl',
    [
      'mac',
      '-binary',
      '-cipher',
      `AES-${8 * key.length}-CBC`,
      '-macopt',
      `hexkey:${key.toString('hex')}`,
      'CMAC',
    ],
    { input: aesCheckValueBlock },
  );

describe('check values', () => {
  for (const size of [16, 24, 32]) {
    test(`AES-${8 * size}: the first five bytes of OpenSSL’s CMAC over a zero block`, () => {
      const key = randomBytes(size);
      const mac = opensslCmac(key);
      const expected = mac.toString('hex').slice(0, 10);
      assert.equal(aesCheckValueOfMac(mac), expected);
      assert.equal(aesCheckValue(Secret.take(key)), expected);
    });
  }

  test('a pair: SHA-256 of the SubjectPublicKeyInfo, as openssl prints it', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const printed = execFileSync('openssl', ['dgst', '-sha256', '-r'], { input: spki }).toString();
    assert.equal(publicKeyCheckValue(spki), printed.slice(0, 64));
  });

  test('a truncated MAC is refused, and the block stays zero', () => {
    assert.throws(() => aesCheckValueOfMac(new Uint8Array(5)), CeremonyError);
    assert.deepEqual(aesCheckValueBlock, new Uint8Array(16));
  });
});
