import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import pkcs11js from 'pkcs11js';
import { readPairs } from '../../ceremonies/tokens/cards.ts';
import {
  certificateFacts,
  readCertificates,
  writeCertificate,
} from '../../ceremonies/tokens/certificates.ts';
import {
  canStoreData,
  findData,
  listData,
  readData,
  writeData,
} from '../../ceremonies/tokens/dataObjects.ts';
import { generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import type { KeyPairAlgorithm, KeyUse } from '../../ceremonies/tokens/keyTypes.ts';
import { destroyObject, findObject, findObjects, objectOf } from '../../ceremonies/tokens/objects.ts';
import { readPublicKey } from '../../ceremonies/tokens/publicKey.ts';
import { openSession, type Session } from '../../ceremonies/tokens/session.ts';
import { sign } from '../../ceremonies/tokens/sign.ts';
import { openssl, opensslVerifies } from './openssl.ts';
import { makeRoom, problem, userPin, value } from './softhsm.ts';

const room = makeRoom();
const caKey = openssl({}, ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']);
const ca = openssl({ key: caKey }, [
  'req',
  '-x509',
  '-new',
  '-key',
  'key',
  '-subj',
  '/CN=National CA',
  '-out',
  'out',
]);

/** A certificate that somebody else issued for a key on the card. */
const certify = (spki: Uint8Array, keyUsage?: string): Buffer => {
  const pub = openssl({ spki }, ['pkey', '-pubin', '-inform', 'DER', '-in', 'spki', '-out', 'out']);
  const extensions = keyUsage === undefined ? '' : `keyUsage = critical, ${keyUsage}\n`;
  return openssl({ pub, ca, caKey, extensions }, [
    ...[
      'x509',
      '-new',
      '-force_pubkey',
      'pub',
      '-subj',
      '/C=EE/CN=Mari Maasikas',
      '-set_serial',
      '0x00c0ffee',
    ],
    ...['-CA', 'ca', '-CAkey', 'caKey', '-extfile', 'extensions', '-outform', 'DER', '-out', 'out'],
  ]);
};

let serial = 0;
const freshCard = (): Session => {
  serial += 1;
  return room.login(room.makeToken(`card ${serial}`));
};

type Holding = {
  readonly algorithm: KeyPairAlgorithm;
  readonly uses: readonly KeyUse[];
  /** Key usage of its certificate; '' for one that does not restrict, null for no certificate. */
  readonly keyUsage: string | null;
};

const addPair = async (card: Session, id: number, { algorithm, uses, keyUsage }: Holding) => {
  const name = { label: `pair ${id}`, id: Buffer.from([id]) };
  const pair = value(
    await generateKeyPair(card, algorithm, { ...name, uses, lifetime: 'token', extractable: false }),
  );
  const spki = value(readPublicKey(card, pair.publicKey));
  if (keyUsage !== null) {
    value(writeCertificate(card, { ...name, der: certify(spki, keyUsage === '' ? undefined : keyUsage) }));
  }
  return { ...pair, spki };
};

test('an empty card has nothing, can store objects, and keeps nothing of the trial', () => {
  const card = freshCard();
  assert.deepEqual(value(readPairs(card)), { signing: null, sealing: null });
  assert.equal(value(canStoreData(card)), true);
  assert.deepEqual(value(findObjects(card, { kind: 'data' })), []);
});

test('a card with a signing pair, and a sealing pair without a certificate, has both', async () => {
  const card = freshCard();
  const signing = await addPair(card, 1, {
    algorithm: 'ecp384',
    uses: ['sign'],
    keyUsage: 'digitalSignature',
  });
  const sealing = await addPair(card, 2, { algorithm: 'ecp384', uses: ['derive'], keyUsage: null });
  const read = value(readPairs(card));
  assert.deepEqual(read.signing?.key, signing.privateKey);
  assert.equal(read.signing.algorithm, 'ecdsa-sha384');
  assert.deepEqual(Buffer.from(read.signing.spki), signing.spki);
  assert.deepEqual(read.sealing?.key, sealing.privateKey);
  assert.equal(read.sealing.kind, 'ecdh-p384');
  assert.equal(read.sealing.certificate, null);
  assert.deepEqual(Buffer.from(read.sealing.spki), sealing.spki);
});

test('one RSA pair with a certificate serves both uses, as on many state cards', async () => {
  const card = freshCard();
  const pair = await addPair(card, 1, {
    algorithm: 'rsa2048',
    uses: ['sign', 'decrypt'],
    keyUsage: 'digitalSignature, keyEncipherment',
  });
  const { signing, sealing } = value(readPairs(card));
  assert.deepEqual([signing?.key, sealing?.key], [pair.privateKey, pair.privateKey]);
  assert.deepEqual([signing?.algorithm, sealing?.kind], ['rsa-pkcs1-sha256', 'rsa-oaep']);
  const certificate = new X509Certificate(signing?.certificate ?? '');
  assert.deepEqual(certificate.publicKey.export({ format: 'der', type: 'spki' }), pair.spki);
  assert.equal(certificate.serialNumber, 'C0FFEE');
});

test('of several pairs, the certificate says which is for what', async () => {
  const card = freshCard();
  const both = ['sign', 'derive'] as const;
  const agreement = await addPair(card, 1, { algorithm: 'ecp256', uses: both, keyUsage: 'keyAgreement' });
  const signature = await addPair(card, 2, { algorithm: 'ecp256', uses: both, keyUsage: 'digitalSignature' });
  const { signing, sealing } = value(readPairs(card));
  assert.deepEqual(signing?.key, signature.privateKey);
  assert.deepEqual(sealing?.key, agreement.privateKey);
  assert.deepEqual([signing.algorithm, sealing.kind], ['ecdsa-sha256', 'ecdh-p256']);
});

test('two pairs that could do everything are used one for each', async () => {
  const card = freshCard();
  const both = ['sign', 'derive'] as const;
  await addPair(card, 1, { algorithm: 'ecp384', uses: both, keyUsage: '' });
  await addPair(card, 2, { algorithm: 'ecp384', uses: both, keyUsage: '' });
  const { signing, sealing } = value(readPairs(card));
  assert.ok(signing !== null && sealing !== null);
  assert.notDeepEqual(signing.key, sealing.key);
});

test('a signing key without a certificate, a foreign certificate and garbage are passed over', async () => {
  const card = freshCard();
  await addPair(card, 1, { algorithm: 'ecp384', uses: ['sign'], keyUsage: null });
  const other = freshCard();
  const { spki } = await addPair(other, 9, { algorithm: 'ecp256', uses: ['sign'], keyUsage: null });
  value(writeCertificate(card, { label: 'CA', id: Buffer.from('ca'), der: certify(spki) }));
  card.module.cryptoki.C_CreateObject(card.handle(), [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_ID, value: Buffer.from([1]) },
    { type: pkcs11js.CKA_SUBJECT, value: Buffer.from('3000', 'hex') },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from('garbage') },
  ]);
  const read = value(readPairs(card));
  assert.deepEqual([read.signing, read.sealing], [null, null]);
});

