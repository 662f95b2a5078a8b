import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { format, inspect } from 'node:util';
import { serialize, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { Secret, wipeBytes, withSecret } from '../../ceremonies/secrets/secret.ts';

const hidden = 'the vault opens on the ninth of May';
const sample = () => Secret.take(Buffer.from(hidden));
const hasCode = (code: string) => (error: unknown) => error instanceof CeremonyError && error.code === code;
const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

/** The memory itself, which no honest borrower keeps. */
const memoryOf = (secret: Secret): Buffer => secret.use((bytes) => bytes);

describe('a secret', () => {
  test('lends the bytes that it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const secret = Secret.take(Uint8Array.from(bytes));
        assert.equal(secret.sizeBytes, bytes.length);
        assert.deepEqual(
          secret.use((lent) => Uint8Array.from(lent)),
          bytes,
        );
        secret.wipe();
      }),
      { numRuns: 50 },
    );
  });

  test('takes: the source is zeros afterwards, also a window on a larger buffer, and nothing around it', () => {
    const around = Buffer.alloc(16, 7);
    Secret.take(around.subarray(4, 12)).wipe();
    assert.deepEqual([...around], [7, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7]);
  });

  test('is zeros in memory once wiped, and no longer lent', () => {
    const secret = sample();
    const memory = memoryOf(secret);
    assert.equal(memory.toString(), hidden);
    secret.wipe();
    assert.ok(isZero(memory));
    assert.equal(secret.isWiped(), true);
    assert.throws(() => secret.use((bytes) => bytes.length), hasCode('secret-wiped'));
    assert.throws(() => secret.equals(sample()), hasCode('secret-wiped'));
    assert.throws(() => sample().equals(secret), hasCode('secret-wiped'));
    secret.wipe();
  });

  test('gives no result that was computed while it was wiped', async () => {
    const early = sample();
    assert.throws(
      () =>
        early.use((bytes) => {
          early.wipe();
          return bytes.length;
        }),
      hasCode('secret-wiped'),
    );
    const late = sample();
    const result = late.use(async (bytes) => {
      await pause(1);
      return bytes.length;
    });
    late.wipe();
    await assert.rejects(result, hasCode('secret-wiped'));
  });

  test('lends to asynchronous borrowers', async () => {
    const secret = sample();
    const text = await secret.use(async (bytes) => {
      await pause(1);
      return bytes.toString();
    });
    assert.equal(text, hidden);
    secret.wipe();
  });

  test('passes on what a borrower throws', async () => {
    const secret = sample();
    assert.throws(
      () =>
        secret.use(() => {
          throw new RangeError('no');
        }),
      RangeError,
    );
    await assert.rejects(
      secret.use(() => Promise.reject(new RangeError('no'))),
      RangeError,
    );
    secret.wipe();
  });

  test('is built in place, and gone when the builder throws', () => {
    let memory: Buffer = Buffer.alloc(0);
    assert.throws(
      () =>
        Secret.build(8, (bytes) => {
          assert.ok(isZero(bytes), 'fresh memory holds nothing old');
          memory = bytes.fill(9);
          throw new RangeError('no');
        }),
      RangeError,
    );
    assert.equal(memory.length, 8);
    assert.ok(isZero(memory));
  });

  test('compares by value', () => {
    const [one, same, other, shorter] = ['abcd', 'abcd', 'abce', 'abc'].map((text) =>
      Secret.take(Buffer.from(text)),
    );
    assert.ok(one && same && other && shorter);
    assert.equal(one.equals(same), true);
    assert.equal(one.equals(other), false);
    assert.equal(one.equals(shorter), false);
  });

  test('copies have lives of their own', () => {
    const one = sample();
    const two = Secret.copy(one);
    one.wipe();
    assert.equal(
      two.use((bytes) => bytes.toString()),
      hidden,
    );
    two.wipe();
  });

  test('random secrets differ', () => {
    const [a, b] = [Secret.random(32), Secret.random(32)];
    assert.equal(a.equals(b), false);
    assert.equal(a.use(isZero), false);
  });

  test('withSecret wipes, however it ends', async () => {
    const good = sample();
    assert.equal(await withSecret(good, (secret) => secret.sizeBytes), hidden.length);
    assert.equal(good.isWiped(), true);

    const bad = sample();
    await assert.rejects(
      withSecret(bad, () => Promise.reject(new RangeError('no'))),
      RangeError,
    );
    assert.equal(bad.isWiped(), true);

    const thrown = sample();
    await assert.rejects(
      withSecret(thrown, () => {
        throw new RangeError('no');
      }),
      RangeError,
    );
    assert.equal(thrown.isWiped(), true);
  });
});

