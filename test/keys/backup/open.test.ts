import assert from 'node:assert/strict';
import { createCipheriv, randomBytes } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { keyIdentifier } from '../../../ceremonies/formats/algorithms.ts';
import { contentsOf } from '../../../ceremonies/formats/ber.ts';
import { parseCertificate } from '../../../ceremonies/formats/certificate.ts';
import { openBackup, type OpenRequest } from '../../../ceremonies/keys/backup/openBackup.ts';
import { frameEnvelope } from '../../../ceremonies/formats/envelopeFrame.ts';
import type { Progress } from '../../../ceremonies/keys/backup/transfer.ts';
import { writeCertificate } from '../../../ceremonies/tokens/certificates.ts';
import { generateKeyPair } from '../../../ceremonies/tokens/generate.ts';
import { readPublicKey } from '../../../ceremonies/tokens/publicKey.ts';
import { findObject, readName } from '../../../ceremonies/tokens/objects.ts';
import type { Session } from '../../../ceremonies/tokens/session.ts';
import { temporaryFolder } from '../../temporary.ts';
import { makeRoom, problem, value } from '../../tokens/softhsm.ts';
import { inPieces } from '../../formats/pieces.ts';
import { makeFileKey, placeOnHsm, run, type FileKey } from './hsm.ts';

const room = makeRoom();
const keys = {
  ec: makeFileKey('ecp384', 'ec'),
  p256: makeFileKey('ecp256', 'p256'),
  rsa: makeFileKey('rsa2048', 'rsa'),
  stranger: makeFileKey('ecp384', 'stranger'),
  strangeRsa: makeFileKey('rsa2048', 'strange-rsa'),
} as const;

let session: Session;

before(async () => {
  session = room.login(room.makeToken('embassy HSM'));
  await placeOnHsm(session, keys.ec.pkcs8, 'ecp384', 'land-register.v1');
  await placeOnHsm(session, keys.p256.pkcs8, 'ecp256', 'population.v1');
  await placeOnHsm(session, keys.rsa.pkcs8, 'rsa2048', 'business.v1');
});

/** Larger than a chunk, and no multiple of anything. */
const content = randomBytes(3 * 1024 * 1024 + 12_345);

/** A file sealed by OpenSSL. */
const seal = (
  key: FileKey,
  options: string,
  plain: Uint8Array = content,
  form: 'DER' | 'PEM' | 'SMIME' = 'DER',
): string => {
  const folder = temporaryFolder('backup');
  writeFileSync(join(folder, 'plain'), plain);
  const recipient = join(key.folder, 'embassy.pem');
  run(
    folder,
    `openssl cms -encrypt -binary -in plain -outform ${form} -out sealed ${options.replace('RECIPIENT', `-recip ${recipient}`)}`,
  );
  return join(folder, 'sealed');
};

const outputFor = (input: string): string => join(input, '..', 'opened');

const open = (input: string, more: Partial<OpenRequest> = {}) =>
  openBackup({ session, input, output: outputFor(input), ...more });

/** Bytes as a sealed file of their own. */
const written = (bytes: Uint8Array): string => {
  const path = join(temporaryFolder('backup'), 'sealed');
  writeFileSync(path, bytes);
  return path;
};

/** The serial number of a certificate, as OpenSSL prints it. */
const serialOf = ({ folder }: FileKey): string =>
  run(folder, 'openssl x509 -in embassy.pem -noout -serial').toString().replace('serial=', '').trim();

/** Nothing of a failed run is left, under any name. */
const assertNothingLeft = (input: string) =>
  assert.deepEqual(readdirSync(join(input, '..')).sort(), ['plain', 'sealed']);

