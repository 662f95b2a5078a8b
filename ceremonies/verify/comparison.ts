import { good, type Result } from '../model/error.ts';
import { diffBundles, type BundleDiff } from './diff.ts';
import { inParts } from './howFar.ts';
import { continuing } from './link.ts';
import type { Bundle } from './openBundle.ts';
import type { Progress } from './progress.ts';
import { failedClaims, type Verdict } from './verdict.ts';
import { examine } from './verify.ts';

/** What changed between two bundles, and what each is worth. */
export type Comparison = {
  readonly diff: BundleDiff;
  readonly verdicts: { readonly a: Verdict; readonly b: Verdict };
};

/**
 * Compares two bundles, and verifies each; B together with A where it continues from it directly, since only then some of its claims
 * can be decided. Pure; runs in a browser. Problems: those of `diffBundles`.
 */
export const compareBundles = async (
  a: Bundle,
  b: Bundle,
  progress: Progress = () => undefined,
): Promise<Result<Comparison>> => {
  const [readA, readB, checkA, checkB] = inParts(4, progress);
  const diff = await diffBundles(a, b, { a: readA, b: readB });
  if (!diff.ok) return diff;
  const { continuity } = diff.value;
  const before = await examine(a, {}, checkA);
  const after = await examine(b, {}, checkB);
  const isBefore = continuity.kind === 'continues' && continuity.between === 0;
  return good({
    diff: diff.value,
    verdicts: { a: before.verdict, b: isBefore ? await continuing(after, before) : after.verdict },
  });
};

/** As `ceremony diff --json` writes it: what changed, and of each bundle how its own verification ends. */
export const comparisonAsJson = ({ diff, verdicts: { a, b } }: Comparison) => ({
  ...diff,
  outcomes: { a: outcomeOf(a), b: outcomeOf(b) },
});

const outcomeOf = (verdict: Verdict) => ({ outcome: verdict.outcome, failed: failedClaims(verdict) });
