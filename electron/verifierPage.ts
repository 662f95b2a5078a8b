import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bad, good, type Result } from '../ceremonies/model/error.ts';
import { archiveAround, besideArchive } from './archive.ts';

/** SHA-256 of the auditor's page that was built together with this program: put here by the build. */
declare const VERIFIER_SHA256: string;

/** In a package the page lies beside the executable, for everybody to see; in a checkout with all else that is built. */
const placeOf = (folder: string): string => {
  const archive = archiveAround(folder);
  return archive === null
    ? join(folder, '..', 'verifier.html')
    : besideArchive(archive, '..', 'verifier.html');
};

/**
 * Writes a copy of the auditor's page, if it still is the one that was built with this program. `folder`: where this program runs.
 * Problems: file-absent, verifier-changed, file-exists, not-writable.
 */
export const copyVerifier = async (folder: string, path: string): Promise<Result<null>> => {
  const from = placeOf(folder);
  const page = await readFile(from).catch(() => null);
  if (page === null) return bad('file-absent', { path: from });
  if (createHash('sha256').update(page).digest('hex') !== VERIFIER_SHA256)
    return bad('verifier-changed', { path: from });
  try {
    await writeFile(path, page, { flag: 'wx' });
    return good(null);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    return bad(isTaken ? 'file-exists' : 'not-writable', { path });
  }
};
