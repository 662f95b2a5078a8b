import { combine } from 'shamirs-secret-sharing';
import { CeremonyError } from '../model/error.ts';
import { Secret } from '../secrets/secret.ts';
import { requireDistinctBodies, useAll } from './packageShare.ts';

/**
 * Recombines the bodies of shares. Shamir's scheme cannot tell a right answer from a wrong one: too few shares, or an
 * altered one, give another secret in silence. So check each share first (`checkShare`) and the answer afterwards
 * (`recoveryKeyCommitment`).
 *
 * The package works on strings that cannot be wiped; they live until the collector takes them.
 * Throws `threshold-too-small`, `share-malformed`, `share-twice`.
 */
export const combineShares = (bodies: readonly Secret[]): Secret => {
  if (bodies.length < 2) throw new CeremonyError('threshold-too-small', { threshold: bodies.length });
  requireDistinctBodies(bodies);
  return Secret.take(useAll(bodies, (bytes) => combine(bytes)));
};
