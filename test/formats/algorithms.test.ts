import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, it } from 'node:test';
import { id_rsaEncryption, RSAPublicKey } from '@peculiar/asn1-rsa';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import {
  algorithmOf,
  decodeEcdsaSignature,
  encodeEcPublicKey,
  encodeEcdsaSignature,
  readKeyParts,
  readPublicKey,
  verifySignature,
} from '../../ceremonies/formats/algorithms.ts';
import { serialize, toInteger } from '../../ceremonies/formats/asn1.ts';
import { concat, fromHex, toHex, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { decodeSpki, encodeSpki } from '../../ceremonies/tokens/spki.ts';
import { berVariants, changesOf } from './ber.ts';
import { p256, p384, rsa, testKeys } from './keys.ts';
import { inFolder, pem } from './openssl.ts';

const data = toUtf8('data');
const spkiOf = ({ publicKey }: { readonly publicKey: KeyObject }) =>
  new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));

const rsaSpki = (modulusBits: number, exponent: string): Uint8Array => {
  const modulus = toInteger(new Uint8Array(modulusBits / 8).fill(0xff));
  const key = new RSAPublicKey({ modulus, publicExponent: toInteger(fromHex(exponent)) });
  return serialize(
    new SubjectPublicKeyInfo({
      algorithm: new AlgorithmIdentifier({ algorithm: id_rsaEncryption, parameters: null }),
      subjectPublicKey: serialize(key).buffer,
    }),
  );
};

describe('public keys', () => {
  it('have the one algorithm that fits them', () => {
    for (const { spki, algorithm } of testKeys) {
      const key = readPublicKey(spki);
      assert.ok(key.ok);
      assert.equal(algorithmOf(key.value), algorithm);
    }
  });

  it('of a curve are written as OpenSSL writes them', () => {
    for (const { spki } of [p256, p384]) {
      const key = readPublicKey(spki);
      assert.ok(key.ok && key.value.kind === 'ec');
      assert.deepEqual(encodeEcPublicKey(key.value.curve, key.value.point), spki);
    }
  });

  it('that are weak, foreign or malformed are refused', () => {
    const wrong: readonly (readonly [string, Uint8Array])[] = [
      ['RSA of 1024 bits', spkiOf(generateKeyPairSync('rsa', { modulusLength: 1024 }))],
      ['RSA of 2040 bits', rsaSpki(2040, '010001')],
      ['RSA of 16384 bits', rsaSpki(16384, '010001')],
      ['RSA with exponent 3', rsaSpki(2048, '03')],
      ['RSA with an even exponent', rsaSpki(2048, '010000')],
      ['RSA with an exponent of 34 bits', rsaSpki(2048, '0200000001')],
      ['P-521', spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-521' }))],
      ['secp256k1', spkiOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }))],
      ['Ed25519', spkiOf(generateKeyPairSync('ed25519'))],
      ['RSA-PSS', spkiOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }))],
      ['a compressed point', encodeEcPublicKey('P-256', concat(Uint8Array.of(2), new Uint8Array(32)))],
      ['a P-256 point on P-384', encodeEcPublicKey('P-384', concat(Uint8Array.of(4), new Uint8Array(64)))],
      ['bytes behind', concat(p256.spki, Uint8Array.of(0))],
      ['nothing', new Uint8Array()],
    ];
    for (const [claim, spki] of wrong) {
      const key = readPublicKey(spki);
      assert.equal(key.ok ? 'read' : key.problem.code, 'key-unsuitable', claim);
    }
    for (const exponent of ['010001', '01ffffffff'])
      assert.ok(readPublicKey(rsaSpki(2048, exponent)).ok, exponent);
  });

  it('are refused in any other encoding of the same key', () => {
    for (const { spki } of testKeys) {
      const variants = [...berVariants(spki)];
      assert.ok(variants.length > 10);
      for (const variant of variants) assert.ok(!readPublicKey(variant).ok, toHex(variant));
    }
  });

  it('have one encoding: what is read is written as it was', () => {
    for (const { spki } of testKeys) {
      fc.assert(
        fc.property(changesOf(spki), (bytes) => {
          if (readPublicKey(bytes).ok) assert.deepEqual(encodeSpki(decodeSpki(bytes)), Buffer.from(bytes));
        }),
        { numRuns: 500 },
      );
    }
  });

  it('are the same in a Buffer in the midst of others, and stay what they were read as', () => {
    for (const { spki } of testKeys) {
      const among = Buffer.concat([Buffer.alloc(7, 1), spki, Buffer.alloc(7, 1)]).subarray(7, -7);
      const [key, parts] = [readPublicKey(among), readKeyParts(among)];
      among.fill(0);
      assert.ok(!readPublicKey(among).ok);
      assert.deepEqual(readPublicKey(spki), key);
      assert.deepEqual(readKeyParts(spki), parts);
    }
  });
});

