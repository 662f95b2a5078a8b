import { good, type Result } from '../model/error.ts';
import { diffBundles, type BundleDiff } from './diff.ts';
import type { Bundle } from './openBundle.ts';
import type { Verdict } from './verdict.ts';
import { verifyBundle } from './verify.ts';

/** What changed between two bundles, and what each is worth. */
export type Comparison = {
  readonly diff: BundleDiff;
  readonly verdicts: { readonly a: Verdict; readonly b: Verdict };
};

/**
 * Compares two bundles, and verifies each; B together with A where it continues from it directly, since only then some of its claims
 * can be decided. Pure; runs in a browser. Problems: those of `diffBundles`.
 */
export const compareBundles = async (a: Bundle, b: Bundle): Promise<Result<Comparison>> => {
  const diff = await diffBundles(a, b);
  if (!diff.ok) return diff;
  const { continuity } = diff.value;
  const isBefore = continuity.kind === 'continues' && continuity.between === 0;
  return good({
    diff: diff.value,
    verdicts: { a: await verifyBundle(a), b: await verifyBundle(b, isBefore ? { previous: a } : {}) },
  });
};
