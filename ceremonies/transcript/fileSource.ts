import { open, readFile, stat } from 'node:fs/promises';
import type { Source } from '../formats/source.ts';
import { CeremonyError } from '../model/error.ts';

/**
 * A file as a source. It is opened for each piece, so that nobody has to close it; whoever reads it more than once holds it to what
 * it was (`steady`).
 */
export const fileSource = (path: string, sizeBytes: number): Source => ({
  sizeBytes,
  read: async (offset, lengthBytes) => {
    try {
      return await readPart(path, offset, lengthBytes);
    } catch (cause) {
      throw new CeremonyError('file-unreadable', { path }, cause);
    }
  },
});

/** A file as it can be had: a pipe has no size, and is read as a whole. */
export const openFile = async (path: string): Promise<Source | Uint8Array> => {
  const found = await stat(path);
  return found.isFile() ? fileSource(path, found.size) : readFile(path);
};

const readPart = async (path: string, offset: number, lengthBytes: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(lengthBytes);
  const file = await open(path);
  try {
    for (let at = 0; at < lengthBytes;) {
      const { bytesRead } = await file.read(bytes, at, lengthBytes - at, offset + at);
      if (bytesRead === 0) throw new CeremonyError('file-unreadable', { path, reason: 'shorter' });
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
};
