import { CeremonyError, bad, good, type ErrorCode, type Result } from '../model/error.ts';
import { concat, equal, fromUtf8, toUtf8, view } from './bytes.ts';

/**
 * The part of the ZIP format (PKWARE APPNOTE 6.3) that has one meaning to every tool. Written: entries stored, one after the
 * other, without extra fields, data descriptors or times. Stored, because DEFLATE has many encodings of one content, and here
 * every bit should count. Read: the same, and deflated entries too, so that a container packed anew still verifies.
 */

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const sizes = { local: 30, central: 46, end: 22 } as const;
const methods = { stored: 0, deflated: 8 } as const;

/** General purpose flags that change nothing for a reader: how hard the deflater tried, and UTF-8 names. */
const flags = { effort: 0x0006, utf8: 0x0800 } as const;

const version = 20;
const madeByUnix = 3 << 8;
/** 1980-01-01 00:00:00, the format's first moment. */
const dosDate = 0x0021;
const regularFile = 0o100644;

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let remainder = index;
  for (let bit = 0; bit < 8; bit += 1)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
};

// --- names ---

/** A name that is harmless and the same file on every system: relative, forward slashes, nothing that a file system would rewrite. */
const isSafePath = (path: string): boolean =>
  path.length <= 240 &&
  !/[\\:*?"<>|]|\p{Cc}|\p{Cf}|\p{Surrogate}/u.test(path) &&
  path.split('/').every((part) => part !== '' && !/^ |[ .]$/.test(part));

/** What two names have in common when a file system that ignores case or Unicode spelling takes them for one. */
const fold = (path: string): string => path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

/** The first fault in a list of names: an unsafe one, one name twice, or a name that is also another's folder. */
const findPathFault = (paths: readonly string[]): ErrorCode | undefined => {
  if (!paths.every(isSafePath)) return 'bundle-entry-path';
  const folded = new Set(paths.map(fold));
  if (folded.size !== paths.length) return 'bundle-entry-twice';
  const isFolder = (path: string) =>
    path.split('/').some((_, index, parts) => index > 0 && folded.has(parts.slice(0, index).join('/')));
  return [...folded].some(isFolder) ? 'bundle-entry-path' : undefined;
};

// --- writing ---

const integers = (...pairs: readonly (readonly [value: number, sizeBytes: 2 | 4])[]): Uint8Array =>
  Uint8Array.from(
    pairs.flatMap(([value, sizeBytes]) =>
      Array.from({ length: sizeBytes }, (_, index) => Math.floor(value / 256 ** index) % 256),
    ),
  );

/** What a local header and its central directory record have in common, from "version needed" to "extra length". */
const commonHeader = (name: Uint8Array, content: Uint8Array): Uint8Array =>
  integers(
    [version, 2],
    [name.some((byte) => byte >= 0x80) ? flags.utf8 : 0, 2],
    [methods.stored, 2],
    [0, 2],
    [dosDate, 2],
    [crc32(content), 4],
    [content.length, 4],
    [content.length, 4],
    [name.length, 2],
    [0, 2],
  );

/**
 * Writes the entries in the order given: the same entries give the same bytes.
 *
 * @throws CeremonyError bundle-entry-path, bundle-entry-twice, bundle-too-large (65 535 entries, 4 GiB)
 */
export const writeZip = (files: ReadonlyMap<string, Uint8Array>): Uint8Array => {
  const fault = findPathFault([...files.keys()]);
  if (fault !== undefined) throw new CeremonyError(fault);
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = toUtf8(path);
    const common = commonHeader(name, content);
    const local = concat(integers([signatures.local, 4]), common, name);
    const ownership = integers([0, 2], [0, 2], [0, 2], [regularFile * 0x10000, 4], [offset, 4]);
    centrals.push(integers([signatures.central, 4], [madeByUnix | version, 2]), common, ownership, name);
    locals.push(local, content);
    offset += local.length + content.length;
  }
  const directory = concat(...centrals);
  if (files.size >= 0xffff || offset + directory.length >= 0xffffffff)
    throw new CeremonyError('bundle-too-large');
  const counts = integers([0, 2], [0, 2], [files.size, 2], [files.size, 2]);
  const end = integers([directory.length, 4], [offset, 4], [0, 2]);
  return concat(...locals, directory, integers([signatures.end, 4]), counts, end);
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

type Packed = {
  readonly path: string;
  readonly stored: boolean;
  readonly crc: number;
  readonly packed: Uint8Array;
  readonly sizeBytes: number;
};

const malformed = (reason: string) => new CeremonyError('bundle-malformed', { reason });

const dataView = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where the central directory lies, by the end record, which must be the file's last bytes. */
const readEnd = (bytes: Uint8Array) => {
  const start = bytes.length - sizes.end;
  const data = dataView(bytes);
  if (start < 0) throw new CeremonyError('bundle-not-zip');
  if (data.getUint32(start, true) !== signatures.end) {
    // A comment, or anything else, after the end record: still a zip, but not ours.
    const earliest = Math.max(0, start - 0xffff);
    for (let at = start - 1; at >= earliest; at -= 1) {
      if (data.getUint32(at, true) === signatures.end) throw malformed('trailing-bytes');
    }
    throw new CeremonyError('bundle-not-zip');
  }
  const u16 = (at: number) => data.getUint16(start + at, true);
  const u32 = (at: number) => data.getUint32(start + at, true);
  const [count, sizeBytes, offset] = [u16(10), u32(12), u32(16)];
  const oneDisk = u16(4) === 0 && u16(6) === 0 && u16(8) === count;
  if (!oneDisk || u16(20) !== 0 || offset + sizeBytes !== start) throw malformed('end-record');
  return { count, directory: bytes.subarray(offset, start), offset };
};

const isRegularFile = (externalAttributes: number): boolean => {
  const type = (externalAttributes >>> 16) & 0o170000;
  const folderOrVolume = 0x18;
  return (type === 0 || type === 0o100000) && (externalAttributes & folderOrVolume) === 0;
};

const readPath = (name: Uint8Array, entryFlags: number): string => {
  if (name.some((byte) => byte >= 0x80) && (entryFlags & flags.utf8) === 0) throw malformed('name-encoding');
  try {
    return fromUtf8(name);
  } catch {
    throw new CeremonyError('bundle-entry-path');
  }
};

/**
 * The central directory's records with the bytes of each entry. Local headers must say the very same, and they and
 * their entries must fill the file from its first byte to the directory, without gap or overlap.
 */
const readDirectory = (bytes: Uint8Array, limits: ZipLimits): readonly Packed[] => {
  const { count, directory, offset: directoryOffset } = readEnd(bytes);
  if (count > limits.entries) throw new CeremonyError('bundle-too-large', { entries: count });
  const data = dataView(directory);
  const records: Packed[] = [];
  let [at, expectedOffset, totalBytes] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    if (at + sizes.central > directory.length) throw malformed('directory');
    const u16 = (field: number) => data.getUint16(at + field, true);
    const u32 = (field: number) => data.getUint32(at + field, true);
    if (u32(0) !== signatures.central) throw malformed('directory');
    const [entryFlags, method, crc] = [u16(8), u16(10), u32(16)];
    const [packedBytes, sizeBytes, nameBytes] = [u32(20), u32(24), u16(28)];
    const common = directory.subarray(at + 6, at + 32);
    const name = directory.subarray(at + sizes.central, at + sizes.central + nameBytes);
    if (name.length !== nameBytes) throw malformed('directory');

    if ((entryFlags & ~(flags.effort | flags.utf8)) !== 0) throw malformed('flags');
    if (method !== methods.stored && method !== methods.deflated) throw malformed('method');
    const extras = u16(30) !== 0 || u16(32) !== 0 || u16(34) !== 0;
    if (extras || u16(36) > 1) throw malformed('extra');
    const path = readPath(name, entryFlags);
    if (!isRegularFile(u32(38))) throw new CeremonyError('bundle-entry-path', { entry: index + 1 });

    const local = bytes.subarray(expectedOffset, directoryOffset);
    const agrees =
      u32(42) === expectedOffset &&
      local.length >= sizes.local + nameBytes &&
      dataView(local).getUint32(0, true) === signatures.local &&
      equal(local.subarray(4, sizes.local), common) &&
      equal(local.subarray(sizes.local, sizes.local + nameBytes), name);
    if (!agrees) throw malformed('local-header');
    const start = sizes.local + nameBytes;
    const packed = local.subarray(start, start + packedBytes);
    if (packed.length !== packedBytes) throw malformed('local-header');

    totalBytes += sizeBytes;
    if (sizeBytes > limits.entryBytes || totalBytes > limits.totalBytes) {
      throw new CeremonyError('bundle-too-large', { entry: index + 1 });
    }
    records.push({ path, stored: method === methods.stored, crc, packed, sizeBytes });
    expectedOffset += start + packedBytes;
    at += sizes.central + nameBytes;
  }
  if (at !== directory.length) throw malformed('directory');
  if (expectedOffset !== directoryOffset) throw malformed('gap');
  return records;
};

