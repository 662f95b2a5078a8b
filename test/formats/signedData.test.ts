import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  Attribute,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifier,
  DigestAlgorithmIdentifiers,
  id_contentType,
  id_data,
  id_messageDigest,
  id_signedData,
  id_signingTime,
  SignedData,
} from '@peculiar/asn1-cms';
import { AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema';
import fc from 'fast-check';
import { parse, serialize, setOrder, toTime } from '../../ceremonies/formats/asn1.ts';
import { concat, toHex, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { signatureAlgorithms } from '../../ceremonies/formats/algorithms.ts';
import { berVariants, changesOf, tlv } from './ber.ts';
import { sha256 } from '../../ceremonies/formats/digest.ts';
import { signDetached, verifyDetached } from '../../ceremonies/formats/signedData.ts';
import { EssCertIdV2, SigningCertificateV2 } from '../../ceremonies/formats/signingCertificate.ts';
import { certificateFor, documentSigner, p256, p384, rsa, testKeys } from './keys.ts';
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
    const signer = await documentSigner(p256);
    const { content: original } = parse(await signDetached(content, signer, signingTime), ContentInfo);
    const attribute = (attrType: string, ...values: readonly Uint8Array<ArrayBuffer>[]) =>
      new Attribute({ attrType, attrValues: values.map(({ buffer }) => buffer) });
    const oid = (dotted: string) => new Uint8Array(AsnObjectIdentifierConverter.toASN(dotted).toBER());
    const octets = (bytes: Uint8Array<ArrayBuffer>) => serialize(new OctetString(bytes));
    const signingCertificate = (hash: Uint8Array<ArrayBuffer>, hashAlgorithm?: DigestAlgorithmIdentifier) => {
      const identifier = Object.assign(new EssCertIdV2(), { certHash: new OctetString(hash) });
      if (hashAlgorithm !== undefined) identifier.hashAlgorithm = hashAlgorithm;
      const value = serialize(Object.assign(new SigningCertificateV2(), { certs: [identifier] }));
      return attribute('1.2.840.113549.1.9.16.2.47', value);
    };
    const hash = await sha256(signer.certificate);
    const time = serialize(toTime(signingTime));
    const usual = {
      contentType: [attribute(id_contentType, oid(id_data))],
      digest: [attribute(id_messageDigest, octets(await sha256(content)))],
      time: [attribute(id_signingTime, time)],
      certificate: [signingCertificate(hash)],
      more: [] as readonly Attribute[],
    };
    /** As `signDetached` makes it, but for the parts that differ, all under a valid signature. */
    const forge = async (
      changes: Partial<typeof usual>,
      change: (data: SignedData) => void = () => undefined,
      order: (attributes: readonly Attribute[]) => Attribute[] = setOrder,
    ): Promise<string> => {
      const data = parse(original, SignedData);
      const [info] = data.signerInfos;
      assert.ok(info);
      const attributes = order(Object.values({ ...usual, ...changes }).flat());
      info.signedAttrs = attributes;
      const signature = await p256.sign(tlv(0x31, ...attributes.map(serialize)));
      info.signature = new OctetString(Uint8Array.from(signature));
      change(data);
      return codeOf(
        serialize(new ContentInfo({ contentType: id_signedData, content: serialize(data).buffer })),
      );
    };
    assert.equal(await forge({}), 'good');

    const other = new DigestAlgorithmIdentifier(signatureAlgorithms['ecdsa-sha384'].digestIdentifier);
    const structures: readonly ((data: SignedData) => void)[] = [
      ({ signerInfos: [info] }) => {
        if (info) info.version = CMSVersion.v3;
      },
      (data) => (data.version = CMSVersion.v3),
      (data) => (data.digestAlgorithms = new DigestAlgorithmIdentifiers([other])),
      ({ signerInfos: [info] }) => {
        if (info) info.unsignedAttrs = [attribute('1.2.3', time)];
      },
      ({ signerInfos: [info] }) => {
        if (info) info.signedAttrs = [];
      },
    ];
    for (const change of structures) {
      assert.equal(await forge({}, change), 'signature-malformed', change.toString());
    }
    const reversed = (attributes: readonly Attribute[]) => setOrder(attributes).reverse();
    assert.equal(await forge({}, undefined, reversed), 'signature-malformed');

    const malformed: readonly Partial<typeof usual>[] = [
      { contentType: [] },
      { digest: [] },
      { time: [] },
      { certificate: [] },
      { more: [attribute(id_messageDigest, octets(new Uint8Array(32)))] },
      { time: [attribute(id_signingTime, time, serialize(toTime(new Date(0))))] },
      { time: [attribute(id_signingTime, octets(time))] },
    ];
    for (const changes of malformed) {
      assert.equal(await forge(changes), 'signature-malformed', Object.keys(changes).join());
    }
    const invalid: readonly Partial<typeof usual>[] = [
      { contentType: [attribute(id_contentType, oid(id_signedData))] },
      { digest: [attribute(id_messageDigest, octets(new Uint8Array(32)))] },
      { certificate: [signingCertificate(new Uint8Array(32))] },
    ];
    for (const changes of invalid) {
      assert.equal(await forge(changes), 'signature-invalid', Object.keys(changes).join());
    }
    assert.equal(await forge({ more: [attribute('1.2.3', time)] }), 'good');
    // Against DER, but common.
    const named = new DigestAlgorithmIdentifier(signatureAlgorithms['ecdsa-sha256'].digestIdentifier);
    assert.equal(await forge({ certificate: [signingCertificate(hash, named)] }), 'good');
  });

  it('is refused in any encoding but DER', async () => {
    for (const key of testKeys) {
      const signature = await signDetached(content, await documentSigner(key), signingTime);
      const variants = [...berVariants(signature)];
      assert.ok(variants.length > 200);
      for (const variant of variants) {
        assert.match(await codeOf(variant), /^signature-(malformed|invalid)$/, toHex(variant));
      }
    }
  });

  it('has one encoding: no other octets are the same signature', async () => {
    for (const key of [p256, p384]) {
      const signature = await signDetached(content, await documentSigner(key), signingTime);
      await fc.assert(
        fc.asyncProperty(changesOf(signature), async (bytes) => {
          const { ok } = await verifyDetached(bytes, content);
          assert.equal(ok, toHex(bytes) === toHex(signature), toHex(bytes));
        }),
        { numRuns: 500 },
      );
    }
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
