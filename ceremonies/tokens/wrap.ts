import { aeskwp } from '@noble/ciphers/aes.js';
import pkcs11js from 'pkcs11js';
import { equal } from '../formats/bytes.ts';
import { CeremonyError, type Result } from '../model/error.ts';
import { aesCheckValue } from './checkValue.ts';
import { CKA_NSS_DB, CKM_AES_KEY_WRAP_KWP } from './constants.ts';
import { CryptokiError, meaningOf, orRefuse, refuse } from './errors.ts';
import { generateAesKey } from './generate.ts';
import {
  guardAttributes,
  nameAttributes,
  pairRecipes,
  usageAttributes,
  type KeyPairAlgorithm,
  type KeySpec,
} from './keyTypes.ts';
import { slotOf } from './module.ts';
import {
  handleIn,
  objectClass,
  objectOf,
  requireFreeLabel,
  type Lifetime,
  type TokenObject,
} from './objects.ts';
import { attemptIn, attemptAsyncIn, quietly, type Session } from './session.ts';
import { decodeSpki } from './spki.ts';

const wrappingKeySizeBytes = 32;
/** A wrapped RSA-4096 private key takes some 2400 bytes. */
const wrappedMaxBytes = 16 * 1024;

/** RFC 5649 under whichever number the token has it. Inside an `attempt`. */
export const keyWrapMechanism = (session: Session): number => {
  const offered = session.module.cryptoki.C_GetMechanismList(slotOf(session.module, session.token).slot);
  const found = [CKM_AES_KEY_WRAP_KWP, pkcs11js.CKM_AES_KEY_WRAP_PAD].find((number) =>
    offered.includes(number),
  );
  return found ?? refuse('mechanism-missing', { mechanism: 'CKM_AES_KEY_WRAP_KWP' });
};

/** Any key will do, nobody uses it: it is unwrapped and destroyed. */
const trialKey = new Uint8Array(16);

/**
 * An import can succeed and leave zeros, and a wrapping mechanism can differ from RFC 5649 in its padding. Both show in one
 * trial: the token must unwrap what we wrapped ourselves under the same key. Inside an `attempt`.
 */
const tryWrappingKey = (
  session: Session,
  mechanism: number,
  handle: pkcs11js.Handle,
  key: Uint8Array,
): void => {
  const { cryptoki } = session.module;
  try {
    const unwrapped = cryptoki.C_UnwrapKey(
      session.handle(),
      { mechanism },
      handle,
      Buffer.from(aeskwp(key).encrypt(trialKey)),
      [
        { type: pkcs11js.CKA_CLASS, value: objectClass['secret-key'] },
        { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_AES },
        { type: pkcs11js.CKA_TOKEN, value: false },
        ...guardAttributes(false),
      ],
    );
    cryptoki.C_DestroyObject(session.handle(), unwrapped);
  } catch (error) {
    quietly(() => cryptoki.C_DestroyObject(session.handle(), handle));
    if (error instanceof CryptokiError && meaningOf(error) === 'ciphertext-invalid') {
      refuse('check-value-differs', { function: error.fn, code: error.rv });
    }
    throw error;
  }
};

/**
 * Puts an AES-256 key on the token for the length of the session (CKA_TOKEN false), only to wrap and unwrap with: sensitive,
 * not extractable. `key`: 32 bytes, which the caller still holds and wipes; pkcs11js and the module copy them, and free
 * those copies without wiping. Problems: `check-value-differs` (the token does not unwrap what the same key wrapped by
 * RFC 5649 outside), `mechanism-missing`, `token-removed`.
 */
export const importWrappingKey = (
  session: Session,
  key: Uint8Array,
  label: string,
): Result<TokenObject<'secret-key'>> =>
  attemptIn(session, () => {
    if (key.length !== wrappingKeySizeBytes) throw new CeremonyError('internal', { sizeBytes: key.length });
    const mechanism = keyWrapMechanism(session);
    // A view, not a copy.
    const value = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
    const handle = session.module.cryptoki.C_CreateObject(session.handle(), [
      { type: pkcs11js.CKA_CLASS, value: objectClass['secret-key'] },
      { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_AES },
      { type: pkcs11js.CKA_VALUE, value },
      ...nameAttributes({ label, id: Buffer.alloc(0), lifetime: 'session' }),
      ...guardAttributes(false),
      ...usageAttributes('secret-key', ['wrap']),
    ]);
    tryWrappingKey(session, mechanism, handle, key);
    return objectOf(session, 'secret-key', handle);
  });

