import pkcs11js from 'pkcs11js';
import type { Result } from '../model/error.ts';
import { attempt, attemptAsync, CryptokiError, meaningOf, refuse } from './errors.ts';
import { isPresent, slotOf, type Pkcs11Module } from './module.ts';
import type { PinState, TokenAddress, TokenInfo } from './token.ts';

/** How to log in. The PIN must be a string, which cannot be wiped: drop it as soon as this returns. */
export type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'user'; readonly pin: string }
  | { readonly kind: 'so'; readonly pin: string };

export type Session = {
  readonly module: Pkcs11Module;
  readonly token: TokenAddress;
  readonly login: Login['kind'];
  /**
   * False when the token was logged in already by another session of this program: PKCS#11 shares a login among all of
   * them, and the token did not look at the PIN.
   */
  readonly pinChecked: boolean;
  /** False on a token that lets nobody write. */
  readonly writable: boolean;
  /** Closes the session; the last logged-in one to a token logs out. A second call does nothing. */
  readonly close: () => void;
  /** For this folder only. Refuses with `token-removed` once the session is closed or its module was started again. */
  readonly handle: () => pkcs11js.Handle;
};

/**
 * Of a token that is gone, modules report whatever failed first; so after any failure, look whether it is still there. A session
 * in which an operation was begun that nobody can end (its beginning failed after it had been done) is good for nothing more.
 */
const explain = (session: Session, error: unknown): never => {
  if (error instanceof CryptokiError && error.rv === 'CKR_OPERATION_ACTIVE') {
    session.close();
    return refuse('token-removed', { function: error.fn, code: error.rv });
  }
  if (error instanceof CryptokiError && !isPresent(session.module, session.token)) {
    return refuse('token-removed', { function: error.fn, code: error.rv });
  }
  throw error;
};

/** `attempt` for work in a session. */
export const attemptIn = <T>(session: Session, work: () => T): Result<T> =>
  attempt(() => {
    try {
      return work();
    } catch (error) {
      return explain(session, error);
    }
  });

export const attemptAsyncIn = <T>(session: Session, work: () => Promise<T>): Promise<Result<T>> =>
  attemptAsync(async () => {
    try {
      return await work();
    } catch (error) {
      return explain(session, error);
    }
  });

/** How many open sessions rely on the login to one token of one start of a module. */
const loggedIn = new WeakMap<Pkcs11Module, Map<string, number>>();

const loginKey = (module: Pkcs11Module, { label, serial }: TokenAddress) =>
  JSON.stringify([module.generation(), label, serial]);

const countLogin = (module: Pkcs11Module, address: TokenAddress, change: 1 | -1): number => {
  const counts = loggedIn.get(module) ?? new Map<string, number>();
  loggedIn.set(module, counts);
  const key = loginKey(module, address);
  const count = (counts.get(key) ?? 0) + change;
  counts.set(key, count);
  return count;
};

/** What cannot be done to a token that is gone need not be done. */
export const quietly = (work: () => void) => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CryptokiError)) throw error;
  }
};

/** Refuses a PIN that the token could not hold, before it costs a try. Lengths are in bytes of UTF-8; 0 means no limit. */
export const checkPinLength = (pin: string, { pinLengthBytes }: TokenInfo): void => {
  const sizeBytes = Buffer.byteLength(pin);
  const max = pinLengthBytes.max === 0 ? Infinity : pinLengthBytes.max;
  if (sizeBytes < pinLengthBytes.min || sizeBytes > max || sizeBytes === 0) {
    refuse('pin-invalid', { minBytes: pinLengthBytes.min, maxBytes: pinLengthBytes.max });
  }
};

/** Runs work that takes a PIN; of a wrong one, says how many tries are left, as far as the token tells. */
export const tryPin = <T>(remaining: () => PinState, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CryptokiError) || meaningOf(error) !== 'pin-wrong') throw error;
    const left = remaining();
    return left === 'locked' ? refuse('pin-locked') : refuse('pin-wrong', { remaining: left });
  }
};

