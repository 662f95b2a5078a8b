import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import pkcs11js from 'pkcs11js';
import { CeremonyError } from '../model/error.ts';
import { sameToken } from '../model/values.ts';
import { watchedCryptoki, type Cryptoki } from './cryptoki.ts';
import { CryptokiError, faultless, refuse } from './errors.ts';
import { describeToken, trimmed, versionText, type TokenAddress, type TokenInfo } from './token.ts';

export type ModuleInfo = {
  readonly path: string;
  /** SHA-256 of the library's file, hex. */
  readonly sha256: string;
  readonly manufacturer: string;
  readonly description: string;
  readonly libraryVersion: string;
  readonly cryptokiVersion: string;
};

export type Pkcs11Module = {
  readonly info: ModuleInfo;
  /** Every token present now, also blank ones. Asks the module anew each time. */
  readonly tokens: () => readonly TokenInfo[];
  /**
   * Starts the module again, so that it sees tokens that came, went, or were made by another process (SoftHSM looks only
   * then). Every session and every object handle is dead afterwards. Throws `module-failed` while a call is under way.
   */
  readonly rescan: () => void;
  /** Ends the module when the last one who opened it closes it. Throws `module-failed` while a call is under way. */
  readonly close: () => void;
  /** For this folder only: the library, and the count of its starts, which tells live handles from dead ones. */
  readonly cryptoki: pkcs11js.PKCS11;
  readonly generation: () => number;
};

export type ModuleOptions = {
  /** The library's own start parameters, as NSS softokn needs them. */
  readonly parameters?: string;
};

type Opened = { readonly module: Pkcs11Module; readonly parameters: string | undefined; users: number };

/** A library can be initialised once in a process, so everyone who opens the same file shares one handle. */
const opened = new Map<string, Opened>();

const readLibrary = (path: string): { readonly file: string; readonly sha256: string } => {
  try {
    const file = realpathSync(path);
    return { file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
  } catch (error) {
    const isDirectory = error instanceof Error && 'code' in error && error.code === 'EISDIR';
    throw new CeremonyError(isDirectory ? 'module-not-pkcs11' : 'module-not-found', { path }, error);
  }
};

/** Loads without starting it. A library without C_GetFunctionList must be let go at once: to call into it would crash. */
const load = (path: string): Cryptoki => {
  const library = new pkcs11js.PKCS11();
  try {
    library.load(path);
    return watchedCryptoki(library);
  } catch (error) {
    library.close();
    const reason = error instanceof Error ? error.message : '';
    const code =
      reason.includes('CKR_') || reason.includes('cannot open shared object')
        ? 'module-failed'
        : 'module-not-pkcs11';
    throw new CeremonyError(code, { path, function: 'C_GetFunctionList', reason }, error);
  }
};

type Slot = { readonly slot: pkcs11js.Handle; readonly token: TokenInfo };

/**
 * What is in a slot. Nothing, where a slot cannot say what is in it: a card may have left since the list was made, or be broken,
 * and must not hide the others.
 */
const lookInto = (cryptoki: pkcs11js.PKCS11, slot: pkcs11js.Handle): readonly Slot[] => {
  try {
    return [{ slot, token: describeToken(cryptoki.C_GetSlotInfo(slot), cryptoki.C_GetTokenInfo(slot)) }];
  } catch (error) {
    if (error instanceof CryptokiError && error.rv !== 'CKR_CRYPTOKI_NOT_INITIALIZED') return [];
    throw error;
  }
};

/** For this folder only: the tokens with the slots they are in at this moment. */
export const slots = (cryptoki: pkcs11js.PKCS11): readonly Slot[] =>
  cryptoki.C_GetSlotList(true).flatMap((slot) => lookInto(cryptoki, slot));

type Remembered = {
  readonly generation: number;
  readonly occupied: string;
  /** By the token's name; none for a name that two tokens give. */
  readonly slots: ReadonlyMap<string, pkcs11js.Handle | null>;
};

const nameOf = ({ label, serial }: TokenAddress): string => JSON.stringify([label, serial]);

/** Where each token was when all were last asked, and which slots were occupied then. */
const remembered = new WeakMap<Pkcs11Module, Remembered>();

const byName = (present: readonly Slot[]): Remembered['slots'] => {
  const named = new Map<string, pkcs11js.Handle | null>();
  for (const { slot, token } of present) named.set(nameOf(token), named.has(nameOf(token)) ? null : slot);
  return named;
};

/**
 * The tokens of this label and serial. As long as the same slots are occupied, only the one is asked that it was in before: to ask
 * them all takes most of a second where there are a dozen readers. The token itself is asked every time.
 */
const find = (module: Pkcs11Module, address: TokenAddress): readonly Slot[] => {
  const { cryptoki } = module;
  const generation = module.generation();
  const handles = cryptoki.C_GetSlotList(true);
  const occupied = handles.map((handle) => handle.toString('hex')).join();
  const isIt = ({ token }: Slot) => sameToken(token, address);

  const before = remembered.get(module);
  const isAsBefore = before?.generation === generation && before.occupied === occupied;
  const slot = isAsBefore ? (before.slots.get(nameOf(address)) ?? null) : null;
  const again = slot === null ? [] : lookInto(cryptoki, slot).filter(isIt);
  if (again.length > 0) return again;
  const present = handles.flatMap((handle) => lookInto(cryptoki, handle));
  remembered.set(module, { generation, occupied, slots: byName(present) });
  return present.filter(isIt);
};

/** For this folder only: whether the token is there at this moment. */
export const isPresent = (module: Pkcs11Module, address: TokenAddress): boolean =>
  find(module, address).length > 0;

/**
 * The token of this label and serial, if it is there at this moment; of several that say so, one. Asks no other as long as it is where
 * it was. Throws `module-failed`.
 */
export const tokenPresent = (module: Pkcs11Module, address: TokenAddress): TokenInfo | undefined =>
  faultless(() => find(module, address)[0]?.token);

/** For this folder only, inside an `attempt`. Refuses with `token-absent` or, where two say the same, `token-ambiguous`. */
export const slotOf = (module: Pkcs11Module, address: TokenAddress): Slot => {
  const [found, second] = find(module, address);
  const details = { label: address.label, serial: address.serial };
  if (found === undefined) return refuse('token-absent', details);
  if (second !== undefined) return refuse('token-ambiguous', details);
  return found;
};

/** Does it, unless the library says that it is so already. */
const unless = (rv: string, work: () => void): void => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CryptokiError && error.rv === rv)) throw error;
  }
};

