import { join } from 'node:path';
import { CeremonyError, type Result } from '../model/error.ts';
import { initialiseToken } from '../tokens/initialise.ts';
import { openModule, type Pkcs11Module } from '../tokens/module.ts';
import { openSession } from '../tokens/session.ts';
import { readCertificates } from '../tokens/certificates.ts';
import { findSoftHsm, useSoftHsmDirectory } from '../tokens/softhsm.ts';
import type { TokenInfo } from '../tokens/token.ts';

/**
 * A rehearsal room: software tokens that play one HSM and fresh cards as they come from the factory. Its PINs are no
 * secrets: everybody who rehearses must know them, and production refuses its tokens.
 */
export const rehearsalPins = { hsm: '24682468', transport: '13571357' } as const;

export const rehearsalHsmLabel = 'Rehearsal HSM';
const freshCardLabel = (number: number): string => `Fresh card ${String(number).padStart(2, '0')}`;

const made = (result: Result<TokenInfo>): void => {
  if (!result.ok) throw new CeremonyError(result.problem.code, result.problem.details);
};

const initialise = (module: Pkcs11Module, label: string, userPin: string): void => {
  made(initialiseToken(module, { kind: 'blank' }, { label, soPin: rehearsalPins.transport, userPin }));
  // SoftHSM shows its next blank slot only after a new start.
  module.rescan();
};

const isFresh = (module: Pkcs11Module, token: TokenInfo): boolean => {
  if (!token.label.startsWith('Fresh card ')) return false;
  const session = openSession(module, token, { kind: 'none' });
  if (!session.ok) return false;
  const certificates = readCertificates(session.value);
  session.value.close();
  return certificates.ok && certificates.value.length === 0;
};

/**
 * Opens SoftHSM2 over a directory of its own, or another module as it is configured.
 *
 * @throws CeremonyError module-not-found when SoftHSM2 is not installed
 */
export const openRehearsalModule = (directory: string, modulePath: string | null): Pkcs11Module => {
  const path = modulePath ?? findSoftHsm();
  if (path === null) throw new CeremonyError('module-not-found', { path: 'softhsm2' });
  if (modulePath === null || process.env['SOFTHSM2_CONF'] === undefined)
    useSoftHsmDirectory(join(directory, 'softhsm'));
  return openModule(path);
};

/** Sees to it that the room has its HSM and at least `cards` fresh cards. Idempotent. */
export const furnishRehearsalRoom = (module: Pkcs11Module, cards: number): void => {
  const present = module.tokens().filter((token) => token.initialised);
  if (!present.some((token) => token.label === rehearsalHsmLabel))
    initialise(module, rehearsalHsmLabel, rehearsalPins.hsm);
  const fresh = present.filter((token) => isFresh(module, token)).length;
  const used = present.filter((token) => token.label.startsWith('Fresh card ')).length;
  for (let number = 1; number <= cards - fresh; number += 1) {
    initialise(module, freshCardLabel(used + number), rehearsalPins.transport);
  }
};
