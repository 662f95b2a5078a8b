import { readFile, stat } from 'node:fs/promises';
import { bad, good, type Result } from '../ceremonies/model/error.ts';
import { verifyLimits } from '../ceremonies/verify/verify.ts';

/**
 * The bytes of a bundle that people chose. A device or a pipe would never end, and a disk image would not fit beside the
 * ceremony. Problems: `file-absent`, `bundle-too-large`, `file-unreadable`.
 */
export const readBundle = async (path: string): Promise<Result<Uint8Array>> => {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) return bad('file-absent', { path });
  if (found.size > verifyLimits.bundleBytes) return bad('bundle-too-large', { sizeBytes: found.size });
  const bytes = await readFile(path).catch(() => null);
  return bytes === null ? bad('file-unreadable', { path }) : good(bytes);
};
