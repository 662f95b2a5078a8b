import { bundlesIn, openBundleFile, readBundleFile } from '../ceremonies/conductor/bundleFolder.ts';
import { bad, good, type Result } from '../ceremonies/model/error.ts';
import { verifyChain, type ChainVerdict } from '../ceremonies/verify/chain.ts';
import { compareBundles, type Comparison } from '../ceremonies/verify/comparison.ts';
import { readTrusted, type Trusted } from '../ceremonies/verify/trusted.ts';
import type { Verdict } from '../ceremonies/verify/verdict.ts';
import { verifyBundle } from '../ceremonies/verify/verify.ts';
import type { RequestOf } from './contract.ts';

/** The auditor's work on files that people chose. */
export const verifying = {
  'verify-bundle': async ({
    file,
    previous,
    trusted,
  }: RequestOf<'verify-bundle'>): Promise<Result<Verdict>> => {
    const brought = await readBrought(trusted);
    if (!brought.ok) return brought;
    const bundle = await openBundleFile(file);
    if (!bundle.ok) return bundle;
    if (previous === null) return good(await verifyBundle(bundle.value, brought.value));
    const before = await openBundleFile(previous);
    if (!before.ok) return before;
    return good(await verifyBundle(bundle.value, { ...brought.value, previous: before.value }));
  },
  'verify-folder': async ({
    directory,
    trusted,
  }: RequestOf<'verify-folder'>): Promise<Result<ChainVerdict>> => {
    const brought = await readBrought(trusted);
    if (!brought.ok) return brought;
    const files = await bundlesIn(directory);
    return files === null
      ? bad('file-absent', { path: directory })
      : good(await verifyChain(files, brought.value));
  },
  'compare-bundles': async ({ a, b }: RequestOf<'compare-bundles'>): Promise<Result<Comparison>> => {
    const before = await openBundleFile(a);
    if (!before.ok) return before;
    const after = await openBundleFile(b);
    return after.ok ? compareBundles(before.value, after.value) : after;
  },
};

const readBrought = (paths: RequestOf<'verify-bundle'>['trusted']): Promise<Result<Trusted>> =>
  readTrusted((which) => {
    const path = paths[which];
    return path === null ? undefined : { name: path, read: () => readBundleFile(path) };
  });
