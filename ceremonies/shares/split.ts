import { split } from 'shamirs-secret-sharing';
import { CeremonyError } from '../model/error.ts';
import { Secret, wipeBytes } from '../secrets/secret.ts';
import { combineShares } from './combine.ts';
import { bodyBytes, bodyId, shareCountMax, valueBytes } from './packageShare.ts';

export type Quorum = { readonly threshold: number; readonly count: number };

const requireQuorum = ({ threshold, count }: Quorum): void => {
  if (!Number.isInteger(threshold) || threshold < 2)
    throw new CeremonyError('threshold-too-small', { threshold });
  if (!Number.isInteger(count) || threshold > count) {
    throw new CeremonyError('threshold-above-custodians', { threshold, custodians: count });
  }
  if (count > shareCountMax) {
    throw new CeremonyError('too-many-custodians', { custodians: count, most: shareCountMax });
  }
};

const requireRightShares = (
  secret: Secret,
  bodies: readonly Secret[],
  { threshold, count }: Quorum,
): void => {
  const shaped =
    bodies.length === count &&
    bodies.every((body, i) => bodyId(body) === i + 1 && body.sizeBytes === bodyBytes(secret.sizeBytes));
  if (!shaped) throw new CeremonyError('share-malformed');
  // The last k, for their ids are the hardest: `proveQuorums` does the rest once the shares are where they will be kept.
  const recombined = combineShares(bodies.slice(-threshold));
  try {
    if (!recombined.equals(secret)) throw new CeremonyError('quorum-differs');
  } finally {
    recombined.wipe();
  }
};

/**
 * Splits a secret into `count` shares, any `threshold` of which give it back; share i (id i) is at place i − 1. The
 * secret stays the caller's.
 *
 * Every coefficient is random from the operating system, drawn before the package starts: if a generator throws in the
 * midst of a split, the package's scratch memory spoils the next one without a word. What it returns is recombined here
 * before anybody gets it, so a spoilt split ends as `quorum-differs`.
 *
 * Throws `threshold-too-small`, `threshold-above-custodians`, `too-many-custodians`; `quorum-differs` and
 * `share-malformed` if the package errs.
 */
export const splitSecret = (secret: Secret, quorum: Quorum): readonly Secret[] => {
  requireQuorum(quorum);
  const { threshold, count } = quorum;
  const coefficients = Secret.random(valueBytes(secret.sizeBytes) * (threshold - 1));
  const bodies: Secret[] = [];
  try {
    const shares = coefficients.use((pool) =>
      secret.use((bytes) => {
        let drawn = 0;
        const random = (sizeBytes: number) => pool.subarray(drawn, (drawn += sizeBytes));
        return split(bytes, { threshold, shares: count, random });
      }),
    );
    try {
      for (const share of shares) bodies.push(Secret.take(share));
    } finally {
      shares.forEach(wipeBytes);
    }
    requireRightShares(secret, bodies, quorum);
    return bodies;
  } catch (error) {
    for (const body of bodies) body.wipe();
    throw error;
  } finally {
    coefficients.wipe();
  }
};
