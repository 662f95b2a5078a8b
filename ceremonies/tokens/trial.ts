import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair as makePair,
  randomBytes,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import { aeskwp, cmac } from '@noble/ciphers/aes.js';
import { bad, good, type ErrorCode, type Result } from '../model/error.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import { answersTo } from './answers.ts';
import { aesCheckValue } from './checkValue.ts';
import { readEvidence } from './evidence.ts';
import { generateAesKey, generateKeyPair } from './generate.ts';
import type { KeyPairAlgorithm, KeySpec, KeyUse } from './keyTypes.ts';
import { destroyObject, type TokenObject } from './objects.ts';
import { readPublicKey } from './publicKey.ts';
import type { Session } from './session.ts';
import { sign } from './sign.ts';
import { importWrappingKey, unwrapPrivateKey, unwrapSecretKey, wrapKey } from './wrap.ts';

/**
 * What a ceremony will ask of its HSM, asked once before with keys that nobody uses: lists of mechanisms do not tell what an HSM
 * permits, in what form it wraps, or what it says of its keys. All objects are the session's, so nothing stays, whatever happens.
 */

export type TrialPlan = {
  /** Whether it makes the key that signs transcripts. */
  readonly signs: boolean;
  /** Kinds of embassy key that it makes, and gives away wrapped. */
  readonly makes: readonly KeyAlgorithm[];
  /** Kinds that it takes in, wrapped. */
  readonly takes: readonly KeyAlgorithm[];
};

/** What failed: the reason of an `hsm-unfit`. */
export type TrialPart = 'sign' | 'origin' | 'make' | 'wrap' | 'unwrap' | 'use';

/** What is said of an HSM that will never do; all else is a token that is gone, or a fault that may pass. */
const unfit: ReadonlySet<ErrorCode> = new Set([
  'mechanism-missing',
  'key-not-extractable',
  'unwrap-refused',
  'ciphertext-invalid',
  'check-value-differs',
]);

const judged = <T>(reason: TrialPart, result: Result<T>): Result<T> =>
  result.ok || !unfit.has(result.problem.code)
    ? result
    : bad('hsm-unfit', { ...result.problem.details, reason });

const failed = (reason: TrialPart): Result<never> => bad('hsm-unfit', { reason });

/** A pair for each kind: RSA of the least size will do, larger ones take their time. */
const trialPairs = {
  ecp384: { algorithm: 'ecp384', uses: ['derive'] },
  rsa3072: { algorithm: 'rsa2048', uses: ['decrypt', 'wrap'] },
  rsa4096: { algorithm: 'rsa2048', uses: ['decrypt', 'wrap'] },
} as const satisfies Readonly<
  Record<Exclude<KeyAlgorithm, 'aes256'>, { algorithm: KeyPairAlgorithm; uses: readonly KeyUse[] }>
>;

const aesUses = ['wrap', 'sign'] as const;

const specOf = (uses: readonly KeyUse[], extractable: boolean): KeySpec => ({
  label: 'trial',
  id: randomBytes(16),
  uses,
  lifetime: 'session',
  extractable,
});

type Key = TokenObject<'private-key'> | TokenObject<'secret-key'>;

/** Lends objects of the session to `work`, and destroys them. */
const lend = async <T>(
  session: Session,
  objects: readonly TokenObject[],
  work: () => Promise<Result<T>>,
): Promise<Result<T>> => {
  try {
    return await work();
  } finally {
    for (const object of objects) destroyObject(session, object);
  }
};

/** Whether the HSM says of a key what the record must: that it was made there, is sensitive, and, if so, can never have left. */
const saysOfItself = (session: Session, key: Key, leaves: boolean): Result<null> => {
  const evidence = readEvidence(session, key);
  if (!evidence.ok) return evidence;
  const { local, sensitive, neverExtractable } = evidence.value;
  return local && sensitive && (leaves || neverExtractable) ? good(null) : failed('origin');
};

const message = Buffer.from('trial');

/** As the ceremony key: a pair that never leaves, and a signature that others can verify. */
const trySigning = async (session: Session): Promise<Result<null>> => {
  const pair = judged('sign', await generateKeyPair(session, 'ecp384', specOf(['sign'], false)));
  if (!pair.ok) return pair;
  const { privateKey, publicKey } = pair.value;
  return lend(session, [privateKey, publicKey], async () => {
    const says = saysOfItself(session, privateKey, false);
    if (!says.ok) return says;
    const spki = readPublicKey(session, publicKey);
    if (!spki.ok) return spki;
    const signature = judged('sign', await sign(session, privateKey, 'ecdsa-sha384', message));
    if (!signature.ok) return signature;
    const key = createPublicKey({ key: spki.value, format: 'der', type: 'spki' });
    return verify('sha384', message, key, signature.value) ? good(null) : failed('sign');
  });
};

type Made = { readonly key: Key; readonly publicKey: TokenObject<'public-key'> | null };

const make = async (session: Session, kind: KeyAlgorithm): Promise<Result<Made>> => {
  if (kind === 'aes256') {
    const key = await generateAesKey(session, 32, specOf(aesUses, true));
    return key.ok ? good({ key: key.value, publicKey: null }) : key;
  }
  const { algorithm, uses } = trialPairs[kind];
  const pair = await generateKeyPair(session, algorithm, specOf(uses, true));
  return pair.ok ? good({ key: pair.value.privateKey, publicKey: pair.value.publicKey }) : pair;
};

