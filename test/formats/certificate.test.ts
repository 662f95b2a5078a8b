import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { Certificate } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { algorithmOf, readPublicKey, signatureAlgorithms } from '../../ceremonies/formats/algorithms.ts';
import { parse, serialize } from '../../ceremonies/formats/asn1.ts';
import { concat, toHex } from '../../ceremonies/formats/bytes.ts';
import {
  buildCertificate,
  certificateFingerprint,
  isRehearsalCertificate,
  lintCertificate,
  parseCertificate,
  verifyCertificate,
  type CertificateRequest,
} from '../../ceremonies/formats/certificate.ts';
import { keyUsages } from '../../ceremonies/formats/extensions.ts';
import { berVariants, elementsOf, tlv } from './ber.ts';
import { certificateFor, p256, p384, parsed, requestFor, rsa, testKeys } from './keys.ts';
import { inFolder, pem } from './openssl.ts';

describe('certificate made on a card', () => {
  it('is a trust anchor that OpenSSL accepts by its strictest rules', () =>
    inFolder(async ({ write, run }) => {
      for (const key of testKeys) {
        write('self.pem', pem('CERTIFICATE', await certificateFor(key)));
        assert.deepEqual(run('openssl verify -x509_strict -CAfile self.pem self.pem'), {
          ok: true,
          output: 'self.pem: OK\n',
        });
        assert.ok(
          run('openssl verify -x509_strict -partial_chain -check_ss_sig -CAfile self.pem self.pem').ok,
        );
      }
    }));

  it('says to OpenSSL what it says to us', () =>
    inFolder(async ({ write, run }) => {
      write('self.pem', pem('CERTIFICATE', await certificateFor(p384, { rehearsal: true })));
      const { output } = run('openssl x509 -in self.pem -noout -text -nameopt utf8,sep_comma_plus');
      const said = [
        'Version: 3 (0x2)',
        'Subject: C=EE,O=Registrite ja Infosüsteemide Keskus,OU=REHEARSAL,CN=Mari Õunapuu-Šmidt',
        'X509v3 Basic Constraints: critical\n                CA:FALSE',
        'X509v3 Key Usage: critical\n                Digital Signature, Non Repudiation\n',
        'X509v3 Subject Key Identifier',
        'X509v3 Authority Key Identifier',
        'Signature Algorithm: ecdsa-with-SHA384',
      ];
      for (const text of said) assert.ok(output.includes(text), text);
    }));

  it('is read as it was asked for, and as Node reads it', async () => {
    for (const key of testKeys) {
      const request = requestFor(key);
      const certificate = parsed(await buildCertificate(request, key));
      const other = new X509Certificate(certificate.der);
      assert.deepEqual(certificate.subject, request.subject);
      assert.deepEqual(certificate.issuer, request.subject);
      assert.deepEqual(certificate.spki, key.spki);
      assert.deepEqual(certificate.keyUsage, request.keyUsage);
      assert.equal(certificate.notAfter.getTime(), Math.floor(request.notAfter.getTime() / 1000) * 1000);
      assert.equal(certificate.serialNumberHex, other.serialNumber.toLowerCase());
      assert.equal(certificate.serialNumberHex.length, 32);
      assert.equal(
        await certificateFingerprint(certificate),
        other.fingerprint256.replaceAll(':', '').toLowerCase(),
      );
      assert.ok(await verifyCertificate(certificate, key.spki));
      assert.ok(!(await verifyCertificate(certificate, key === rsa ? p256.spki : rsa.spki)));
      assert.deepEqual(lintCertificate(certificate, 'signature'), []);
    }
  });

  it('never has the same serial number twice', async () => {
    const serials = await Promise.all(
      Array.from({ length: 20 }, async () => parsed(await certificateFor(p256)).serialNumberHex),
    );
    assert.equal(new Set(serials).size, 20);
  });

  it('carries the names of people as they write them', () =>
    fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[A-Za-zÕÄÖÜõäöüŠŽšž '-]{1,64}$/u), async (commonName) => {
        const subject = {
          commonName,
          organizationalUnits: ['Üks', 'Kaks'],
          givenName: commonName,
          serialNumber: 'PNOEE-38001085718',
        };
        assert.deepEqual(parsed(await certificateFor(p256, { subject })).subject, subject);
      }),
      { numRuns: 20 },
    ));

  it('carries every key usage and every length of time', async () => {
    for (const usage of keyUsages) {
      assert.deepEqual(parsed(await certificateFor(p256, { keyUsage: [usage] })).keyUsage, [usage]);
    }
    assert.deepEqual(parsed(await certificateFor(p256, { keyUsage: keyUsages })).keyUsage, keyUsages);
    const notAfter = new Date('9999-12-31T23:59:59Z');
    assert.deepEqual(parsed(await certificateFor(p256, { notAfter })).notAfter, notAfter);
  });

  it('of a rehearsal is marked, and no other can be mistaken for one', async () => {
    assert.ok(isRehearsalCertificate(parsed(await certificateFor(p256, { rehearsal: true }))));
    assert.ok(!isRehearsalCertificate(parsed(await certificateFor(p256))));
    const subject = { commonName: 'REHEARSAL', organizationalUnits: ['REHEARSAL'] };
    assert.ok(!isRehearsalCertificate(parsed(await certificateFor(p256, { subject }))));
  });

  it('for a key that cannot sign is signed by another', () =>
    inFolder(async ({ write, run }) => {
      const issuer = parsed(await certificateFor(p384));
      for (const [key, usage] of [
        [p256, 'keyAgreement'],
        [rsa, 'keyEncipherment'],
      ] as const) {
        const request = requestFor(key, {
          subject: { commonName: 'Embassy exchange key', organizationalUnits: [] },
          keyUsage: [usage],
        });
        const exchange = parsed(await buildCertificate(request, p384, issuer));
        assert.deepEqual(exchange.issuerDer, issuer.subjectDer);
        assert.ok(await verifyCertificate(exchange, issuer.spki));
        assert.deepEqual(lintCertificate(exchange, 'sealing'), []);
        write('exchange.pem', pem('CERTIFICATE', exchange.der));
        assert.ok(run('openssl verify -partial_chain -CAfile exchange.pem exchange.pem').ok);
      }
    }));

  it('is not made with what cannot stand in it', async () => {
    const wrong: readonly (readonly [Partial<CertificateRequest>, string])[] = [
      [{ subject: { commonName: '', organizationalUnits: [] } }, 'parameters-invalid'],
      [{ subject: { commonName: 'a'.repeat(65), organizationalUnits: [] } }, 'parameters-invalid'],
      [{ subject: { commonName: 'a\nb', organizationalUnits: [] } }, 'parameters-invalid'],
      [{ subject: { commonName: 'a', organizationalUnits: [''] } }, 'parameters-invalid'],
      [{ subject: { commonName: 'a', organizationalUnits: [], country: 'Estonia' } }, 'parameters-invalid'],
      [{ subject: { commonName: 'a\ud800', organizationalUnits: [] } }, 'parameters-invalid'],
      [{ keyUsage: [] }, 'parameters-invalid'],
      [{ notAfter: new Date(0) }, 'parameters-invalid'],
      [{ notBefore: new Date(Number.NaN) }, 'parameters-invalid'],
      [{ spki: new Uint8Array(3) }, 'key-unsuitable'],
      [{ spki: p384.spki }, 'signature-invalid'],
    ];
    for (const [changes, code] of wrong) await assert.rejects(certificateFor(p256, changes), { code });
  });

  it('is not handed out when the token signed wrongly', async () => {
    const signer = { ...p256, sign: async (data: Uint8Array) => p256.sign(concat(data, Uint8Array.of(0))) };
    await assert.rejects(buildCertificate(requestFor(p256), signer), { code: 'signature-invalid' });
  });
});

