import { bad, good, type Result } from '../model/error.ts';
import type { PreviousBundle } from '../model/event.ts';
import { isTrustClaim } from '../verify/claims.ts';
import { readRegister } from '../verify/registerFile.ts';
import { failedClaims } from '../verify/verdict.ts';
import { verifyBundle } from '../verify/verify.ts';
import { readBundleFile } from './bundleFolder.ts';

/**
 * The bundle that a ceremony continues from: verified in full before its register is believed. What fails over a signer's
 * trust alone comes as a doubt, for two people to decide; anything else is refused.
 * Problems: those of `readBundleFile` and of reading a bundle, bundle-not-good with the first claim that failed.
 */
export const readPreviousBundle = async (path: string): Promise<Result<PreviousBundle>> => {
  const file = await readBundleFile(path);
  if (!file.ok) return file;
  const bytes = file.value;
  const verdict = await verifyBundle(bytes);
  if (verdict.problem !== null) return { ok: false, problem: verdict.problem };
  const failed = failedClaims(verdict);
  const broken = failed.find((id) => !isTrustClaim(id));
  const { summary } = verdict;
  if (broken !== undefined || summary === null) return bad('bundle-not-good', { claim: broken ?? '' });
  const register = await readRegister(bytes);
  if (!register.ok) return register;
  return good({
    sha256: verdict.bundle.sha256,
    ceremony: register.value.ceremony,
    register: register.value,
    made: { kind: summary.kind, closedAt: summary.closedAt, place: summary.place },
    doubts: failed.filter(isTrustClaim),
  });
};
