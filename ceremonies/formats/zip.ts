import {
  configure,
  ERR_BAD_FORMAT,
  ERR_EOCDR_NOT_FOUND,
  Reader,
  Uint8ArrayWriter,
  WARNING_DUPLICATE_FILENAME,
  ZipReader,
  type Entry,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { CeremonyError, bad, good, type Result } from '../model/error.ts';
import { view } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { hasher } from './digest.ts';
import { gathered, piecesOfSource, sourceOfBytes, wholeOf, type Content, type Source } from './source.ts';
import { findPathFault } from './zipPaths.ts';

/**
 * ZIP archives (PKWARE APPNOTE 6.3) that have one meaning to every tool. Read is whatever an ordinary tool makes of the same files,
 * with compression, folders, times and owners; refused, what two tools could take for different files.
 */

// Nothing is unpacked by the library: behind the end of a stream, the gzip reader that it prefers would go on to the next member,
// which no other unzipper does.
configure({ useWebWorkers: false });

export type ZipLimits = {
  readonly entries: number;
  /** Of what is kept. */
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** Entries that are not kept once they are longer than `keptBytes`, but unpacked as often as they are read. */
  readonly streamed?: {
    readonly paths: ReadonlySet<string>;
    readonly keptBytes: number;
    readonly entryBytes: number;
  };
};

export const defaultZipLimits = {
  entries: 4096,
  entryBytes: 64 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
} as const satisfies ZipLimits;

type Packed<Holds> = { readonly path: string; readonly content: Holds; readonly stored: boolean };
export type ZipEntry = Packed<Content>;

const malformed = (reason: string) => new CeremonyError('bundle-malformed', { reason });

/** What the library throws of an archive, in our codes. */
const archiveFault = (error: unknown): CeremonyError => {
  if (error instanceof CeremonyError) return error;
  const message = error instanceof Error ? error.message : '';
  if (message === ERR_BAD_FORMAT || message === ERR_EOCDR_NOT_FOUND)
    return new CeremonyError('bundle-not-zip');
  const twice = error instanceof Error && 'reason' in error && error.reason === WARNING_DUPLICATE_FILENAME;
  return twice ? new CeremonyError('bundle-entry-twice') : malformed('archive');
};

const firstSignature = [0x50, 0x4b, 0x03, 0x04] as const;
const beginsAsZip = async (source: Source): Promise<boolean> => {
  const bytes = await source.read(0, Math.min(firstSignature.length, source.sizeBytes));
  return firstSignature.every((byte, index) => bytes[index] === byte);
};

const methods = { stored: 0, deflated: 8 } as const;
const unixTypes = { mask: 0o170000, unknown: 0, folder: 0o040000, file: 0o100000 } as const;
const isVolume = ({ externalFileAttributes }: Entry): boolean => (externalFileAttributes & 0x08) !== 0;

/** What ordinary tools note of sizes, times and owners (APPNOTE 4.5 and 4.6). Any other field could rename a file, or hide one. */
const harmlessExtras: ReadonlySet<number> = new Set([0x0001, 0x000a, 0x5455, 0x5855, 0x7855, 0x7875]);

const requireHarmlessExtras = (extra: Uint8Array): void => {
  const data = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  let at = 0;
  while (at < extra.length) {
    if (at + 4 > extra.length || !harmlessExtras.has(data.getUint16(at, true)))
      throw malformed('extra-field');
    at += 4 + data.getUint16(at + 2, true);
  }
  if (at > extra.length) throw malformed('extra-field');
};

/** Refuses what the library would read, but others might not, or not alike. */
const requireOrdinary = (entry: Entry, index: number): void => {
  if (entry.encrypted) throw malformed('encrypted');
  if (entry.compressionMethod !== methods.stored && entry.compressionMethod !== methods.deflated)
    throw malformed('method');
  const unixType = (entry.externalFileAttributes >>> 16) & unixTypes.mask;
  const isFolder = entry.filename.endsWith('/');
  const types: readonly number[] = [unixTypes.unknown, isFolder ? unixTypes.folder : unixTypes.file];
  const fits = types.includes(unixType) && entry.directory === isFolder && !isVolume(entry);
  if (!fits) throw new CeremonyError('bundle-entry-path', { entry: index + 1 });
  if (isFolder && entry.uncompressedSize !== 0) throw malformed('folder');
  requireHarmlessExtras(entry.rawExtraField);
};

const isStreamed = ({ streamed }: ZipLimits, { filename, uncompressedSize }: Entry): boolean =>
  streamed !== undefined && streamed.paths.has(filename) && uncompressedSize > streamed.keptBytes;

/** Every entry, in the order of the file. Sizes are bounded before anything is unpacked. */
const readEntries = async (reader: ZipReader<unknown>, limits: ZipLimits): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  let keptBytes = 0;
  // Names are judged below, by stricter rules.
  for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
    if (entries.length === limits.entries)
      throw new CeremonyError('bundle-too-large', { entries: limits.entries });
    requireOrdinary(entry, entries.length);
    const { uncompressedSize: sizeBytes } = entry;
    const mostBytes = isStreamed(limits, entry) ? (limits.streamed?.entryBytes ?? 0) : limits.entryBytes;
    if (!isStreamed(limits, entry)) keptBytes += sizeBytes;
    if (sizeBytes > mostBytes || keptBytes > limits.totalBytes)
      throw new CeremonyError('bundle-too-large', { entry: entries.length + 1 });
    entries.push(entry);
  }
  if (reader.comment.length > 0) throw malformed('comment');
  return entries.sort((a, b) => a.offset - b.offset);
};

