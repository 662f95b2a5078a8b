import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { concat, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { signatureAlgorithms } from '../../ceremonies/formats/algorithms.ts';
import { issuerAndSerialNumber } from '../../ceremonies/formats/certificate.ts';
import * as der from '../../ceremonies/formats/der.ts';
import { sha256 } from '../../ceremonies/formats/digest.ts';
import { signDetached, verifyDetached } from '../../ceremonies/formats/signedData.ts';
import { certificateFor, documentSigner, p256, p384, parsed, rsa, testKeys } from './keys.ts';
import { inFolder, pem } from './openssl.ts';

const content = toUtf8('line\nline\r\n\0õ');
const signingTime = new Date('2026-11-22T10:20:30Z');

const codeOf = async (signature: Uint8Array, signed = content): Promise<string> => {
  const verified = await verifyDetached(signature, signed);
  return verified.ok ? 'good' : verified.problem.code;
};

/** How a stranger checks a signature of a bundle. A self-signed certificate is its own anchor, so -partial_chain is not needed. */
const verify =
  'openssl cms -verify -binary -inform DER -in sig.p7s -content content -CAfile cert.pem -purpose any -no_check_time -out verified';

describe('detached signature', () => {
  it('is accepted by OpenSSL, as CMS and as CAdES', () =>
    inFolder(async ({ write, read, run }) => {
      for (const key of testKeys) {
        const signer = await documentSigner(key);
        write('content', content);
        write('cert.pem', pem('CERTIFICATE', signer.certificate));
        write('sig.p7s', await signDetached(content, signer, signingTime));
        for (const command of [verify, `${verify} -cades`, verify.replace(' -purpose any', '')]) {
          const verified = run(command);
          assert.ok(verified.ok, verified.output);
          assert.deepEqual(read('verified'), content);
        }
        write('content', concat(content, Uint8Array.of(10)));
        assert.ok(!run(verify).ok);
      }
    }));

  it('is accepted by OpenSSL when another key issued the certificate and -partial_chain is given', () =>
    inFolder(async ({ write, run }) => {
      const signer = await documentSigner(p256);
      write('content', content);
      write('cert.pem', pem('CERTIFICATE', signer.certificate));
      write('sig.p7s', await signDetached(content, signer, signingTime));
      assert.ok(run(`${verify} -partial_chain`).ok);
      write('cert.pem', pem('CERTIFICATE', await certificateFor(p384)));
      assert.ok(!run(verify).ok);
    }));

  it('says who signed, when and how', async () => {
    for (const key of testKeys) {
      const signer = await documentSigner(key);
      assert.deepEqual(await verifyDetached(await signDetached(content, signer, signingTime), content), {
        ok: true,
        value: { certificate: signer.certificate, signingTime, algorithm: key.algorithm },
      });
    }
  });

  it('signs any content and any time', async () => {
    const signer = await documentSigner(p256);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 1000 }),
        fc.date({ min: new Date('1950-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        async (bytes, time) => {
          const verified = await verifyDetached(await signDetached(bytes, signer, time), bytes);
          assert.ok(verified.ok);
          assert.equal(verified.value.signingTime.getTime(), Math.floor(time.getTime() / 1000) * 1000);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('made by OpenSSL is read', () =>
    inFolder(async ({ write, read, run }) => {
      for (const key of testKeys) {
        write('content', content);
        write('cert.pem', pem('CERTIFICATE', await certificateFor(key)));
        write('key.pem', key.privatePem);
        const hash = key === p384 ? 'sha384' : 'sha256';
        const sign = `openssl cms -sign -cades -md ${hash} -binary -in content -signer cert.pem -inkey key.pem -outform DER -out sig.p7s`;
        assert.ok(run(sign).ok);
        assert.equal(await codeOf(read('sig.p7s')), 'good');
        assert.equal(await codeOf(read('sig.p7s'), toUtf8('other')), 'signature-invalid');
      }
    }));

  it('made by OpenSSL otherwise than we allow is refused', () =>
    inFolder(async ({ write, read, run }) => {
      write('content', content);
      write('cert.pem', pem('CERTIFICATE', await certificateFor(p256)));
      write('key.pem', p256.privatePem);
      write('rsa.pem', pem('CERTIFICATE', await certificateFor(rsa)));
      write('rsakey.pem', rsa.privatePem);
      const sign =
        'openssl cms -sign -binary -in content -outform DER -out sig.p7s -signer cert.pem -inkey key.pem -md sha256';
      const variants = [
        [sign, 'without the certificate digest'],
        [`${sign} -cades -noattr`, 'without attributes'],
        [`${sign} -cades -nocerts`, 'without the certificate'],
        [`${sign} -cades -nodetach`, 'with the content inside'],
        [`${sign} -cades -keyid`, 'with the signer named by key'],
        [`${sign} -cades -signer rsa.pem -inkey rsakey.pem`, 'with two signers'],
        [`${sign} -cades -certfile rsa.pem`, 'with a second certificate'],
        [sign.replace('sha256', 'sha1 -cades'), 'with SHA-1'],
        [sign.replace('sha256', 'sha512 -cades'), 'with a digest that does not fit the key'],
        [
          `${sign.replace('cert.pem -inkey key.pem', 'rsa.pem -inkey rsakey.pem')} -cades -keyopt rsa_padding_mode:pss`,
          'with RSA-PSS',
        ],
        [
          sign.replace('cert.pem -inkey key.pem -md sha256', 'rsa.pem -inkey rsakey.pem -md sha384 -cades'),
          'with RSA and SHA-384',
        ],
      ] as const;
      for (const [command, claim] of variants) {
        const signed = run(command);
        // OpenSSL itself refuses CAdES without attributes.
        if (!signed.ok) assert.match(claim, /without attributes/, signed.output);
        else assert.equal(await codeOf(read('sig.p7s')), 'signature-malformed', claim);
      }
    }));

  it('is refused when the signer itself made it otherwise than we allow', async () => {
    const certificate = await certificateFor(p256);
    const digests = signatureAlgorithms['ecdsa-sha256'];
    const other = signatureAlgorithms['ecdsa-sha384'].digestIdentifier;
    const attribute = (oid: string, ...values: readonly Uint8Array[]) =>
      der.sequence(der.oid(oid), der.setOf(values));
    const pkcs9 = '1.2.840.113549.1.9';
    const data = der.oid('1.2.840.113549.1.7.1');
    const usual = {
      version: 1,
      contentType: attribute(`${pkcs9}.3`, data),
      digest: attribute(`${pkcs9}.4`, der.octetString(await sha256(content))),
      time: attribute(`${pkcs9}.5`, der.time(signingTime)),
      certificate: attribute(
        `${pkcs9}.16.2.47`,
        der.sequence(der.sequence(der.sequence(der.octetString(await sha256(certificate))))),
      ),
      more: new Uint8Array(),
      declared: digests.digestIdentifier,
      unsigned: new Uint8Array(),
    };
    /** As `signDetached` makes it, but for the parts that differ, all under a valid signature. */
    const forge = async (changes: Partial<typeof usual>): Promise<string> => {
      const parts = { ...usual, ...changes };
      const attributes = [parts.contentType, parts.digest, parts.time, parts.certificate, parts.more].filter(
        (bytes) => bytes.length > 0,
      );
      const info = der.sequence(
        der.small(parts.version),
        issuerAndSerialNumber(parsed(certificate)),
        digests.digestIdentifier,
        der.setOf(attributes, der.constructed(0)),
        digests.identifier,
        der.octetString(await p256.sign(der.setOf(attributes))),
        parts.unsigned,
      );
      const signed = der.sequence(
        der.small(1),
        der.setOf([parts.declared]),
        der.sequence(data),
        der.setOf([certificate], der.constructed(0)),
        der.setOf([info]),
      );
      return codeOf(der.sequence(der.oid('1.2.840.113549.1.7.2'), der.value(der.constructed(0), signed)));
    };
    assert.equal(await forge({}), 'good');
    const none = new Uint8Array();
    const malformed: readonly Partial<typeof usual>[] = [
      { version: 3 },
      { contentType: none },
      { digest: none },
      { time: none },
      { certificate: none },
      { more: attribute(`${pkcs9}.4`, der.octetString(new Uint8Array(32))) },
      { time: attribute(`${pkcs9}.5`, der.time(signingTime), der.time(new Date(0))) },
      { declared: other },
      { unsigned: der.value(der.constructed(1), attribute('1.2.3', der.nothing())) },
    ];
    for (const changes of malformed) {
      assert.equal(await forge(changes), 'signature-malformed', Object.keys(changes).join());
    }
    const invalid: readonly Partial<typeof usual>[] = [
      { contentType: attribute(`${pkcs9}.3`, der.oid('1.2.840.113549.1.7.2')) },
      { digest: attribute(`${pkcs9}.4`, der.octetString(new Uint8Array(32))) },
      {
        certificate: attribute(
          `${pkcs9}.16.2.47`,
          der.sequence(der.sequence(der.sequence(der.octetString(new Uint8Array(32))))),
        ),
      },
    ];
    for (const changes of invalid) {
      assert.equal(await forge(changes), 'signature-invalid', Object.keys(changes).join());
    }
    assert.equal(await forge({ more: attribute('1.2.3', der.nothing()) }), 'good');
  });

  it('is refused with any bit changed', async () => {
    for (const key of [p256, rsa]) {
      const signature = await signDetached(content, await documentSigner(key), signingTime);
      for (const [at, byte] of signature.entries()) {
        const code = await codeOf(signature.with(at, byte ^ (1 << (at % 8))));
        assert.match(code, /^signature-(malformed|invalid)$/, `byte ${at}`);
      }
    }
  });

  it('is refused when cut, lengthened or of other content', async () => {
    const signature = await signDetached(content, await documentSigner(p256), signingTime);
    assert.equal(await codeOf(signature), 'good');
    for (let length = 0; length < signature.length; length += 1) {
      assert.equal(await codeOf(signature.subarray(0, length)), 'signature-malformed');
    }
    assert.equal(await codeOf(concat(signature, Uint8Array.of(0))), 'signature-malformed');
    assert.equal(await codeOf(signature, new Uint8Array()), 'signature-invalid');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (noise) =>
        assert.match(await codeOf(noise), /^signature-malformed$/),
      ),
    );
  });

  it('is not made with a certificate that may not sign, or another key', async () => {
    const signer = await documentSigner(p256);
    const sealing = await certificateFor(p256, { keyUsage: ['keyAgreement'] });
    const other = await documentSigner(p384);
    const make = (changes: Partial<typeof signer>) =>
      signDetached(content, { ...signer, ...changes }, signingTime);
    await assert.rejects(make({ certificate: sealing }), { code: 'certificate-malformed' });
    await assert.rejects(make({ certificate: other.certificate }), { code: 'certificate-malformed' });
    await assert.rejects(make({ certificate: new Uint8Array() }), { code: 'certificate-malformed' });
    await assert.rejects(make({ sign: other.sign }), { code: 'signature-invalid' });
  });
});
