import { randomFillSync, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import { sodium_memzero, sodium_mlock, sodium_munlock } from 'sodium-native';
import { CeremonyError } from '../model/error.ts';

/**
 * Bytes that nobody may see: locked into memory, lent out only for the length of a call, zeroed by `wipe()`.
 *
 * A Secret is an object of functions, so it prints as `[secret]`, becomes `"[secret]"` in JSON, and cannot cross a
 * channel: structured clone refuses functions (DataCloneError). Its bytes are in a closure, out of reach of `inspect`.
 */
export type Secret = {
  readonly sizeBytes: number;
  readonly isWiped: () => boolean;
  /**
   * Lends the bytes to `borrow` and returns what it returns. The bytes are the memory itself, not a copy: `borrow` keeps
   * neither them nor a view of them. Throws `secret-wiped` when the secret is gone, or went while it was lent: what was
   * computed meanwhile was computed over zeros.
   */
  readonly use: Use;
  /** Compares in constant time. Different sizes are unequal, and that is not hidden. */
  readonly equals: (other: Secret) => boolean;
  /** Zeroes the memory and unlocks it. A second call does nothing. */
  readonly wipe: () => void;
  readonly toString: () => string;
  readonly toJSON: () => string;
  readonly [inspect.custom]: () => string;
};

type Use = {
  <T>(borrow: (bytes: Buffer) => Promise<T>): Promise<T>;
  <T>(borrow: (bytes: Buffer) => T): T;
};

const shown = '[secret]';
const masked = () => shown;

/**
 * Locking works on whole pages and does not nest: unlocking one secret would unlock every neighbour on its page. So each
 * secret stands alone: a margin of one page (16 KiB on Apple silicon, 4 KiB elsewhere) on either side of it belongs to
 * the same allocation, and no page that holds its bytes holds anything else's.
 *
 * sodium_malloc would do the same, but Electron's V8 refuses memory that it did not allocate.
 */
const marginBytes = 16 * 1024;

const lockedBytes = (sizeBytes: number): Buffer => {
  // Never from Node's shared pool, and too large for V8 to keep on its moving heap.
  const bytes = Buffer.allocUnsafeSlow(marginBytes + sizeBytes + marginBytes).subarray(
    marginBytes,
    marginBytes + sizeBytes,
  );
  try {
    sodium_mlock(bytes);
  } catch {
    throw new CeremonyError('memory-not-locked', { sizeBytes });
  }
  sodium_memzero(bytes);
  return bytes;
};

/** sodium_munlock zeroes the memory before it lets go of it. */
const releaseBytes = (bytes: Buffer) => {
  if (bytes.length > 0) sodium_munlock(bytes);
};

/** A net for the secret that somebody forgot to wipe: it is zeroed when the collector finds it. */
const forgotten = new FinalizationRegistry(releaseBytes);

const holdBytes = (bytes: Buffer): Secret => {
  // Watched in place of the secret: a borrower that is still at work holds it, even if nobody holds the secret any more.
  const life = { wiped: false };
  forgotten.register(life, bytes, life);

  const refuseWiped = () => {
    if (life.wiped) throw new CeremonyError('secret-wiped');
  };

  function use<T>(borrow: (bytes: Buffer) => Promise<T>): Promise<T>;
  function use<T>(borrow: (bytes: Buffer) => T): T;
  function use<T>(borrow: (bytes: Buffer) => T | Promise<T>): T | Promise<T> {
    refuseWiped();
    const result = borrow(bytes);
    if (result instanceof Promise) {
      return result.then((value: T) => {
        refuseWiped();
        return value;
      });
    }
    refuseWiped();
    return result;
  }

  return Object.freeze({
    sizeBytes: bytes.length,
    isWiped: () => life.wiped,
    use,
    equals: (other: Secret) =>
      use((mine) => other.use((theirs) => mine.length === theirs.length && timingSafeEqual(mine, theirs))),
    wipe: () => {
      if (life.wiped) return;
      life.wiped = true;
      forgotten.unregister(life);
      releaseBytes(bytes);
    },
    toString: masked,
    toJSON: masked,
    [inspect.custom]: masked,
  });
};

/**
 * Makes a secret of `sizeBytes` and lets `fill` write it in place, so that no other copy exists. Wiped again if `fill`
 * throws. Throws `memory-not-locked` where the system refuses to lock memory (RLIMIT_MEMLOCK): a secret that may be
 * swapped to disk is not made at all.
 */
const build = (sizeBytes: number, fill: (bytes: Buffer) => void): Secret => {
  const secret = holdBytes(lockedBytes(sizeBytes));
  try {
    secret.use(fill);
    return secret;
  } catch (error) {
    secret.wipe();
    throw error;
  }
};

/** Zeroes bytes that a library left in ordinary memory. */
export const wipeBytes = (bytes: Uint8Array): void => {
  if (bytes.length > 0) sodium_memzero(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
};

export const Secret = {
  build,

  /** Moves bytes into a secret: `source` is zeroed, also when this throws `memory-not-locked`. */
  take: (source: Uint8Array): Secret => {
    try {
      return build(source.length, (bytes) => bytes.set(source));
    } finally {
      wipeBytes(source);
    }
  },

  /** Random bytes of the operating system, made in place. */
  random: (sizeBytes: number): Secret => build(sizeBytes, (bytes) => void randomFillSync(bytes)),

  /** A second secret with the same bytes, with a life of its own. */
  copy: (secret: Secret): Secret =>
    build(secret.sizeBytes, (bytes) => secret.use((source) => bytes.set(source))),
} as const;

/** Runs `act` with the secret and wipes it afterwards, however `act` ends. */
export const withSecret = async <T>(secret: Secret, act: (secret: Secret) => T | Promise<T>): Promise<T> => {
  try {
    return await act(secret);
  } finally {
    secret.wipe();
  }
};