/** Of a data descriptor: with or without its signature, and with sizes of 4 or 8 bytes. */
const descriptorBytes = [12, 16, 20, 24];
const localHeaderBytes = 30;

/** Demands that local headers hold no odd fields either, and that the entries fill the file from its first byte to the directory, without gap or overlap. */
const requireNoGaps = async (
  source: Source,
  entries: readonly Entry[],
  directoryOffset: number,
): Promise<void> => {
  let expected = [0];
  for (const { offset, compressedSize, bitFlag } of entries) {
    if (!expected.includes(offset) || offset + localHeaderBytes > source.sizeBytes) throw malformed('gap');
    const header = await source.read(offset, localHeaderBytes);
    const data = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const extraStart = offset + localHeaderBytes + data.getUint16(26, true);
    const extraBytes = data.getUint16(28, true);
    if (extraBytes > 0) requireHarmlessExtras(await source.read(extraStart, extraBytes));
    const end = extraStart + extraBytes + compressedSize;
    expected = bitFlag?.dataDescriptor === true ? descriptorBytes.map((size) => end + size) : [end];
  }
  if (!expected.includes(directoryOffset)) throw malformed('gap');
};

/** Raw DEFLATE (RFC 1951), as far as it is asked for. */
async function* inflated(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = packed[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(view(next.value));
    },
  });
  const reader = stream.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Node.js 20 ends silently where the stream ends. If that is before the packed content's end, something hides there. */
const hidesBytes = async (allButLast: AsyncIterable<Uint8Array>): Promise<boolean> => {
  try {
    const pieces = inflated(allButLast);
    while ((await pieces.next()).done !== true);
    return true;
  } catch (error) {
    if (error instanceof CeremonyError) throw error;
    return false;
  }
};

