import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { isWellFormedKwp, unwrapKey, wrapKey } from '../../ceremonies/keys/keyWrap.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const secretOf = (bytes: Uint8Array) => Secret.take(Uint8Array.from(bytes));

const unwrapped = (kek: Uint8Array, wrapped: Uint8Array): Buffer | string => {
  const result = unwrapKey(secretOf(kek), wrapped);
  return result.ok ? result.value.use((bytes) => Buffer.from(bytes)) : result.problem.code;
};

/** RFC 5649, section 6. */
const vectors = [
  {
    kek: '5840df6e29b02af1 ab493b705bf16ea1 ae8338f4dcc176a8',
    key: 'c37b7e6492584340 bed1220780894115 5068f738',
    wrapped: '138bdeaa9b8fa7fc 61f97742e72248ee 5ae6ae5360d1ae6a 5f54f373fa543b6a',
  },
  {
    kek: '5840df6e29b02af1 ab493b705bf16ea1 ae8338f4dcc176a8',
    key: '466f7250617369',
    wrapped: 'afbeb0f07dfbf541 9200f2ccb50bb24f',
  },
];

describe('AES key wrap with padding', () => {
  for (const { kek, key, wrapped } of vectors) {
    test(`RFC 5649, ${hex(key).length} bytes`, () => {
      assert.deepEqual(Buffer.from(wrapKey(secretOf(hex(kek)), secretOf(hex(key)))), hex(wrapped));
      assert.deepEqual(unwrapped(hex(kek), hex(wrapped)), hex(key));
    });
  }

  test('OpenSSL wraps and unwraps the same, for every length and key size', () => {
    const alternativeIv = hex('a65959a6');
    fc.assert(
      fc.property(
        fc.constantFrom(16, 24, 32),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        (kekBytes, key) => {
          const kek = randomBytes(kekBytes);
          const ours = wrapKey(secretOf(kek), secretOf(key));
          const cipher = `id-aes${8 * kekBytes}-wrap-pad`;
          const theirs = createCipheriv(cipher, kek, alternativeIv);
          assert.deepEqual(Buffer.from(ours), Buffer.concat([theirs.update(key), theirs.final()]));
          const back = createDecipheriv(cipher, kek, alternativeIv);
          assert.deepEqual(Buffer.concat([back.update(ours), back.final()]), Buffer.from(key));
          assert.deepEqual(unwrapped(kek, ours), Buffer.from(key));
          assert.equal(ours.length, 8 + 8 * Math.ceil(key.length / 8));
          assert.ok(isWellFormedKwp(ours));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('carries a private key, PKCS#8', () => {
    const kek = randomBytes(32);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    assert.deepEqual(unwrapped(kek, wrapKey(secretOf(kek), secretOf(pkcs8))), pkcs8);
  });

  test('leaves both of its inputs as they were', () => {
    const [kek, key] = [Secret.random(32), Secret.random(32)];
    const [kekBefore, keyBefore] = [Secret.copy(kek), Secret.copy(key)];
    const wrapped = wrapKey(kek, key);
    const wrappedBefore = Uint8Array.from(wrapped);
    assert.ok(unwrapKey(kek, wrapped).ok);
    assert.ok(kek.equals(kekBefore) && key.equals(keyBefore));
    assert.deepEqual(wrapped, wrappedBefore);
  });
});

describe('what does not unwrap', () => {
  const kek = randomBytes(32);
  const good = wrapKey(secretOf(kek), secretOf(randomBytes(36)));

  /** KWP's inner transform with any header: RFC 3394 leaves the initial value open. */
  const withHeader = (header: Buffer, padded: Buffer): Buffer => {
    const cipher = createCipheriv('id-aes256-wrap', kek, header);
    return Buffer.concat([cipher.update(padded), cipher.final()]);
  };
  const header = (mark: string, length: number) => {
    const bytes = hex(`${mark}00000000`);
    bytes.writeUInt32BE(length, 4);
    return bytes;
  };

  test('the header of the cases below is the right one when nothing is wrong with it', () => {
    const padded = Buffer.concat([Buffer.alloc(20, 7), Buffer.alloc(4)]);
    assert.deepEqual(unwrapped(kek, withHeader(header('a65959a6', 20), padded)), Buffer.alloc(20, 7));
  });

  const sealed = Buffer.alloc(24, 7);
  const padded = Buffer.concat([Buffer.alloc(20, 7), Buffer.alloc(4)]);
  const cases: Readonly<Record<string, Uint8Array>> = {
    nothing: new Uint8Array(),
    'one semiblock': new Uint8Array(8),
    'half a semiblock too much': Buffer.concat([good, Buffer.alloc(4)]),
    'a semiblock too much': Buffer.concat([good, Buffer.alloc(8)]),
    'a semiblock too few': good.subarray(0, -8),
    zeros: new Uint8Array(48),
    'AES-KW in place of KWP': withHeader(hex('a6a6a6a6a6a6a6a6'), sealed),
    'another mark': withHeader(header('a65959a7', 24), sealed),
    'a length above what is there': withHeader(header('a65959a6', 25), sealed),
    'a length a whole semiblock below': withHeader(header('a65959a6', 16), sealed),
    'length 0': withHeader(header('a65959a6', 0), sealed),
    'a length that looks negative': withHeader(header('a65959a6', 0xffffffff), sealed),
    'padding that is not zero': withHeader(header('a65959a6', 20), sealed),
    'padding whose last byte is not zero': withHeader(
      header('a65959a6', 20),
      Buffer.concat([padded.subarray(0, 23), Buffer.of(1)]),
    ),
  };
  for (const [name, wrapped] of Object.entries(cases)) {
    test(name, () => assert.equal(unwrapped(kek, wrapped), 'unwrap-failed'));
  }

  test('any changed byte, and any other key', () => {
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, xor) => {
        const changed = Uint8Array.from(good, (byte, i) => (i === place ? byte ^ xor : byte));
        assert.equal(unwrapped(kek, changed), 'unwrap-failed');
      }),
    );
    assert.equal(unwrapped(randomBytes(32), good), 'unwrap-failed');
  });

  test('an error holds neither key', () => {
    const [badKek, key] = [Buffer.from('a key-encryption key'), Buffer.from('a key')];
    assert.throws(
      () => wrapKey(secretOf(badKek), secretOf(key)),
      (error) =>
        error instanceof CeremonyError &&
        error.code === 'internal' &&
        !inspect(error, { depth: null }).includes(badKek.toString('hex').slice(0, 8)),
    );
    assert.throws(() => wrapKey(Secret.random(32), Secret.take(new Uint8Array())), CeremonyError);
    assert.throws(() => unwrapKey(Secret.random(31), good), CeremonyError);
  });
});

test('isWellFormedKwp knows lengths', () => {
  const wellFormed = [0, 8, 15, 16, 17, 24, 31, 32, 40].filter((size) =>
    isWellFormedKwp(new Uint8Array(size)),
  );
  assert.deepEqual(wellFormed, [16, 24, 32, 40]);
});
