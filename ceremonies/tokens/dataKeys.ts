import pkcs11js from 'pkcs11js';
import { CeremonyError, type Result } from '../model/error.ts';
import { dataKeyBytes } from '../model/inventory.ts';
import { oaepParameters } from './decrypt.ts';
import { attempt, CryptokiError, meaningOf, refuse } from './errors.ts';
import { guardAttributes, nameAttributes, usageAttributes } from './keyTypes.ts';
import { isPresent } from './module.ts';
import { handleIn, objectClass, type TokenObject } from './objects.ts';
import { attemptAsyncIn, attemptIn, quietly, type Session } from './session.ts';
import { keyWrapMechanism } from './wrap.ts';

/**
 * Data keys under embassy keys: opened, wrapped again and compared on the token, which gives away nothing but wrapped bytes.
 * Everything that is the same for every data key is made ready once.
 */

/** A key that wraps data keys and opens them. */
export type WrappingKey = {
  readonly mechanism: pkcs11js.Mechanism;
  readonly wrapsWith: TokenObject;
  readonly opensWith: TokenObject;
  /** RFC 3394 makes of one key the same bytes always, and of two never: so they tell keys apart. OAEP draws lots. */
  readonly deterministic: boolean;
};

/** A256KW (RFC 7518 section 4.4; RFC 3394). */
export const aesWrappingKey = (key: TokenObject<'secret-key'>): WrappingKey => ({
  mechanism: { mechanism: pkcs11js.CKM_AES_KEY_WRAP },
  wrapsWith: key,
  opensWith: key,
  deterministic: true,
});

/** RSA-OAEP (RFC 7518 section 4.3): with SHA-1. */
export const rsaWrappingKey = (
  privateKey: TokenObject<'private-key'>,
  publicKey: TokenObject<'public-key'>,
): WrappingKey => ({
  mechanism: { mechanism: pkcs11js.CKM_RSA_PKCS_OAEP, parameter: oaepParameters.sha1 },
  wrapsWith: publicKey,
  opensWith: privateKey,
  deterministic: false,
});

/** RFC 3394 adds this much. */
const semiblockBytes = 8;
const witnessBytes = 32;
/** Of RSA-8192. */
const wrappedMaxBytes = 1024;

const sessionKey = (sensitive: boolean): pkcs11js.Template => [
  { type: pkcs11js.CKA_CLASS, value: objectClass['secret-key'] },
  { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_GENERIC_SECRET },
  { type: pkcs11js.CKA_TOKEN, value: false },
  { type: pkcs11js.CKA_PRIVATE, value: true },
  { type: pkcs11js.CKA_SENSITIVE, value: sensitive },
  { type: pkcs11js.CKA_EXTRACTABLE, value: true },
];

/**
 * How the calls of one session are made. `here`: on this thread, one after another. `elsewhere`: on a worker thread, so that
 * several sessions can be at work at once; handing over costs more than SoftHSM's answer, and less than a network's.
 */
export type LaneKind = 'here' | 'elsewhere';

/** One session at work on data keys, one at a time. */
export type Lane = {
  readonly session: Session;
  readonly open: (key: WrappingKey, wrapped: Buffer) => pkcs11js.Handle | Promise<pkcs11js.Handle>;
  /** What it gives is good until the next call into the same buffer. */
  readonly wrap: (key: WrappingKey, dataKey: pkcs11js.Handle, into: Buffer) => Buffer | Promise<Buffer>;
  readonly destroy: (dataKey: pkcs11js.Handle) => void;
  /** For the wrapped bytes that are compared. */
  readonly workspaces: readonly [Buffer, Buffer];
};

export const openLane = (session: Session, kind: LaneKind): Lane => {
  const { cryptoki } = session.module;
  const template = sessionKey(true);
  const handles = new Map<TokenObject, pkcs11js.Handle>();
  const handleOf = (object: TokenObject): pkcs11js.Handle => {
    const known = handles.get(object);
    if (known !== undefined) return known;
    const handle = handleIn(session, object);
    handles.set(object, handle);
    return handle;
  };
  const open: Readonly<Record<LaneKind, Lane['open']>> = {
    here: ({ mechanism, opensWith }, wrapped) =>
      cryptoki.C_UnwrapKey(session.handle(), mechanism, handleOf(opensWith), wrapped, template),
    elsewhere: ({ mechanism, opensWith }, wrapped) =>
      cryptoki.C_UnwrapKeyAsync(session.handle(), mechanism, handleOf(opensWith), wrapped, template),
  };
  const wrap: Readonly<Record<LaneKind, Lane['wrap']>> = {
    here: ({ mechanism, wrapsWith }, dataKey, into) =>
      cryptoki.C_WrapKey(session.handle(), mechanism, handleOf(wrapsWith), dataKey, into),
    elsewhere: ({ mechanism, wrapsWith }, dataKey, into) =>
      cryptoki.C_WrapKeyAsync(session.handle(), mechanism, handleOf(wrapsWith), dataKey, into),
  };
  return {
    session,
    open: open[kind],
    wrap: wrap[kind],
    destroy: (dataKey) => cryptoki.C_DestroyObject(session.handle(), dataKey),
    workspaces: [Buffer.alloc(wrappedMaxBytes), Buffer.alloc(wrappedMaxBytes)],
  };
};

