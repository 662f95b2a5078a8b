import { piecesOf, sizeOf, type Content, type Pieces, type Source } from '../formats/source.ts';

/** How far a verification is, from 0 to 1. Never goes back. */
export type Progress = (share: number) => void;

/** The parts of the work, each with the share of it that is done when it ends. Rough: reading is fast, and signatures are not. */
const ends = { opened: 0.25, read: 0.6, checked: 1 } as const;
type Stage = keyof typeof ends;
const begins: Readonly<Record<Stage, number>> = { opened: 0, read: ends.opened, checked: ends.read };

export type Stages = {
  /** Of a bundle that is read twice: to hash it, and to unpack it. */
  readonly opening: (source: Source) => Source;
  readonly reading: (content: Content) => Pieces;
  /** One of so many is done, each time that it is called. */
  readonly checking: (total: number) => () => void;
};

export const stagesOf = (tell: Progress = () => undefined): Stages => {
  let told = 0;
  const advance = (stage: Stage, done: number): void => {
    const share = begins[stage] + (ends[stage] - begins[stage]) * Math.min(1, done);
    if (share <= told) return;
    told = share;
    tell(share);
  };
  return {
    opening: (source) => {
      let readBytes = 0;
      return {
        sizeBytes: source.sizeBytes,
        read: (offset, lengthBytes) => {
          readBytes += lengthBytes;
          advance('opened', readBytes / (2 * source.sizeBytes));
          return source.read(offset, lengthBytes);
        },
      };
    },
    reading: (content) => counted(content, (done) => advance('read', done)),
    checking: (total) => {
      let done = 0;
      return () => {
        done += 1;
        advance('checked', done / total);
      };
    },
  };
};

const counted = (content: Content, tell: Progress): Pieces => ({
  async *pieces() {
    let readBytes = 0;
    for await (const piece of piecesOf(content)) {
      yield piece;
      readBytes += piece.length;
      tell(readBytes / sizeOf(content));
    }
  },
});
