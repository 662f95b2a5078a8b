import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { BundleFile } from '../verify/chain.ts';
import { fileSource } from '../transcript/fileSource.ts';
import { verifyLimits, type Bundle } from '../verify/openBundle.ts';

const isBundleName = (name: string): boolean => name.toLowerCase().endsWith('.asice');

/**
 * The bundles that lie in a folder, each to be read when its turn comes; null where there is no folder. Symbolic links are not
 * followed: what an auditor was given is what lies there. Folders within it, pipes and devices are left alone.
 *
 * @throws CeremonyError file-unreadable
 */
export const bundlesIn = async (folder: string): Promise<readonly BundleFile[] | null> => {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() !== true) return null;
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && isBundleName(entry.name))
      .map(({ name }) => ({ name, read: () => openBundleFile(join(folder, name)) }));
  } catch (cause) {
    throw new CeremonyError('file-unreadable', { path: folder }, cause);
  }
};

/** A bundle to be read in pieces, so that it may be longer than memory. Problems: file-absent. */
export const openBundleFile = async (path: string): Promise<Result<Bundle>> => {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? good(fileSource(path, found.size)) : bad('file-absent', { path });
};

/**
 * A bundle's bytes, if it is a file of a size that a bundle can have: a pipe would be waited for without end. Problems:
 * file-absent, bundle-too-large, file-unreadable.
 */
export const readBundleFile = async (path: string): Promise<Result<Uint8Array>> => {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) return bad('file-absent', { path });
  if (found.size > verifyLimits.bundleBytes) return bad('bundle-too-large', { path, sizeBytes: found.size });
  const bytes = await readFile(path).catch(() => null);
  return bytes === null ? bad('file-unreadable', { path }) : good(bytes);
};
