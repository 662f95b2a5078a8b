import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { openBackup } from '../../../ceremonies/keys/backup/openBackup.ts';
import { sealBackup, type SealRequest } from '../../../ceremonies/keys/backup/sealBackup.ts';
import { embassyCertificates } from '../../../ceremonies/keys/backup/sealingKey.ts';
import type { Session } from '../../../ceremonies/tokens/session.ts';
import { parametersFor } from '../../model/straightRun.ts';
import { temporaryFolder } from '../../temporary.ts';
import { makeRoom, problem, value } from '../../tokens/softhsm.ts';
import { entriesOf, flipped, makeBundle, textOf, type Bundle } from '../../verify/fixture.ts';
import { placeOnHsm, run } from './hsm.ts';

const room = makeRoom();
const algorithms = ['ecp384', 'rsa3072'] as const;

/** A bundle a kind of key, and its key on the HSM. */
const bundles = new Map<string, Bundle>();
let session: Session;

const bundleOf = (algorithm: string): Bundle => {
  const bundle = bundles.get(algorithm);
  assert.ok(bundle !== undefined);
  return bundle;
};

before(async () => {
  session = room.login(room.makeToken('embassy HSM'));
  for (const algorithm of [...algorithms, 'aes256'] as const) {
    const bundle = await makeBundle(parametersFor(2, 3, { algorithm }));
    bundles.set(algorithm, bundle);
    if (algorithm !== 'aes256') await placeOnHsm(session, bundle.room.keyBytes, algorithm, `${algorithm}.v1`);
  }
});

const content = randomBytes(2 * 1024 * 1024 + 777);

const folderWith = (plain: Uint8Array): string => {
  const folder = temporaryFolder('backup');
  writeFileSync(join(folder, 'plain'), plain);
  return folder;
};

const seal = (folder: string, algorithm: string, more: Partial<SealRequest> = {}) =>
  sealBackup({
    bundle: bundleOf(algorithm).bytes,
    input: join(folder, 'plain'),
    output: join(folder, 'sealed'),
    ...more,
  });

describe('a file sealed to a bundle’s key', () => {
  for (const algorithm of algorithms) {
    for (const sizeBytes of [0, 1, 127, 128, 65_535, 1024 * 1024, content.length]) {
      test(`${algorithm}, ${sizeBytes} bytes: is opened by OpenSSL and by the HSM`, async () => {
        const plain = content.subarray(0, sizeBytes);
        const folder = folderWith(plain);
        const sealed = value(await seal(folder, algorithm));
        assert.equal(sealed.key.label, 'land-register');
        assert.equal(sealed.key.algorithm, algorithm);
        assert.equal(sealed.contentBytes, sizeBytes);
        assert.equal(sealed.sealedBytes, statSync(join(folder, 'sealed')).size);

        writeFileSync(join(folder, 'key.der'), bundleOf(algorithm).room.keyBytes);
        run(folder, 'openssl pkey -inform DER -in key.der -out key.pem');
        run(folder, 'openssl cms -decrypt -binary -inform DER -in sealed -inkey key.pem -out by-openssl');
        assert.ok(readFileSync(join(folder, 'by-openssl')).equals(plain));

        const opened = value(
          await openBackup({ session, input: join(folder, 'sealed'), output: join(folder, 'by-hsm') }),
        );
        assert.equal(opened.keyLabel, `${algorithm}.v1`);
        assert.equal(opened.authenticated, true);
        assert.ok(readFileSync(join(folder, 'by-hsm')).equals(plain));
      });
    }
  }

  test('is in strict DER, as OpenSSL would write it again', async () => {
    const folder = folderWith(content.subarray(0, 5000));
    value(await seal(folder, 'ecp384'));
    run(folder, 'openssl cms -cmsout -inform DER -in sealed -outform DER -out again');
    assert.ok(readFileSync(join(folder, 'again')).equals(readFileSync(join(folder, 'sealed'))));
  });

  test('is known by the bundle’s certificates to whoever opens it', async () => {
    for (const algorithm of algorithms) {
      const [certificate, other] = value(await embassyCertificates(bundleOf(algorithm).bytes));
      assert.equal(other, undefined);
      const pem = textOf(await entriesOf(bundleOf(algorithm).bytes), 'keys/land-register.v1.pem');
      assert.equal(
        Buffer.from(certificate ?? []).toString('base64'),
        pem.replaceAll(/-----.*-----|\n/gu, ''),
      );
    }
    problem(await embassyCertificates(new Uint8Array(9)), 'bundle-not-zip');
  });

  test('is never sealed twice alike', async () => {
    const [one, two] = [folderWith(content), folderWith(content)];
    value(await seal(one, 'ecp384'));
    value(await seal(two, 'ecp384'));
    assert.ok(!readFileSync(join(one, 'sealed')).equals(readFileSync(join(two, 'sealed'))));
  });
});

describe('sealing refuses', () => {
  const refused = async (
    code: Parameters<typeof problem>[1],
    more: Partial<SealRequest>,
    algorithm = 'ecp384',
  ) => {
    const folder = folderWith(content);
    const details = problem(await seal(folder, algorithm, more), code);
    assert.deepEqual(readdirSync(folder), ['plain'], 'nothing is left behind');
    return details;
  };

  test('a bundle that does not verify', async () => {
    const { bytes } = bundleOf('ecp384');
    const refusals = [flipped(bytes, bytes.length >> 1), bytes.subarray(0, -30), new Uint8Array(10)];
    for (const bundle of refusals) {
      const folder = folderWith(content);
      const sealed = await seal(folder, 'ecp384', { bundle });
      assert.ok(!sealed.ok && sealed.problem.code.startsWith('bundle-'));
      assert.deepEqual(readdirSync(folder), ['plain']);
    }
  });

  test('an AES key, which has no certificate', async () => {
    await refused('seal-key-symmetric', {}, 'aes256');
  });

  test('a label that the bundle does not hold', async () => {
    const { labels } = await refused('seal-key-absent', { keyLabel: 'population' });
    assert.equal(labels, 'land-register');
  });

  test('an input that is not there', async () => {
    await refused('file-absent', { input: '/nowhere/plain' });
  });

  test('an output that exists, and leaves it as it was', async () => {
    const folder = folderWith(content);
    writeFileSync(join(folder, 'sealed'), 'precious');
    problem(await seal(folder, 'ecp384'), 'file-exists');
    assert.equal(readFileSync(join(folder, 'sealed'), 'utf8'), 'precious');
    assert.ok(!existsSync(join(folder, 'sealed.partial')));
  });
});
