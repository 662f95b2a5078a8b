import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { open as openCommand } from '../../ceremonies/cli/open.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { temporaryFolder } from '../temporary.ts';
import { makeFileKey, placeOnHsm, run, type FileKey } from '../keys/backup/hsm.ts';
import { makeRoom, softHsmLibrary, userPin } from '../tokens/softhsm.ts';
import { ceremonyCommand, start } from './command.ts';

const room = makeRoom();
const [embassy, population, stranger] = [
  makeFileKey('ecp384', 'embassy'),
  makeFileKey('rsa2048', 'population'),
  makeFileKey('rsa2048', 'stranger'),
];

before(async () => {
  const [first, second] = [room.makeToken('HSM one'), room.makeToken('HSM two')];
  await placeOnHsm(room.login(first), embassy.pkcs8, 'ecp384', 'land-register.v1');
  await placeOnHsm(room.login(second), population.pkcs8, 'rsa2048', 'population.v1');
});

const content = randomBytes(300_000);

const seal = (key: FileKey, options = '-aes-256-gcm'): string => {
  const folder = temporaryFolder('open');
  writeFileSync(join(folder, 'plain'), content);
  run(
    folder,
    `openssl cms -encrypt -binary ${options} -recip ${key.folder}/embassy.pem -in plain -outform DER -out sealed`,
  );
  return folder;
};

const argsFor = (folder: string, ...more: readonly string[]): readonly string[] => [
  ...['open', '--module', softHsmLibrary(), '--in', join(folder, 'sealed'), '--out', join(folder, 'opened')],
  ...more,
];

const open = (
  folder: string,
  more: readonly string[] = [],
  how: Parameters<typeof start>[1] = { input: `${userPin}\n` },
) => start(ceremonyCommand(argsFor(folder, ...more)), how).ended;

const isOpened = (folder: string) => readFileSync(join(folder, 'opened')).equals(content);
const assertNothingLeft = (folder: string) =>
  assert.deepEqual(readdirSync(folder).sort(), ['plain', 'sealed']);

/** Zeros, sealed: large enough that one can come in between. */
const sealLarge = (): string => {
  const folder = temporaryFolder('open-large');
  const file = openSync(join(folder, 'plain'), 'w');
  ftruncateSync(file, 400 * 1024 * 1024);
  closeSync(file);
  run(
    folder,
    `openssl cms -encrypt -binary -stream -aes-256-gcm -recip ${embassy.folder}/embassy.pem -in plain -outform DER -out sealed`,
  );
  return folder;
};

/** Until the command has written a part of its output. */
const untilHalfWritten = async (folder: string): Promise<void> => {
  const partial = join(folder, 'opened.partial');
  while (!existsSync(partial) || statSync(partial).size === 0) await pause(2);
};

