import pkcs11js from 'pkcs11js';
import { refuse } from './errors.ts';
import { slotOf } from './module.ts';
import { handleIn, readFlag, type TokenObject } from './objects.ts';
import { checkPinLength, pinStateOf, quietly, tryPin, type Session } from './session.ts';

/** A key that wants its owner's PIN at each use (CKA_ALWAYS_AUTHENTICATE): PIV's 9C, the signing keys of national IDs. */
export const asksPinEachUse = (session: Session, key: TokenObject<'private-key'>): boolean =>
  readFlag(session, key, pkcs11js.CKA_ALWAYS_AUTHENTICATE);

/**
 * Inside an `attempt`: begins an operation with a private key and, where the key asks for it, gives the PIN between the
 * start and the operation, as PKCS#11 wants it. After a refused PIN the operation would stay open and block the session;
 * `abandon` runs it into the token's refusal, which ends it.
 */
export const startPrivateUse = (
  session: Session,
  key: TokenObject<'private-key'>,
  pin: string | undefined,
  { begin, abandon }: { readonly begin: (handle: pkcs11js.Handle) => void; readonly abandon: () => void },
): void => {
  const { module, token } = session;
  if (!asksPinEachUse(session, key)) {
    begin(handleIn(session, key));
    return;
  }
  if (pin === undefined) return refuse('pin-required');
  checkPinLength(pin, slotOf(module, token).token);
  begin(handleIn(session, key));
  try {
    tryPin(
      () => pinStateOf(module, token, 'user'),
      () => module.cryptoki.C_Login(session.handle(), pkcs11js.CKU_CONTEXT_SPECIFIC, pin),
    );
  } catch (error) {
    quietly(abandon);
    throw error;
  }
};
