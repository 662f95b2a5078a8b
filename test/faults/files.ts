import { CeremonyError } from '../../ceremonies/model/error.ts';
import { openAppendFile, type OpenAppendFile } from '../../ceremonies/transcript/appendFile.ts';
import type { Board } from './board.ts';

/**
 * What goes wrong with one write of the journal. `cut` and `torn`: the power fails before it, with nothing or with half of it on
 * the disk. `full`: the disk has no room for it, and has when it is tried again.
 */
export type FileFault = 'cut' | 'torn' | 'full';

/** Thrown where a process without power would do nothing any more. */
export class PowerCut extends Error {}

/** Journals whose writes are counted, and one of which fails; none is written once the power is off. */
export const openFiles = (board: Board) => {
  let writes = 0;
  let struck = 0;
  let planned: { readonly write: number; readonly fault: FileFault } | null = null;

  const openFile: OpenAppendFile = async (path, mode) => {
    if (board.isDark()) throw new PowerCut();
    const file = await openAppendFile(path, mode);
    const append = async (piece: Uint8Array): Promise<void> => {
      if (board.isDark()) throw new PowerCut();
      writes += 1;
      if (planned?.write !== writes) return file.append(piece);
      struck += 1;
      if (planned.fault === 'full') throw new CeremonyError('disk-full', { path });
      if (planned.fault === 'torn') await file.append(piece.subarray(0, piece.length >> 1));
      board.goDark();
      throw new PowerCut();
    };
    return { ...file, append };
  };

  return {
    openFile,
    writes: () => writes,
    struck: () => struck,
    clear: () => {
      writes = 0;
      struck = 0;
      planned = null;
    },
    /** The nth write from here on fails, from 1; whatever was planned before and has not struck does not. */
    plan: (nth: number, fault: FileFault) => {
      planned = { write: writes + nth, fault };
    },
    /** What was planned and has not struck does not. */
    cancel: () => {
      planned = null;
    },
  };
};

export type Files = ReturnType<typeof openFiles>;
