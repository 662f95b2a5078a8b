import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CeremonyError } from '../ceremonies/model/error.ts';

/** A module by its path; with the library's own start parameters, where it needs any (NSS softokn does). */
const module = z.union([
  z
    .string()
    .min(1)
    .transform((path) => ({ path, parameters: undefined })),
  z.strictObject({ path: z.string().min(1), parameters: z.string().min(1) }),
]);

const schema = z.strictObject({ hsm: module, cards: module });
export type ModuleSettings = z.infer<typeof schema>;

/**
 * Which PKCS#11 modules real ceremonies use: `modules.json` in the program's folder.
 *
 * @throws CeremonyError module-not-found where there is no such file, modules-malformed
 */
export const readModuleSettings = (folder: string): ModuleSettings => {
  const path = join(folder, 'modules.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CeremonyError('module-not-found', { path }, cause);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CeremonyError('modules-malformed', { path }, cause);
  }
};
