import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readInventory } from '../keys/rewrap/readInventory.ts';
import { CeremonyError, must } from '../model/error.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import type { State } from '../model/state.ts';
import { fileError } from '../transcript/appendFile.ts';
import { deedsOf } from '../verify/deeds.ts';
import { deedLines } from './summaryLine.ts';

/** What every rotation of a rehearsal moves. */
export type RehearsedData = { readonly inventory: string | null; readonly backups: string | null };

/**
 * What is to be moved, before anything is played: by the time that a rotation looks, a key was made for nothing.
 *
 * @throws CeremonyError file-absent, file-unreadable, not-a-file, not-writable, inventory-malformed, seal-key-symmetric
 */
export const lookAtData = async (
  { inventory, backups }: RehearsedData,
  algorithm: KeyAlgorithm,
): Promise<void> => {
  if (inventory !== null) {
    const found = await stat(inventory).catch(() => null);
    if (found === null) await accessFolder(dirname(inventory), constants.W_OK);
    else if (!found.isFile()) throw new CeremonyError('not-a-file', { path: inventory });
    else must(await readInventory(inventory));
  }
  if (backups !== null) {
    // No backup can be sealed to an AES key.
    if (algorithm === 'aes256') throw new CeremonyError('seal-key-symmetric');
    await accessFolder(backups, constants.R_OK);
  }
};

/** What a rotation says of the data that it moved. */
export const movedIn = (state: State): readonly string[] =>
  deedLines({ kind: 'rotate', destroyed: [], moved: deedsOf(state).moved });

/** @throws CeremonyError file-exists */
export const mustBeFree = async (path: string): Promise<void> => {
  if (await stat(path).catch(() => null)) throw new CeremonyError('file-exists', { path });
};

/** @throws CeremonyError file-absent, not-writable, file-unreadable */
const accessFolder = async (path: string, mode: number): Promise<void> => {
  try {
    if (!(await stat(path)).isDirectory()) throw new CeremonyError('file-absent', { path });
    await access(path, mode);
  } catch (cause) {
    throw mode === constants.R_OK && cause instanceof Error && 'code' in cause && cause.code === 'EACCES'
      ? new CeremonyError('file-unreadable', { path }, cause)
      : fileError(cause, path);
  }
};
