import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { combineShares } from '../../ceremonies/shares/combine.ts';
import { recoveryKeyCommitment, shareCommitment } from '../../ceremonies/shares/commitment.ts';
import { checkShare, labelShares } from '../../ceremonies/shares/share.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';

/** Every k of every n up to seven, and of each every subset of its shares: 1 496 of them that can be combined. */
const mostCustodians = 7;

const subsetsOf = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: 2 ** all.length }, (_, mask) =>
    all.filter((_each, place) => (mask >> place) % 2 === 1),
  );

describe('every subset of the shares', () => {
  for (let count = 2; count <= mostCustodians; count += 1) {
    for (let threshold = 2; threshold <= count; threshold += 1) {
      test(`of ${threshold} of ${count} rebuilds the recovery key if it has k of them, and is caught if not`, () => {
        const key = Secret.random(32);
        const setId = randomUUID();
        const about = { setId, threshold, embassy: 'Eesti', keyLabels: ['land-register'] };
        const shares = labelShares(splitSecret(key, { threshold, count }), about);
        const committed = recoveryKeyCommitment('rehearsal', key);
        const commitments = shares.map((share) => shareCommitment('rehearsal', share));
        for (const share of shares)
          assert.ok(checkShare(share, { domain: 'rehearsal', setId, threshold, commitments }).ok);
        for (const subset of subsetsOf(shares.map(({ body }) => body)).filter(({ length }) => length >= 2)) {
          const rebuilt = combineShares(subset);
          const isRight = recoveryKeyCommitment('rehearsal', rebuilt) === committed;
          assert.equal(isRight, subset.length >= threshold);
          assert.equal(rebuilt.equals(key), subset.length >= threshold);
          rebuilt.wipe();
        }
      });
    }
  }
});
