import assert from 'node:assert/strict';
import { constants, createPublicKey, diffieHellman, privateDecrypt } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodeEcPublicKey } from '../../ceremonies/formats/algorithms.ts';
import { concat, fromHex, toHex, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { issuerAndSerialNumber, type Certificate } from '../../ceremonies/formats/certificate.ts';
import {
  ecdhKek,
  openEnveloped,
  readEnveloped,
  sealEnveloped,
  unwrapContentKey,
  type Enveloped,
  type Recipient,
  type SealTo,
} from '../../ceremonies/formats/envelopedData.ts';
import { certificateFor, p256, p384, parsed, rsa, testKeys, type TestKey } from './keys.ts';
import { inFolder, pem } from './openssl.ts';

const plaintext = toUtf8('one share\n');

const sealTo = async (key: TestKey, oaepHash: 'sha1' | 'sha256' = 'sha256'): Promise<SealTo> => ({
  spki: key.spki,
  keyIdentifier: parsed(await certificateFor(key)).subjectKeyIdentifier ?? new Uint8Array(),
  oaepHash,
});

/** The recipient entry that names a certificate, by its key or by its issuer and serial number. */
const entryOf = ({ recipients }: Enveloped, certificate: Certificate): Recipient | undefined =>
  recipients.find((recipient) => {
    if (recipient.kind === 'other') return false;
    const { identifier } = recipient;
    const [named, own] =
      identifier.kind === 'key'
        ? [identifier.keyIdentifier, certificate.subjectKeyIdentifier]
        : [identifier.issuerAndSerial, issuerAndSerialNumber(certificate)];
    return own !== undefined && toHex(named) === toHex(own);
  });

/** What the card does: its one operation with the private key, here by Node. */
const contentKeyOf = async (recipient: Recipient | undefined, key: TestKey): Promise<Uint8Array | string> => {
  if (recipient?.kind === 'key-agreement') {
    const spki = encodeEcPublicKey(recipient.curve, recipient.ephemeralPoint);
    try {
      const publicKey = createPublicKey({ key: Buffer.from(spki), type: 'spki', format: 'der' });
      const kek = await ecdhKek(diffieHellman({ privateKey: key.privateKey, publicKey }), recipient);
      const unwrapped = unwrapContentKey(recipient, kek);
      return unwrapped.ok ? unwrapped.value : unwrapped.problem.code;
    } catch {
      return 'card refuses';
    }
  }
  if (recipient?.kind === 'key-transport') {
    const oaepHash = recipient.oaepHash.replace('-', '').toLowerCase();
    try {
      return privateDecrypt(
        { key: key.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
        recipient.encryptedKey,
      );
    } catch {
      return 'card refuses';
    }
  }
  return 'other recipient';
};

const open = async (
  enveloped: Enveloped,
  recipient: Recipient | undefined,
  key: TestKey,
): Promise<string> => {
  const contentKey = await contentKeyOf(recipient, key);
  if (typeof contentKey === 'string') return contentKey;
  const opened = await openEnveloped(enveloped, contentKey);
  return opened.ok ? toHex(opened.value) : opened.problem.code;
};

const openAt = async (bytes: Uint8Array, index: number, key: TestKey): Promise<string> => {
  const enveloped = readEnveloped(bytes);
  return enveloped.ok
    ? open(enveloped.value, enveloped.value.recipients[index], key)
    : enveloped.problem.code;
};

describe('sealed content', () => {
  /** How a stranger opens a sealed share. Neither a certificate nor -recip is needed. */
  const decrypt = 'openssl cms -decrypt -inform DER -in sealed -inkey key.pem -out opened';

  it('is opened by OpenSSL with the private key alone, and with the certificate', () =>
    inFolder(async ({ write, read, run }) => {
      for (const [key, hash] of [
        [p256, 'sha256'],
        [p384, 'sha256'],
        [rsa, 'sha256'],
        [rsa, 'sha1'],
      ] as const) {
        write('key.pem', key.privatePem);
        write('cert.pem', pem('CERTIFICATE', await certificateFor(key)));
        write('sealed', await sealEnveloped(plaintext, [await sealTo(key, hash)]));
        for (const command of [decrypt, `${decrypt} -recip cert.pem`]) {
          const opened = run(command);
          assert.ok(opened.ok, opened.output);
          assert.deepEqual(read('opened'), plaintext);
        }
      }
    }));

  it('is opened by each of several recipients, here and by OpenSSL', () =>
    inFolder(async ({ write, read, run }) => {
      const sealed = await sealEnveloped(plaintext, await Promise.all(testKeys.map((key) => sealTo(key))));
      const enveloped = readEnveloped(sealed);
      assert.ok(enveloped.ok);
      write('sealed', sealed);
      for (const key of testKeys) {
        const der = await certificateFor(key);
        assert.equal(
          await open(enveloped.value, entryOf(enveloped.value, parsed(der)), key),
          toHex(plaintext),
        );
        write('key.pem', key.privatePem);
        write('cert.pem', pem('CERTIFICATE', der));
        assert.ok(run(`${decrypt} -recip cert.pem`).ok);
        assert.deepEqual(read('opened'), plaintext);
      }
    }));

  it('from OpenSSL is opened, for either name of the recipient and every derivation', () =>
    inFolder(async ({ write, read, run }) => {
      write('content', plaintext);
      const oaep = '-keyopt rsa_padding_mode:oaep';
      const options = {
        ec: ['', ' -keyopt ecdh_kdf_md:sha1', ' -keyopt ecdh_kdf_md:sha256', ' -keyopt ecdh_kdf_md:sha384'],
        rsa: [` ${oaep}`, ` ${oaep} -keyopt rsa_oaep_md:sha256`],
      };
      for (const key of testKeys) {
        const der = await certificateFor(key);
        write('cert.pem', pem('CERTIFICATE', der));
        for (const option of key === rsa ? options.rsa : options.ec) {
          for (const name of ['', '-keyid ']) {
            const sealed = run(
              `openssl cms -encrypt -aes-256-gcm -binary ${name}-in content -outform DER -out sealed -recip cert.pem${option}`,
            );
            assert.ok(sealed.ok, sealed.output);
            const enveloped = readEnveloped(read('sealed'));
            assert.ok(enveloped.ok);
            const recipient = entryOf(enveloped.value, parsed(der));
            assert.equal(await open(enveloped.value, recipient, key), toHex(plaintext), key.name + option);
          }
        }
      }
    }));

  it('from OpenSSL in ways that we do not use is left alone', () =>
    inFolder(async ({ write, read, run }) => {
      write('content', plaintext);
      write('cert.pem', pem('CERTIFICATE', await certificateFor(rsa)));
      const encrypt = 'openssl cms -encrypt -binary -in content -outform DER -out sealed -recip cert.pem';
      assert.ok(run(`${encrypt} -aes-256-gcm`).ok);
      const pkcs1 = readEnveloped(read('sealed'));
      assert.ok(pkcs1.ok);
      assert.deepEqual(pkcs1.value.recipients, [{ kind: 'other' }]);
      const mixed = `${encrypt} -aes-256-gcm -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha1`;
      assert.ok(run(mixed).ok);
      const differing = readEnveloped(read('sealed'));
      assert.ok(differing.ok);
      assert.deepEqual(differing.value.recipients, [{ kind: 'other' }]);
      for (const cipher of ['-aes-256-cbc', '-aes-128-gcm']) {
        assert.ok(run(`${encrypt} ${cipher}`).ok);
        const read_ = readEnveloped(read('sealed'));
        assert.equal(read_.ok ? 'read' : read_.problem.code, 'envelope-malformed', cipher);
      }
    }));

  it('is of any length, and never the same twice', async () => {
    const to = await sealTo(p256);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        const [sealed, again] = [await sealEnveloped(bytes, [to]), await sealEnveloped(bytes, [to])];
        assert.notDeepEqual(sealed, again);
        assert.equal(await openAt(sealed, 0, p256), toHex(bytes));
      }),
      { numRuns: 20 },
    );
  });

  it('is refused by another key', async () => {
    const sealed = await sealEnveloped(plaintext, [await sealTo(p256)]);
    const enveloped = readEnveloped(sealed);
    assert.ok(enveloped.ok);
    const [recipient] = enveloped.value.recipients;
    assert.ok(recipient?.kind === 'key-agreement');
    const wrong = unwrapContentKey(recipient, new Uint8Array(32));
    assert.equal(wrong.ok ? '' : wrong.problem.code, 'envelope-invalid');
    for (const contentKey of [new Uint8Array(32), new Uint8Array(16), new Uint8Array()]) {
      const opened = await openEnveloped(enveloped.value, contentKey);
      assert.equal(opened.ok ? '' : opened.problem.code, 'envelope-invalid');
    }
    assert.equal(entryOf(enveloped.value, parsed(await certificateFor(p384))), undefined);
  });

  it('with any bit changed is refused, or only its recipient is named otherwise', async () => {
    for (const key of [p256, rsa]) {
      const to = await sealTo(key);
      const sealed = await sealEnveloped(plaintext, [to]);
      const named = toHex(sealed).indexOf(toHex(to.keyIdentifier)) / 2;
      for (const [at, byte] of sealed.entries()) {
        const outcome = await openAt(sealed.with(at, byte ^ (1 << (at % 8))), 0, key);
        const isName = at >= named && at < named + to.keyIdentifier.length;
        const expected = isName
          ? new RegExp(`^${toHex(plaintext)}$`)
          : /^(envelope-malformed|envelope-invalid|other recipient|card refuses)$/;
        assert.match(outcome, expected, `${key.name} byte ${at}`);
      }
    }
  });

  it('is never anything but read or malformed, whatever the bytes', async () => {
    const sealed = await sealEnveloped(plaintext, [await sealTo(p256)]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(sealed.length - 1), (noise, at) => {
        for (const bytes of [noise, sealed.subarray(0, at), concat(sealed.subarray(0, at), noise)]) {
          const read = readEnveloped(bytes);
          if (!read.ok) assert.equal(read.problem.code, 'envelope-malformed');
        }
      }),
    );
  });

  it('is not made for nobody, or for a key that cannot hold it', async () => {
    await assert.rejects(sealEnveloped(plaintext, []), { code: 'parameters-invalid' });
    const offCurve = encodeEcPublicKey('P-256', concat(Uint8Array.of(4), new Uint8Array(64).fill(1)));
    for (const spki of [new Uint8Array(), offCurve]) {
      await assert.rejects(sealEnveloped(plaintext, [{ ...(await sealTo(p256)), spki }]), {
        code: 'key-unsuitable',
      });
    }
  });
});

