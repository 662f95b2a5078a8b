import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { keyIdentifier } from '../../../ceremonies/formats/algorithms.ts';
import { serialize } from '../../../ceremonies/formats/asn1.ts';
import { sealContentKey } from '../../../ceremonies/formats/envelopedData.ts';
import { parseCertificate } from '../../../ceremonies/formats/certificate.ts';
import { frameEnvelope } from '../../../ceremonies/formats/envelopeFrame.ts';
import { openBackup } from '../../../ceremonies/keys/backup/openBackup.ts';
import type { Progress } from '../../../ceremonies/keys/backup/transfer.ts';
import type { BackupVersion } from '../../../ceremonies/keys/rewrap/backupKeys.ts';
import {
  rewrapBackups,
  type BackupMoved,
  type RewrapBackupsRequest,
} from '../../../ceremonies/keys/rewrap/backups.ts';
import {
  readRecipientHeader,
  writeRecipientHeader,
} from '../../../ceremonies/keys/rewrap/recipientHeader.ts';
import { CeremonyError } from '../../../ceremonies/model/error.ts';
import type { KeyPairAlgorithm } from '../../../ceremonies/tokens/keyTypes.ts';
import { findObject } from '../../../ceremonies/tokens/objects.ts';
import type { Session } from '../../../ceremonies/tokens/session.ts';
import { inPieces } from '../../formats/pieces.ts';
import { temporaryFolder } from '../../temporary.ts';
import { makeRoom, problem, userPin, value } from '../../tokens/softhsm.ts';
import { makeFileKey, placeOnHsm, run, type FileKey } from '../backup/hsm.ts';
import type { ChildOrder } from './move.child.ts';

const room = makeRoom();
const tokenLabel = 'embassy HSM';
const keys = {
  oldEc: makeFileKey('ecp384', 'ec-v1'),
  newEc: makeFileKey('ecp384', 'ec-v2'),
  oldRsa: makeFileKey('rsa2048', 'rsa-v1'),
  newRsa: makeFileKey('rsa3072', 'rsa-v2'),
  stranger: makeFileKey('ecp384', 'stranger'),
  strangeRsa: makeFileKey('rsa2048', 'strange-rsa'),
} as const;
type OnHsm = 'oldEc' | 'newEc' | 'oldRsa' | 'newRsa';

const algorithms: Readonly<Record<OnHsm, KeyPairAlgorithm>> = {
  oldEc: 'ecp384',
  newEc: 'ecp384',
  oldRsa: 'rsa2048',
  newRsa: 'rsa3072',
};

let session: Session;

before(async () => {
  session = room.login(room.makeToken(tokenLabel));
  for (const name of ['oldEc', 'newEc', 'oldRsa', 'newRsa'] as const)
    await placeOnHsm(session, keys[name].pkcs8, algorithms[name], name);
});

const version = (name: OnHsm, certificate = keys[name].certificate): BackupVersion => ({
  label: name,
  certificate,
  key: value(findObject(session, { kind: 'private-key', label: name })),
});

/** Larger than a chunk, and no multiple of anything. */
const content = randomBytes(2 * 1024 * 1024 + 12_345);
const small = randomBytes(1000);

const recipient = ({ folder }: FileKey): string => `-recip ${folder}/embassy.pem`;

/** Puts a file that OpenSSL sealed into a folder. */
const seal = (folder: string, name: string, options: string, plain: Uint8Array = small, form = 'DER') => {
  const made = temporaryFolder('sealing');
  writeFileSync(join(made, 'plain'), plain);
  run(made, `openssl cms -encrypt -binary -in plain -outform ${form} -out ${join(folder, name)} ${options}`);
};

type Folders = { readonly folder: string; readonly out: string };

const folders = (): Folders => {
  const whole = temporaryFolder('backups');
  const made = { folder: join(whole, 'before'), out: join(whole, 'after') };
  mkdirSync(made.folder);
  return made;
};