describe('ceremony open', () => {
  test('opens with the PIN from standard input, a file, or the environment, and never shows it', async () => {
    const pinFile = join(temporaryFolder('pin'), 'pin');
    writeFileSync(pinFile, `${userPin}\n`);
    for (const [more, how] of [
      [[], { input: `${userPin}\n` }],
      [['--pin-file', pinFile], {}],
      [[], { env: { CEREMONY_PIN: userPin } }],
    ] as const) {
      const folder = seal(embassy);
      const { code, out, err } = await open(folder, more, how);
      assert.equal(code, 0, err);
      assert.equal(out.trimEnd().split('\n').length, 1);
      assert.match(out, /300000 bytes.*land-register\.v1/);
      assert.equal(err, '');
      assert.ok(isOpened(folder));
      assert.ok(!out.includes(userPin));
    }
  });

  test('asks for the PIN at a terminal, and does not echo it', async () => {
    const folder = seal(embassy);
    const words = ceremonyCommand(argsFor(folder)).join(' ');
    const { child, ended } = start(['script', '-qec', words, '/dev/null'], { input: null });
    let asked = '';
    const answer = (chunk: unknown) => {
      asked += String(chunk);
      if (!asked.includes('PIN of HSM one')) return;
      child.stdout?.off('data', answer);
      child.stdin?.write(`${userPin}\r`);
    };
    child.stdout?.on('data', answer);
    const shown = await ended;
    assert.ok(isOpened(folder), shown.out);
    assert.ok(!shown.out.includes(userPin));
  });

  test('finds the token that holds the key among several', async () => {
    const folder = seal(population);
    const { code, out, err } = await open(folder);
    assert.equal(code, 0, err);
    assert.match(out, /population\.v1/);
  });

  test('takes the token that is named, by label or serial number', async () => {
    const serial = room.module.tokens().find(({ label }) => label === 'HSM one')?.serial ?? '';
    for (const token of ['HSM one', serial])
      assert.equal((await open(seal(embassy), ['--token', token])).code, 0);
    const wrong = await open(seal(embassy), ['--token', 'HSM two']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /^backup-key-absent: .*certificate/);
    const absent = await open(seal(embassy), ['--token', 'HSM three']);
    assert.match(absent.err, /^token-absent: .*HSM one/);
  });

  test('says of AES-CBC that nothing vouches for the content', async () => {
    const folder = seal(embassy, '-aes-256-cbc');
    const { code, out, err } = await open(folder);
    assert.equal(code, 0);
    assert.match(err, /^warning: /);
    assert.match(out, /not authenticated/);
    assert.ok(isOpened(folder));
  });

  test('fails with 1 for a file that was changed, and keeps nothing of it', async () => {
    const folder = seal(embassy);
    const bytes = readFileSync(join(folder, 'sealed'));
    writeFileSync(join(folder, 'sealed'), bytes.fill((bytes[200_000] ?? 0) ^ 1, 200_000, 200_001));
    const { code, out, err } = await open(folder);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /^backup-altered: [^\n]+\n$/);
    assertNothingLeft(folder);
  });

  test('fails with 2 and one line on stderr where it could not be tried', async () => {
    const folder = seal(embassy);
    for (const [expected, input] of [
      ['pin-wrong', 'wrong-pin\n'],
      ['pin-required', ''],
    ] as const) {
      const { code, out, err } = await open(folder, [], { input });
      assert.equal(code, 2, expected);
      assert.equal(out, '');
      assert.match(err, new RegExp(`^${expected}: [^\\n]+\\n$`));
      assertNothingLeft(folder);
    }
    const strange = seal(stranger);
    const { code, err } = await open(strange, ['--token', 'HSM one']);
    assert.equal(code, 2);
    assert.match(err, /^backup-key-absent: .*Embassy · stranger/);
  });

  test('refuses before it asks for a PIN what it can refuse by then', async () => {
    const folder = seal(embassy);
    const [sealed, plain] = [join(folder, 'sealed'), join(folder, 'plain')];
    const cases: readonly (readonly [ErrorCode, readonly string[]])[] = [
      ['usage', ['--in', 'x']],
      ['usage', ['--in', sealed, '--out', 'x', '--pin', userPin]],
      ['usage', ['--in', sealed, '--out', 'x', 'extra']],
      ['file-absent', ['--in', '/nowhere', '--out', 'x']],
      ['file-exists', ['--in', sealed, '--out', plain]],
      ['same-file', ['--in', sealed, '--out', sealed]],
      ['module-not-found', ['--module', '/nowhere', '--in', sealed, '--out', 'x']],
      ['backup-not-sealed', ['--in', plain, '--out', 'x']],
    ];
    const nobody = () => assert.fail('nothing is said, and nothing is read');
    for (const [code, args] of cases)
      await assert.rejects(
        openCommand(args, {
          out: nobody,
          err: nobody,
          readFile: nobody,
          openFile: nobody,
          bundlesIn: nobody,
        }),
        { code },
      );
    assertNothingLeft(folder);
  });

  test('leaves nothing when the disk is full half-way', async () => {
    const folder = seal(embassy);
    // A limit in blocks of 1024 bytes, which stands for the disk's end.
    const limited = [
      'bash',
      '-c',
      'ulimit -f 100; exec "$@"',
      'bash',
      ...ceremonyCommand(argsFor(folder)),
    ] as const;
    const { code, err } = await start([...limited], {
      input: `${userPin}\n`,
      env: { TSX_DISABLE_CACHE: '1' },
    }).ended;
    assert.equal(code, 2);
    assert.match(err, /^disk-full: /);
    assertNothingLeft(folder);
  });

  test('leaves nothing when it is interrupted half-way', async () => {
    const folder = sealLarge();
    const { child, ended } = start(ceremonyCommand(argsFor(folder)), { input: `${userPin}\n` });
    await untilHalfWritten(folder);
    child.kill('SIGINT');
    const { code, err } = await ended;
    assert.equal(code, 2);
    assert.match(err, /^cancelled: /);
    assertNothingLeft(folder);
  });

  test('goes on after a power cut: what was half-written has no final name, and the next run begins anew', async () => {
    const folder = sealLarge();
    const { child, ended } = start(ceremonyCommand(argsFor(folder)), { input: `${userPin}\n` });
    await untilHalfWritten(folder);
    // While it lives, nobody else writes there.
    child.kill('SIGSTOP');
    const second = await open(folder);
    assert.match(second.err, /^file-busy: /);
    child.kill('SIGKILL');
    await ended;
    const again = await open(folder);
    assert.equal(again.code, 0, again.err);
    assert.deepEqual(readdirSync(folder).sort(), ['opened', 'plain', 'sealed']);
  });
});
