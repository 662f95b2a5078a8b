import {
  configure,
  ERR_BAD_FORMAT,
  ERR_EOCDR_NOT_FOUND,
  ERR_INVALID_COMPRESSED_DATA,
  ERR_INVALID_CRC32,
  ERR_INVALID_UNCOMPRESSED_SIZE,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  WARNING_DUPLICATE_FILENAME,
  ZipReader,
  ZipWriter,
  type Entry,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { CeremonyError, bad, good, type ErrorCode, type Result } from '../model/error.ts';
import { toUtf8, view } from './bytes.ts';
import { crc32 } from './crc32.ts';

/**
 * ZIP archives (PKWARE APPNOTE 6.3) that have one meaning to every tool. Written: entries stored, one after the other, without
 * extra fields, data descriptors or times. Stored, because DEFLATE has many encodings of one content. Read: whatever an ordinary
 * tool makes of the same files, with compression, folders, times and owners; refused, what two tools could take for different files.
 */

/**
 * Without the gzip that the library prefers for its checksum: behind the end of a stream, a gzip reader goes on to the next
 * member, which no other unzipper would. Raw DEFLATE ends where it ends, and the library computes the checksum.
 */
class RawInflate extends DecompressionStream {
  constructor(format: CompressionFormat) {
    if (format !== 'deflate-raw') throw new TypeError(format);
    super(format);
  }
}
configure({ useWebWorkers: false, useCompressionStream: true, DecompressionStream: RawInflate });

// --- names ---

/** A name that is harmless and the same file on every system: relative, forward slashes, nothing that a file system would rewrite. */
const isSafePath = (path: string): boolean =>
  path.length <= 240 &&
  !/[\\:*?"<>|\ufffd]|\p{Cc}|\p{Cf}|\p{Surrogate}/u.test(path) &&
  path.split('/').every((part) => part !== '' && !/^ |[ .]$/.test(part));

/** What two names have in common when a file system that ignores case or Unicode spelling takes them for one. */
const fold = (path: string): string => path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

/** The first fault in an archive's names: an unsafe one, one file twice, or a file that is also a folder. */
const findPathFault = (files: readonly string[], folders: readonly string[]): ErrorCode | undefined => {
  if (![...files, ...folders].every(isSafePath)) return 'bundle-entry-path';
  const folded = new Set(files.map(fold));
  if (folded.size !== files.length) return 'bundle-entry-twice';
  const parents = [...folded].flatMap((path) =>
    path.split('/').map((_, index, parts) => parts.slice(0, index).join('/')),
  );
  const isFile = (folder: string) => folded.has(folder);
  return [...parents, ...folders.map(fold)].some(isFile) ? 'bundle-entry-path' : undefined;
};

// --- writing ---

/** 1980-01-01 00:00:00, the format's first moment, as the format writes it: no time zone comes into it. */
const rawLastModDate = 0x00210000;
const madeByUnix = (3 << 8) | 20;
const regularFile = 0o100644 * 0x10000;

/** Of an entry, in both places, but for its name. */
const headerBytes = 30 + 46;

/** Zip64 begins where these end; nothing here comes near them. */
const most = { entries: 0xffff, bytes: 0xffffffff } as const;

/**
 * Writes the entries in the order given: the same entries give the same bytes.
 *
 * @throws CeremonyError bundle-entry-path, bundle-entry-twice, bundle-too-large (65 535 entries, 4 GiB)
 */
export const writeZip = async (files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array<ArrayBuffer>> => {
  const fault = findPathFault([...files.keys()], []);
  if (fault !== undefined) throw new CeremonyError(fault);
  const contentBytes = [...files].reduce(
    (sum, [path, content]) => sum + headerBytes + 2 * toUtf8(path).length + content.length,
    0,
  );
  if (files.size >= most.entries || contentBytes >= most.bytes) throw new CeremonyError('bundle-too-large');
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    level: 0,
    zip64: false,
    dataDescriptor: false,
    extendedTimestamp: false,
    rawLastModDate,
    versionMadeBy: madeByUnix,
    externalFileAttributes: regularFile,
  });
  for (const [path, content] of files) {
    await writer.add(path, new Uint8ArrayReader(view(content)), {
      useUnicodeFileNames: toUtf8(path).length !== path.length,
    });
  }
  return writer.close();
};

// --- reading ---

export type ZipLimits = {
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
};

export const defaultZipLimits: ZipLimits = {
  entries: 4096,
  entryBytes: 64 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
};

export type ZipEntry = { readonly path: string; readonly content: Uint8Array; readonly stored: boolean };

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
const beginsAsZip = (bytes: Uint8Array): boolean =>
  firstSignature.every((byte, index) => bytes[index] === byte);

const contentFaults = new Set([
  ERR_INVALID_CRC32,
  ERR_INVALID_UNCOMPRESSED_SIZE,
  ERR_INVALID_COMPRESSED_DATA,
]);

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

/** Every entry, in the order of the file. Sizes are bounded before anything is unpacked. */
const readEntries = async (reader: ZipReader<unknown>, limits: ZipLimits): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  let totalBytes = 0;
  // Names are judged below, by stricter rules.
  for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
    if (entries.length === limits.entries)
      throw new CeremonyError('bundle-too-large', { entries: limits.entries });
    requireOrdinary(entry, entries.length);
    totalBytes += entry.uncompressedSize;
    if (entry.uncompressedSize > limits.entryBytes || totalBytes > limits.totalBytes)
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
const requireNoGaps = (bytes: Uint8Array, entries: readonly Entry[], directoryOffset: number): void => {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let expected = [0];
  for (const { offset, compressedSize, bitFlag } of entries) {
    if (!expected.includes(offset) || offset + localHeaderBytes > bytes.length) throw malformed('gap');
    const extraStart = offset + localHeaderBytes + data.getUint16(offset + 26, true);
    const contentStart = extraStart + data.getUint16(offset + 28, true);
    requireHarmlessExtras(bytes.subarray(extraStart, contentStart));
    const end = contentStart + compressedSize;
    expected = bitFlag?.dataDescriptor === true ? descriptorBytes.map((size) => end + size) : [end];
  }
  if (!expected.includes(directoryOffset)) throw malformed('gap');
};

/** Node.js 20 ends silently where the stream ends. If that is before the packed content's end, something hides there. */
const hidesBytes = async (packed: Uint8Array<ArrayBuffer>): Promise<boolean> => {
  const inflated = new Blob([packed.subarray(0, -1)]).stream().pipeThrough(new RawInflate('deflate-raw'));
  return new Response(inflated).arrayBuffer().then(
    () => true,
    () => false,
  );
};

const unpack = async (bytes: Uint8Array, entry: FileEntry, index: number): Promise<ZipEntry> => {
  const changed = new CeremonyError('bundle-entry-changed', { entry: entry.filename, index: index + 1 });
  const stored = entry.compressionMethod === methods.stored;
  const into = new Uint8ArrayWriter();
  const packed = (): Uint8Array<ArrayBuffer> => {
    const start = entry.localDirectory?.dataOffset ?? 0;
    return view(bytes).subarray(start, start + entry.compressedSize);
  };
  try {
    if (stored) {
      // The library judges the headers. What they lead to is the content, and is not sent through the library's streams.
      await entry.getData(into, { checkOverlappingEntryOnly: true });
      const content = packed();
      if (content.length !== entry.uncompressedSize || crc32(content) !== entry.crc32) throw changed;
      return { path: entry.filename, content, stored };
    }
    // The library stops as soon as there is more than the entry said.
    const content = await entry.getData(into, { checkCrc32: true, checkOverlappingEntry: true });
    if (await hidesBytes(packed())) throw changed;
    return { path: entry.filename, content, stored };
  } catch (error) {
    throw error instanceof Error && contentFaults.has(error.message) ? changed : error;
  }
};

/**
 * Reads every file, in the archive's order. Folders are nothing of their own.
 * Problems: bundle-not-zip, bundle-malformed, bundle-entry-path, bundle-entry-twice, bundle-entry-changed, bundle-too-large.
 */
export const readZip = async (
  bytes: Uint8Array,
  limits: ZipLimits = defaultZipLimits,
): Promise<Result<readonly ZipEntry[]>> => {
  try {
    const reader = new ZipReader(new Uint8ArrayReader(view(bytes)), { strictness: 'strict' });
    const entries = await readEntries(reader, limits);
    const names = entries.map(({ filename }) => filename);
    const folders = names.filter((name) => name.endsWith('/')).map((name) => name.slice(0, -1));
    const fault = findPathFault(
      names.filter((name) => !name.endsWith('/')),
      folders,
    );
    if (fault !== undefined) return bad(fault);
    requireNoGaps(bytes, entries, reader.directoryOffset ?? bytes.length);
    const files: ZipEntry[] = [];
    for (const [index, entry] of entries.entries()) {
      if (!entry.directory) files.push(await unpack(bytes, entry, index));
    }
    return good(files);
  } catch (error) {
    const { code, details } = archiveFault(error);
    return bad(code, code === 'bundle-not-zip' && beginsAsZip(bytes) ? { reason: 'cut-short' } : details);
  }
};
