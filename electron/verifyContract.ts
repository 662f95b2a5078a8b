import * as z from 'zod';
import type { ChainVerdict } from '../ceremonies/verify/chain.ts';
import type { Comparison } from '../ceremonies/verify/comparison.ts';
import type { HowFar } from '../ceremonies/verify/howFar.ts';
import type { TrustName } from '../ceremonies/verify/trusted.ts';
import type { Verdict } from '../ceremonies/verify/verdict.ts';
import { path } from './backupContract.ts';

/** The auditor's part of the contract. */

/** Files in which an auditor brings whom to know and trust. */
const trustPaths = z.strictObject({
  people: path.nullable(),
  trustAnchors: path.nullable(),
  timeAnchors: path.nullable(),
} satisfies Record<TrustName, unknown>);

/** One at a time: each ends the one before it, whose answer is `cancelled`. */
export const verifyRequests = {
  'verify-bundle': z.strictObject({ file: path, previous: path.nullable(), trusted: trustPaths }),
  /** All bundles of a folder, one by one and as a chain. */
  'verify-folder': z.strictObject({ directory: path, trusted: trustPaths }),
  /** What changed from A to B, and what each is worth. */
  'compare-bundles': z.strictObject({ a: path, b: path }),
  /** Stops what is under way. */
  'cancel-verifying': z.strictObject({}),
  /** A copy of the auditor's page, for those who are to check without this program. */
  'save-verifier': z.strictObject({}),
} as const;

export type VerifyReplies = {
  'verify-bundle': Verdict;
  'verify-folder': ChainVerdict;
  'compare-bundles': Comparison;
  'cancel-verifying': null;
  'save-verifier': { readonly file: string } | null;
};

/** Null when nothing is verified any more. */
export type Verifying = HowFar | null;
