import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { split } from 'shamirs-secret-sharing';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { combineShares } from '../../ceremonies/shares/combine.ts';
import { bodyBytes, encodeSecret } from '../../ceremonies/shares/packageShare.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';
import { altered, bytesOf, subsets, wipeAll } from './shareTools.ts';

const hasCode = (code: string) => (error: unknown) => error instanceof CeremonyError && error.code === code;

const recombines = (bodies: readonly Secret[], secret: Secret): boolean => {
  const again = combineShares(bodies);
  const same = again.equals(secret);
  again.wipe();
  return same;
};

describe('splitSecret', () => {
  test('any k of n give back any secret, in any order', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 48 }),
        fc.integer({ min: 2, max: 8 }).chain((count) =>
          fc.record({
            count: fc.constant(count),
            threshold: fc.integer({ min: 2, max: count }),
            order: fc.shuffledSubarray(
              Array.from({ length: count }, (_, i) => i),
              { minLength: count },
            ),
          }),
        ),
        (bytes, { count, threshold, order }) => {
          const secret = Secret.take(Uint8Array.from(bytes));
          const bodies = splitSecret(secret, { threshold, count });
          const quorum = order.slice(0, threshold).flatMap((place) => bodies[place] ?? []);
          assert.equal(quorum.length, threshold);
          assert.ok(recombines(quorum, secret));
          wipeAll([...bodies, secret]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('secrets with zeros at either end come back whole', () => {
    for (const bytes of [
      new Uint8Array(32),
      Uint8Array.from([0, 0, 1]),
      Uint8Array.from([1, 0, 0]),
      Uint8Array.of(0x80),
    ]) {
      const secret = Secret.take(bytes);
      assert.ok(recombines(splitSecret(secret, { threshold: 2, count: 3 }), secret));
    }
  });

  for (const [threshold, count] of [
    [2, 255],
    [255, 255],
  ] as const) {
    test(`${threshold} of ${count}`, () => {
      const secret = Secret.random(32);
      const bodies = splitSecret(secret, { threshold, count });
      assert.deepEqual(
        bodies.map((body) => body.use((bytes) => [bytes[0], bytes[1], bytes.length])),
        bodies.map((_, i) => [8, i + 1, bodyBytes(32)]),
      );
      assert.ok(recombines(bodies.slice(-threshold), secret));
      wipeAll(bodies);
    });
  }

  test('two splits of one secret have nothing in common', () => {
    const secret = Secret.random(32);
    const [one] = splitSecret(secret, { threshold: 2, count: 2 });
    const [two] = splitSecret(secret, { threshold: 2, count: 2 });
    assert.ok(one && two);
    assert.equal(one.equals(two), false);
  });

  test('every coefficient is its own: no two places of a share move together', () => {
    // With one byte of randomness for all, the differences between shares would be the same in every place.
    const bodies = splitSecret(Secret.take(new Uint8Array(32)), { threshold: 2, count: 2 });
    const [one, two] = bodies.map((body) => bytesOf(body).subarray(2));
    assert.ok(one && two);
    const differences = new Set(one.map((byte, i) => byte ^ (two[i] ?? 0)));
    assert.ok(differences.size > 30);
  });

  test('keeps the secret, which is its caller’s', () => {
    const secret = Secret.random(32);
    const before = Secret.copy(secret);
    splitSecret(secret, { threshold: 2, count: 3 });
    assert.ok(secret.equals(before));
  });

  test('a split that the package spoils is never handed out', () => {
    const secret = Secret.random(32);
    let asked = 0;
    const breaksDown = () => {
      asked += 1;
      if (asked > 20) throw new RangeError('no');
      return Buffer.of(asked);
    };
    assert.throws(
      () => split(new Uint8Array(32), { threshold: 2, shares: 3, random: breaksDown }),
      RangeError,
    );
    // The package's scratch memory is spoilt now, and its next split would be silently unrecoverable.
    assert.throws(
      () => splitSecret(secret, { threshold: 2, count: 3 }),
      (error) => hasCode('quorum-differs')(error) || hasCode('share-malformed')(error),
    );
    assert.ok(recombines(splitSecret(secret, { threshold: 2, count: 3 }), secret));
  });

  const refused = [
    [0, 3, 'threshold-too-small'],
    [1, 1, 'threshold-too-small'],
    [1, 3, 'threshold-too-small'],
    [2.5, 3, 'threshold-too-small'],
    [Number.NaN, 3, 'threshold-too-small'],
    [4, 3, 'threshold-above-custodians'],
    [2, Number.NaN, 'threshold-above-custodians'],
    [2, 256, 'too-many-custodians'],
  ] as const;
  for (const [threshold, count, code] of refused) {
    test(`refuses ${threshold} of ${count}: ${code}`, () => {
      assert.throws(() => splitSecret(Secret.random(32), { threshold, count }), hasCode(code));
    });
  }
});

describe('combineShares', () => {
  const secret = Secret.random(32);
  const bodies = splitSecret(secret, { threshold: 3, count: 5 });
  const [one, two, three] = bodies;
  assert.ok(one && two && three);

  test('more than k are as good as k', () => assert.ok(recombines(bodies, secret)));

  test('too few give another secret in silence, which is why answers are checked', () => {
    assert.equal(recombines([one, two], secret), false);
  });

  test('an altered share gives another secret in silence', () => {
    assert.equal(recombines([one, two, altered(three, 81, 1)], secret), false);
  });

  const malformed = {
    'another field size': altered(three, 0, 1),
    'id 0': altered(three, 1, 3),
    'another length': Secret.take(bytesOf(three).subarray(0, 81)),
    'no share at all': Secret.take(new Uint8Array(2)),
    nothing: Secret.take(new Uint8Array()),
  };
  for (const [name, body] of Object.entries(malformed)) {
    test(`refuses ${name}`, () =>
      assert.throws(() => combineShares([one, two, body]), hasCode('share-malformed')));
  }

  test('refuses one share twice, and a single share', () => {
    assert.throws(() => combineShares([one, two, Secret.copy(one)]), hasCode('share-twice'));
    assert.throws(() => combineShares([one]), hasCode('threshold-too-small'));
    assert.throws(() => combineShares([]), hasCode('threshold-too-small'));
  });
});

/** Undoes the encoding as docs/FORMAT.md tells a stranger to: skip zeros and the marker, then two bytes a byte, last first. */
const decodeByHand = (encoded: Buffer): Buffer => {
  const marker = encoded.findIndex((byte) => byte !== 0);
  const pairs =
    encoded
      .subarray(marker + 1)
      .toString('hex')
      .match(/..../g) ?? [];
  return Buffer.from(pairs.map((pair) => Number.parseInt(pair, 16)).reverse());
};

test('Debian’s gfcombine recombines every quorum without our code', () => {
  const secret = Secret.random(32);
  const bodies = splitSecret(secret, { threshold: 3, count: 5 });
  const directory = mkdtempSync(join(tmpdir(), 'gfcombine-'));
  try {
    const files = bodies.map((body) => {
      const bytes = bytesOf(body);
      const file = join(directory, `share.${String(bytes[1]).padStart(3, '0')}`);
      writeFileSync(file, bytes.subarray(2));
      return file;
    });
    const encoding = encodeSecret(secret);
    for (const quorum of subsets(files, 3)) {
      const out = join(directory, 'out');
      execFileSync('gfcombine', ['-o', out, ...quorum]);
      const recombined = readFileSync(out);
      assert.deepEqual(recombined, bytesOf(encoding));
      assert.deepEqual(decodeByHand(recombined), bytesOf(secret));
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