const requireSize = (sizeBytes: number): void => {
  const { min, max, step } = dataKeyBytes;
  if (sizeBytes < min || sizeBytes > max || sizeBytes % step !== 0)
    refuse('inventory-key-size', { sizeBytes });
};

/** RFC 3394 shows the size of what it wraps; and makes nothing shorter than 24 bytes, or between its steps. */
const requireWrapped = (wrapped: Uint8Array): void => {
  if (wrapped.length < dataKeyBytes.min + semiblockBytes || wrapped.length % semiblockBytes !== 0)
    refuse('ciphertext-invalid', { sizeBytes: wrapped.length });
  requireSize(wrapped.length - semiblockBytes);
};

/** From one version to another. The witness tells data keys apart where the old version does not: an AES key of this session. */
export type Route = {
  readonly from: WrappingKey;
  readonly to: WrappingKey;
  readonly witness: WrappingKey;
};

/** What a refusal means once the data key was opened: that the token cannot open what it wrapped is not the record's fault. */
const refuseLater = (error: unknown): never => {
  if (!(error instanceof CryptokiError)) throw error;
  if (error.rv === 'CKR_KEY_SIZE_RANGE') return refuse('inventory-key-size');
  if (meaningOf(error) === 'ciphertext-invalid')
    return refuse('check-value-differs', { function: error.fn, code: error.rv });
  throw error;
};

/**
 * Moves a data key to another wrapping key: opened with the old one into an object of the session, wrapped with the new one, opened
 * again with that, and what came out compared with what went in, by wrapping it with a key that makes the same bytes of the same
 * key. No call reads the data key. Both objects are destroyed.
 *
 * `known`: what was made of it before, by whomever: it is opened and compared instead of made.
 *
 * Not from OAEP to RFC 3394: OAEP hides keys of any size, and SoftHSM, by PKCS#11 v2.40 mechanisms 2.14.3, fills up with zeros what is
 * not a multiple of 8 before it wraps it, under either mechanism: another key would come out, and nothing on the token would show it.
 *
 * Problems: `ciphertext-invalid` (altered, of another key, or a token that fails), `inventory-key-size`, `check-value-differs`
 * (the token does not open what it wrapped, or opens it to another key), `mechanism-missing`, `unwrap-refused`, `token-removed`.
 */
export const moveDataKey = (
  lane: Lane,
  { from, to, witness }: Route,
  wrapped: Buffer,
  known: Buffer | null = null,
): Promise<Result<Buffer>> =>
  attemptAsyncIn(lane.session, async () => {
    if (to.deterministic && !from.deterministic)
      throw new CeremonyError('internal', { reason: 'size unseen' });
    if (from.deterministic) requireWrapped(wrapped);
    const [first, second] = lane.workspaces;
    // To await what is there already would cost more than all else here, so nothing is awaited but promises.
    const opening = lane.open(from, wrapped);
    const dataKey = opening instanceof Promise ? await opening : opening;
    let again: pkcs11js.Handle | null = null;
    try {
      const wrapping = known ?? lane.wrap(to, dataKey, first);
      const rewrapped = Buffer.from(wrapping instanceof Promise ? await wrapping : wrapping);
      const reopening = lane.open(to, rewrapped);
      again = reopening instanceof Promise ? await reopening : reopening;
      const comparing = from.deterministic ? wrapped : lane.wrap(witness, dataKey, first);
      const expected = comparing instanceof Promise ? await comparing : comparing;
      const finding = lane.wrap(from.deterministic ? from : witness, again, second);
      const found = finding instanceof Promise ? await finding : finding;
      return found.equals(expected) ? rewrapped : refuse('check-value-differs');
    } catch (error) {
      return refuseLater(error);
    } finally {
      if (again !== null) lane.destroy(again);
      lane.destroy(dataKey);
    }
  });

/**
 * A throwaway AES-256 key of this session: to compare data keys with, and to try wrapping keys on. It is wrapped, never read.
 * Problems: `mechanism-missing`, `token-removed`.
 */