const ways = [
  { name: 'an EC key', key: keys.ec, label: 'land-register.v1', recipient: 'RECIPIENT' },
  {
    name: 'an EC key by its identifier',
    key: keys.ec,
    label: 'land-register.v1',
    recipient: 'RECIPIENT -keyid',
  },
  { name: 'a key on P-256', key: keys.p256, label: 'population.v1', recipient: 'RECIPIENT' },
  {
    name: 'an EC key with SHA-384',
    key: keys.ec,
    label: 'land-register.v1',
    recipient: 'RECIPIENT -keyopt ecdh_kdf_md:sha384',
  },
  { name: 'an RSA key (PKCS #1 v1.5)', key: keys.rsa, label: 'business.v1', recipient: 'RECIPIENT' },
  {
    name: 'an RSA key by its identifier',
    key: keys.rsa,
    label: 'business.v1',
    recipient: 'RECIPIENT -keyid',
  },
  {
    name: 'an RSA key (OAEP)',
    key: keys.rsa,
    label: 'business.v1',
    recipient: 'RECIPIENT -keyopt rsa_padding_mode:oaep',
  },
] as const;

const forms = [
  { name: 'AES-256-GCM, DER', options: '-aes-256-gcm', cipher: 'aes-256-gcm' },
  { name: 'AES-256-GCM, BER as a stream', options: '-aes-256-gcm -stream', cipher: 'aes-256-gcm' },
  { name: 'AES-256-CBC, DER', options: '-aes-256-cbc', cipher: 'aes-256-cbc' },
  { name: 'AES-256-CBC, BER as a stream', options: '-aes-256-cbc -stream', cipher: 'aes-256-cbc' },
] as const;

describe('a file that OpenSSL sealed', () => {
  for (const way of ways) {
    for (const form of forms) {
      test(`to ${way.name} with ${form.name} is opened with the key in the HSM`, async () => {
        const input = seal(way.key, `${form.options} ${way.recipient}`);
        const opened = value(await open(input));
        assert.deepEqual(opened, {
          keyLabel: way.label,
          cipher: form.cipher,
          authenticated: form.cipher === 'aes-256-gcm',
          contentBytes: content.length,
        });
        assert.ok(readFileSync(outputFor(input)).equals(content));
        assert.equal(statSync(outputFor(input)).mode & 0o777, 0o600);
        assert.ok(!existsSync(`${outputFor(input)}.partial`));
      });
    }
  }

  for (const sizeBytes of [1, 15, 16, 17, 4095, 4096, 4097, 1024 * 1024 - 1, 1024 * 1024]) {
    test(`of ${sizeBytes} bytes is opened in every form`, async () => {
      const plain = randomBytes(sizeBytes);
      for (const { options } of forms) {
        const input = seal(keys.ec, `${options} RECIPIENT`, plain);
        value(await open(input));
        assert.ok(readFileSync(outputFor(input)).equals(plain), options);
      }
    });
  }

  test('of no bytes at all, which OpenSSL does not seal, is opened', async () => {
    const certificate = value(parseCertificate(keys.ec.certificate));
    const to = { spki: certificate.spki, keyIdentifier: await keyIdentifier(certificate.spki) };
    const contentKey = randomBytes(32);
    const { head, tail, nonce } = await frameEnvelope(0, [to], contentKey);
    const cipher = createCipheriv('aes-256-gcm', contentKey, nonce);
    cipher.final();
    const input = written(Buffer.concat([head, tail(cipher.getAuthTag())]));
    assert.equal(value(await open(input)).contentBytes, 0);
    assert.equal(readFileSync(outputFor(input)).length, 0);
  });

  for (const [name, form] of [
    ['S/MIME, as OpenSSL does where nobody tells it otherwise', 'SMIME'],
    ['PEM', 'PEM'],
  ] as const) {
    test(`as text is opened: ${name}`, async () => {
      for (const { options, cipher } of forms) {
        const input = seal(keys.ec, `${options} RECIPIENT`, content, form);
        assert.equal(value(await open(input)).cipher, cipher);
        assert.ok(readFileSync(outputFor(input)).equals(content), options);
      }
    });

    test(`as text is refused when cut off or changed: ${name}`, async () => {
      const plain = randomBytes(100);
      const text = readFileSync(seal(keys.ec, '-aes-256-gcm RECIPIENT', plain, form), 'latin1').trimEnd();
      const body = text.slice(0, form === 'PEM' ? text.lastIndexOf('\n') : text.length).trimEnd();
      for (const cut of [1, 2, 3, 4, 5, 50, 200]) {
        const opened = await open(written(Buffer.from(body.slice(0, -cut))));
        assert.ok(!opened.ok && opened.problem.code.startsWith('backup-'), `${cut} cut off`);
      }
      problem(
        await open(written(Buffer.from(`${body.slice(0, -60)}*${body.slice(-59)}`))),
        'backup-malformed',
      );
      problem(await open(written(Buffer.from(`${body}\n${'AAAA'.repeat(30)}`))), 'backup-malformed');
    });
  }

  test('of no bytes at all is opened', async () => {
    // OpenSSL cannot write this one as a stream.
    for (const options of ['-aes-256-gcm', '-aes-256-cbc']) {
      const input = seal(keys.ec, `${options} RECIPIENT`, new Uint8Array());
      value(await open(input));
      assert.equal(statSync(outputFor(input)).size, 0);
    }
  });

  test('to several people is opened by the one that is here', async () => {
    const others = [keys.stranger, keys.strangeRsa].map(({ folder }) => `-recip ${folder}/embassy.pem`);
    const input = seal(keys.ec, `-aes-256-cbc ${others.join(' ')} RECIPIENT -pwri_password secret`);
    assert.equal(value(await open(input)).keyLabel, 'land-register.v1');
  });

  test('in pieces of pieces is opened', async () => {
    const der = readFileSync(seal(keys.ec, '-aes-256-gcm RECIPIENT'));
    for (const form of ['definite', 'indefinite'] as const) {
      const input = written(inPieces(der, form));
      value(await open(input));
      assert.ok(readFileSync(outputFor(input)).equals(content));
    }
  });
});

