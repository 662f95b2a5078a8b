import { readFile, stat } from 'node:fs/promises';
import { readContainer } from '../formats/asic.ts';
import { fromUtf8 } from '../formats/bytes.ts';
import { bad, good, type Result } from '../model/error.ts';
import type { PreviousBundle } from '../model/event.ts';
import { register as registerSchema } from '../model/register.ts';
import { isTrustClaim } from '../verify/claims.ts';
import { verifyBundle, verifyLimits } from '../verify/verify.ts';

/**
 * The bundle that a ceremony continues from: verified in full before its register is believed. What fails over a signer's
 * trust alone comes as a doubt, for two people to decide; anything else is refused.
 * Problems: file-absent, those of reading a bundle, bundle-not-good with the first claim that failed.
 */
export const readPreviousBundle = async (path: string): Promise<Result<PreviousBundle>> => {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) return bad('file-absent', { path });
  if (found.size > verifyLimits.bundleBytes) return bad('bundle-too-large', { sizeBytes: found.size });
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return bad('file-absent', { path });
  const verdict = await verifyBundle(bytes);
  if (verdict.problem !== null) return { ok: false, problem: verdict.problem };
  const failed = verdict.claims.filter((claim) => claim.status === 'failed').map(({ id }) => id);
  const broken = failed.find((id) => !isTrustClaim(id));
  const { summary } = verdict;
  if (broken !== undefined || summary === null) return bad('bundle-not-good', { claim: broken ?? '' });
  const files = await readContainer(bytes);
  if (!files.ok) return files;
  const content = files.value.get('register.json');
  if (content === undefined) return bad('bundle-entry-missing', { file: 'register.json' });
  const register = registerSchema.parse(JSON.parse(fromUtf8(content)));
  return good({
    sha256: verdict.bundle.sha256,
    ceremony: register.ceremony,
    register,
    made: { kind: summary.kind, closedAt: summary.closedAt, place: summary.place },
    doubts: failed.filter(isTrustClaim),
  });
};