const move = ({ folder, out }: Folders, more: Partial<RewrapBackupsRequest> = {}) =>
  rewrapBackups({ session, from: [version('oldEc')], to: version('newEc'), folder, out, ...more });

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What became of each, in short. */
const codes = (moved: readonly BackupMoved[]): Readonly<Record<string, string>> =>
  Object.fromEntries(moved.map((each) => [each.name, each.kind === 'moved' ? 'moved' : each.code]));

/** What begins with EncryptedContentInfo: SEQUENCE, a length that leaves room for little behind it or none, id-data. */
const bodyOf = (file: Uint8Array): Buffer => {
  const bytes = Buffer.from(file);
  const at = bytes.indexOf(Buffer.from('06092a864886f70d010701', 'hex'));
  const isLength = (octets: Buffer): boolean => {
    const [first = 0, ...more] = octets;
    if (octets.length === 1 && first === 0x80) return true;
    const length = more.length === 0 ? first : more.reduce((sum, octet) => sum * 256 + octet, 0);
    const behind = bytes.length - at - length;
    return (more.length === 0 || first === 0x80 + more.length) && behind >= 0 && behind < 64;
  };
  const startsAt = [2, 3, 4, 5]
    .map((headerBytes) => at - headerBytes)
    .filter((start) => bytes[start] === 0x30 && isLength(bytes.subarray(start + 1, at)));
  assert.equal(startsAt.length, 1);
  return bytes.subarray(startsAt[0]);
};

const opensWithOpenssl = (path: string, key: FileKey, plain: Uint8Array, more = ''): void => {
  const opened = join(temporaryFolder('opened'), 'opened');
  run(
    key.folder,
    `openssl cms -decrypt -binary -inform DER -in ${path} -inkey key.pem -recip embassy.pem -out ${opened}${more}`,
  );
  assert.ok(readFileSync(opened).equals(plain));
};

const openOnHsm = (input: string, name: OnHsm, output = join(temporaryFolder('opened'), 'opened')) =>
  openBackup({ session, input, output, keyLabel: name, certificates: [keys[name].certificate] });

const opensOnHsm = async (input: string, name: OnHsm, plain: Uint8Array): Promise<void> => {
  const output = join(temporaryFolder('opened'), 'opened');
  value(await openOnHsm(input, name, output));
  assert.ok(readFileSync(output).equals(plain));
};

const forms = [
  { name: 'gcm-der', options: '-aes-256-gcm', authenticated: true },
  { name: 'gcm-ber', options: '-aes-256-gcm -stream', authenticated: true },
  { name: 'cbc-der', options: '-aes-256-cbc', authenticated: false },
  { name: 'cbc-ber', options: '-aes-256-cbc -stream', authenticated: false },
] as const;

const ways = [
  { name: 'EC to EC', from: 'oldEc', to: 'newEc', options: '' },
  { name: 'EC by key identifier to EC', from: 'oldEc', to: 'newEc', options: ' -keyid' },
  { name: 'RSA (PKCS #1 v1.5) to RSA', from: 'oldRsa', to: 'newRsa', options: '' },
  { name: 'RSA (OAEP) to RSA', from: 'oldRsa', to: 'newRsa', options: ' -keyopt rsa_padding_mode:oaep' },
  { name: 'RSA to EC', from: 'oldRsa', to: 'newEc', options: '' },
] as const;

