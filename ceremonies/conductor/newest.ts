import { basename, dirname } from 'node:path';
import { bad, good, type Result } from '../model/error.ts';
import type { Bundle } from '../verify/openBundle.ts';
import { findNewest, readHead, type Head } from '../verify/newest.ts';
import { bundlesIn, openBundleFile } from './bundleFolder.ts';

/**
 * Whether a bundle that is to be continued is the newest of those in its folder. Of each only the first event is read: whoever
 * continues from one of them has it verified. Gives the names of those that could not be read: any of them may be newer, and that
 * is for people to decide.
 *
 * Problems: bundle-not-newest with the name of the newer one; those of reading this one. @throws CeremonyError file-unreadable if
 * its folder cannot be looked into
 */
export const checkNewest = async (path: string): Promise<Result<readonly string[]>> => {
  const bundle = await headOf(await openBundleFile(path));
  if (!bundle.ok) return bundle;
  const unread: string[] = [];
  const heads: (Head & { readonly name: string })[] = [];
  for (const { name, read } of (await bundlesIn(dirname(path))) ?? []) {
    const head = await headOf(await read());
    if (head.ok) heads.push({ name, ...head.value });
    else unread.push(name);
  }
  const newer = findNewest(bundle.value.sha256, heads);
  return newer === undefined
    ? good(unread.toSorted())
    : bad('bundle-not-newest', { file: basename(path), newer: newer.name });
};

const headOf = async (bundle: Result<Bundle>): Promise<Result<Head>> =>
  bundle.ok ? readHead(bundle.value) : bundle;