describe('certificate from elsewhere', () => {
  const config = [
    '[req]',
    'distinguished_name=dn',
    'prompt=no',
    '[dn]',
    'CN=Foreign',
    '[none]',
    '[leaf]',
    'keyUsage=critical,digitalSignature',
    '[mixed]',
    'keyUsage=digitalSignature,keyAgreement',
    'extendedKeyUsage=clientAuth,emailProtection',
    '[ca]',
    'basicConstraints=critical,CA:TRUE',
    'keyUsage=keyCertSign',
    '[odd]',
    'keyUsage=digitalSignature',
    '1.2.3.4=critical,ASN1:NULL',
    '',
  ].join('\n');

  it('is read, and its faults are named', () =>
    inFolder(({ write, read, run }) => {
      write('config', config);
      const foreign = (arguments_: string) => {
        const made = run(
          `openssl req -x509 -config config -nodes -keyout key.pem -outform DER -out c.der ${arguments_}`,
        );
        assert.ok(made.ok, made.output);
        return parsed(read('c.der'));
      };
      const ec = '-newkey ec -pkeyopt ec_paramgen_curve:P-256';
      const findings: readonly (readonly [string, readonly string[]])[] = [
        [`${ec} -extensions leaf`, []],
        ['-newkey rsa:2048 -extensions leaf', []],
        ['-newkey rsa:1024 -extensions leaf', ['key-unsuitable']],
        ['-newkey ec -pkeyopt ec_paramgen_curve:P-521 -extensions leaf', ['key-unsuitable']],
        [`${ec} -extensions none`, ['key-usage-absent']],
        [`${ec} -extensions mixed`, ['key-usage-superfluous']],
        [`${ec} -extensions ca`, ['key-usage-missing', 'key-usage-superfluous', 'ca']],
        [`${ec} -extensions odd`, ['critical-extension-unknown']],
        [`${ec} -extensions leaf -set_serial 0`, ['serial-zero']],
        [`${ec} -extensions leaf -set_serial -5`, ['serial-negative']],
        [`${ec} -extensions leaf -set_serial 0x01${'00'.repeat(20)}`, ['serial-too-long']],
        [`${ec} -extensions leaf -subj /O=Nobody`, ['subject-empty']],
      ];
      for (const [arguments_, expected] of findings) {
        // OpenSSL adds the extensions of a version 3 certificate only when a section has some.
        const found = lintCertificate(foreign(arguments_), 'signature').filter(
          (finding) => finding !== 'version-not-3',
        );
        assert.deepEqual(found, expected, arguments_);
      }
      const mixed = foreign(`${ec} -extensions mixed`);
      assert.deepEqual(mixed.extendedKeyUsage, ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4']);
      assert.deepEqual(lintCertificate(mixed, 'sealing'), ['key-usage-superfluous']);
      const key = readPublicKey(mixed.spki);
      assert.equal(key.ok && algorithmOf(key.value), 'ecdsa-sha256');
    }));

  it('of an authority says how far it reaches', () =>
    inFolder(({ write, read, run }) => {
      write('config', config);
      const authority = (constraints: string) => {
        const ext = constraints.replaceAll(' ', '');
        const made = run(
          `openssl req -x509 -config config -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -outform DER -out c.der -addext basicConstraints=${ext}`,
        );
        assert.ok(made.ok, made.output);
        const { isCa, pathLength, critical } = parsed(read('c.der'));
        return { isCa, pathLength, critical: [...critical] };
      };
      const constraints = '2.5.29.19';
      assert.deepEqual(authority('critical, CA:TRUE'), {
        isCa: true,
        pathLength: undefined,
        critical: [constraints],
      });
      assert.deepEqual(authority('CA:TRUE, pathlen:0'), { isCa: true, pathLength: 0, critical: [] });
      const largest = 2 ** 32 - 1;
      assert.equal(authority(`CA:TRUE, pathlen:${largest}`).pathLength, largest);
    }));

  it('that names two algorithms, or has an extension twice, is malformed', async () => {
    const bytes = await certificateFor(p256);
    const codeOf = (change: (certificate: Certificate) => void) => {
      const certificate = parse(bytes, Certificate);
      change(certificate);
      const read = parseCertificate(serialize(certificate));
      return read.ok ? 'read' : read.problem.code;
    };
    assert.equal(
      codeOf(() => undefined),
      'read',
    );
    const twoAlgorithms = (certificate: Certificate) => {
      certificate.signatureAlgorithm = signatureAlgorithms['ecdsa-sha384'].identifier;
    };
    assert.equal(codeOf(twoAlgorithms), 'certificate-malformed');
    const oneExtensionTwice = ({ tbsCertificate: { extensions } }: Certificate) => {
      extensions?.push(...extensions.slice(0, 1));
    };
    assert.equal(codeOf(oneExtensionTwice), 'certificate-malformed');
  });

  it('in any encoding but DER is malformed, even with a good signature over it', async () => {
    const bytes = await certificateFor(p256);
    const [tbs = bytes, algorithm = bytes, signature = bytes] = elementsOf(
      elementsOf(bytes)[0]?.subarray(4) ?? bytes,
    );
    const variants = [...berVariants(bytes)];
    assert.ok(variants.length > 100);
    for (const variant of variants) {
      const read = parseCertificate(variant);
      if (!read.ok) assert.equal(read.problem.code, 'certificate-malformed');
      else assert.ok(!(await verifyCertificate(read.value, p256.spki)), toHex(variant));
    }
    assert.ok(parseCertificate(tlv(0x30, tbs, algorithm, signature)).ok);
    for (const variant of berVariants(tbs)) {
      const read = parseCertificate(tlv(0x30, variant, algorithm, signature));
      assert.equal(read.ok ? toHex(variant) : read.problem.code, 'certificate-malformed');
    }
  });

  it('with an inverted validity is named so', async () => {
    const certificate = parsed(await certificateFor(p256));
    const inverted = { ...certificate, notBefore: certificate.notAfter, notAfter: certificate.notBefore };
    assert.deepEqual(lintCertificate(inverted, 'signature'), ['validity-inverted']);
  });

  it('with any bit changed is malformed or no longer signed', async () => {
    const bytes = await certificateFor(p256);
    for (const [at, byte] of bytes.entries()) {
      const read = parseCertificate(bytes.with(at, byte ^ (1 << (at % 8))));
      if (read.ok) assert.ok(!(await verifyCertificate(read.value, p256.spki)), `byte ${at}`);
      else assert.equal(read.problem.code, 'certificate-malformed');
    }
  });

  it('is never anything but read or malformed, whatever the bytes', async () => {
    const whole = await certificateFor(p256);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(whole.length), (noise, at) => {
        for (const bytes of [
          noise,
          whole.subarray(0, at),
          concat(whole.subarray(0, at), noise, whole.subarray(at)),
        ]) {
          const read = parseCertificate(bytes);
          if (!read.ok) assert.equal(read.problem.code, 'certificate-malformed');
          else assert.equal(toHex(bytes), toHex(read.value.der));
        }
      }),
    );
  });
});
