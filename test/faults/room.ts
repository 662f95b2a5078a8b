import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useSoftHsmDirectory } from '../../ceremonies/tokens/softhsm.ts';
import { openTestRoom, type TestRoom } from '../conductor/rehearsalRoom.ts';
import { softHsmLibrary } from '../tokens/softhsm.ts';
import { openBoard, type Board } from './board.ts';
import { buildModule } from './module.ts';

/** The tokens of a room, as they were at one moment. */
export type Place = { readonly tokens: string };

export type FaultRoom = {
  readonly room: TestRoom;
  readonly board: Board;
  /** Takes every token away. */
  readonly empty: () => void;
  /** Keeps a copy of every token as it is now. */
  readonly keep: () => Place;
  /** Puts the tokens back as they were, and gives an empty directory for an engine. */
  readonly goBack: (place: Place) => string;
};

/** Memory, where the system lends some as a directory: a walk writes the same few files again and again. */
const quickPlace = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** A room of SoftHSM2 tokens behind the module of `module.c`. One a process. */
export const openFaultRoom = (): FaultRoom => {
  const own = mkdtempSync(join(quickPlace(), 'faults-'));
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  const board = openBoard(join(own, 'board'));
  let here = join(own, 'first');
  useSoftHsmDirectory(here);
  const room = openTestRoom((directory) => buildModule(directory, softHsmLibrary(), board.path));

  /** From its next start on, the module finds its tokens in another directory. */
  const moveTo = (place: string): void => {
    board.clear();
    useSoftHsmDirectory(place);
    room.module.rescan();
    rmSync(here, { recursive: true, force: true });
    here = place;
  };

  return {
    room,
    board,
    empty: () => moveTo(mkdtempSync(join(own, 'tokens-'))),
    keep: () => {
      const tokens = mkdtempSync(join(own, 'kept-'));
      cpSync(here, tokens, { recursive: true });
      return { tokens };
    },
    goBack: (place) => {
      const tokens = mkdtempSync(join(own, 'tokens-'));
      cpSync(place.tokens, tokens, { recursive: true });
      moveTo(tokens);
      const engine = join(own, 'engine');
      rmSync(engine, { recursive: true, force: true });
      mkdirSync(engine);
      return engine;
    },
  };
};