/** A key like that of PIV's slot 9C or of a national ID: the PIN at each use. SoftHSM can make one. */
const addPinEachUsePair = (card: Session, id: number) => {
  const name = [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_ID, value: Buffer.from([id]) },
    { type: pkcs11js.CKA_LABEL, value: `pair ${id}` },
  ];
  const pair = card.module.cryptoki.C_GenerateKeyPair(
    card.handle(),
    { mechanism: pkcs11js.CKM_EC_KEY_PAIR_GEN },
    [...name, { type: pkcs11js.CKA_EC_PARAMS, value: Buffer.from('06082a8648ce3d030107', 'hex') }],
    [
      ...name,
      { type: pkcs11js.CKA_PRIVATE, value: true },
      { type: pkcs11js.CKA_SIGN, value: true },
      { type: pkcs11js.CKA_DERIVE, value: false },
      { type: pkcs11js.CKA_ALWAYS_AUTHENTICATE, value: true },
    ],
  );
  const spki = value(readPublicKey(card, objectOf(card, 'public-key', pair.publicKey)));
  value(
    writeCertificate(card, {
      label: `pair ${id}`,
      id: Buffer.from([id]),
      der: certify(spki, 'digitalSignature, nonRepudiation'),
    }),
  );
  return { key: objectOf(card, 'private-key', pair.privateKey), spki };
};

