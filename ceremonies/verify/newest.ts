import * as z from 'zod';
import { fromUtf8, joined } from '../formats/bytes.ts';
import { parseCanonical } from '../formats/canonical.ts';
import { piecesOf, type Content } from '../formats/source.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { hash } from '../model/values.ts';
import { takeStamps, unstampedSha256 } from '../transcript/stamps.ts';
import { openBundle, readBundle, verifyLimits, type Bundle } from './openBundle.ts';

/**
 * Where a bundle says that it belongs. Nothing here is verified: whoever forges a bundle can hold people up with it, for they are
 * told its name and can take it away, but cannot make an old bundle pass for the newest.
 */
export type Head = {
  readonly sha256: string;
  /** SHA-256 of the bundles before it that it names, oldest first. */
  readonly ancestors: readonly string[];
};

/** Of the opening event only what is needed, so that what a later version of this program wrote is understood, too. */
const opening = z.object({
  previousBundle: z
    .object({
      sha256: hash,
      register: z.object({ history: z.array(z.object({ bundle: hash })).default([]) }),
    })
    .nullable(),
});

const lineFeed = 0x0a;

/**
 * Reads a bundle as far as the first event of its transcript. Problems: those of `readBundle` and `openBundle`, bundle-entry-missing,
 * event-malformed, encoding-malformed, internal.
 */
export const readHead = async (bundle: Bundle): Promise<Result<Head>> => {
  try {
    return await headOf(bundle);
  } catch (error) {
    // Anybody can put a file into a folder: what nobody thought of is one that cannot be read.
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('internal');
  }
};

const headOf = async (bundle: Bundle): Promise<Result<Head>> => {
  const read = await readBundle(bundle);
  if (!read.ok) return read;
  const files = await openBundle(read.value);
  if (!files.ok) return files;
  const file = 'transcript.jsonl';
  const unstamped = takeStamps(files.value);
  const transcript = unstamped.files.get(file);
  if (transcript === undefined) return bad('bundle-entry-missing', { file });
  const line = readLine(await firstLine(transcript));
  if (!line.ok) return line;
  const { previousBundle: before } = line.value;
  return good({
    sha256: unstamped.stamps.length === 0 ? read.value.sha256 : await unstampedSha256(unstamped.files),
    ancestors: before === null ? [] : [...before.register.history.map(({ bundle }) => bundle), before.sha256],
  });
};

/** @throws CeremonyError bundle-too-large, event-malformed */
const firstLine = async (transcript: Content): Promise<Uint8Array> => {
  let line: Uint8Array = new Uint8Array();
  for await (const piece of piecesOf(transcript)) {
    const end = piece.indexOf(lineFeed);
    line = joined([line, end < 0 ? piece : piece.subarray(0, end)]);
    if (end >= 0) return line;
    if (line.length > verifyLimits.transcript.keptBytes)
      throw new CeremonyError('bundle-too-large', { line: 1 });
  }
  throw new CeremonyError('event-malformed', { line: 1 });
};

const readLine = (bytes: Uint8Array): Result<z.infer<typeof opening>> => {
  const value = parseCanonical(fromUtf8(bytes));
  const found = value.ok ? opening.safeParse(value.value) : undefined;
  return found?.success === true ? good(found.data) : bad('event-malformed', { line: 1 });
};

/**
 * Of the bundles that continue from one, directly or through others, the one with the most before it; undefined if none does.
 * `heads`: in any order; the bundle itself and what has nothing to do with it may be among them.
 */
export const findNewest = <T extends Head>(sha256: string, heads: readonly T[]): T | undefined =>
  heads
    .filter(({ ancestors }) => ancestors.includes(sha256))
    .sort(byLength)
    .at(-1);

/** Of two branches of the same length the digest decides, so that the order of the files does not. */
const byLength = (a: Head, b: Head): number =>
  a.ancestors.length - b.ancestors.length || (a.sha256 < b.sha256 ? -1 : 1);