/** Inflates, and stops as soon as there is more than expected. Undefined when the stream is damaged, cut or too long. */
const inflate = async (packed: Uint8Array, sizeBytes: number): Promise<Uint8Array | undefined> => {
  const reader = new Blob([view(packed)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .getReader();
  const content = new Uint8Array(sizeBytes);
  let filled = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (filled + chunk.value.length > sizeBytes) {
        await reader.cancel();
        return undefined;
      }
      content.set(chunk.value, filled);
      filled += chunk.value.length;
    }
  } catch {
    return undefined;
  }
  return filled === sizeBytes ? content : undefined;
};

const unpack = async ({ stored, packed, sizeBytes }: Packed): Promise<Uint8Array | undefined> => {
  if (stored) return packed.length === sizeBytes ? packed.slice() : undefined;
  const content = await inflate(packed, sizeBytes);
  // Some runtimes stop silently at the end of the stream. If it also ends without its last byte, something hides behind it.
  const hides = content !== undefined && (await inflate(packed.subarray(0, -1), sizeBytes)) !== undefined;
  return hides ? undefined : content;
};

/**
 * Reads every entry, in the file's order. Sizes are bounded before anything is unpacked and while it is.
 * Problems: bundle-not-zip, bundle-malformed, bundle-entry-path, bundle-entry-twice, bundle-entry-changed, bundle-too-large.
 */
export const readZip = async (
  bytes: Uint8Array,
  limits: ZipLimits = defaultZipLimits,
): Promise<Result<readonly ZipEntry[]>> => {
  try {
    const records = readDirectory(bytes, limits);
    const fault = findPathFault(records.map(({ path }) => path));
    if (fault !== undefined) return bad(fault);
    const entries: ZipEntry[] = [];
    for (const [index, record] of records.entries()) {
      const content = await unpack(record);
      if (content === undefined || crc32(content) !== record.crc) {
        return bad('bundle-entry-changed', { entry: record.path, index: index + 1 });
      }
      entries.push({ path: record.path, content, stored: record.stored });
    }
    return good(entries);
  } catch (error) {
    if (error instanceof CeremonyError) return bad(error.code, error.details);
    throw error;
  }
};
