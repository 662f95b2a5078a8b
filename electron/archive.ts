/**
 * Which program a packaged app is: the SHA-256 of its archive (`resources/app.asar`), measured anew at every start, since an
 * archive cannot hold its own digest and Electron checks none on Linux.
 *
 * What is proved by `isWhole`: every file in the archive, and every file beside it that the archive lists (machine code cannot be
 * loaded from within), is the one that the list was made of. This finds a broken copy. It is no defence against somebody who
 * changes the program on purpose: that changes the digest, which people compare with a value that came by another way.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { hash } from '../ceremonies/model/values.ts';

export type Measured = {
  /** Lower-case hexadecimal SHA-256 of the archive. */
  readonly sha256: string;
  readonly isWhole: boolean;
};

/** @returns the archive that a folder lies in, or null: then the app runs from a checkout */
export const archiveAround = (folder: string): string | null =>
  /^.*?\.asar(?=[\\/]|$)/.exec(folder)?.[0] ?? null;

/** What lies beside the archive, in the app's `resources`. */
export const besideArchive = (archive: string, ...names: readonly string[]): string =>
  join(dirname(archive), ...names);

/**
 * @param archive path of an `.asar` file
 * @throws Error when it cannot be read; what cannot be understood or differs from its list is told by `isWhole`
 */
export const measureArchive = (archive: string): Measured => {
  const bytes = readRaw(archive);
  return { sha256: sha256Of(bytes), isWhole: isWhole(archive, bytes) };
};

/** Electron shows an archive as a folder, unless this is set; nothing else runs while it is. */
const readRaw = (path: string): Buffer => {
  const before = process.noAsar;
  process.noAsar = true;
  try {
    return readFileSync(path);
  } finally {
    process.noAsar = before;
  }
};

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const integrity = z.object({ algorithm: z.literal('SHA256'), hash });
const file = z.union([
  z.object({ unpacked: z.literal(true), size: z.number(), integrity }),
  z.object({ offset: z.string().regex(/^\d+$/).transform(Number), size: z.number(), integrity }),
]);
type Folder = { readonly files: Readonly<Record<string, Folder | z.infer<typeof file>>> };
const folder: z.ZodType<Folder> = z.lazy(() =>
  z.object({ files: z.record(z.string(), z.union([folder, file])) }),
);

/** The list comes first: four numbers of 32 bits, of which the second and the last are needed; JSON; the files. */
const listOf = (bytes: Buffer) => ({
  list: folder.parse(JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12)))),
  filesFrom: 8 + bytes.readUInt32LE(4),
});

const isWhole = (archive: string, bytes: Buffer): boolean => {
  try {
    const { list, filesFrom } = listOf(bytes);
    const holds = ({ files }: Folder, path: readonly string[]): boolean =>
      Object.entries(files).every(([name, entry]) => {
        const inner = [...path, name];
        if ('files' in entry) return holds(entry, inner);
        const from = 'offset' in entry ? filesFrom + entry.offset : 0;
        const content =
          'offset' in entry
            ? bytes.subarray(from, from + entry.size)
            : readRaw(join(`${archive}.unpacked`, ...inner));
        return content.length === entry.size && sha256Of(content) === entry.integrity.hash;
      });
    return holds(list, []);
  } catch {
    return false;
  }
};