describe('the right key', () => {
  test('is not here: the refusal says whose certificate the file was sealed to', async () => {
    const { sealedTo } = problem(
      await open(seal(keys.stranger, '-aes-256-gcm RECIPIENT')),
      'backup-key-absent',
    );
    assert.match(String(sealedTo), new RegExp(serialOf(keys.stranger), 'i'));
    assert.match(String(sealedTo), /Embassy · stranger/);
  });

  test('is not here: the refusal says which key identifier the file was sealed to', async () => {
    const input = seal(keys.strangeRsa, '-aes-256-gcm RECIPIENT -keyid');
    const { sealedTo } = problem(await open(input), 'backup-key-absent');
    assert.match(String(sealedTo), /key [0-9a-f]{40}/);
    assertNothingLeft(input);
  });

  test('is another one, by OAEP: found by trying', async () => {
    const input = seal(keys.strangeRsa, '-aes-256-gcm RECIPIENT -keyopt rsa_padding_mode:oaep');
    problem(await open(input), 'backup-key-absent');
  });

  test('is here, but the HSM cannot use it so: the refusal says that', async () => {
    const oaep = '-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256';
    // SoftHSM has no OAEP with SHA-256.
    const input = seal(keys.rsa, `-aes-256-gcm RECIPIENT -keyid ${oaep}`);
    problem(await open(input), 'mechanism-missing');
    assertNothingLeft(input);
  });

  test('is here, but may only sign: the refusal says that', async () => {
    const signing = room.login(room.makeToken('signing HSM'));
    const id = randomBytes(16);
    const spec = { label: 'signing.v1', id, uses: ['sign'], lifetime: 'token', extractable: false } as const;
    const pair = value(await generateKeyPair(signing, 'ecp384', spec));
    const spki = value(readPublicKey(signing, pair.publicKey));
    const folder = temporaryFolder('backup');
    writeFileSync(
      join(folder, 'sealed'),
      (await frameEnvelope(0, [{ spki, keyIdentifier: id }], randomBytes(32))).head,
    );
    writeFileSync(join(folder, 'sealed'), randomBytes(18), { flag: 'a' });
    const { label } = problem(await open(join(folder, 'sealed'), { session: signing }), 'key-unsuitable');
    assert.equal(label, 'signing.v1');
  });

  test('is a password, which is nothing for an HSM', async () => {
    const folder = temporaryFolder('backup');
    writeFileSync(join(folder, 'plain'), content);
    run(
      folder,
      'openssl cms -encrypt -binary -aes-256-cbc -pwri_password secret -in plain -outform DER -out sealed',
    );
    const { sealedTo } = problem(await open(join(folder, 'sealed')), 'backup-key-absent');
    assert.equal(sealedTo, 'a password');
  });

  test('by PKCS #1 v1.5 fails at the tag and nowhere before, whether key or padding were wrong', async () => {
    const wrongKey = seal(keys.strangeRsa, '-aes-256-gcm RECIPIENT');
    const wrongPadding = seal(keys.rsa, '-aes-256-gcm RECIPIENT');
    const bytes = readFileSync(wrongPadding);
    // The encrypted key is the one OCTET STRING of 256 bytes in the head.
    const at = bytes.indexOf(Buffer.from('04820100', 'hex')) + 100;
    writeFileSync(wrongPadding, bytes.fill((bytes[at] ?? 0) ^ 1, at, at + 1));
    const refusals = [await open(wrongKey), await open(wrongPadding)].map((each) =>
      problem(each, 'backup-altered'),
    );
    assert.deepEqual(
      refusals.map(({ part }) => part),
      ['content', 'content'],
    );
    assertNothingLeft(wrongPadding);
  });

  test('among several that fit, by PKCS #1 v1.5: is named by its label or by a certificate, and never guessed', async () => {
    const crowded = room.login(room.makeToken('crowded HSM'));
    await placeOnHsm(crowded, keys.strangeRsa.pkcs8, 'rsa2048', 'first.v1');
    await placeOnHsm(crowded, keys.rsa.pkcs8, 'rsa2048', 'second.v1');
    const input = seal(keys.rsa, '-aes-256-gcm RECIPIENT');
    const { labels } = problem(await open(input, { session: crowded }), 'backup-key-unclear');
    assert.equal(labels, 'first.v1, second.v1');
    problem(await open(input, { session: crowded, keyLabel: 'first.v1' }), 'backup-altered');
    const byLabel = join(input, '..', 'by-label');
    value(await open(input, { session: crowded, keyLabel: 'second.v1', output: byLabel }));
    const byCertificate = join(input, '..', 'by-certificate');
    const certificates = [keys.strangeRsa.certificate, keys.rsa.certificate];
    const opened = value(await open(input, { session: crowded, certificates, output: byCertificate }));
    assert.equal(opened.keyLabel, 'second.v1');
  });

  test('is found by a certificate on the token', async () => {
    const carded = room.login(room.makeToken('HSM with certificate'));
    await placeOnHsm(carded, keys.strangeRsa.pkcs8, 'rsa2048', 'first.v1');
    await placeOnHsm(carded, keys.rsa.pkcs8, 'rsa2048', 'second.v1');
    const second = value(findObject(carded, { kind: 'private-key', label: 'second.v1' }));
    const { id } = value(readName(carded, second));
    value(writeCertificate(carded, { label: 'second.v1', id, der: keys.rsa.certificate }));
    const opened = value(await open(seal(keys.rsa, '-aes-256-gcm RECIPIENT'), { session: carded }));
    assert.equal(opened.keyLabel, 'second.v1');
  });
});