export const pinStateOf = (module: Pkcs11Module, address: TokenAddress, kind: 'user' | 'so'): PinState => {
  const { token } = slotOf(module, address);
  return kind === 'user' ? token.pinState : token.soPinState;
};

/** True when the token looked at the PIN, false when it was logged in already. */
const logIn = (
  module: Pkcs11Module,
  token: TokenInfo,
  handle: pkcs11js.Handle,
  { kind, pin }: Exclude<Login, { readonly kind: 'none' }>,
): boolean => {
  checkPinLength(pin, token);
  try {
    tryPin(
      () => pinStateOf(module, token, kind),
      () => module.cryptoki.C_Login(handle, kind === 'user' ? pkcs11js.CKU_USER : pkcs11js.CKU_SO, pin),
    );
    return true;
  } catch (error) {
    if (error instanceof CryptokiError && error.rv === 'CKR_USER_ALREADY_LOGGED_IN') return false;
    throw error;
  }
};

/** Read and write where the token allows it, otherwise read only. */
const open = (module: Pkcs11Module, slot: pkcs11js.Handle) => {
  const { cryptoki } = module;
  try {
    const handle = cryptoki.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
    return { handle, writable: true };
  } catch (error) {
    if (!(error instanceof CryptokiError) || meaningOf(error) !== 'token-read-only') throw error;
    return { handle: cryptoki.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION), writable: false };
  }
};

/**
 * Opens a session to the token with this label and serial, and logs in.
 * Problems: `token-absent`, `token-ambiguous`, `token-not-initialised` (blank, or no user PIN yet), `pin-invalid` (a length
 * that no PIN of this token has; costs no try), `pin-wrong` (details.remaining: ok, count-low, final-try), `pin-locked`,
 * `token-read-only` (SO login to such a token), `token-removed`. Throws `module-failed` for all else.
 */
export const openSession = (module: Pkcs11Module, address: TokenAddress, login: Login): Result<Session> =>
  attempt(() => {
    const { slot, token } = slotOf(module, address);
    if (!token.initialised) return refuse('token-not-initialised');
    if (login.kind === 'user' && !token.userPinSet) return refuse('token-not-initialised');

    const { handle, writable } = open(module, slot);
    const closeHandle = () => quietly(() => module.cryptoki.C_CloseSession(handle));
    let pinChecked = false;
    try {
      if (login.kind !== 'none') {
        pinChecked = logIn(module, token, handle, login);
        countLogin(module, address, 1);
      }
    } catch (error) {
      closeHandle();
      throw error;
    }

    const { kind } = login;
    const generation = module.generation();
    let closed = false;
    return {
      module,
      token: { label: token.label, serial: token.serial },
      login: kind,
      pinChecked,
      writable,
      close: () => {
        if (closed) return;
        closed = true;
        // Another start of the module has given this number to another session.
        if (generation !== module.generation()) return;
        if (kind !== 'none' && countLogin(module, address, -1) === 0) {
          quietly(() => module.cryptoki.C_Logout(handle));
        }
        closeHandle();
      },
      handle: () =>
        closed || generation !== module.generation()
          ? refuse('token-removed', { reason: 'session over' })
          : handle,
    };
  });

/** Opens a session, lends it to `act`, and closes it however `act` ends. */
export const withSession = async <T>(
  module: Pkcs11Module,
  address: TokenAddress,
  login: Login,
  act: (session: Session) => Result<T> | Promise<Result<T>>,
): Promise<Result<T>> => {
  const session = openSession(module, address, login);
  if (!session.ok) return session;
  try {
    return await act(session.value);
  } finally {
    session.value.close();
  }
};

/** Whether a session can still be used: its token is there and answers, and its module was not started again. */
export const isLive = (session: Session): boolean => {
  const asked = attempt(() => {
    try {
      session.module.cryptoki.C_GetSessionInfo(session.handle());
      return true;
    } catch (error) {
      if (error instanceof CryptokiError) return false;
      throw error;
    }
  });
  return asked.ok && asked.value;
};
