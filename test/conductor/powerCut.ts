import { openAppendFile, type OpenAppendFile } from '../../ceremonies/transcript/appendFile.ts';

export class PowerCut extends Error {}

/** The power fails at the nth write; `torn`: with half of it on the disk. */
export const fileThatFails = (writesBefore: number, torn: boolean): OpenAppendFile => {
  let writes = 0;
  return async (path, mode) => {
    const file = await openAppendFile(path, mode);
    return {
      ...file,
      append: async (piece) => {
        if (writes === writesBefore) {
          if (torn) await file.append(piece.subarray(0, piece.length >> 1));
          throw new PowerCut();
        }
        writes += 1;
        await file.append(piece);
      },
    };
  };
};

/** With EVERY_POINT set every point is walked; otherwise a sample. */
export const strideOf = (sample: number): number => (process.env['EVERY_POINT'] === undefined ? sample : 1);
