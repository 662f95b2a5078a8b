import {
  configure,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { CeremonyError } from '../model/error.ts';
import { toUtf8, view } from './bytes.ts';
import { findPathFault } from './zipPaths.ts';

/**
 * ZIP archives (PKWARE APPNOTE 6.3) as this program writes them: entries stored, one after the other, without extra fields, data
 * descriptors or times. Stored, because DEFLATE has many encodings of one content.
 */

configure({ useWebWorkers: false });

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
