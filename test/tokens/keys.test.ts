import assert from 'node:assert/strict';
import { createECDH, createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { agree } from '../../ceremonies/tokens/agree.ts';
import { aesCheckValue } from '../../ceremonies/tokens/checkValue.ts';
import { decryptOaep } from '../../ceremonies/tokens/decrypt.ts';
import { readEvidence } from '../../ceremonies/tokens/evidence.ts';
import { generateAesKey, generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import type { KeyPairAlgorithm, KeyUse } from '../../ceremonies/tokens/keyTypes.ts';
import {
  assertLabelFree,
  destroyObject,
  findObject,
  findObjects,
  readName,
} from '../../ceremonies/tokens/objects.ts';
import { readPublicKey, storePublicKey } from '../../ceremonies/tokens/publicKey.ts';
import { generateRandom } from '../../ceremonies/tokens/random.ts';
import { sign, type SignatureAlgorithm } from '../../ceremonies/tokens/sign.ts';
import { decodeSpki } from '../../ceremonies/tokens/spki.ts';
import {
  importWrappingKey,
  unwrapPrivateKey,
  unwrapSecretKey,
  wrapKey,
} from '../../ceremonies/tokens/wrap.ts';
import { openssl, opensslPublic, opensslUnwrap, opensslVerifies } from './openssl.ts';
import { makeRoom, problem, value } from './softhsm.ts';

const room = makeRoom();
const hsm = room.makeToken('hsm');
const session = room.login(hsm);
const data = Buffer.from('the chain head');

let count = 0;
const spec = (uses: readonly KeyUse[], extractable = false) => {
  count += 1;
  return { label: `key ${count}`, id: Buffer.from([count]), uses, lifetime: 'token', extractable } as const;
};

/** A wrapping key whose bytes the test knows. */
const recoveryKey = () => {
  const bytes = randomBytes(32);
  return { bytes, object: value(importWrappingKey(session, bytes, 'recovery')) };
};

const signatures: readonly (readonly [KeyPairAlgorithm, SignatureAlgorithm, string])[] = [
  ['ecp256', 'ecdsa-sha256', 'sha256'],
  ['ecp384', 'ecdsa-sha384', 'sha384'],
  ['rsa2048', 'rsa-pkcs1-sha256', 'sha256'],
];

for (const [algorithm, signature, hash] of signatures) {
  test(`OpenSSL verifies what a token signs with ${signature}`, async () => {
    const { privateKey, publicKey } = value(await generateKeyPair(session, algorithm, spec(['sign'])));
    const spki = value(readPublicKey(session, publicKey));
    // Many, because r and s of ECDSA differ in length now and then.
    for (let i = 0; i < 8; i += 1) {
      const signed = value(await sign(session, privateKey, signature, data));
      assert.ok(opensslVerifies(spki, hash, data, signed));
      assert.ok(!opensslVerifies(spki, hash, Buffer.from('another head'), signed));
    }
  });
}

const pairs: readonly (readonly [KeyPairAlgorithm, KeyUse])[] = [
  ['ecp384', 'derive'],
  ['rsa3072', 'decrypt'],
  ['rsa4096', 'decrypt'],
];

for (const [algorithm, use] of pairs) {
  test(`${algorithm}: wrapped, OpenSSL unwraps the same key; unwrapped on the token, it works and never leaves again`, async () => {
    const made = value(await generateKeyPair(session, algorithm, spec([use], true)));
    const spki = value(readPublicKey(session, made.publicKey));
    const recovery = recoveryKey();
    const wrapped = value(await wrapKey(session, recovery.object, made.privateKey));

    const pkcs8 = opensslUnwrap(recovery.bytes, wrapped);
    assert.deepEqual(opensslPublic(pkcs8), spki);

    const copySpec = spec([use]);
    const copy = value(await unwrapPrivateKey(session, recovery.object, wrapped, algorithm, copySpec));
    assert.deepEqual(value(readEvidence(session, copy)), {
      local: false,
      sensitive: true,
      alwaysSensitive: false,
      extractable: false,
      neverExtractable: false,
    });
    problem(await wrapKey(session, recovery.object, copy), 'key-not-extractable');
    const stored = value(storePublicKey(session, spki, copySpec));
    assert.deepEqual(value(readPublicKey(session, stored)), spki);

    if (use === 'derive') {
      const other = createECDH('secp384r1');
      other.generateKeys();
      const parts = decodeSpki(spki);
      assert.ok(parts.kind === 'ec');
      assert.deepEqual(value(agree(session, copy, other.getPublicKey())), other.computeSecret(parts.point));
    } else {
      const ciphertext = openssl({ spki, plain: 'share' }, [
        ...['pkeyutl', '-encrypt', '-pubin', '-keyform', 'DER', '-inkey', 'spki', '-in', 'plain'],
        ...['-pkeyopt', 'rsa_padding_mode:oaep', '-out', 'out'],
      ]);
      assert.equal(value(await decryptOaep(session, copy, 'sha1', ciphertext)).toString(), 'share');
      ciphertext[9] = (ciphertext[9] ?? 0) ^ 1;
      problem(await decryptOaep(session, copy, 'sha1', ciphertext), 'ciphertext-invalid');
      problem(await decryptOaep(session, copy, 'sha256', ciphertext), 'mechanism-missing');
    }
    value(destroyObject(session, made.privateKey));
    problem(await wrapKey(session, recovery.object, made.privateKey), 'object-absent');
  });
}

test('an AES-256 key: wrapped, OpenSSL unwraps it; its check value is the CMAC that OpenSSL computes, before and after', async () => {
  const key = value(await generateAesKey(session, 32, spec(['wrap', 'sign'], true)));
  const checkValue = value(await aesCheckValue(session, key));
  const recovery = recoveryKey();
  const wrapped = value(await wrapKey(session, recovery.object, key));
  assert.equal(wrapped.length, 40);

  const bytes = opensslUnwrap(recovery.bytes, wrapped);
  const cmac = openssl({ zeros: Buffer.alloc(16) }, [
    ...[
      'mac',
      '-cipher',
      'AES-256-CBC',
      '-macopt',
      `hexkey:${bytes.toString('hex')}`,
      '-in',
      'zeros',
      '-binary',
    ],
    'CMAC',
  ]);
  assert.deepEqual(checkValue, cmac);
  assert.equal(checkValue.length, 16);

  const copy = value(await unwrapSecretKey(session, recovery.object, wrapped, spec(['wrap', 'sign'])));
  assert.deepEqual(value(await aesCheckValue(session, copy)), cmac);
});

test('a wrapped key that was altered, cut, or belongs to another recovery key does not unwrap', async () => {
  const key = value(await generateAesKey(session, 32, spec(['wrap'], true)));
  const recovery = recoveryKey();
  const wrapped = value(await wrapKey(session, recovery.object, key));
  const altered = Buffer.from(wrapped);
  altered[20] = (altered[20] ?? 0) ^ 1;
  for (const bytes of [altered, wrapped.subarray(0, 32), wrapped.subarray(0, 33)]) {
    problem(await unwrapSecretKey(session, recovery.object, bytes, spec(['wrap'])), 'ciphertext-invalid');
  }
  problem(
    await unwrapSecretKey(session, recoveryKey().object, wrapped, spec(['wrap'])),
    'ciphertext-invalid',
  );
});

test('the recovery key on the token is a session object that cannot be read, wrapped, or found after the session', async () => {
  const card = room.makeToken('short stay');
  const visit = room.login(card);
  const object = value(importWrappingKey(visit, randomBytes(32), 'recovery'));
  const evidence = value(readEvidence(visit, object));
  assert.deepEqual([evidence.sensitive, evidence.extractable, evidence.local], [true, false, false]);
  problem(await wrapKey(visit, object, object), 'key-not-extractable');
  visit.close();
  const next = room.login(card);
  assert.deepEqual(value(findObjects(next, { kind: 'secret-key' })), []);
  next.close();
});

test('a key made on the token says so, and that it was never outside', async () => {
  const { privateKey } = value(await generateKeyPair(session, 'ecp384', spec(['sign'])));
  assert.deepEqual(value(readEvidence(session, privateKey)), {
    local: true,
    sensitive: true,
    alwaysSensitive: true,
    extractable: false,
    neverExtractable: true,
  });
});

test('a key does only what it was made for', async () => {
  const { privateKey } = value(await generateKeyPair(session, 'ecp384', spec(['derive'])));
  await assert.rejects(sign(session, privateKey, 'ecdsa-sha384', data), { code: 'module-failed' });
});

test('a label that is taken is refused for every kind of key, and a session key needs none of its own', async () => {
  const taken = spec(['sign']);
  value(await generateKeyPair(session, 'ecp256', taken));
  const aes = spec(['sign']);
  value(await generateAesKey(session, 32, aes));
  problem(await generateKeyPair(session, 'ecp384', taken), 'label-present');
  problem(await generateAesKey(session, 32, aes), 'label-present');
  problem(assertLabelFree(session, taken.label), 'label-present');
  problem(assertLabelFree(session, aes.label), 'label-present');
  value(assertLabelFree(session, 'free'));
  value(await generateAesKey(session, 32, { ...aes, lifetime: 'session' }));
  problem(findObject(session, { kind: 'secret-key', label: aes.label }), 'token-ambiguous');
});

test('objects are found by label and id, and are gone once destroyed', async () => {
  const named = spec(['sign']);
  const key = value(await generateAesKey(session, 32, named));
  const query = { kind: 'secret-key', label: named.label, id: named.id } as const;
  assert.deepEqual(value(findObject(session, query)), key);
  problem(findObject(session, { ...query, id: Buffer.from('other') }), 'object-absent');
  assert.deepEqual(value(readName(session, key)), { label: named.label, id: named.id });
  value(destroyObject(session, key));
  problem(findObject(session, { kind: 'secret-key', label: named.label }), 'object-absent');
  problem(destroyObject(session, key), 'object-absent');
});

test('an object of one token is refused in a session to another', async () => {
  const other = room.login(room.makeToken('other'));
  const key = value(await generateAesKey(session, 32, spec(['sign'])));
  await assert.rejects(aesCheckValue(other, key), { code: 'token-wrong' });
  other.close();
});

test('ECDH on the token agrees with OpenSSL, leaves no object behind, and keeps leading zeros', async () => {
  for (const [algorithm, curve] of [
    ['ecp256', 'prime256v1'],
    ['ecp384', 'secp384r1'],
  ] as const) {
    const { privateKey, publicKey } = value(await generateKeyPair(session, algorithm, spec(['derive'])));
    const spki = value(readPublicKey(session, publicKey));
    const pem = openssl({}, ['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`]);
    const peer = openssl({ pem }, ['pkey', '-in', 'pem', '-pubout', '-outform', 'DER', '-out', 'out']);
    const parts = decodeSpki(peer);
    assert.ok(parts.kind === 'ec');
    const theirs = openssl({ pem, spki }, [
      ...['pkeyutl', '-derive', '-inkey', 'pem', '-peerkey', 'spki', '-peerform', 'DER', '-out', 'out'],
    ]);
    const before = value(findObjects(session, { kind: 'secret-key' })).length;
    assert.deepEqual(value(agree(session, privateKey, parts.point)), theirs);
    assert.equal(value(findObjects(session, { kind: 'secret-key' })).length, before);

    const own = decodeSpki(spki);
    assert.ok(own.kind === 'ec');
    const ecdh = createECDH(curve);
    for (;;) {
      ecdh.generateKeys();
      const z = ecdh.computeSecret(own.point);
      if (z[0] !== 0) continue;
      assert.deepEqual(value(agree(session, privateKey, ecdh.getPublicKey())), z);
      break;
    }
  }
});

test('a point that is not on the curve is never answered with a secret', async () => {
  const { privateKey } = value(await generateKeyPair(session, 'ecp256', spec(['derive'])));
  const off = Buffer.alloc(65, 1);
  off[0] = 4;
  const otherCurve = createECDH('secp384r1');
  otherCurve.generateKeys();
  for (const point of [off, Buffer.alloc(64, 4), Buffer.alloc(0), otherCurve.getPublicKey()]) {
    problem(agree(session, privateKey, point), 'ciphertext-invalid');
  }
});

test('random bytes differ and have the size asked for', () => {
  const [a, b] = [value(generateRandom(session, 64)), value(generateRandom(session, 64))];
  assert.equal(a.length, 64);
  assert.notEqual(createHash('sha256').update(a).digest('hex'), createHash('sha256').update(b).digest('hex'));
});
