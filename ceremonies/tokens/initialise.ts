import type { Result } from '../model/error.ts';
import { attempt, orRefuse, refuse } from './errors.ts';
import { slotOf, slots, type Pkcs11Module } from './module.ts';
import { attemptIn, checkPinLength, openSession, pinStateOf, tryPin, type Session } from './session.ts';
import { describeToken, type TokenAddress, type TokenInfo } from './token.ts';

/** Which token to initialise: a blank one, in that reader if there are several; or one that holds something already. */
export type InitialiseTarget =
  | { readonly kind: 'blank'; readonly reader?: string }
  | { readonly kind: 'existing'; readonly address: TokenAddress };

export type InitialiseOptions = {
  /** At most 32 bytes of UTF-8. */
  readonly label: string;
  /** Of an existing token: its present SO PIN. */
  readonly soPin: string;
  readonly userPin: string;
};

const labelSizeBytes = 32;

/** C_InitToken takes exactly 32 bytes, blank-padded and without an end mark (PKCS#11 v2.40, 5.5). */
const paddedLabel = (label: string): string => {
  const sizeBytes = Buffer.byteLength(label);
  if (label.trim() !== label || sizeBytes === 0 || sizeBytes > labelSizeBytes || label.includes('\0')) {
    return refuse('label-invalid', { maxBytes: labelSizeBytes });
  }
  return label + ' '.repeat(labelSizeBytes - sizeBytes);
};

const slotFor = (module: Pkcs11Module, target: InitialiseTarget) => {
  if (target.kind === 'existing') return slotOf(module, target.address);
  const blank = slots(module.cryptoki).filter(
    ({ token }) => !token.initialised && (target.reader === undefined || token.reader === target.reader),
  );
  const [found, second] = blank;
  if (found === undefined) return refuse('token-absent', { label: '' });
  // Two blank tokens cannot be told apart but by their readers.
  return second === undefined ? found : refuse('token-ambiguous', { count: blank.length });
};

/**
 * Initialises a token: everything on it is destroyed, label and SO PIN are set, then the user PIN. All sessions to it must
 * be closed. Returns the token as it is found afterwards, with its new serial.
 * Problems: `label-invalid`, `pin-invalid`, `pin-wrong` (SO PIN of an existing token), `pin-locked`, `initialise-refused` (its module
 * cannot), `token-absent`, `token-ambiguous`, `token-read-only`, `token-removed`. Throws `module-failed`, also while sessions are open.
 */
export const initialiseToken = (
  module: Pkcs11Module,
  target: InitialiseTarget,
  { label, soPin, userPin }: InitialiseOptions,
): Result<TokenInfo> =>
  attempt(() => {
    const padded = paddedLabel(label);
    const { slot, token } = slotFor(module, target);
    if (token.writeProtected) return refuse('token-read-only');
    checkPinLength(soPin, token);
    checkPinLength(userPin, token);
    const { cryptoki } = module;
    const now = () => describeToken(cryptoki.C_GetSlotInfo(slot), cryptoki.C_GetTokenInfo(slot));
    tryPin(
      () => now().soPinState,
      () => cryptoki.C_InitToken(slot, soPin, padded),
    );
    const address = now();
    const opened = openSession(module, address, { kind: 'so', pin: soPin });
    // A moment after it was given a PIN: NSS has no security officer.
    if (!opened.ok && ['pin-wrong', 'token-not-initialised'].includes(opened.problem.code))
      return refuse('initialise-refused');
    const session = orRefuse(opened);
    try {
      cryptoki.C_InitPIN(session.handle(), userPin);
    } finally {
      session.close();
    }
    return slotOf(module, address).token;
  });

/**
 * Changes the PIN of whoever the session is logged in as; a session without a login changes the user's.
 * Problems: `pin-wrong` (details.remaining), `pin-locked`, `pin-invalid` (the new one), `token-read-only`, `token-removed`.
 */
export const changePin = (
  session: Session,
  { oldPin, newPin }: { readonly oldPin: string; readonly newPin: string },
): Result<void> =>
  attemptIn(session, () => {
    const { module, token } = session;
    checkPinLength(newPin, slotOf(module, token).token);
    tryPin(
      () => pinStateOf(module, token, session.login === 'so' ? 'so' : 'user'),
      () => module.cryptoki.C_SetPIN(session.handle(), oldPin, newPin),
    );
  });
