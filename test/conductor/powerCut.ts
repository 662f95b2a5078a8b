import { openAppendFile, type OpenAppendFile } from '../../ceremonies/transcript/appendFile.ts';
import { PowerCut } from '../faults/files.ts';

/** The power fails when an event of this type is to be written. */
export const cutAt =
  (type: string): OpenAppendFile =>
  async (path, mode) => {
    const file = await openAppendFile(path, mode);
    return {
      ...file,
      append: (piece) => {
        if (Buffer.from(piece).includes(`"type":"${type}"`)) throw new PowerCut();
        return file.append(piece);
      },
    };
  };
