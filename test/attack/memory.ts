import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const chunkBytes = 32 * 1024 * 1024;
/** As long as any needle. */
const overlapBytes = 4096;

/**
 * What a process has in memory, piece by piece: everything that it can write, and what it made itself. What the kernel gives nobody
 * is left out. Throws where this process may not look into that one.
 */
export const memoryOf = function* (pid: number): Generator<Buffer> {
  const regions = readFileSync(`/proc/${pid}/maps`, 'latin1')
    .split('\n')
    .map((line) => /^([0-9a-f]+)-([0-9a-f]+) (r\S+) \S+ \S+ (\d+)\s*(.*)$/.exec(line))
    .filter((region) => region !== null)
    .filter(([, , , rights = '', inode]) => rights.includes('w') || inode === '0')
    .filter(([, , , , , name = '']) => !name.startsWith('[v'));
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const [, from = '', to = ''] of regions) {
      const end = parseInt(to, 16);
      for (let at = parseInt(from, 16); at < end; at += chunkBytes - overlapBytes) {
        const piece = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - at));
        try {
          yield piece.subarray(0, readSync(memory, piece, 0, piece.length, at));
        } catch (error) {
          // A page that went meanwhile, or that a device holds.
          if (!(error instanceof Error && 'code' in error && error.code === 'EIO')) throw error;
        }
        if (end - at <= chunkBytes) break;
      }
    }
  } finally {
    closeSync(memory);
  }
};