/** What is in the wrapped bytes, by somebody who knows RFC 5649 and PKCS #8 only; null where nobody would find it there. */
const openOutside = (wrapped: Uint8Array, wrappingKey: Uint8Array): Uint8Array | null => {
  try {
    return aeskwp(wrappingKey).decrypt(wrapped);
  } catch {
    return null;
  }
};

const publicHalfOf = (pkcs8: Uint8Array): Buffer | null => {
  try {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    return createPublicKey(key).export({ format: 'der', type: 'spki' });
  } catch {
    return null;
  }
};

const zeros = new Uint8Array(16);

/** Whether the bytes that were in a wrapping are the key that was wrapped. */
const isThatKey = async (session: Session, { key, publicKey }: Made, bytes: Uint8Array) => {
  if (key.kind === 'secret-key') {
    const mac = await aesCheckValue(session, key);
    return mac.ok ? good(bytes.length === 32 && mac.value.equals(cmac(zeros, bytes))) : mac;
  }
  const spki = publicKey === null ? null : readPublicKey(session, publicKey);
  if (spki?.ok !== true) return spki ?? good(false);
  return good(publicHalfOf(bytes)?.equals(spki.value) ?? false);
};

type Lent = { readonly bytes: Uint8Array; readonly object: TokenObject<'secret-key'> };

/** As a new embassy key: made there, and wrapped so that anybody who has the wrapping key can open it. */
const tryMaking = async (session: Session, kind: KeyAlgorithm, wrappingKey: Lent): Promise<Result<null>> => {
  const made = judged('make', await make(session, kind));
  if (!made.ok) return made;
  const { key, publicKey } = made.value;
  return lend(session, publicKey === null ? [key] : [key, publicKey], async () => {
    const says = saysOfItself(session, key, true);
    if (!says.ok) return says;
    const wrapped = judged('wrap', await wrapKey(session, wrappingKey.object, key));
    if (!wrapped.ok) return wrapped;
    const bytes = openOutside(wrapped.value, wrappingKey.bytes);
    if (bytes === null) return failed('wrap');
    const same = judged('use', await isThatKey(session, made.value, bytes));
    bytes.fill(0);
    if (!same.ok) return same;
    return same.value ? good(null) : failed('wrap');
  });
};

type Outside = { readonly bytes: Uint8Array; readonly spki: Uint8Array | null };

const makeOutside = async (kind: KeyAlgorithm): Promise<Outside> => {
  if (kind === 'aes256') return { bytes: randomBytes(32), spki: null };
  const { privateKey, publicKey } = await (trialPairs[kind].algorithm === 'ecp384'
    ? promisify(makePair)('ec', { namedCurve: 'secp384r1' })
    : promisify(makePair)('rsa', { modulusLength: 2048 }));
  return {
    bytes: privateKey.export({ format: 'der', type: 'pkcs8' }),
    spki: publicKey.export({ format: 'der', type: 'spki' }),
  };
};

const take = (
  session: Session,
  kind: KeyAlgorithm,
  { bytes, spki }: Outside,
  wrappingKey: Lent,
): Promise<Result<Key>> => {
  const wrapped = aeskwp(wrappingKey.bytes).encrypt(bytes);
  if (kind === 'aes256') return unwrapSecretKey(session, wrappingKey.object, wrapped, specOf(aesUses, false));
  const { algorithm, uses } = trialPairs[kind];
  const spec = { ...specOf(uses, false), ...(spki === null ? {} : { spki }) };
  return unwrapPrivateKey(session, wrappingKey.object, wrapped, algorithm, spec);
};

const worksAs = async (session: Session, key: Key, { bytes, spki }: Outside): Promise<Result<boolean>> => {
  if (key.kind === 'private-key') return spki === null ? good(false) : answersTo(session, key, spki);
  const mac = await aesCheckValue(session, key);
  return mac.ok ? good(mac.value.equals(cmac(zeros, bytes))) : mac;
};

/** As a key that comes back from its wrapping: taken in to stay, and used. */
const tryTaking = async (session: Session, kind: KeyAlgorithm, wrappingKey: Lent): Promise<Result<null>> => {
  const outside = await makeOutside(kind);
  const taken = judged('unwrap', await take(session, kind, outside, wrappingKey));
  if (!taken.ok) return taken;
  return lend(session, [taken.value], async () => {
    const works = judged('use', await worksAs(session, taken.value, outside));
    if (!works.ok) return works;
    return works.value ? good(null) : failed('use');
  });
};

/**
 * Tries with throwaway keys what the plan says, in the order of a ceremony, and stops at the first refusal. Nothing stays on the
 * HSM. Problems: `hsm-unfit` (details.reason: a `TrialPart`), and those of the parts that may pass (`token-removed`, …).
 */
export const tryHsm = async (session: Session, { signs, makes, takes }: TrialPlan): Promise<Result<null>> => {
  if (signs) {
    const signing = await trySigning(session);
    if (!signing.ok) return signing;
  }
  if (makes.length + takes.length === 0) return good(null);
  const bytes = randomBytes(32);
  const object = judged('unwrap', importWrappingKey(session, bytes, 'trial'));
  if (!object.ok) return object;
  const wrappingKey = { bytes, object: object.value };
  return lend(session, [object.value], async () => {
    for (const kind of new Set(makes)) {
      const made = await tryMaking(session, kind, wrappingKey);
      if (!made.ok) return made;
    }
    for (const kind of new Set(takes)) {
      const taken = await tryTaking(session, kind, wrappingKey);
      if (!taken.ok) return taken;
    }
    return good(null);
  });
};
