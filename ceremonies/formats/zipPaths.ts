import type { ErrorCode } from '../model/error.ts';

/** A name that is harmless and the same file on every system: relative, forward slashes, nothing that a file system would rewrite. */
const isSafePath = (path: string): boolean =>
  path.length <= 240 &&
  !/[\\:*?"<>|\ufffd]|\p{Cc}|\p{Cf}|\p{Surrogate}/u.test(path) &&
  path.split('/').every((part) => part !== '' && !/^ |[ .]$/.test(part));

/** What two names have in common when a file system that ignores case or Unicode spelling takes them for one. */
const fold = (path: string): string => path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

/** The first fault in an archive's names: an unsafe one, one file twice, or a file that is also a folder. */
export const findPathFault = (
  files: readonly string[],
  folders: readonly string[],
): ErrorCode | undefined => {
  if (![...files, ...folders].every(isSafePath)) return 'bundle-entry-path';
  const folded = new Set(files.map(fold));
  if (folded.size !== files.length) return 'bundle-entry-twice';
  const parents = [...folded].flatMap((path) =>
    path.split('/').map((_, index, parts) => parts.slice(0, index).join('/')),
  );
  const isFile = (folder: string) => folded.has(folder);
  return [...parents, ...folders.map(fold)].some(isFile) ? 'bundle-entry-path' : undefined;
};
