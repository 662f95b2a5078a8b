import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { Secret } from '../secrets/secret.ts';
import { combineShares } from './combine.ts';
import { interpolateAtZero } from './interpolate.ts';
import { bodyBytes, encodeSecret, requireDistinctBodies, useAll } from './packageShare.ts';

const interpolatesTo = (quorum: readonly Secret[], encoding: Secret): boolean => {
  const atZero = Secret.build(encoding.sizeBytes, (target) =>
    useAll(quorum, (bodies) => interpolateAtZero(bodies, target)),
  );
  const same = atZero.equals(encoding);
  atZero.wipe();
  return same;
};

const recombinesTo = (quorum: readonly Secret[], recoveryKey: Secret): boolean => {
  const recombined = combineShares(quorum);
  const same = recombined.equals(recoveryKey);
  recombined.wipe();
  return same;
};

/**
 * Proves that every k of these n shares give the recovery key, with n − k + 1 recombinations in place of C(n, k).
 *
 * Why that suffices. Each byte of the encoded key must be the value at zero of a polynomial of degree below k, and k
 * points fix such a polynomial. Shares 1 … k−1 and the encoded key, at zero, are k points: they fix one polynomial P.
 * Shares 1 … k−1 and share j fix another, P_j. If the quorum {1 … k−1, j} gives the encoded key, P_j goes through the same
 * k points, so it is P, and share j lies on P. Seen for every j = k … n, all n shares lie on P. Any k of them are then k
 * points of P, and give its value at zero: the encoded key.
 *
 * This is about the whole encoding, of which the package shows only the part that it decodes. So each of these quorums
 * is recombined twice: by the package, to the recovery key, and by interpolation, to its encoding.
 *
 * `bodies`: all n, in index order, as read back from where they are kept; they stay the caller's. Comparisons take
 * constant time. Problem: `quorum-differs` with the index of the first share that does not agree with 1 … k−1 (when that
 * is k, any of 1 … k may be the wrong one). Throws `threshold-too-small`, `threshold-above-custodians`,
 * `share-malformed`, `share-twice`.
 */
export const proveQuorums = (
  bodies: readonly Secret[],
  threshold: number,
  recoveryKey: Secret,
): Result<{ readonly recombinations: number }> => {
  if (!Number.isInteger(threshold) || threshold < 2)
    throw new CeremonyError('threshold-too-small', { threshold });
  if (threshold > bodies.length) {
    throw new CeremonyError('threshold-above-custodians', { threshold, custodians: bodies.length });
  }
  requireDistinctBodies(bodies);
  if (bodies[0]?.sizeBytes !== bodyBytes(recoveryKey.sizeBytes)) throw new CeremonyError('share-malformed');

  const fixed = bodies.slice(0, threshold - 1);
  const others = bodies.slice(threshold - 1);
  const encoding = encodeSecret(recoveryKey);
  try {
    const differs = others.findIndex((other) => {
      const quorum = [...fixed, other];
      return !recombinesTo(quorum, recoveryKey) || !interpolatesTo(quorum, encoding);
    });
    return differs < 0
      ? good({ recombinations: others.length })
      : bad('quorum-differs', { index: threshold + differs });
  } finally {
    encoding.wipe();
  }
};