describe('key-encryption key of ECDH', () => {
  it('is the X9.63 derivation over ECC-CMS-SharedInfo, as OpenSSL computes it', () =>
    inFolder(async ({ run }) => {
      // SEQUENCE { SEQUENCE { id-aes256-wrap }, [0] { OCTET STRING 'ukm!' }, [2] { OCTET STRING 00000100 } }
      const withUkm = '301d300b060960864801650304012da0060404756b6d21a206040400000100';
      const without = '3015300b060960864801650304012da206040400000100';
      for (const [kdf, curve, bytes] of [
        ['SHA-1', 'P-256', 32],
        ['SHA-256', 'P-256', 32],
        ['SHA-384', 'P-384', 48],
      ] as const) {
        const secret = Uint8Array.from({ length: bytes }, (_, index) => index);
        for (const userKeyingMaterial of [undefined, toUtf8('ukm!')]) {
          const info = userKeyingMaterial === undefined ? without : withUkm;
          const derive = `openssl kdf -keylen 32 -kdfopt digest:${kdf} -kdfopt hexsecret:${toHex(secret)} -kdfopt hexinfo:${info} X963KDF`;
          const { ok, output } = run(derive);
          assert.ok(ok, output);
          const kek = await ecdhKek(secret, {
            curve,
            kdf,
            ...(userKeyingMaterial !== undefined && { userKeyingMaterial }),
          });
          assert.deepEqual(kek, fromHex(output.trim().replaceAll(':', '').toLowerCase()));
        }
      }
    }));

  it('refuses a shared secret of another length', async () => {
    await assert.rejects(ecdhKek(new Uint8Array(31), { curve: 'P-256', kdf: 'SHA-256' }), {
      code: 'parameters-invalid',
    });
  });
});
