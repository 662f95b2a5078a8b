import { CeremonyError } from '../model/error.ts';
import { equal, joined } from './bytes.ts';
import { hasher, sha256, sha256Hex } from './digest.ts';

/**
 * Bytes that lie somewhere and are read in pieces: a file of the system's, or of a browser's. Reading throws a CeremonyError
 * file-unreadable.
 */
export type Source = {
  readonly sizeBytes: number;
  /** These bytes, all of them. */
  readonly read: (offset: number, lengthBytes: number) => Promise<Uint8Array>;
};

/** Bytes that can be had again and again. */
export type Pieces = { readonly pieces: () => AsyncIterable<Uint8Array> };

/** What an archive holds under a name: its bytes, or a way to have them in pieces, where they are too many to be kept. */
export type Content = Uint8Array | Streamed;
export type Streamed = Pieces & {
  readonly sizeBytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256Hex: string;
};

/** Views of the bytes, not copies. */
export const sourceOfBytes = (bytes: Uint8Array): Source => ({
  sizeBytes: bytes.length,
  read: (offset, lengthBytes) => Promise.resolve(bytes.subarray(offset, offset + lengthBytes)),
});

/** `name`: for those who are told that it cannot be read. */
export const sourceOfBlob = (blob: Blob, name: string): Source => ({
  sizeBytes: blob.size,
  read: async (offset, lengthBytes) => {
    try {
      return new Uint8Array(await blob.slice(offset, offset + lengthBytes).arrayBuffer());
    } catch (cause) {
      throw new CeremonyError('file-unreadable', { path: name }, cause);
    }
  },
});

/** Few enough that what was made of a piece is let go of before the collector takes it for something that stays. */
const pieceBytes = 256 * 1024;

/** A part of a source from its beginning to its end. */
export async function* piecesOfSource(
  source: Source,
  start = 0,
  end = source.sizeBytes,
): AsyncGenerator<Uint8Array> {
  for (let offset = start, next = start; offset < end; offset = next) {
    // No further than a block reaches: of a source that is read by blocks, none need be joined.
    next = Math.min(offset - (offset % pieceBytes) + pieceBytes, end);
    yield await source.read(offset, next - offset);
  }
}

export const sizeOf = (content: Uint8Array | { readonly sizeBytes: number }): number =>
  content instanceof Uint8Array ? content.length : content.sizeBytes;

export const piecesOf = (content: Uint8Array | Pieces): AsyncIterable<Uint8Array> =>
  content instanceof Uint8Array ? piecesOfSource(sourceOfBytes(content)) : content.pieces();

/** 64 lower-case hexadecimal digits. */
export const contentSha256Hex = (content: Content): Promise<string> =>
  content instanceof Uint8Array ? sha256Hex(content) : Promise.resolve(content.sha256Hex);

/** What is short enough to be kept as a whole. @throws CeremonyError bundle-too-large for what is not */
export const wholeOf = (content: Content): Uint8Array => {
  if (content instanceof Uint8Array) return content;
  throw new CeremonyError('bundle-too-large', { sizeBytes: content.sizeBytes });
};

export const gathered = async (pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return joined(parts);
};

/** A source that was read to its end once: whatever is read of it again are the same bytes. */
export type Steady = Source & { readonly sha256Hex: string };

/** Blocks that are kept: whoever reads headers comes back to the same one. */
const keptBlocks = 4;

/**
 * Reads a source once, to hash it, and holds it to that: it is too large to be kept, but a medium that gave other bytes at the
 * second reading would have one file judged and another named. Every later reading is by blocks whose SHA-256 is known.
 *
 * @throws CeremonyError file-unreadable, also at reading what has changed since
 */
export const steady = async (source: Source): Promise<Steady> => {
  const whole = hasher();
  const digests: Uint8Array[] = [];
  for await (const piece of piecesOfSource(source)) {
    whole.update(piece);
    digests.push(await sha256(piece));
  }
  const kept = new Map<number, Uint8Array>();
  const block = async (index: number): Promise<Uint8Array> => {
    const known = kept.get(index);
    if (known !== undefined) return known;
    const start = index * pieceBytes;
    const bytes = await source.read(start, Math.min(pieceBytes, source.sizeBytes - start));
    if (!equal(await sha256(bytes), digests[index] ?? new Uint8Array()))
      throw new CeremonyError('file-unreadable', { reason: 'changed' });
    kept.set(index, bytes);
    const [oldest] = kept.keys();
    if (kept.size > keptBlocks && oldest !== undefined) kept.delete(oldest);
    return bytes;
  };
  return {
    sizeBytes: source.sizeBytes,
    sha256Hex: whole.hex(),
    read: async (offset, lengthBytes) => {
      const end = Math.min(offset + lengthBytes, source.sizeBytes);
      const parts: Uint8Array[] = [];
      for (let at = offset; at < end;) {
        const index = Math.floor(at / pieceBytes);
        const start = index * pieceBytes;
        const part = (await block(index)).subarray(at - start, end - start);
        parts.push(part);
        at += part.length;
      }
      const [only = new Uint8Array(), another] = parts;
      return another === undefined ? only : joined(parts);
    },
  };
};
