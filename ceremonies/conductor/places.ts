import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Where the data lies that a rotation moves, as this machine calls it: kept beside the journal, so that whoever goes on after a power
 * cut is not asked again, and the end can say where everything is. No part of the transcript: a path says nothing to an auditor.
 */
const fileName = 'places.json';
const path = z.string().min(1).max(4096);
const dataPaths = z.strictObject({ inventory: path.nullable(), backups: path.nullable(), out: path });
export type DataPaths = Readonly<z.infer<typeof dataPaths>>;

/** Null where nothing was remembered, or nothing that can be read: people are asked. */
export const recallPlaces = async (sitting: string): Promise<DataPaths | null> => {
  try {
    return dataPaths.safeParse(JSON.parse(await readFile(join(sitting, fileName), 'utf8'))).data ?? null;
  } catch {
    return null;
  }
};

/** A disk that takes nothing more is no reason to stop: then people are asked again. */
export const rememberPlaces = async (sitting: string, places: DataPaths): Promise<void> => {
  const name = join(sitting, fileName);
  try {
    // Never half of it under its name.
    await writeFile(`${name}.part`, `${JSON.stringify(places)}\n`, { mode: 0o600, flush: true });
    await rename(`${name}.part`, name);
  } catch {
    return;
  }
};