test('a key that asks for the PIN at each use signs with it only, and a wrong one leaves the session in order', async () => {
  const card = freshCard();
  const { key, spki } = addPinEachUsePair(card, 1);
  assert.equal(value(readPairs(card)).signing?.asksPinEachUse, true);
  const data = Buffer.from('receipt');
  problem(await sign(card, key, 'ecdsa-sha256', data), 'pin-required');
  const details = problem(await sign(card, key, 'ecdsa-sha256', data, '00000000'), 'pin-wrong');
  assert.equal(details['remaining'], 'count-low');
  const signed = value(await sign(card, key, 'ecdsa-sha256', data, userPin));
  assert.ok(opensslVerifies(spki, 'sha256', data, signed));
  problem(await sign(card, key, 'ecdsa-sha256', data), 'pin-required');
});

test('a signing key that does not ask each time is preferred', async () => {
  const card = freshCard();
  addPinEachUsePair(card, 1);
  const easy = await addPair(card, 2, { algorithm: 'ecp256', uses: ['sign'], keyUsage: 'digitalSignature' });
  const { signing } = value(readPairs(card));
  assert.deepEqual(signing?.key, easy.privateKey);
});

test('a certificate is stored with what PKCS#11 finds it by, read back unchanged, and not written twice', async () => {
  const card = freshCard();
  const { spki } = await addPair(card, 1, { algorithm: 'ecp256', uses: ['sign'], keyUsage: null });
  const certificate = { label: 'mine', id: Buffer.from([1]), der: certify(spki, 'digitalSignature') };
  const object = value(writeCertificate(card, certificate));
  const [read] = value(readCertificates(card));
  assert.deepEqual(read, { object, ...certificate });
  assert.deepEqual(certificateFacts(certificate.der), {
    spki: new Uint8Array(spki),
    keyUsage: { signing: true, sealing: false },
  });
  const [stored] = card.module.cryptoki.C_GetAttributeValue(card.handle(), object.handle, [
    { type: pkcs11js.CKA_SERIAL_NUMBER },
  ]);
  assert.deepEqual(stored?.value, Buffer.from('020400c0ffee', 'hex'));
  problem(writeCertificate(card, certificate), 'label-present');
});

test('a data object is written once, read back whole, listed, private, and gone once destroyed', () => {
  const card = freshCard();
  const name = { application: 'embassy-key-ceremony', label: 'share 1' };
  const bytes = Buffer.from(Array.from({ length: 3000 }, (_, i) => i & 0xff));
  const object = value(writeData(card, name, bytes));
  assert.deepEqual(value(readData(card, object)), bytes);
  assert.deepEqual(value(findData(card, name)), object);
  assert.deepEqual(value(listData(card, name.application)), [{ ...name, object }]);
  assert.deepEqual(value(listData(card, 'another')), []);
  problem(writeData(card, name, Buffer.from('other')), 'label-present');
  assert.deepEqual(value(readData(card, object)), bytes);

  const { module, token } = card;
  card.close();
  const visitor = value(openSession(module, token, { kind: 'none' }));
  problem(findData(visitor, name), 'object-absent');
  visitor.close();

  const owner = room.login(token);
  value(destroyObject(owner, value(findData(owner, name))));
  problem(findData(owner, name), 'object-absent');
  problem(findObject(owner, { kind: 'data' }), 'object-absent');
});