describe('a damaged file', () => {
  const small = randomBytes(100);

  const codes: ReadonlySet<string> = new Set([
    ...['backup-not-sealed', 'backup-unsupported', 'backup-malformed', 'backup-truncated', 'backup-altered'],
    ...['backup-key-absent', 'backup-too-large'],
  ]);

  /** Refused and gone without a trace, or opened to exactly what was sealed. */
  const isSafe = async (bytes: Uint8Array): Promise<'refused' | 'opened'> => {
    const input = written(bytes);
    const opened = await open(input);
    if (opened.ok) {
      assert.ok(readFileSync(outputFor(input)).equals(small));
      return 'opened';
    }
    assert.ok(codes.has(opened.problem.code), opened.problem.code);
    assert.deepEqual(readdirSync(join(input, '..')), ['sealed']);
    return 'refused';
  };

  for (const [name, options] of [
    ['DER, EC', '-aes-256-gcm RECIPIENT'],
    ['BER, EC', '-aes-256-gcm -stream RECIPIENT'],
  ] as const) {
    test(`is refused with a byte changed anywhere, or opens to what was sealed: ${name}`, async () => {
      const sealed = readFileSync(seal(keys.ec, options, small));
      const outcomes = { refused: 0, opened: 0 };
      for (let place = 0; place < sealed.length; place += 3) {
        const changed = Uint8Array.from(sealed);
        changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
        outcomes[await isSafe(changed)] += 1;
      }
      // Only the name of the recipient may change unnoticed: the key is then found by trying.
      assert.ok(outcomes.refused > 100 && outcomes.opened < 40, JSON.stringify(outcomes));
    });

    test(`is refused when cut off anywhere: ${name}`, async () => {
      const sealed = readFileSync(seal(keys.ec, options, small));
      for (let sizeBytes = 0; sizeBytes < sealed.length; sizeBytes += 7)
        assert.equal(await isSafe(sealed.subarray(0, sizeBytes)), 'refused');
    });

    test(`is refused with anything behind its end: ${name}`, async () => {
      const sealed = readFileSync(seal(keys.ec, options, small));
      for (const more of [Buffer.of(0), Buffer.of(0, 0), randomBytes(200_000)])
        problem(await open(written(Buffer.concat([sealed, more]))), 'backup-malformed');
    });
  }

  test('is refused when a chunk in the middle was changed, and nothing of it is kept', async () => {
    for (const options of ['-aes-256-gcm RECIPIENT', '-aes-256-gcm -stream RECIPIENT']) {
      const input = seal(keys.ec, options);
      const bytes = readFileSync(input);
      bytes[bytes.length - 700_000] = (bytes[bytes.length - 700_000] ?? 0) ^ 0x40;
      writeFileSync(input, bytes);
      const { code } = await open(input).then((each) => (each.ok ? { code: '' } : each.problem));
      assert.ok(code === 'backup-altered' || code === 'backup-malformed', code);
      assertNothingLeft(input);
    }
  });

  test('with CBC is refused where its padding shows it', async () => {
    const input = seal(keys.ec, '-aes-256-cbc RECIPIENT');
    const bytes = readFileSync(input);
    writeFileSync(input, bytes.subarray(0, -16));
    problem(await open(input), 'backup-truncated');
    // A changed last block gives a right padding once in 256 times, so several are tried.
    const outcomes = new Set<string>();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const path = written(Buffer.concat([bytes.subarray(0, -16), randomBytes(16)]));
      const opened = await open(path);
      if (!opened.ok) outcomes.add(opened.problem.code);
    }
    assert.deepEqual([...outcomes], ['backup-altered']);
  });

  test('that is no CMS is called so', async () => {
    const others = [
      new Uint8Array(),
      Buffer.from('register,owner\n1,Mari\n'),
      Buffer.from('PK\x03\x04 and so on'),
      Buffer.from('3000', 'hex'),
      Buffer.from('30820100', 'hex'),
      randomBytes(5000).fill(0x31, 0, 1),
    ];
    for (const bytes of others.slice(1, 4)) problem(await open(written(bytes)), 'backup-not-sealed');
    for (const bytes of others) assert.equal(await isSafe(bytes), 'refused');
  });

  test('that is another kind of CMS, or another cipher, is called so', async () => {
    for (const options of ['-aes-128-gcm RECIPIENT', '-aes-128-cbc RECIPIENT', '-des3 RECIPIENT']) {
      const { found } = problem(await open(seal(keys.ec, options, small)), 'backup-unsupported');
      assert.match(String(found), /^\d+(\.\d+)+$/);
    }
    const folder = temporaryFolder('backup');
    writeFileSync(join(folder, 'plain'), small);
    const { folder: signer } = keys.ec;
    run(
      folder,
      `openssl cms -sign -binary -in plain -signer ${signer}/embassy.pem -inkey ${signer}/key.pem -outform DER -out sealed`,
    );
    problem(await open(join(folder, 'sealed')), 'backup-unsupported');
  });

  test('that claims lengths it does not have is refused at once', async () => {
    const sealed = readFileSync(seal(keys.ec, '-aes-256-gcm RECIPIENT', small));
    const inner = contentsOf(sealed);
    const outer = (length: string) => Buffer.concat([Buffer.from(`30${length}`, 'hex'), inner]);
    problem(await open(written(outer('84ffffffff'))), 'backup-truncated');
    problem(await open(written(outer('860fffffffffff'))), 'backup-truncated');
    problem(await open(written(outer('88ffffffffffffffff'))), 'backup-not-sealed');
    problem(await open(written(outer('81f0'))), 'backup-malformed');
  });

  test('that nests too deep is refused', async () => {
    const der = readFileSync(seal(keys.ec, '-aes-256-gcm RECIPIENT', small));
    const input = written(inPieces(der, 'indefinite', 1000));
    problem(await open(input), 'backup-malformed');
    const nested = Buffer.concat([
      Buffer.from('3080060b2a864886f70d0109100117a0803080020100', 'hex'),
      Buffer.from('3180'.repeat(10_000), 'hex'),
    ]);
    problem(await open(written(nested)), 'backup-malformed');
  });
});

