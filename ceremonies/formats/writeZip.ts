import { CeremonyError } from '../model/error.ts';
import { joined, toUtf8 } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { findPathFault } from './zipPaths.ts';

/**
 * ZIP archives (PKWARE APPNOTE 6.3) as this program writes them: entries stored, one after the other, without extra fields, data
 * descriptors or times. Stored, because DEFLATE has many encodings of one content. zip.ts reads them, and whatever others
 * write, by a library: two hands that would have to err alike.
 */

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
/** Version 1.0 of the format is asked of whoever reads it; 2.0, on Unix, made it. */
const versionNeeded = 10;
const madeBy = (3 << 8) | 20;
const stored = 0;
/** 1980-01-01 00:00:00, the format's first moment, as the format writes it: no time zone comes into it. */
const firstMoment = 0x00210000;
const utf8Names = 0x0800;
const regularFile = 0o100644 * 0x10000;

/** Zip64 begins where these end; nothing here comes near them. */
const most = { entries: 0xffff, bytes: 0xffffffff } as const;

type Field = readonly [sizeBytes: 2 | 4, value: number];
const short = (value: number): Field => [2, value];
const long = (value: number): Field => [4, value];

/** Numbers one after the other, the lowest octet first. */
const header = (...fields: readonly Field[]): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(fields.reduce((sum, [sizeBytes]) => sum + sizeBytes, 0));
  const data = new DataView(bytes.buffer);
  let at = 0;
  for (const [sizeBytes, value] of fields) {
    if (sizeBytes === 2) data.setUint16(at, value, true);
    else data.setUint32(at, value, true);
    at += sizeBytes;
  }
  return bytes;
};

/** What stands before the content and in the directory alike (APPNOTE 4.3.7 and 4.3.12, from "version needed" to "extra field length"). */
const described = (path: string, name: Uint8Array, content: Uint8Array): readonly Field[] => [
  short(versionNeeded),
  short(name.length === path.length ? 0 : utf8Names),
  short(stored),
  long(firstMoment),
  long(crc32(content)),
  long(content.length),
  long(content.length),
  short(name.length),
  short(0),
];

/**
 * Writes the entries in the order given: the same entries give the same bytes.
 *
 * @throws CeremonyError bundle-entry-path, bundle-entry-twice, bundle-too-large (65 535 entries, 4 GiB)
 */
export const writeZip = (files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> => {
  const fault = findPathFault([...files.keys()], []);
  if (fault !== undefined) throw new CeremonyError(fault);
  const entries: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = toUtf8(path);
    const fields = described(path, name, content);
    const local = header(long(signatures.local), ...fields);
    // No comment, on the first disk, not marked as text.
    const place = [short(0), short(0), short(0), long(regularFile), long(offset)];
    const central = header(long(signatures.central), short(madeBy), ...fields, ...place);
    entries.push(local, name, content);
    directory.push(central, name);
    offset += local.length + name.length + content.length;
  }
  const directoryBytes = directory.reduce((sum, part) => sum + part.length, 0);
  if (files.size >= most.entries || offset + directoryBytes >= most.bytes)
    throw new CeremonyError('bundle-too-large');
  const counts = [short(0), short(0), short(files.size), short(files.size)];
  const end = header(long(signatures.end), ...counts, long(directoryBytes), long(offset), short(0));
  return joined([...entries, ...directory, end]);
};
