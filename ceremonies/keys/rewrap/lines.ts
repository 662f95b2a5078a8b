import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { lineMaxBytes } from '../../model/inventory.ts';
import { fileError } from '../../transcript/appendFile.ts';

export type Line = {
  /** From 1. */
  readonly number: number;
  /** Without its end; null where it is longer than a line may be, or no UTF-8. */
  readonly text: string | null;
  /** Whether it has an end, which a torn write leaves out. */
  readonly ended: boolean;
  /** Where the next line begins. */
  readonly nextAtBytes: number;
};

/** A file's lines, one after another, in memory that does not grow with the file. */
export type LineReader = {
  /** Null once the file is over. */
  readonly next: () => Line | null | Promise<Line | null>;
  /** SHA-256 of what was read: of the whole file, once it is over. */
  readonly sha256: () => string;
  /** What was read so far; the whole file's size, once it is over. */
  readonly sizeBytes: () => number;
  readonly close: () => Promise<void>;
};

const newline = 0x0a;
const chunkBytes = 4 * lineMaxBytes;
const replacement = '\ufffd';

/** @throws CeremonyError file-absent, file-unreadable, not-writable */
export const openLines = async (path: string): Promise<LineReader> => {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw fileError(cause, path);
  });
  const digest = createHash('sha256');
  // Room for the beginning of a line, and a chunk behind it.
  const buffer = Buffer.allocUnsafeSlow(lineMaxBytes + chunkBytes);
  let start = 0;
  let end = 0;
  let number = 0;
  let nextAtBytes = 0;
  let readBytes = 0;
  /** How much of a line that is too long was let go. */
  let skippedBytes = 0;

  /** Replacement characters may stand there by right, so bytes that have none need no second look. */
  const decode = (to: number): string | null => {
    if (skippedBytes > 0 || to - start > lineMaxBytes) return null;
    const text = buffer.toString('utf8', start, to);
    return text.includes(replacement) && !isUtf8(buffer.subarray(start, to)) ? null : text;
  };

  const take = (to: number, ended: boolean): Line => {
    number += 1;
    const text = decode(to);
    const next = ended ? to + 1 : to;
    nextAtBytes += skippedBytes + next - start;
    skippedBytes = 0;
    start = next;
    return { number, text, ended, nextAtBytes };
  };

  /** False at the end of the file. */
  const fill = async (): Promise<boolean> => {
    if (end - start > lineMaxBytes) {
      skippedBytes += end - start;
      start = end;
    }
    buffer.copyWithin(0, start, end);
    end -= start;
    start = 0;
    const { bytesRead } = await handle.read(buffer, end, chunkBytes, readBytes).catch((cause: unknown) => {
      throw fileError(cause, path);
    });
    digest.update(buffer.subarray(end, end + bytesRead));
    end += bytesRead;
    readBytes += bytesRead;
    return bytesRead > 0;
  };

  const findEnd = (): number => {
    const at = buffer.indexOf(newline, start);
    return at < end ? at : -1;
  };

  const refill = async (): Promise<Line | null> => {
    while (await fill()) {
      const at = findEnd();
      if (at >= 0) return take(at, true);
    }
    return end > start || skippedBytes > 0 ? take(end, false) : null;
  };

  return {
    next: () => {
      const at = start < end ? findEnd() : -1;
      return at >= 0 ? take(at, true) : refill();
    },
    sha256: () => digest.copy().digest('hex'),
    sizeBytes: () => readBytes,
    close: () => handle.close(),
  };
};

/** Lends a file's lines for the length of `act`. */
export const withLines = async <T>(path: string, act: (lines: LineReader) => Promise<T>): Promise<T> => {
  const lines = await openLines(path);
  try {
    return await act(lines);
  } finally {
    await lines.close();
  }
};

/** A file's digest, and how many lines it has. @throws as `openLines` */
export const countLines = (path: string): Promise<{ readonly sha256: string; readonly count: number }> =>
  withLines(path, async (lines) => {
    let count = 0;
    while ((await lines.next()) !== null) count += 1;
    return { sha256: lines.sha256(), count };
  });
