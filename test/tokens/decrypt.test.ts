import assert from 'node:assert/strict';
import { constants, createPublicKey, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { decryptPkcs1 } from '../../ceremonies/tokens/decrypt.ts';
import { generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import type { TokenObject } from '../../ceremonies/tokens/objects.ts';
import { readPublicKey } from '../../ceremonies/tokens/publicKey.ts';
import type { Session } from '../../ceremonies/tokens/session.ts';
import { makeRoom, value } from './softhsm.ts';

const room = makeRoom();
let session: Session;
let key: TokenObject<'private-key'>;
let publicKey: KeyObject;

before(async () => {
  session = room.login(room.makeToken('HSM'));
  const spec = {
    label: 'key',
    id: randomBytes(16),
    uses: ['decrypt'],
    lifetime: 'token',
    extractable: false,
  } as const;
  const pair = value(await generateKeyPair(session, 'rsa2048', spec));
  key = pair.privateKey;
  publicKey = createPublicKey({
    key: value(readPublicKey(session, pair.publicKey)),
    format: 'der',
    type: 'spki',
  });
});

const encrypt = (plain: Uint8Array, padding: number): Buffer =>
  publicEncrypt({ key: publicKey, padding }, plain);

const decrypt = async (ciphertext: Uint8Array): Promise<string> =>
  value(await decryptPkcs1(session, key, 32, ciphertext)).toString('hex');

describe('PKCS #1 v1.5 decryption', () => {
  test('gives the key that was encrypted', async () => {
    const secret = randomBytes(32);
    assert.equal(await decrypt(encrypt(secret, constants.RSA_PKCS1_PADDING)), secret.toString('hex'));
  });

  test('of a wrong padding, or of a key of another size, gives another key of the right size each time', async () => {
    const wrong = [
      encrypt(randomBytes(32), constants.RSA_PKCS1_OAEP_PADDING),
      encrypt(randomBytes(31), constants.RSA_PKCS1_PADDING),
      encrypt(new Uint8Array(), constants.RSA_PKCS1_PADDING),
      encrypt(randomBytes(256).fill(0, 0, 1), constants.RSA_NO_PADDING),
    ];
    const answers: string[] = [];
    for (const ciphertext of [...wrong, ...wrong]) answers.push(await decrypt(ciphertext));
    assert.ok(answers.every((answer) => answer.length === 64));
    assert.equal(new Set(answers).size, answers.length);
  });
});