const wrapWith = async (
  session: Session,
  mechanism: number,
  wrappingKey: TokenObject<'secret-key'>,
  key: TokenObject<'private-key' | 'secret-key'>,
): Promise<Buffer> => {
  const wrapOnce = async (): Promise<Buffer> => {
    const wrapped = await session.module.cryptoki.C_WrapKeyAsync(
      session.handle(),
      { mechanism },
      handleIn(session, wrappingKey),
      handleIn(session, key),
      Buffer.alloc(wrappedMaxBytes),
    );
    return Buffer.from(wrapped);
  };
  // RFC 5649 leaves nothing to chance. A driver that once gave a wrong length would make a backup that nothing opens.
  const wrapped = await wrapOnce();
  if (!equal(wrapped, await wrapOnce())) refuse('module-failed', { function: 'C_WrapKey' });
  return wrapped;
};

/**
 * CKM_AES_KEY_WRAP_PAD was specified loosely: some modules pad as PKCS#7 instead of RFC 5649. Lengths tell them apart: of a
 * 16-byte key RFC 5649 makes 24 bytes, PKCS#7 padding 32. What OpenSSL could not unwrap must not be anyone's only backup.
 */
const requireRfc5649 = async (
  session: Session,
  mechanism: number,
  wrappingKey: TokenObject<'secret-key'>,
) => {
  const probe = orRefuse(
    await generateAesKey(session, 16, {
      label: 'probe',
      id: Buffer.alloc(0),
      uses: [],
      lifetime: 'session',
      extractable: true,
    }),
  );
  try {
    const wrapped = await wrapWith(session, mechanism, wrappingKey, probe);
    if (wrapped.length !== 24) refuse('mechanism-missing', { mechanism: 'CKM_AES_KEY_WRAP_KWP' });
  } finally {
    session.module.cryptoki.C_DestroyObject(session.handle(), probe.handle);
  }
};

/**
 * Wraps a key under an AES-256 key with RFC 5649 (AES-KWP); private keys are wrapped as PKCS#8 (RFC 5208).
 * Problems: `key-not-extractable`, `mechanism-missing`, `module-failed` (it does not wrap alike twice), `token-removed`.
 */
export const wrapKey = (
  session: Session,
  wrappingKey: TokenObject<'secret-key'>,
  key: TokenObject<'private-key' | 'secret-key'>,
): Promise<Result<Buffer>> =>
  attemptAsyncIn(session, async () => {
    const mechanism = keyWrapMechanism(session);
    if (mechanism !== CKM_AES_KEY_WRAP_KWP) await requireRfc5649(session, mechanism, wrappingKey);
    return wrapWith(session, mechanism, wrappingKey, key);
  });

export type UnwrapSpec = Omit<KeySpec, 'lifetime'> & {
  /** `token` unless it says otherwise. */
  readonly lifetime?: Lifetime;
  /** SubjectPublicKeyInfo (DER) of a private key, where it is known: not every token finds the public half in what it unwraps. */
  readonly spki?: Uint8Array;
};

type Unwrapping<Kind extends 'private-key' | 'secret-key'> = {
  readonly unwrappingKey: TokenObject<'secret-key'>;
  readonly wrapped: Uint8Array;
  readonly kind: Kind;
  readonly keyType: number;
  readonly spec: UnwrapSpec;
};

/** What a token could not find in the wrapped key, told beside it. */
const publicHalf = ({ spki }: UnwrapSpec): pkcs11js.Template => {
  const parts = spki === undefined ? null : decodeSpki(spki);
  return parts?.kind === 'ec' ? [{ type: CKA_NSS_DB, value: Buffer.from(parts.point) }] : [];
};

const unwrapAs = async (
  session: Session,
  lifetime: Lifetime,
  { unwrappingKey, wrapped, kind, keyType, spec }: Unwrapping<'private-key' | 'secret-key'>,
): Promise<pkcs11js.Handle> => {
  const unwrapWith = (more: pkcs11js.Template) =>
    session.module.cryptoki.C_UnwrapKeyAsync(
      session.handle(),
      { mechanism: keyWrapMechanism(session) },
      handleIn(session, unwrappingKey),
      Buffer.from(wrapped),
      [
        { type: pkcs11js.CKA_CLASS, value: objectClass[kind] },
        { type: pkcs11js.CKA_KEY_TYPE, value: keyType },
        ...nameAttributes({ ...spec, lifetime }),
        ...guardAttributes(spec.extractable),
        ...usageAttributes(kind, spec.uses),
        ...more,
      ],
    );
  try {
    return await unwrapWith([]);
  } catch (error) {
    const more = publicHalf(spec);
    const lacks = error instanceof CryptokiError && error.rv === 'CKR_TEMPLATE_INCOMPLETE';
    if (!lacks || more.length === 0) throw error;
    return unwrapWith(more);
  }
};

