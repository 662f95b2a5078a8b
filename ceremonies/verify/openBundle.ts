import { openContainer } from '../formats/asic.ts';
import { sha256Hex } from '../formats/digest.ts';
import { sizeOf, sourceOfBytes, steady, type Content, type Source } from '../formats/source.ts';
import type { ZipLimits } from '../formats/zip.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { reportNames } from '../transcript/bundleFiles.ts';
import { stagesOf, type Progress, type Stages } from './progress.ts';

const mebibyte = 1024 * 1024;

/**
 * Far above any ceremony: 255 custodians need 4 MB and 2 000 events. What is long in an honest bundle, its transcript and its reports,
 * is read in pieces and may be longer than what would fit into memory; of everything else there is a bounded amount.
 */
export const verifyLimits = {
  /** Of a file that is read as a whole. */
  bundleBytes: 128 * mebibyte,
  /** Of a file that is read in pieces. */
  sourceBytes: 1024 * mebibyte,
  /** Up to here a file is read once, and kept. */
  keptBytes: 48 * mebibyte,
  transcript: { events: 50_000, keptBytes: 64 * mebibyte, wordsBytes: mebibyte },
  container: {
    entries: 4096,
    entryBytes: 64 * mebibyte,
    totalBytes: 256 * mebibyte,
    streamed: {
      paths: new Set(['transcript.jsonl', ...reportNames]),
      keptBytes: 16 * mebibyte,
      entryBytes: 512 * mebibyte,
    },
  } satisfies ZipLimits,
} as const;

/** A bundle as it comes: its bytes, or wherever it lies. */
export type Bundle = Uint8Array | Source;

/** A bundle that was read to its end, and of which nothing was believed yet. */
export type ReadBundle = {
  readonly source: Source;
  readonly sha256: string;
  readonly stages: Stages;
};

/** `tell`: how far the verification is. Problems: bundle-too-large, file-unreadable. */
export const readBundle = async (bundle: Bundle, tell?: Progress): Promise<Result<ReadBundle>> => {
  const stages = stagesOf(tell);
  const sizeBytes = sizeOf(bundle);
  if (sizeBytes > verifyLimits.sourceBytes) return bad('bundle-too-large', { sizeBytes });
  try {
    if (!(bundle instanceof Uint8Array) && sizeBytes > verifyLimits.keptBytes) {
      const source = await steady(stages.opening(bundle));
      return good({ source, sha256: source.sha256Hex, stages });
    }
    const bytes = bundle instanceof Uint8Array ? bundle : await bundle.read(0, sizeBytes);
    return good({ source: sourceOfBytes(bytes), sha256: await sha256Hex(bytes), stages });
  } catch (error) {
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('internal');
  }
};

/**
 * A bundle's entries. A reader of anybody's bytes meets what nobody thought of: that, too, is a file that cannot be read.
 * Problems: those of `openContainer`, internal.
 */
export const openBundle = async ({ source }: ReadBundle): Promise<Result<ReadonlyMap<string, Content>>> => {
  try {
    return await openContainer(source, verifyLimits.container);
  } catch (error) {
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('internal');
  }
};
