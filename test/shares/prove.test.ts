import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { combineShares } from '../../ceremonies/shares/combine.ts';
import { proveQuorums } from '../../ceremonies/shares/prove.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';
import { altered, bytesOf, subsets, wipeAll } from './shareTools.ts';

const hasCode = (code: string) => (error: unknown) => error instanceof CeremonyError && error.code === code;

const everyQuorum = [2, 3, 4, 5, 6].flatMap((count) =>
  Array.from({ length: count - 1 }, (_, i) => ({ threshold: i + 2, count })),
);

describe('proveQuorums', () => {
  for (const { threshold, count } of everyQuorum) {
    test(`${threshold} of ${count}: passes with n − k + 1 recombinations, and all quorums do recombine`, () => {
      const key = Secret.random(32);
      const bodies = splitSecret(key, { threshold, count });
      assert.deepEqual(proveQuorums(bodies, threshold, key), {
        ok: true,
        value: { recombinations: count - threshold + 1 },
      });
      for (const quorum of subsets(bodies, threshold)) {
        const again = combineShares(quorum);
        assert.ok(again.equals(key));
        again.wipe();
      }
      wipeAll([key, ...bodies]);
    });
  }

  test('fails when any share is altered in any byte of its values', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyQuorum),
        fc.nat(),
        fc.integer({ min: 2, max: 81 }),
        fc.integer({ min: 1, max: 255 }),
        ({ threshold, count }, pick, place, xor) => {
          const key = Secret.random(32);
          const bodies = splitSecret(key, { threshold, count });
          const wrong = pick % count;
          const spoilt = bodies.map((body, i) => (i === wrong ? altered(body, place, xor) : body));
          const proof = proveQuorums(spoilt, threshold, key);
          assert.ok(!proof.ok && proof.problem.code === 'quorum-differs');
          assert.equal(proof.problem.details['index'], Math.max(threshold, wrong + 1));
          wipeAll([key, ...bodies, ...spoilt]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('sees what the package drops: an altered byte that no quorum shows', () => {
    // Every other byte of the encoding is zero, and `combine` does not look at it.
    const key = Secret.random(32);
    const bodies = splitSecret(key, { threshold: 2, count: 2 });
    const [one, two] = bodies;
    assert.ok(one && two);
    const spoilt = [one, altered(two, 18, 0x55)];
    const again = combineShares(spoilt);
    assert.ok(again.equals(key), 'the package finds nothing wrong');
    assert.equal(proveQuorums(spoilt, 2, key).ok, false);
  });

  test('fails when shares of another split, or of another degree, stand among them', () => {
    const key = Secret.random(32);
    const bodies = splitSecret(key, { threshold: 3, count: 5 });
    const others = splitSecret(key, { threshold: 3, count: 5 });
    const steeper = splitSecret(key, { threshold: 4, count: 5 });
    const mixed = [...bodies.slice(0, 4), ...others.slice(4)];
    assert.deepEqual(proveQuorums(mixed, 3, key), {
      ok: false,
      problem: { code: 'quorum-differs', details: { index: 5 } },
    });
    assert.equal(proveQuorums(steeper, 3, key).ok, false);
    assert.equal(proveQuorums(bodies, 3, Secret.random(32)).ok, false);
  });

  test('never confirms a set in which some quorum fails', () => {
    // All altered together, along another polynomial: consistent shares, of the wrong key.
    const [key, wrongKey] = [Secret.random(32), Secret.random(32)];
    assert.equal(proveQuorums(splitSecret(wrongKey, { threshold: 2, count: 4 }), 2, key).ok, false);
  });

  test('refuses what is no set of shares', () => {
    const key = Secret.random(32);
    const bodies = splitSecret(key, { threshold: 2, count: 3 });
    const [one, two, three] = bodies;
    assert.ok(one && two && three);
    assert.throws(() => proveQuorums(bodies, 1, key), hasCode('threshold-too-small'));
    assert.throws(() => proveQuorums(bodies, 4, key), hasCode('threshold-above-custodians'));
    assert.throws(() => proveQuorums([one, two, Secret.copy(two)], 2, key), hasCode('share-twice'));
    const shorter = Secret.take(bytesOf(three).subarray(0, 66));
    assert.throws(() => proveQuorums([one, two, shorter], 2, key), hasCode('share-malformed'));
    assert.throws(() => proveQuorums(bodies, 2, Secret.random(64)), hasCode('share-malformed'));
  });
});