/**
 * SoftHSM has one answer for a wrapped key that is wrong and for a disk that is full. To call a good backup bad would cost
 * people more than any other error here, so the same bytes are tried as a session object, which needs no room.
 */
const blameRightly = async (
  session: Session,
  error: unknown,
  unwrapping: Unwrapping<'private-key' | 'secret-key'>,
): Promise<never> => {
  if (!(error instanceof CryptokiError) || meaningOf(error) !== 'ciphertext-invalid') throw error;
  const handle = await unwrapAs(session, 'session', unwrapping);
  session.module.cryptoki.C_DestroyObject(session.handle(), handle);
  return refuse('token-write-failed', { function: error.fn, code: error.rv });
};

const unwrap = async <Kind extends 'private-key' | 'secret-key'>(
  session: Session,
  unwrapping: Unwrapping<Kind>,
): Promise<TokenObject<Kind>> => {
  const { label, lifetime = 'token' } = unwrapping.spec;
  if (lifetime === 'token') requireFreeLabel(session, unwrapping.kind, label);
  const unwrapped = unwrapAs(session, lifetime, unwrapping);
  const handle = await (lifetime === 'session'
    ? unwrapped
    : unwrapped.catch((error: unknown) => blameRightly(session, error, unwrapping)));
  return objectOf(session, unwrapping.kind, handle);
};

/**
 * Unwraps a private key (RFC 5649 over PKCS#8), to stay on the token unless its lifetime is the session's: sensitive, and never to leave it again unless it is
 * extractable, wrapped.
 * Problems: `ciphertext-invalid` (altered, or another wrapping key), `label-present`, `mechanism-missing`, `token-full`,
 * `token-read-only`, `token-write-failed`, `token-removed`.
 */
export const unwrapPrivateKey = (
  session: Session,
  unwrappingKey: TokenObject<'secret-key'>,
  wrapped: Uint8Array,
  algorithm: KeyPairAlgorithm,
  spec: UnwrapSpec,
): Promise<Result<TokenObject<'private-key'>>> =>
  attemptAsyncIn(session, () =>
    unwrap(session, {
      unwrappingKey,
      wrapped,
      kind: 'private-key',
      keyType: pairRecipes[algorithm].keyType,
      spec,
    }),
  );

/** Unwraps an AES key (RFC 5649), to stay on the token unless its lifetime is the session's. Problems as for `unwrapPrivateKey`. */
export const unwrapSecretKey = (
  session: Session,
  unwrappingKey: TokenObject<'secret-key'>,
  wrapped: Uint8Array,
  spec: UnwrapSpec,
): Promise<Result<TokenObject<'secret-key'>>> =>
  attemptAsyncIn(session, () =>
    unwrap(session, { unwrappingKey, wrapped, kind: 'secret-key', keyType: pkcs11js.CKK_AES, spec }),
  );

/**
 * Unwraps an AES key (RFC 5649) for a moment, to see that it can be: gives the AES-CMAC of one block of zeros under it, 16
 * bytes, and destroys it. Problems as for `unwrapPrivateKey`.
 */
export const tryUnwrapping = (
  session: Session,
  unwrappingKey: TokenObject<'secret-key'>,
  wrapped: Uint8Array,
): Promise<Result<Buffer>> =>
  attemptAsyncIn(session, async () => {
    const spec: UnwrapSpec = { label: 'trial', id: Buffer.alloc(0), uses: ['sign'], extractable: false };
    const handle = await unwrapAs(session, 'session', {
      unwrappingKey,
      wrapped,
      kind: 'secret-key',
      keyType: pkcs11js.CKK_AES,
      spec,
    });
    try {
      return orRefuse(await aesCheckValue(session, objectOf(session, 'secret-key', handle)));
    } finally {
      quietly(() => session.module.cryptoki.C_DestroyObject(session.handle(), handle));
    }
  });
