import { CeremonyError } from '../model/error.ts';
import { openModule, type Pkcs11Module } from '../tokens/module.ts';
import { findSoftHsm } from '../tokens/softhsm.ts';
import { misused } from './options.ts';
import type { CommandName } from './signatures.ts';

/** What `--module` and `--parameters` name. */
type Named = { readonly module: string | undefined; readonly parameters: string | undefined };

/**
 * The module that a command was told to use, started as it was told; SoftHSM2 where it was told nothing.
 *
 * @throws CeremonyError usage, module-not-found, and those of `openModule`
 */
export const openNamed = (command: CommandName, { module, parameters }: Named): Pkcs11Module => {
  if (parameters !== undefined && module === undefined)
    throw misused('option-needs', { command, option: '--parameters', needs: '--module' });
  const path = module ?? findSoftHsm();
  if (path === null) throw new CeremonyError('module-not-found', { path: 'softhsm2' });
  return openModule(path, parameters === undefined ? {} : { parameters });
};