describe('signatures', () => {
  it('of ECDSA have one encoding: what is read is written as it was', async () => {
    const signature = await p256.sign(data);
    fc.assert(
      fc.property(changesOf(signature), (bytes) => {
        const raw = decodeEcdsaSignature(bytes, 'P-256');
        if (raw.ok) assert.deepEqual(encodeEcdsaSignature(raw.value), bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('of ECDSA are the same in a Buffer in the midst of others', async () => {
    const signature = await p384.sign(data);
    const among = Buffer.concat([Buffer.alloc(7, 1), signature, Buffer.alloc(7, 1)]).subarray(7, -7);
    assert.deepEqual(decodeEcdsaSignature(among, 'P-384'), decodeEcdsaSignature(signature, 'P-384'));
  });

  it('of Node and of OpenSSL verify', () =>
    inFolder(async ({ write, read, run }) => {
      write('data', data);
      for (const key of testKeys) {
        assert.ok(await verifySignature(key.spki, key.algorithm, data, await key.sign(data)));
        write('key.pem', key.privatePem);
        const hash = key === p384 ? 'sha384' : 'sha256';
        assert.ok(run(`openssl dgst -${hash} -sign key.pem -out signature data`).ok);
        assert.ok(await verifySignature(key.spki, key.algorithm, data, read('signature')));
      }
    }));

  it('in the form of PKCS #11 become those that OpenSSL verifies, and come back', () =>
    inFolder(async ({ write, run }) => {
      write('data', data);
      for (const [key, curve, hash] of [
        [p256, 'P-256', 'sha256'],
        [p384, 'P-384', 'sha384'],
      ] as const) {
        const raw = decodeEcdsaSignature(await key.sign(data), curve);
        assert.ok(raw.ok);
        write('signature', encodeEcdsaSignature(raw.value));
        write('public.pem', pem('PUBLIC KEY', key.spki));
        assert.ok(run(`openssl dgst -${hash} -verify public.pem -signature signature data`).ok);
      }
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (raw) => {
          assert.deepEqual(decodeEcdsaSignature(encodeEcdsaSignature(raw), 'P-256'), {
            ok: true,
            value: raw,
          });
        }),
      );
    }));

  it('are refused with any bit changed', async () => {
    for (const key of testKeys) {
      const signature = await key.sign(data);
      for (const [at, byte] of signature.entries()) {
        const changed = signature.with(at, byte ^ (1 << (at % 8)));
        assert.ok(!(await verifySignature(key.spki, key.algorithm, data, changed)), `${key.name} byte ${at}`);
      }
    }
  });

  it('are refused in any other encoding of the same numbers', async () => {
    for (const key of [p256, p384]) {
      const variants = [...berVariants(await key.sign(data))];
      assert.ok(variants.length > 5);
      for (const variant of variants)
        assert.ok(!(await verifySignature(key.spki, key.algorithm, data, variant)), toHex(variant));
    }
  });

  it('are refused by another key, algorithm or encoding', async () => {
    const signature = await p256.sign(data);
    const raw = decodeEcdsaSignature(signature, 'P-256');
    assert.ok(raw.ok);
    const verify = (spki: Uint8Array, algorithm: typeof p256.algorithm, bytes: Uint8Array) =>
      verifySignature(spki, algorithm, data, bytes);
    assert.ok(await verify(p256.spki, 'ecdsa-sha256', signature));
    assert.ok(!(await verify(p256.spki, 'ecdsa-sha256', raw.value)));
    assert.ok(!(await verify(p256.spki, 'ecdsa-sha256', concat(signature, Uint8Array.of(0)))));
    assert.ok(!(await verify(p256.spki, 'ecdsa-sha256', new Uint8Array())));
    assert.ok(!(await verify(p256.spki, 'ecdsa-sha384', signature)));
    assert.ok(!(await verify(p384.spki, 'ecdsa-sha384', signature)));
    assert.ok(!(await verify(rsa.spki, 'rsa-pkcs1-sha256', signature)));
    const offCurve = encodeEcPublicKey('P-256', concat(Uint8Array.of(4), new Uint8Array(64).fill(1)));
    assert.throws(() => createPublicKey({ key: Buffer.from(offCurve), type: 'spki', format: 'der' }));
    assert.ok(!(await verify(offCurve, 'ecdsa-sha256', signature)));
  });
});