const start = (
  file: string,
  sha256: string,
  parameters: string | undefined,
  leave: () => boolean,
): Pkcs11Module => {
  const { api, pendingCalls } = load(file);
  let generation = 0;
  let running = false;

  const initialise = () => {
    api.C_Initialize({
      // Without OS locking, calls on worker threads crash SoftHSM.
      flags: pkcs11js.CKF_OS_LOCKING_OK,
      // pkcs11js loses the last character.
      ...(parameters === undefined ? {} : { libraryParameters: `${parameters} ` }),
    });
    running = true;
  };

  /**
   * Starts it anew. A start or an end that was done although it was reported as failed counts as done when it is tried again. From the
   * end on, numbers of sessions and objects mean nothing, or something else: also where the start is reported as failed and was done.
   */
  const restart = () => {
    unless('CKR_CRYPTOKI_NOT_INITIALIZED', finalise);
    generation += 1;
    unless('CKR_CRYPTOKI_ALREADY_INITIALIZED', initialise);
    running = true;
  };

  /** To finalise under a worker thread's feet would crash the process. */
  const requireIdle = () => {
    if (pendingCalls() > 0) {
      throw new CeremonyError('module-failed', { function: 'C_Finalize', reason: 'a call is under way' });
    }
  };

  const finalise = () => {
    if (!running) return;
    api.C_Finalize();
    running = false;
  };

  try {
    faultless(initialise);
    const info = faultless(() => api.C_GetInfo());
    return {
      info: {
        path: file,
        sha256,
        manufacturer: trimmed(info.manufacturerID),
        description: trimmed(info.libraryDescription),
        libraryVersion: versionText(info.libraryVersion),
        cryptokiVersion: versionText(info.cryptokiVersion),
      },
      tokens: () => faultless(() => slots(api).map(({ token }) => token)),
      rescan: () => {
        requireIdle();
        faultless(restart);
      },
      close: () => {
        requireIdle();
        if (!leave()) return;
        faultless(finalise);
        api.close();
      },
      cryptoki: api,
      generation: () => generation,
    };
  } catch (error) {
    api.close();
    throw error;
  }
};

/**
 * Loads a PKCS#11 library and starts it (C_Initialize with OS locking). The same file opened again gives the same module.
 * Throws `module-not-found`, `module-not-pkcs11` (not a library, or one without C_GetFunctionList) or `module-failed`.
 */
export const openModule = (path: string, { parameters }: ModuleOptions = {}): Pkcs11Module => {
  const { file, sha256 } = readLibrary(path);
  const present = opened.get(file);
  if (present !== undefined) {
    if (present.parameters !== parameters) {
      throw new CeremonyError('module-failed', { path, reason: 'open with other parameters' });
    }
    present.users += 1;
    return present.module;
  }
  const module = start(file, sha256, parameters, () => {
    const entry = opened.get(file);
    if (entry === undefined) return false;
    entry.users -= 1;
    if (entry.users > 0) return false;
    return opened.delete(file);
  });
  opened.set(file, { module, parameters, users: 1 });
  return module;
};