describe('a folder of sealed files', () => {
  for (const way of ways) {
    test(`is moved from ${way.name}, and its content stays byte for byte`, async () => {
      const paths = folders();
      for (const form of forms)
        seal(paths.folder, form.name, `${form.options} ${recipient(keys[way.from])}${way.options}`, content);
      const moved = value(await move(paths, { from: [version(way.from)], to: version(way.to) }));
      assert.deepEqual(
        moved.map(({ name }) => name),
        ['cbc-ber', 'cbc-der', 'gcm-ber', 'gcm-der'],
      );
      assert.deepEqual(readdirSync(paths.out).sort(), ['cbc-ber', 'cbc-der', 'gcm-ber', 'gcm-der']);
      for (const { name, authenticated } of forms) {
        const path = join(paths.out, name);
        const [source, result] = [readFileSync(join(paths.folder, name)), readFileSync(path)];
        assert.deepEqual(
          moved.find((each) => each.name === name),
          {
            kind: 'moved',
            name,
            from: way.from,
            sizeBytes: result.length,
            oldSha256: sha256(source),
            newSha256: sha256(result),
            contentSha256: sha256(bodyOf(source)),
            authenticated,
          },
        );
        assert.ok(bodyOf(result).equals(bodyOf(source)));
        await opensOnHsm(path, way.to, content);
        opensWithOpenssl(path, keys[way.to], content);
        problem(await openOnHsm(path, way.from), 'backup-key-absent');
        assert.equal(statSync(path).mode & 0o777, 0o600);
      }
    });
  }

  test('is moved from several old versions at once, each file from its own', async () => {
    const paths = folders();
    seal(paths.folder, 'a', `-aes-256-gcm ${recipient(keys.oldRsa)}`);
    seal(paths.folder, 'b', `-aes-256-gcm ${recipient(keys.oldEc)}`);
    const both = `${recipient(keys.oldEc)} ${recipient(keys.oldRsa)}`;
    seal(paths.folder, 'c', `-aes-256-gcm ${both}`);
    seal(paths.folder, 'd', `-aes-256-gcm ${both} ${recipient(keys.newEc)}`);
    const moved = value(await move(paths, { from: [version('oldEc'), version('oldRsa')] }));
    assert.deepEqual(codes(moved), { a: 'moved', b: 'moved', c: 'moved', d: 'moved' });
    for (const name of ['a', 'b', 'c', 'd']) {
      const { entries } = readRecipientHeader(readFileSync(join(paths.out, name)));
      assert.equal(entries.length, 1);
      await opensOnHsm(join(paths.out, name), 'newEc', small);
    }
  });

  test('stays in strict DER with the right version, as OpenSSL would write it again', async () => {
    const paths = folders();
    // To RSA by issuer and serial number, EnvelopedData has version 0; by key identifier it has 2.
    seal(paths.folder, 'cbc', `-aes-256-cbc ${recipient(keys.oldRsa)}`);
    seal(paths.folder, 'gcm', `-aes-256-gcm ${recipient(keys.oldRsa)} ${recipient(keys.stranger)}`);
    value(await move(paths, { from: [version('oldRsa')], to: version('newRsa') }));
    for (const [name, versionNumber] of [
      ['cbc', 2],
      ['gcm', 0],
    ] as const) {
      run(paths.out, `openssl cms -cmsout -inform DER -in ${name} -outform DER -out ${name}.again`);
      const again = readFileSync(join(paths.out, `${name}.again`));
      assert.ok(again.equals(readFileSync(join(paths.out, name))));
      assert.equal(readRecipientHeader(again).version, versionNumber);
    }
    assert.equal(readRecipientHeader(readFileSync(join(paths.folder, 'cbc'))).version, 0);
  });

  test('keeps everybody else’s way in, byte for byte', async () => {
    const others = `${recipient(keys.stranger)} ${recipient(keys.strangeRsa)} -pwri_password secret`;
    const paths = folders();
    for (const options of ['-aes-256-cbc', '-aes-256-cbc -stream'])
      seal(paths.folder, `to${options.replaceAll(' ', '')}`, `${options} ${recipient(keys.oldEc)} ${others}`);
    const moved = value(await move(paths));
    assert.equal(moved.length, 2);
    for (const { name, kind } of moved) {
      assert.equal(kind, 'moved');
      const path = join(paths.out, name);
      opensWithOpenssl(path, keys.stranger, small);
      opensWithOpenssl(path, keys.strangeRsa, small);
      opensWithOpenssl(path, keys.newEc, small);
      run(
        paths.out,
        `openssl cms -decrypt -binary -inform DER -in ${name} -pwri_password secret -out /dev/null`,
      );
      const entriesOf = (file: string) =>
        readRecipientHeader(readFileSync(file)).entries.map(({ bytes }) => sha256(bytes));
      const [was, is] = [entriesOf(join(paths.folder, name)), entriesOf(path)];
      assert.equal(is.length, 4);
      assert.equal(is.filter((entry) => was.includes(entry)).length, 3);
    }
  });

  test('is moved where the content comes in pieces of pieces', async () => {
    const paths = folders();
    seal(paths.folder, 'der', `-aes-256-gcm ${recipient(keys.oldEc)}`, content);
    const der = readFileSync(join(paths.folder, 'der'));
    for (const form of ['definite', 'indefinite'] as const)
      writeFileSync(join(paths.folder, form), inPieces(der, form));
    const moved = value(await move(paths));
    assert.deepEqual(codes(moved), { definite: 'moved', der: 'moved', indefinite: 'moved' });
    for (const { name } of moved) {
      await opensOnHsm(join(paths.out, name), 'newEc', content);
      const [source, result] = [join(paths.folder, name), join(paths.out, name)].map((path) =>
        readFileSync(path),
      );
      assert.ok(bodyOf(result ?? der).equals(bodyOf(source ?? der)));
    }
  });

  test('is moved where a sender knows the old key by another certificate', async () => {
    const { folder: made } = keys.oldEc;
    run(made, 'openssl req -x509 -key key.pem -out other.pem -subj /O=Ministry/CN=other -days 30');
    const paths = folders();
    seal(paths.folder, 'a', `-aes-256-gcm -recip ${made}/other.pem ${recipient(keys.stranger)}`);
    assert.deepEqual(codes(value(await move(paths))), { a: 'moved' });
    await opensOnHsm(join(paths.out, 'a'), 'newEc', small);
    assert.equal(readRecipientHeader(readFileSync(join(paths.out, 'a'))).entries.length, 2);
  });

  test('is moved where this program sealed it', async () => {
    const paths = folders();
    const certificate = value(parseCertificate(keys.oldEc.certificate));
    const to = { spki: certificate.spki, keyIdentifier: await keyIdentifier(certificate.spki) };
    const contentKey = randomBytes(32);
    const { head, nonce, tail } = await frameEnvelope(content.length, [to], contentKey);
    const cipher = createCipheriv('aes-256-gcm', contentKey, nonce);
    const body = Buffer.concat([cipher.update(content), cipher.final()]);
    writeFileSync(join(paths.folder, 'a'), Buffer.concat([head, body, tail(cipher.getAuthTag())]));
    const moved = value(await move(paths));
    assert.deepEqual(codes(moved), { a: 'moved' });
    await opensOnHsm(join(paths.out, 'a'), 'newEc', content);
    opensWithOpenssl(join(paths.out, 'a'), keys.newEc, content);
  });

  test('may be empty', async () => {
    assert.deepEqual(value(await move(folders())), []);
  });
});