export const makeWitness = (session: Session): Promise<Result<TokenObject<'secret-key'>>> =>
  attemptAsyncIn(session, async () => {
    const handle = await session.module.cryptoki.C_GenerateKeyAsync(
      session.handle(),
      { mechanism: pkcs11js.CKM_AES_KEY_GEN },
      [
        { type: pkcs11js.CKA_CLASS, value: objectClass['secret-key'] },
        { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_AES },
        { type: pkcs11js.CKA_VALUE_LEN, value: witnessBytes },
        ...nameAttributes({ label: 'witness', id: Buffer.alloc(0), lifetime: 'session' }),
        ...guardAttributes(true),
        ...usageAttributes('secret-key', ['wrap']),
      ],
    );
    return { kind: 'secret-key', token: session.token, generation: session.module.generation(), handle };
  });

/** The witness as it compares: with RFC 5649, which tells data keys of every size apart. Problem: `mechanism-missing`. */
export const witnessKey = (session: Session, witness: TokenObject<'secret-key'>): Result<WrappingKey> =>
  attemptIn(session, () => ({
    mechanism: { mechanism: keyWrapMechanism(session) },
    wrapsWith: witness,
    opensWith: witness,
    deterministic: true,
  }));

/** A session that is over has dropped it. */
export const dropWitness = (session: Session, witness: TokenObject<'secret-key'>): void =>
  void attempt(() =>
    quietly(() => session.module.cryptoki.C_DestroyObject(session.handle(), witness.handle)),
  );

/**
 * Wraps a throwaway AES-256 key and opens it again, to see that the token does both with this key. Gives the wrapped bytes, which
 * the key opens for as long as it works. Problems: `mechanism-missing` (whatever the token refuses with), `token-removed`.
 */
export const tryWrappingKey = (
  session: Session,
  key: WrappingKey,
  sample: TokenObject<'secret-key'>,
): Promise<Result<Buffer>> =>
  attemptAsyncIn(session, async () => {
    const lane = openLane(session, 'here');
    try {
      const wrapped = Buffer.from(await lane.wrap(key, handleIn(session, sample), lane.workspaces[0]));
      const opened = await lane.open(key, wrapped);
      lane.destroy(opened);
      const isRfc3394 = !key.deterministic || wrapped.length === witnessBytes + semiblockBytes;
      return isRfc3394 ? wrapped : refuse('mechanism-missing', { mechanism: 'CKM_AES_KEY_WRAP' });
    } catch (error) {
      if (error instanceof CryptokiError && isPresent(session.module, session.token))
        refuse('mechanism-missing', { function: error.fn, code: error.rv });
      throw error;
    }
  });

/** Whether a key opens what it wrapped. Problems: as for `moveDataKey`. */
export const stillOpens = (session: Session, key: WrappingKey, wrapped: Buffer): Promise<Result<void>> =>
  attemptAsyncIn(session, async () => {
    const lane = openLane(session, 'here');
    lane.destroy(await lane.open(key, wrapped));
  });

/**
 * Opens a data key under an AES key for a key that the token cannot wrap it with, and gives its bytes: a secret, which the caller
 * wipes. Problems: `ciphertext-invalid`, `unwrap-refused` (a token that gives no key away), `token-removed`.
 */
export const readDataKey = (
  session: Session,
  key: TokenObject<'secret-key'>,
  wrapped: Uint8Array,
): Result<Buffer> =>
  attemptIn(session, () => {
    const { cryptoki } = session.module;
    const { mechanism } = aesWrappingKey(key);
    const handle = session.handle();
    const opened = cryptoki.C_UnwrapKey(
      handle,
      mechanism,
      handleIn(session, key),
      Buffer.from(wrapped),
      sessionKey(false),
    );
    try {
      const [read] = cryptoki.C_GetAttributeValue(handle, opened, [{ type: pkcs11js.CKA_VALUE }]);
      if (read === undefined) throw new CeremonyError('module-failed', { function: 'C_GetAttributeValue' });
      return read.value;
    } finally {
      cryptoki.C_DestroyObject(handle, opened);
    }
  });

/**
 * Wraps bytes with an AES key on the token; they stay the caller's, who wipes them. Problems: `mechanism-missing`,
 * `token-write-failed`, `token-removed`.
 */
export const wrapBytes = (session: Session, key: TokenObject<'secret-key'>, bytes: Buffer): Result<Buffer> =>
  attemptIn(session, () => {
    const { cryptoki } = session.module;
    const { mechanism } = aesWrappingKey(key);
    const handle = session.handle();
    const dataKey = cryptoki.C_CreateObject(handle, [
      ...sessionKey(true),
      { type: pkcs11js.CKA_VALUE, value: bytes },
    ]);
    try {
      const into = Buffer.alloc(wrappedMaxBytes);
      return Buffer.from(cryptoki.C_WrapKey(handle, mechanism, handleIn(session, key), dataKey, into));
    } finally {
      cryptoki.C_DestroyObject(handle, dataKey);
    }
  });
