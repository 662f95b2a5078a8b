import { join } from 'node:path';
import { CeremonyError, must } from '../model/error.ts';
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
export const rehearsalPins = { hsm: '24682468', transport: '13571357', card: '112358' } as const;

export const rehearsalHsmLabel = 'Rehearsal HSM';
/** The first, then as many more as keys were rebuilt into. */
const hsmLabelOf = (number: number): string =>
  number === 1 ? rehearsalHsmLabel : `${rehearsalHsmLabel} ${number}`;
export const playsHsm = ({ label }: { readonly label: string }): boolean =>
  /^Rehearsal HSM( \d+)?$/.test(label);
const freshCardLabel = (number: number): string => `Fresh card ${String(number).padStart(2, '0')}`;

const initialise = (module: Pkcs11Module, label: string, userPin: string): void => {
  must(initialiseToken(module, { kind: 'blank' }, { label, soPin: rehearsalPins.transport, userPin }));
  // SoftHSM shows its next blank slot only after a new start.
  module.rescan();
};

/** Certificates are public objects: whatever took part in a ceremony shows one without a PIN. */
const isUnused = (module: Pkcs11Module, token: TokenInfo): boolean => {
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

export type Furniture = {
  /** Fresh cards, at least so many. */
  readonly cards: number;
  /** `empty`: no ceremony has used it, as keys are rebuilt into. */
  readonly hsm: 'any' | 'empty';
};

/** Sees to it that the room has an HSM, and its fresh cards. Idempotent. */
export const furnishRehearsalRoom = (module: Pkcs11Module, { cards, hsm }: Furniture): void => {
  const present = module.tokens().filter((token) => token.initialised);
  const hsms = present.filter(playsHsm);
  if (!hsms.some((token) => hsm === 'any' || isUnused(module, token)))
    initialise(module, hsmLabelOf(hsms.length + 1), rehearsalPins.hsm);
  const cardsThere = present.filter((token) => token.label.startsWith('Fresh card '));
  const fresh = cardsThere.filter((token) => isUnused(module, token)).length;
  const used = cardsThere.length;
  for (let number = 1; number <= cards - fresh; number += 1) {
    initialise(module, freshCardLabel(used + number), rehearsalPins.transport);
  }
};