/** A file with one byte changed, so many before the end where the place is negative. */
const altered = (bytes: Buffer, place: number): Buffer => {
  const changed = Buffer.from(bytes);
  const at = place < 0 ? bytes.length + place : place;
  changed[at] = (changed[at] ?? 0) ^ 0x40;
  return changed;
};

describe('what cannot be moved', () => {
  test('is told by name with the reason, in a stable order, and the rest goes on', async () => {
    const paths = folders();
    const put = (name: string, bytes: Uint8Array) => writeFileSync(join(paths.folder, name), bytes);
    const sealedTo = (options: string): Buffer => {
      const made = temporaryFolder('sealing');
      seal(made, 'sealed', options);
      return readFileSync(join(made, 'sealed'));
    };
    const good = sealedTo(`-aes-256-gcm ${recipient(keys.oldEc)}`);
    const endsAt = readRecipientHeader(good).bytes.length;
    const rsa = sealedTo(`-aes-256-cbc ${recipient(keys.oldRsa)}`);

    put('good', good);
    put('Zuletzt', good);
    put('altered-key', altered(good, endsAt - 10));
    put('altered-content', altered(good, -100));
    put('altered-tag', altered(good, -3));
    put('altered-rsa', altered(rsa, readRecipientHeader(rsa).bytes.length - 100));
    put('empty', new Uint8Array());
    put('more-behind', Buffer.concat([good, Buffer.of(0)]));
    put('text', Buffer.from('register,owner\n'));
    put('truncated', good.subarray(0, -20));
    put('truncated-head', good.subarray(0, endsAt - 20));
    put('truncated-stream', sealedTo(`-aes-256-gcm -stream ${recipient(keys.oldEc)}`).subarray(0, -20));
    put('others', sealedTo(`-aes-256-gcm ${recipient(keys.stranger)} ${recipient(keys.strangeRsa)}`));
    put('new-already', sealedTo(`-aes-256-gcm ${recipient(keys.newEc)} ${recipient(keys.stranger)}`));
    put('weak', sealedTo(`-aes-128-gcm ${recipient(keys.oldEc)}`));
    put('good.partial', good);
    seal(paths.folder, 'pem', `-aes-256-gcm ${recipient(keys.oldEc)}`, small, 'PEM');
    seal(paths.folder, 'smime', `-aes-256-gcm ${recipient(keys.oldEc)}`, small, 'SMIME');
    mkdirSync(join(paths.folder, 'folder'));
    put('folder/inside', good);
    symlinkSync('good', join(paths.folder, 'link'));
    symlinkSync('/nowhere', join(paths.folder, 'link-to-nowhere'));
    run(paths.folder, 'mkfifo pipe');

    const moved = value(await move(paths, { from: [version('oldEc'), version('oldRsa')] }));
    const names = moved.map(({ name }) => name);
    assert.deepEqual(names, readdirSync(paths.folder).sort());
    assert.equal(names[0], 'Zuletzt');
    assert.deepEqual(codes(moved), {
      Zuletzt: 'moved',
      'altered-content': 'backup-altered',
      'altered-key': 'backup-altered',
      'altered-rsa': 'backup-altered',
      'altered-tag': 'backup-altered',
      empty: 'backup-truncated',
      folder: 'not-a-file',
      good: 'moved',
      'good.partial': 'backup-unfinished',
      link: 'not-a-file',
      'link-to-nowhere': 'not-a-file',
      'more-behind': 'backup-malformed',
      'new-already': 'backup-already-moved',
      others: 'backup-key-absent',
      pem: 'backup-unsupported',
      pipe: 'not-a-file',
      smime: 'backup-unsupported',
      text: 'backup-not-sealed',
      truncated: 'backup-truncated',
      'truncated-head': 'backup-truncated',
      'truncated-stream': 'backup-truncated',
      weak: 'backup-unsupported',
    });
    assert.deepEqual(readdirSync(paths.out).sort(), ['Zuletzt', 'good']);
    assert.deepEqual(value(await move(paths, { from: [version('oldEc'), version('oldRsa')] })), moved);
  });

  test('by any byte changed before the content is told, or moved so that the new key opens what was sealed', async () => {
    const paths = folders();
    seal(paths.folder, 'original', `-aes-256-gcm ${recipient(keys.oldEc)}`, Buffer.from('small'));
    const original = readFileSync(join(paths.folder, 'original'));
    const endsAt = readRecipientHeader(original).bytes.length;
    for (let place = 0; place < endsAt; place += 7)
      writeFileSync(join(paths.folder, `at-${place}`), altered(original, place));
    const moved = value(await move(paths));
    assert.equal(moved.length, readdirSync(paths.folder).length);
    for (const each of moved)
      if (each.kind === 'moved') await opensOnHsm(join(paths.out, each.name), 'newEc', Buffer.from('small'));
    const kept = moved.filter(({ kind }) => kind === 'not-moved').length;
    assert.ok(kept > moved.length / 3, `${kept} of ${moved.length}`);
  });

  test('because the certificate is another key’s is found out before anything has its name', async () => {
    const paths = folders();
    seal(paths.folder, 'a', `-aes-256-gcm ${recipient(keys.oldEc)}`);
    const to = version('newEc', keys.stranger.certificate);
    assert.deepEqual(codes(value(await move(paths, { to }))), { a: 'backup-unproved' });
    assert.deepEqual(readdirSync(paths.out), []);
  });

  test('because there is one folder for both, or none, is a problem', async () => {
    const paths = folders();
    problem(await move({ folder: paths.folder, out: join(paths.folder, '.') }), 'same-file');
    problem(await move({ ...paths, folder: '/nowhere' }), 'file-absent');
    problem(
      await move(paths, { to: { ...version('newEc'), certificate: randomBytes(50) } }),
      'certificate-malformed',
    );
  });
});

