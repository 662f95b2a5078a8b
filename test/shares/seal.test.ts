import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  constants,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  privateDecrypt,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { SealTo } from '../../ceremonies/formats/envelopedData.ts';
import { bad, good } from '../../ceremonies/model/error.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { openSealedShare, sealShare, type OpeningCard } from '../../ceremonies/shares/seal.ts';
import { encodeShare, labelShares, type Share } from '../../ceremonies/shares/share.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';
import { bytesOf } from './shareTools.ts';

/** A card played by node:crypto: the private key never leaves it, but for the test that hands it to OpenSSL. */
type PlayedCard = { readonly to: SealTo; readonly card: OpeningCard; readonly privateKey: KeyObject };

const spkiOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'spki' }));

const ecCard = (namedCurve: 'P-256' | 'P-384'): PlayedCard => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  const keyIdentifier = new Uint8Array(randomBytes(20));
  const header = spkiOf(publicKey).subarray(0, namedCurve === 'P-256' ? -65 : -97);
  return {
    privateKey,
    to: { spki: spkiOf(publicKey), keyIdentifier },
    card: {
      keyIdentifier,
      unlock: {
        kind: 'key-agreement',
        agree: (point) => {
          const spki = Buffer.concat([header, point]);
          try {
            return good(
              diffieHellman({
                privateKey,
                publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
              }),
            );
          } catch {
            return bad('ciphertext-invalid');
          }
        },
      },
    },
  };
};

const rsaCard = (oaepHash: 'sha1' | 'sha256'): PlayedCard => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyIdentifier = new Uint8Array(randomBytes(20));
  return {
    privateKey,
    to: { spki: spkiOf(publicKey), keyIdentifier, oaepHash },
    card: {
      keyIdentifier,
      unlock: {
        kind: 'key-transport',
        decryptOaep: (hash, ciphertext) => {
          try {
            const padding = constants.RSA_PKCS1_OAEP_PADDING;
            return good(privateDecrypt({ key: privateKey, padding, oaepHash: hash }, ciphertext));
          } catch {
            return bad('ciphertext-invalid');
          }
        },
      },
    },
  };
};

const makeShare = (): Share => {
  const [share] = labelShares(splitSecret(Secret.random(32), { threshold: 2, count: 3 }), {
    setId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    threshold: 2,
    embassy: 'Eesti andmesaatkond',
    keyLabels: ['land-register'],
  });
  assert.ok(share);
  return share;
};

const kinds: Readonly<Record<string, () => PlayedCard>> = {
  'EC P-256': () => ecCard('P-256'),
  'EC P-384': () => ecCard('P-384'),
  'RSA-OAEP SHA-256': () => rsaCard('sha256'),
  'RSA-OAEP SHA-1': () => rsaCard('sha1'),
};

for (const [name, makeCard] of Object.entries(kinds)) {
  describe(`a share sealed to a card (${name})`, () => {
    const { to, card, privateKey } = makeCard();
    const share = makeShare();

    test('opens with that card, whole', async () => {
      const opened = await openSealedShare(await sealShare(share, to), card);
      assert.ok(opened.ok);
      const again = encodeShare(opened.value);
      assert.ok(again.equals(encodeShare(share)));
    });

    test('opens with openssl cms, without our code', async () => {
      const directory = mkdtempSync(join(tmpdir(), 'seal-'));
      try {
        const file = (fileName: string, content: Uint8Array | string) => {
          writeFileSync(join(directory, fileName), content);
          return join(directory, fileName);
        };
        const sealed = file('sealed.der', await sealShare(share, to));
        const key = file('key.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }));
        const options = ['-decrypt', '-inform', 'DER', '-binary', '-in', sealed, '-inkey', key];
        assert.deepEqual(execFileSync('openssl', ['cms', ...options]), bytesOf(encodeShare(share)));
      } finally {
        rmSync(directory, { recursive: true });
      }
    });

    test('does not open with another card, nor with another key under its identifier', async () => {
      const sealed = await sealShare(share, to);
      const other = makeCard().card;
      const foreign = await openSealedShare(sealed, other);
      assert.ok(!foreign.ok && foreign.problem.code === 'share-foreign');

      const disguised = await openSealedShare(sealed, { ...other, keyIdentifier: card.keyIdentifier });
      assert.ok(!disguised.ok);
      assert.ok(['envelope-invalid', 'ciphertext-invalid'].includes(disguised.problem.code));
    });

    test('no changed byte opens as another share', async () => {
      const sealed = await sealShare(share, to);
      for (let place = 0; place < sealed.length; place += 7) {
        const changed = Uint8Array.from(sealed, (byte, i) => (i === place ? byte ^ 1 : byte));
        const opened = await openSealedShare(changed, card);
        assert.equal(opened.ok, false, `byte ${place}`);
      }
    });

    test('every buffer that the card gave is wiped', async () => {
      const given: Buffer[] = [];
      const keep = <T extends { readonly ok: boolean; readonly value?: Buffer }>(result: T): T => {
        if (result.value !== undefined) given.push(result.value);
        return result;
      };
      const { unlock } = card;
      const watched: OpeningCard['unlock'] =
        unlock.kind === 'key-agreement'
          ? { kind: unlock.kind, agree: async (point) => keep(await unlock.agree(point)) }
          : {
              kind: unlock.kind,
              decryptOaep: async (hash, text) => keep(await unlock.decryptOaep(hash, text)),
            };
      const opened = await openSealedShare(await sealShare(share, to), { ...card, unlock: watched });
      assert.ok(opened.ok);
      assert.equal(given.length, 1);
      assert.ok(given.every((buffer) => buffer.every((byte) => byte === 0)));
    });

    test('the card’s own problem is passed on', async () => {
      const refuse = () => bad('pin-required');
      const unlock: OpeningCard['unlock'] =
        card.unlock.kind === 'key-agreement'
          ? { kind: 'key-agreement', agree: refuse }
          : { kind: 'key-transport', decryptOaep: refuse };
      const opened = await openSealedShare(await sealShare(share, to), { ...card, unlock });
      assert.deepEqual(opened, bad('pin-required'));
    });
  });
}

test('what is sealed rightly but is no share is malformed', async () => {
  const { sealEnveloped } = await import('../../ceremonies/formats/envelopedData.ts');
  const { to, card } = ecCard('P-256');
  const opened = await openSealedShare(await sealEnveloped(Buffer.from('{"body":"08"}'), [to]), card);
  assert.ok(!opened.ok && opened.problem.code === 'share-malformed');
});

test('what is no envelope is malformed', async () => {
  const opened = await openSealedShare(new Uint8Array(40), ecCard('P-256').card);
  assert.ok(!opened.ok && opened.problem.code === 'envelope-malformed');
});
