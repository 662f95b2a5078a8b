import type { FileHandle } from 'node:fs/promises';
import { CeremonyError } from '../../model/error.ts';

/** How far a backup is sealed or opened. */
export type Progress = {
  readonly doneBytes: number;
  /** The size of the input. */
  readonly totalBytes: number;
  /** Since the beginning. */
  readonly bytesPerSecond: number;
};

export type OnProgress = (progress: Progress) => void;

/** Large enough that a call costs nothing beside its work, small enough to stay in the processor's cache. */
export const chunkBytes = 1024 * 1024;

/**
 * The file's bytes in chunks, from an offset on, the next one being read while one is used. A chunk's memory is used again for the one after
 * the next: use it, change it, but do not keep it.
 */
export async function* readChunks(handle: FileHandle, startsAt = 0): AsyncGenerator<Uint8Array, void, void> {
  const buffers = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)] as const;
  let position = startsAt;
  const read = (buffer: Buffer) => handle.read(buffer, 0, chunkBytes, position);
  let pending = read(buffers[0]);
  try {
    for (let turn = 0; ; turn += 1) {
      const { bytesRead, buffer } = await pending;
      if (bytesRead === 0) return;
      position += bytesRead;
      pending = read(turn % 2 === 0 ? buffers[1] : buffers[0]);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    // Whoever closes the file must not close it under a read.
    await pending.catch(() => undefined);
  }
}

const progressEveryMs = 100;

/** Counts the bytes of the input, and tells at the first of them, about ten times a second, and at the end. */
export const openMeter = (
  totalBytes: number,
  onProgress: OnProgress,
): { readonly add: (sizeBytes: number) => void; readonly finish: () => void } => {
  const startedMs = performance.now();
  let toldMs = -Infinity;
  let doneBytes = 0;
  const tell = (nowMs: number) => {
    toldMs = nowMs;
    const seconds = (nowMs - startedMs) / 1000;
    onProgress({ doneBytes, totalBytes, bytesPerSecond: seconds > 0 ? doneBytes / seconds : 0 });
  };
  return {
    add: (sizeBytes) => {
      doneBytes += sizeBytes;
      const nowMs = performance.now();
      if (nowMs - toldMs >= progressEveryMs) tell(nowMs);
    },
    finish: () => tell(performance.now()),
  };
};

/** @throws CeremonyError cancelled */
export const requireGoingOn = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted === true) throw new CeremonyError('cancelled');
};