describe('a move that was broken off', () => {
  const filled = (): Folders => {
    const paths = folders();
    for (const [name, options] of [
      ['a', '-aes-256-gcm'],
      ['b', '-aes-256-cbc -stream'],
    ] as const)
      seal(paths.folder, name, `${options} ${recipient(keys.oldEc)}`, content);
    return paths;
  };

  const child = (paths: Folders, diesAtBreath: number, limit = 'true') => {
    const named = (name: OnHsm) => ({
      label: name,
      certificate: Buffer.from(keys[name].certificate).toString('base64'),
    });
    const order: ChildOrder = {
      token: tokenLabel,
      pin: userPin,
      from: named('oldEc'),
      to: named('newEc'),
      ...paths,
      diesAtBreath,
    };
    const script = join(import.meta.dirname, 'move.child.ts');
    const { signal, stdout, stderr } = spawnSync(
      'bash',
      [
        ...['-c', `${limit}; exec "$@"`, 'bash'],
        ...[process.execPath, '--import', 'tsx', script, JSON.stringify(order)],
      ],
      { encoding: 'utf8', env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
    );
    return { signal, stdout, stderr };
  };

  test('by a kill goes on: what was done is known again, and what was half-written is written anew', async () => {
    const paths = filled();
    const results = new Map<string, string>();
    // Before the first, in the first, while it is proved, in the second, in its proof.
    for (const diesAtBreath of [1, 3, 6, 10, 13]) {
      const { signal, stderr } = child(paths, diesAtBreath);
      assert.equal(signal, 'SIGKILL', stderr);
      for (const name of ['a', 'b'].filter((each) => existsSync(join(paths.out, each)))) {
        const digest = sha256(readFileSync(join(paths.out, name)));
        assert.equal(results.get(name) ?? digest, digest, 'never written again');
        results.set(name, digest);
      }
    }
    assert.deepEqual([...results.keys()], ['a']);
    assert.ok(existsSync(join(paths.out, 'b.partial')));
    const moved = value(await move(paths));
    assert.deepEqual(codes(moved), { a: 'moved', b: 'moved' });
    assert.equal(sha256(readFileSync(join(paths.out, 'a'))), results.get('a'));
    assert.deepEqual(readdirSync(paths.out).sort(), ['a', 'b']);
    for (const name of ['a', 'b']) await opensOnHsm(join(paths.out, name), 'newEc', content);
  });

  test('between the two steps of giving a file its name leaves no second name', async () => {
    const paths = filled();
    const moved = value(await move(paths));
    linkSync(join(paths.out, 'a'), join(paths.out, 'a.partial'));
    assert.deepEqual(value(await move(paths)), moved);
    assert.deepEqual(readdirSync(paths.out).sort(), ['a', 'b']);
  });

  test('by a full disk says so, and goes on when there is room', async () => {
    const paths = filled();
    seal(paths.folder, 'A-small', `-aes-256-gcm ${recipient(keys.oldEc)}`);
    // A limit in blocks of 1024 bytes, which stands for the disk's end.
    const { stdout, stderr } = child(paths, 0, 'ulimit -f 1000');
    assert.equal(stdout, 'disk-full', stderr);
    assert.deepEqual(readdirSync(paths.out), ['A-small']);
    assert.deepEqual(codes(value(await move(paths))), { 'A-small': 'moved', a: 'moved', b: 'moved' });
  });

  test('by people leaves nothing half-written', async () => {
    const paths = filled();
    let breaths = 0;
    const breathe = () => {
      breaths += 1;
      return breaths === 4 ? Promise.reject(new CeremonyError('cancelled')) : Promise.resolve();
    };
    problem(await move(paths, { breathe }), 'cancelled');
    assert.deepEqual(readdirSync(paths.out), []);
  });
});

describe('an output that is there already', () => {
  test('stays as it is, and counts as moved only if it is this source’s result', async () => {
    const paths = folders();
    for (const name of ['a', 'b', 'c', 'd', 'f', 'g'])
      seal(paths.folder, name, `-aes-256-gcm ${recipient(keys.oldEc)}`);
    seal(paths.folder, 'e', `-aes-256-gcm ${recipient(keys.oldEc)} ${recipient(keys.stranger)}`);
    const first = value(await move(paths));
    const result = (name: string) => join(paths.out, name);
    const [a, b, e] = ['a', 'b', 'e'].map((name) => readFileSync(result(name)));
    assert.ok(a !== undefined && b !== undefined && e !== undefined);
    // To the new key, with this source's content, but with another content key.
    const { spki } = value(parseCertificate(keys.newEc.certificate));
    const sealTo = { spki, keyIdentifier: await keyIdentifier(spki) };
    const otherKey = serialize(await sealContentKey(sealTo, randomBytes(32)));
    const f = readFileSync(result('f'));
    const put: Readonly<Record<string, Uint8Array>> = {
      b: a,
      c: altered(readFileSync(result('c')), -100),
      d: readFileSync(join(paths.folder, 'd')),
      e: altered(e, Buffer.from(e).indexOf(Buffer.from('stranger')) + 2),
      f: Buffer.concat([writeRecipientHeader(readRecipientHeader(f), [otherKey]), bodyOf(f)]),
    };
    renameSync(result('g'), join(paths.folder, '..', 'g'));
    symlinkSync('../g', result('g'));
    for (const [name, bytes] of Object.entries(put)) writeFileSync(result(name), bytes);
    const again = value(await move(paths));
    assert.deepEqual(again[0], first[0]);
    assert.deepEqual(codes(again), {
      a: 'moved',
      b: 'file-exists',
      c: 'file-exists',
      d: 'file-exists',
      e: 'file-exists',
      f: 'file-exists',
      g: 'file-exists',
    });
    for (const [name, bytes] of Object.entries(put))
      assert.ok(readFileSync(result(name)).equals(bytes), name);
  });
});

describe('a long move', () => {
  test('tells how far it is in bytes of the sources, to the last one, and pauses where it is asked to', async () => {
    const paths = folders();
    seal(paths.folder, 'a', `-aes-256-gcm ${recipient(keys.oldEc)}`, content);
    writeFileSync(join(paths.folder, 'b'), randomBytes(100_000));
    const told: Progress[] = [];
    let [resting, breaths] = [false, 0];
    const breathe = async () => {
      assert.ok(!resting);
      resting = true;
      breaths += 1;
      await new Promise(setImmediate);
      resting = false;
    };
    value(await move(paths, { onProgress: (each) => void told.push(each), breathe }));
    const totalBytes = statSync(join(paths.folder, 'a')).size + 100_000;
    assert.ok(told.every((each) => each.totalBytes === totalBytes && each.doneBytes <= totalBytes));
    assert.equal(told.at(-1)?.doneBytes, totalBytes);
    assert.ok(breaths >= 2 + 2 * 3);
  });

  test('needs no more memory for a large file', async () => {
    const paths = folders();
    const sizeBytes = 256 * 1024 * 1024;
    const plain = Buffer.alloc(sizeBytes, 7);
    seal(paths.folder, 'large', `-aes-256-gcm -stream ${recipient(keys.oldEc)}`, plain);
    const startedBytes = process.memoryUsage().rss;
    let mostBytes = startedBytes;
    const breathe = () => {
      mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
      return Promise.resolve();
    };
    assert.deepEqual(codes(value(await move(paths, { breathe }))), { large: 'moved' });
    assert.ok(mostBytes - startedBytes < sizeBytes / 2, `${(mostBytes - startedBytes) / 2 ** 20} MiB`);
  });
});
