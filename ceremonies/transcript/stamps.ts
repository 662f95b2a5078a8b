import {
  archiveManifestPath,
  decodeManifest,
  encodeManifest,
  isTimestampPath,
  timestampPath,
  writeContainer,
  type ManifestFile,
} from '../formats/asic.ts';
import { equal, fromUtf8, toUtf8 } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';
import { contentSha256Hex, gathered, piecesOf, sizeOf, wholeOf, type Content } from '../formats/source.ts';
import { CeremonyError } from '../model/error.ts';
import { sum } from '../model/sum.ts';
import { mediaTypeOf } from './closing.ts';

/**
 * Time-stamps that are added to a bundle after its ceremony (ETSI EN 319 162-1, annex A.7). Each is over an archive manifest,
 * which names every file, signature and manifest that the bundle has by then, those of earlier time-stamps too. They are the
 * bundle's last entries; without them it is, byte for byte, what the ceremony made.
 */

type Files = ReadonlyMap<string, Content>;

export type Stamp = {
  /** The archive manifest that the token is over. */
  readonly manifest: Uint8Array;
  /** TimeStampToken, DER. */
  readonly token: Uint8Array;
};

/** One a year for a century: a stranger's bundle must not make the verifier write archive manifests without end. */
const mostStamps = 100;

/**
 * Takes the entries of a container apart. Only a series that is complete counts as time-stamps: whatever else has such a name is
 * left among the files, where nothing accounts for it.
 */
export const takeStamps = <Holds extends Content>(
  entries: ReadonlyMap<string, Holds>,
): { readonly files: ReadonlyMap<string, Holds>; readonly stamps: readonly Stamp[] } => {
  const last = [...entries.keys()].filter(isTimestampPath).length;
  if (last > mostStamps) return { files: entries, stamps: [] };
  const files = new Map(entries);
  const stamps: Stamp[] = [];
  for (let n = 1; n <= last; n += 1) {
    const [manifestEntry, tokenEntry] = [archiveManifestPath(n, last), timestampPath(n)];
    const [manifest, token] = [entries.get(manifestEntry), entries.get(tokenEntry)];
    if (manifest === undefined || token === undefined) return { files: entries, stamps: [] };
    stamps.push({ manifest: wholeOf(manifest), token: wholeOf(token) });
    files.delete(manifestEntry);
    files.delete(tokenEntry);
  }
  return { files, stamps };
};

/** The entries of a container with its time-stamps behind all files. */
export const withStamps = (
  files: ReadonlyMap<string, Uint8Array>,
  stamps: readonly Stamp[],
): ReadonlyMap<string, Uint8Array> =>
  new Map([
    ...files,
    ...stamps.flatMap(({ manifest, token }, index): (readonly [string, Uint8Array])[] => [
      [archiveManifestPath(index + 1, stamps.length), manifest],
      [timestampPath(index + 1), token],
    ]),
  ]);

const metaTypes: Readonly<Record<string, string>> = {
  xml: 'text/xml',
  p7s: 'application/pkcs7-signature',
  tst: 'application/vnd.etsi.timestamp-token',
};

const archivedTypeOf = (path: string): string =>
  metaTypes[path.slice(path.lastIndexOf('.') + 1)] ?? mediaTypeOf(path);

/** In one order, whatever order a tool packed the files in. */
const byPath = (a: ManifestFile, b: ManifestFile): number => (a.uri < b.uri ? -1 : 1);

const archived = (entries: Files): Promise<readonly ManifestFile[]> =>
  Promise.all(
    [...entries].map(async ([uri, content]) => ({
      uri,
      mimeType: archivedTypeOf(uri),
      sha256: await contentSha256Hex(content),
    })),
  );

/** While a time-stamp is the newest, the archive manifests of those before it have the numbers that they keep. */
const numberedPath = (n: number): string => archiveManifestPath(n, 0);

/**
 * The archive manifests that a bundle's time-stamps must be over, and behind them the one for the next: a function of the files and
 * the time-stamps alone. Each file is hashed once.
 */
export const archiveManifests = async (
  files: Files,
  stamps: readonly Stamp[],
): Promise<readonly Uint8Array[]> => {
  const payload = await archived(files);
  const ofStamps = await Promise.all(
    stamps.map(({ manifest, token }, index) =>
      archived(
        new Map([
          [numberedPath(index + 1), manifest],
          [timestampPath(index + 1), token],
        ]),
      ),
    ),
  );
  return [...stamps, null].map((_, index) => {
    const root = numberedPath(index);
    const all = [...payload, ...ofStamps.slice(0, index).flat()].map((file): ManifestFile =>
      file.uri === root ? { ...file, rootfile: true } : file,
    );
    return toUtf8(encodeManifest({ signature: timestampPath(index + 1), files: all.sort(byPath) }));
  });
};

/** The first file in which a manifest differs from what it should be. */
export const findDifference = (manifest: Uint8Array, expected: Uint8Array): string | undefined => {
  if (equal(manifest, expected)) return undefined;
  const [read, wanted] = [filesIn(manifest), filesIn(expected)];
  const differs = (path: string) => read.get(path) !== wanted.get(path);
  return [...wanted.keys(), ...read.keys()].find(differs) ?? '';
};

const filesIn = (manifest: Uint8Array): ReadonlyMap<string, string> => {
  try {
    const decoded = decodeManifest(fromUtf8(manifest));
    return new Map(decoded.ok ? decoded.value.files.map(({ uri, sha256 }) => [uri, sha256]) : []);
  } catch (error) {
    if (error instanceof CeremonyError) return new Map();
    throw error;
  }
};

/** As long as a container that is written again may be. */
const mostBytes = 256 * 1024 * 1024;

/**
 * SHA-256 of the bundle as its ceremony made it: what the next ceremony names it by.
 *
 * @throws CeremonyError bundle-too-large
 */
export const unstampedSha256 = async (files: Files): Promise<string> => {
  const sizeBytes = sum([...files.values()].map(sizeOf));
  if (sizeBytes > mostBytes) throw new CeremonyError('bundle-too-large', { sizeBytes });
  const whole = new Map<string, Uint8Array>();
  for (const [path, content] of files)
    whole.set(path, content instanceof Uint8Array ? content : await gathered(piecesOf(content)));
  return sha256Hex(await writeContainer(whole));
};
