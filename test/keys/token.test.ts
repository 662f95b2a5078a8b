import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { aesCheckValue, aesCheckValueOfMac, publicKeyCheckValue } from '../../ceremonies/keys/checkValue.ts';
import { unwrapKey } from '../../ceremonies/keys/keyWrap.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { aesCheckValue as macOnToken } from '../../ceremonies/tokens/checkValue.ts';
import { generateAesKey, generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import { readPublicKey } from '../../ceremonies/tokens/publicKey.ts';
import { importWrappingKey, wrapKey } from '../../ceremonies/tokens/wrap.ts';
import { makeRoom, value } from '../tokens/softhsm.ts';

test('what SoftHSM2 wraps under a recovery key unwraps in software, to keys with the same check values', async () => {
  const room = makeRoom();
  const session = room.login(room.makeToken('hsm'));
  const recoveryKey = Secret.random(32);
  const wrappingKey = value(recoveryKey.use((bytes) => importWrappingKey(session, bytes, 'recovery')));
  const spec = { id: Uint8Array.of(1), lifetime: 'token', extractable: true } as const;

  const aes = value(await generateAesKey(session, 32, { ...spec, label: 'aes', uses: ['sign', 'wrap'] }));
  const aesBack = value(unwrapKey(recoveryKey, value(await wrapKey(session, wrappingKey, aes))));
  assert.equal(aesCheckValue(aesBack), aesCheckValueOfMac(value(await macOnToken(session, aes))));

  const pair = value(await generateKeyPair(session, 'ecp384', { ...spec, label: 'pair', uses: ['derive'] }));
  const pairBack = value(unwrapKey(recoveryKey, value(await wrapKey(session, wrappingKey, pair.privateKey))));
  const publicBack = pairBack.use((pkcs8) =>
    createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })),
  );
  assert.equal(
    publicKeyCheckValue(publicBack.export({ format: 'der', type: 'spki' })),
    publicKeyCheckValue(value(readPublicKey(session, pair.publicKey))),
  );
});