/** The library judges the headers. What they lead to is the content, and is not sent through the library's streams. */
const unpack = async (
  source: Source,
  entry: FileEntry,
  index: number,
  limits: ZipLimits,
): Promise<ZipEntry> => {
  const damaged = () =>
    new CeremonyError('bundle-entry-damaged', { entry: entry.filename, index: index + 1 });
  const { uncompressedSize: sizeBytes, compressedSize } = entry;
  const stored = entry.compressionMethod === methods.stored;
  await entry.getData(new Uint8ArrayWriter(), { checkOverlappingEntryOnly: true });
  const start = entry.localDirectory?.dataOffset ?? 0;
  const end = start + compressedSize;
  if (stored && compressedSize !== sizeBytes) throw damaged();

  /** Stops as soon as there is more than the entry said. */
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let unpackedBytes = 0;
    const packed = piecesOfSource(source, start, end);
    for await (const piece of stored ? packed : inflated(packed)) {
      unpackedBytes += piece.length;
      if (unpackedBytes > sizeBytes) throw damaged();
      yield piece;
    }
  }
  /** Gives its SHA-256 where it is too long to be hashed as a whole. */
  const checked = async (content: AsyncIterable<Uint8Array>, isLong: boolean): Promise<string> => {
    const hash = isLong ? hasher() : null;
    let [sum, unpackedBytes] = [0, 0];
    for await (const piece of content) {
      sum = crc32(piece, sum);
      unpackedBytes += piece.length;
      hash?.update(piece);
    }
    if (unpackedBytes !== sizeBytes || sum !== entry.crc32) throw damaged();
    if (!stored && (await hidesBytes(piecesOfSource(source, start, end - 1)))) throw damaged();
    return hash?.hex() ?? '';
  };

  try {
    if (isStreamed(limits, entry)) {
      const sha256Hex = await checked(pieces(), true);
      return { path: entry.filename, content: { sizeBytes, pieces, sha256Hex }, stored };
    }
    const content = stored ? await source.read(start, sizeBytes) : await gathered(pieces());
    await checked(piecesOfSource(sourceOfBytes(content)), false);
    return { path: entry.filename, content, stored };
  } catch (error) {
    throw error instanceof CeremonyError ? error : damaged();
  }
};

/** The library's way to ask for bytes. */
class SourceReader extends Reader<Source> {
  readonly #source: Source;
  constructor(source: Source) {
    super(source);
    this.#source = source;
    this.size = source.sizeBytes;
  }
  override readUint8Array(offset: number, lengthBytes: number): Promise<Uint8Array> {
    return this.#source.read(offset, Math.max(0, Math.min(lengthBytes, this.size - offset)));
  }
}

/**
 * Reads every file, in the archive's order. Folders are nothing of their own.
 * Problems: bundle-not-zip, bundle-malformed, bundle-entry-path, bundle-entry-twice, bundle-entry-damaged, bundle-too-large,
 * those of reading the source.
 */
export const openZip = async (source: Source, limits: ZipLimits): Promise<Result<readonly ZipEntry[]>> => {
  try {
    const reader = new ZipReader(new SourceReader(source), { strictness: 'strict' });
    const entries = await readEntries(reader, limits);
    const names = entries.map(({ filename }) => filename);
    const folders = names.filter((name) => name.endsWith('/')).map((name) => name.slice(0, -1));
    const fault = findPathFault(
      names.filter((name) => !name.endsWith('/')),
      folders,
    );
    if (fault !== undefined) return bad(fault);
    await requireNoGaps(source, entries, reader.directoryOffset ?? source.sizeBytes);
    const files: ZipEntry[] = [];
    for (const [index, entry] of entries.entries()) {
      if (!entry.directory) files.push(await unpack(source, entry, index, limits));
    }
    return good(files);
  } catch (error) {
    const { code, details } = archiveFault(error);
    const cutShort = code === 'bundle-not-zip' && (await beginsAsZip(source));
    return bad(code, cutShort ? { reason: 'cut-short' } : details);
  }
};

/** The same of bytes that are at hand, all of it kept. */
export const readZip = async (
  bytes: Uint8Array,
  { entries, entryBytes, totalBytes }: ZipLimits = defaultZipLimits,
): Promise<Result<readonly Packed<Uint8Array>[]>> => {
  const read = await openZip(sourceOfBytes(bytes), { entries, entryBytes, totalBytes });
  return read.ok
    ? good(read.value.map(({ content, ...entry }) => ({ ...entry, content: wholeOf(content) })))
    : read;
};