describe('the output', () => {
  test('is never written over: the file there stays as it was', async () => {
    const input = seal(keys.ec, '-aes-256-gcm RECIPIENT');
    writeFileSync(outputFor(input), 'precious');
    problem(await open(input), 'file-exists');
    assert.equal(readFileSync(outputFor(input), 'utf8'), 'precious');
  });

  test('is not the input, by whatever name', async () => {
    const input = seal(keys.ec, '-aes-256-gcm RECIPIENT');
    const before = readFileSync(input);
    linkSync(input, join(input, '..', 'same'));
    for (const output of [input, join(input, '..', '.', 'sealed'), join(input, '..', 'same')])
      problem(await open(input, { output }), 'same-file');
    // Its partial name would be the input.
    renameSync(input, `${outputFor(input)}.partial`);
    problem(await open(`${outputFor(input)}.partial`, { output: outputFor(input) }), 'same-file');
    assert.ok(readFileSync(`${outputFor(input)}.partial`).equals(before));
  });

  test('has a place', async () => {
    const input = seal(keys.ec, '-aes-256-gcm RECIPIENT');
    problem(await open(input, { output: '/nowhere/opened' }), 'file-absent');
  });

  test('that an interrupted run left half-written is begun anew', async () => {
    const input = seal(keys.ec, '-aes-256-gcm RECIPIENT');
    writeFileSync(`${outputFor(input)}.partial`, randomBytes(5_000_000));
    value(await open(input));
    assert.ok(readFileSync(outputFor(input)).equals(content));
    assert.ok(!existsSync(`${outputFor(input)}.partial`));
  });

  test('whose partial name is not a file is refused, and that stays', async () => {
    const input = seal(keys.ec, '-aes-256-gcm RECIPIENT');
    mkdirSync(`${outputFor(input)}.partial`);
    problem(await open(input), 'file-exists');
    assert.ok(statSync(`${outputFor(input)}.partial`).isDirectory());
  });

  test('is written by one run at a time', async () => {
    const input = seal(keys.ec, '-aes-256-gcm RECIPIENT');
    const results = await Promise.all([open(input), open(input), open(input)]);
    assert.equal(results.filter(({ ok }) => ok).length, 1);
    for (const result of results) if (!result.ok) assert.match(result.problem.code, /^file-(busy|exists)$/);
    assert.ok(readFileSync(outputFor(input)).equals(content));
  });

  test('is gone when people stop it half-way', async () => {
    const input = seal(keys.ec, '-aes-256-gcm RECIPIENT');
    const controller = new AbortController();
    let wasThere = false;
    const opened = await openBackup(
      { session, input, output: outputFor(input) },
      ({ doneBytes, totalBytes }) => {
        wasThere ||= existsSync(`${outputFor(input)}.partial`);
        assert.ok(doneBytes < totalBytes);
        controller.abort();
      },
      controller.signal,
    );
    problem(opened, 'cancelled');
    assert.ok(wasThere);
    assertNothingLeft(input);
  });

  test('is reported on, to the last byte', async () => {
    const input = seal(keys.ec, '-aes-256-gcm RECIPIENT');
    const told: Progress[] = [];
    value(await openBackup({ session, input, output: outputFor(input) }, (each) => void told.push(each)));
    const { size } = statSync(input);
    assert.ok(told.length >= 2);
    assert.ok(told.every(({ doneBytes, totalBytes }) => doneBytes <= size && totalBytes === size));
    assert.equal(told.at(-1)?.doneBytes, size);
  });
});
