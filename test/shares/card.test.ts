import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { proveQuorums } from '../../ceremonies/shares/prove.ts';
import { openSealedShare, sealShare, type OpeningCard } from '../../ceremonies/shares/seal.ts';
import { labelShares } from '../../ceremonies/shares/share.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';
import { agree } from '../../ceremonies/tokens/agree.ts';
import { decryptOaep } from '../../ceremonies/tokens/decrypt.ts';
import { generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import type { KeyPairAlgorithm } from '../../ceremonies/tokens/keyTypes.ts';
import { readPublicKey } from '../../ceremonies/tokens/publicKey.ts';
import { makeRoom, value } from '../tokens/softhsm.ts';

test('shares sealed to cards of every kind come back from SoftHSM2 and prove every quorum', async () => {
  const room = makeRoom();
  const key = Secret.random(32);
  const algorithms: readonly KeyPairAlgorithm[] = ['ecp256', 'ecp384', 'rsa2048'];
  const shares = labelShares(splitSecret(key, { threshold: 2, count: algorithms.length }), {
    setId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    threshold: 2,
    embassy: 'Eesti andmesaatkond',
    keyLabels: ['land-register'],
  });

  const readBack: Secret[] = [];
  for (const [place, algorithm] of algorithms.entries()) {
    const share = shares[place];
    assert.ok(share);
    const session = room.login(room.makeToken(`card-${algorithm}`));
    const isRsa = algorithm === 'rsa2048';
    const pair = value(
      await generateKeyPair(session, algorithm, {
        label: 'sealing',
        id: Uint8Array.of(1),
        uses: [isRsa ? 'decrypt' : 'derive'],
        lifetime: 'token',
        extractable: false,
      }),
    );
    const spki = value(readPublicKey(session, pair.publicKey));
    const keyIdentifier = new Uint8Array(20).fill(place + 1);
    const unlock: OpeningCard['unlock'] = isRsa
      ? {
          kind: 'key-transport',
          decryptOaep: (hash, ciphertext) => decryptOaep(session, pair.privateKey, hash, ciphertext),
        }
      : { kind: 'key-agreement', agree: (point) => agree(session, pair.privateKey, point) };

    // SoftHSM2 has OAEP with SHA-1 only.
    const sealed = await sealShare(share, { spki, keyIdentifier, oaepHash: 'sha1' });
    const opened = value(await openSealedShare(sealed, { keyIdentifier, unlock }));
    assert.equal(opened.index, place + 1);
    assert.ok(opened.body.equals(share.body));
    readBack.push(opened.body);
  }
  assert.deepEqual(value(proveQuorums(readBack, 2, key)), { recombinations: 2 });
});