describe('a secret shows nothing', () => {
  const traces = [
    hidden,
    Buffer.from(hidden).toString('hex'),
    Buffer.from(hidden).toString('base64'),
    '116, 104',
    '74 68',
  ];
  const showsNothing = (text: string) => traces.forEach((trace) => assert.ok(!text.includes(trace), text));

  const ways: Readonly<Record<string, (secret: Secret) => string>> = {
    'template string': (secret) => `of ${secret.toString()}`,
    String: (secret) => String(secret),
    'JSON.stringify': (secret) => JSON.stringify({ secret }),
    inspect: (secret) => inspect({ deep: { secret } }, { showHidden: true, depth: null }),
    'inspect without custom': (secret) =>
      inspect(secret, { customInspect: false, showHidden: true, depth: null }),
    'console.log format': (secret) => format('%s %o %O %j', secret, secret, secret, secret),
    'own entries': (secret) =>
      JSON.stringify(Object.entries(secret).map(([key, value]) => [key, String(value)])),
    'an error about it': (secret) => {
      secret.wipe();
      try {
        secret.use((bytes) => bytes.length);
      } catch (error) {
        return inspect(error, { showHidden: true, depth: null });
      }
      return assert.fail('lent after wiping');
    },
  };
  for (const [name, show] of Object.entries(ways)) {
    test(name, () => {
      const text = show(sample());
      assert.ok(text.length > 0);
      showsNothing(text);
    });
  }

  test('structured clone, v8.serialize and a real MessageChannel refuse it', async () => {
    const secret = sample();
    const isCloneError = (error: unknown) =>
      error instanceof Error && /could not be cloned/.test(error.message);
    assert.throws(() => structuredClone(secret), isCloneError);
    assert.throws(() => structuredClone({ deep: [secret] }), isCloneError);
    assert.throws(() => serialize(secret), isCloneError);

    const { port1, port2 } = new MessageChannel();
    const arrived: unknown[] = [];
    port2.onmessage = (message) => void arrived.push(message.data);
    assert.throws(() => port1.postMessage({ secret }), isCloneError);
    port1.postMessage('the channel works');
    await pause(20);
    assert.deepEqual(arrived, ['the channel works']);
    port1.close();
    secret.wipe();
  });

  test('nobody can exchange its functions', () => {
    const secret = sample();
    assert.throws(() => Object.assign(secret, { wipe: () => undefined }), TypeError);
    secret.wipe();
  });
});

const isCallable = (value: unknown): value is () => void => typeof value === 'function';

describe('memory', () => {
  const lockedKiB = () => Number(/VmLck:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  const onLinux = { skip: platform() === 'linux' ? false : 'reads /proc' };

  test('is locked while the secret lives, and unlocked after', onLinux, () => {
    const before = lockedKiB();
    const secrets = Array.from({ length: 20 }, () => Secret.random(32));
    assert.ok(lockedKiB() >= before + 20 * 4);
    secrets.forEach((secret) => secret.wipe());
    assert.equal(lockedKiB(), before);
  });

  test('wiping one secret unlocks no other: no two share a page', onLinux, () => {
    const before = lockedKiB();
    const secrets = Array.from({ length: 40 }, () => Secret.random(32));
    const half = secrets.filter((_, i) => i % 2 === 0);
    half.forEach((secret) => secret.wipe());
    assert.ok(lockedKiB() >= before + 20 * 4);
    secrets.forEach((secret) => secret.wipe());
  });

  test('a forgotten secret is zeroed when the collector finds it', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    assert.ok(isCallable(collect));
    const memory = memoryOf(sample());
    assert.equal(memory.toString(), hidden);
    for (let round = 0; round < 20 && !isZero(memory); round++) {
      collect();
      await pause(5);
    }
    assert.ok(isZero(memory));
  });

  test(
    'where memory cannot be locked no secret is made, and the source is wiped all the same',
    onLinux,
    (context) => {
      const program = `
      import { Secret } from ${JSON.stringify(new URL('../../ceremonies/secrets/secret.ts', import.meta.url).href)};
      const source = Buffer.from('source');
      try { Secret.take(source); console.log('made'); }
      catch (error) { console.log(error.code, source.every((byte) => byte === 0)); }`;
      const node = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', program];
      const limited = ['prlimit', '--memlock=0:0', '--', ...node];
      // Root may lock whatever the limit, unless it gives the privilege away.
      const [command = '', ...args] =
        process.getuid?.() === 0
          ? ['setpriv', '--bounding-set=-ipc_lock', '--inh-caps=-ipc_lock', ...limited]
          : limited;
      const run = spawnSync(command, args, { encoding: 'utf8' });
      if (run.error !== undefined) {
        context.skip('needs prlimit and setpriv (util-linux)');
        return;
      }
      assert.equal(run.stdout.trim(), 'memory-not-locked true', run.stderr);
    },
  );

  test('wipeBytes zeroes a window and nothing around it', () => {
    const bytes = Uint8Array.from([1, 2, 3, 4]);
    wipeBytes(bytes.subarray(1, 3));
    assert.deepEqual([...bytes], [1, 0, 0, 4]);
    wipeBytes(new Uint8Array());
  });
});
