import { randomBytes } from 'node:crypto';
import { aesCheckValueOfMac, publicKeyCheckValue } from '../keys/checkValue.ts';
import { bad, good, type Result } from '../model/error.ts';
import type { KeyEvidence } from '../model/event.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import type { KeyName } from '../model/script.ts';
import { answersTo } from '../tokens/answers.ts';
import { aesCheckValue } from '../tokens/checkValue.ts';
import { readEvidence } from '../tokens/evidence.ts';
import type { KeyUse } from '../tokens/keyTypes.ts';
import {
  destroyObject,
  findObject,
  findObjects,
  type ObjectKind,
  type TokenObject,
} from '../tokens/objects.ts';
import { readPublicKey, storePublicKey } from '../tokens/publicKey.ts';
import type { Session } from '../tokens/session.ts';
import { unwrapPrivateKey, unwrapSecretKey } from '../tokens/wrap.ts';
import { attempt } from './hsm.ts';

/** What an embassy key is allowed to do on its HSM. A pair of RSA opens data keys by unwrapping them, which leaves them there. */
export const embassyKeyUses = (algorithm: KeyAlgorithm): readonly KeyUse[] =>
  algorithm === 'aes256' ? ['wrap', 'sign'] : algorithm === 'ecp384' ? ['derive'] : ['decrypt', 'wrap'];

/** Labels on the HSM: the working copy, which stays, and the extractable original, which does not. */
export const workingLabel = (label: string, version: number): string => `${label}.v${version}`;
export const originalLabel = (label: string, version: number): string =>
  `${workingLabel(label, version)}.original`;

/** Where a wrapping is tried that has a working copy already. */
export const trialLabel = (label: string, version: number): string => `${workingLabel(label, version)}.trial`;

/** Every label that these keys may have on the HSM; of each key, what could leave the HSM comes first. */
export const hsmLabelsOf = (keys: readonly KeyName[]): readonly string[] =>
  keys.flatMap(({ label, version }) => [
    originalLabel(label, version),
    trialLabel(label, version),
    workingLabel(label, version),
  ]);

const lastingKinds = [
  'private-key',
  'public-key',
  'secret-key',
  'certificate',
] as const satisfies readonly ObjectKind[];

/** Destroys every lasting key and certificate of this label. Gives how many there were. */
export const destroyLabelled = (session: Session, label: string): Result<number> => {
  let destroyed = 0;
  for (const kind of lastingKinds) {
    const found = findObjects(session, { kind, label, lifetime: 'token' });
    if (!found.ok) return found;
    for (const object of found.value) {
      const gone = destroyObject(session, object);
      if (!gone.ok) return gone;
      destroyed += 1;
    }
  }
  return good(destroyed);
};

/** How many lasting keys and certificates there are under these labels. */
export const countAll = (session: Session, labels: readonly string[]): Result<number> => {
  let count = 0;
  for (const label of labels) {
    for (const kind of lastingKinds) {
      const found = findObjects(session, { kind, label, lifetime: 'token' });
      if (!found.ok) return found;
      count += found.value.length;
    }
  }
  return good(count);
};

/** Destroys all that there is under these labels. Gives how many objects that were. */
export const destroyAll = (session: Session, labels: readonly string[]): Result<number> => {
  let destroyed = 0;
  for (const label of labels) {
    const gone = destroyLabelled(session, label);
    if (!gone.ok) return gone;
    destroyed += gone.value;
  }
  return good(destroyed);
};

/**
 * Unwraps an embassy key to stay on the HSM under `label`. A pair's public half cannot be unwrapped with it and is stored
 * beside it: `spki`, null for AES. `extractable` only where it is to be wrapped again.
 */
export const unwrapKey = async (
  session: Session,
  wrappingKey: TokenObject<'secret-key'>,
  wrapped: Uint8Array,
  { algorithm }: { readonly algorithm: KeyAlgorithm },
  label: string,
  spki: Uint8Array | null,
  extractable = false,
): Promise<Result<EmbassyKeyObject>> => {
  const spec = { label, id: randomBytes(16), uses: embassyKeyUses(algorithm), extractable } as const;
  if (algorithm === 'aes256') return unwrapSecretKey(session, wrappingKey, wrapped, spec);
  const copy = await unwrapPrivateKey(session, wrappingKey, wrapped, algorithm, {
    ...spec,
    ...(spki === null ? {} : { spki }),
  });
  if (!copy.ok || spki === null) return copy;
  const stored = storePublicKey(session, spki, { ...spec, lifetime: 'token' });
  return stored.ok ? copy : stored;
};

export type EmbassyKeyObject = TokenObject<'private-key'> | TokenObject<'secret-key'>;

export const findEmbassyKey = (
  session: Session,
  algorithm: KeyAlgorithm,
  label: string,
): Result<EmbassyKeyObject> =>
  algorithm === 'aes256'
    ? findObject(session, { kind: 'secret-key', label })
    : findObject(session, { kind: 'private-key', label });

/** Every secret or private key of this algorithm under these labels: what could be used. */
export const findEmbassyKeys = (
  session: Session,
  algorithm: KeyAlgorithm,
  labels: readonly string[],
): Result<readonly EmbassyKeyObject[]> => {
  const keys: EmbassyKeyObject[] = [];
  for (const label of labels) {
    const found: Result<readonly EmbassyKeyObject[]> =
      algorithm === 'aes256'
        ? findObjects(session, { kind: 'secret-key', label })
        : findObjects(session, { kind: 'private-key', label });
    if (!found.ok) return found;
    keys.push(...found.value);
  }
  return good(keys);
};

export const evidenceOf = (session: Session, key: EmbassyKeyObject): Result<KeyEvidence> => {
  const read = readEvidence(session, key);
  if (!read.ok) return read;
  const { local, sensitive, extractable, neverExtractable } = read.value;
  return good({ local, sensitive, extractable, neverExtractable });
};

/**
 * The check value of a key as it lies there: AES-CMAC for AES, and for a pair the digest of its public half. That the private
 * half fits, the caller must see by using it.
 */
export const statedCheckValueOf = async (
  session: Session,
  key: EmbassyKeyObject,
  label: string,
): Promise<Result<string>> => {
  if (key.kind === 'secret-key') {
    const mac = await aesCheckValue(session, key);
    return mac.ok ? good(aesCheckValueOfMac(mac.value)) : mac;
  }
  const spki = publicHalfOf(session, label);
  return spki.ok ? good(publicKeyCheckValue(spki.value)) : spki;
};

const publicHalfOf = (session: Session, label: string): Result<Uint8Array> => {
  const publicKey = findObject(session, { kind: 'public-key', label });
  return publicKey.ok ? readPublicKey(session, publicKey.value) : publicKey;
};

/**
 * The check value of a key, found by using it: for a pair, the private key must undo what was done with the public one before
 * the digest of the public key counts as its check value. An import that "succeeded" with another key is found here.
 * Problem: check-value-differs.
 */
export const checkValueOf = async (
  session: Session,
  key: EmbassyKeyObject,
  label: string,
): Promise<Result<string>> => {
  const stated = await statedCheckValueOf(session, key, label);
  if (!stated.ok || key.kind === 'secret-key') return stated;
  const spki = publicHalfOf(session, label);
  if (!spki.ok) return spki;
  const answers = await answersTo(session, key, spki.value);
  if (!answers.ok) return answers;
  return answers.value ? stated : bad('check-value-differs', { label });
};

/** Whether a key does what it is for: a mac, or undoing what was done with the public half that its certificate names. */
export const works = async (
  session: Session,
  key: EmbassyKeyObject,
  spki: Uint8Array | null,
): Promise<boolean> => {
  const used = await attempt(async (): Promise<Result<unknown>> => {
    if (key.kind === 'secret-key') return aesCheckValue(session, key);
    return spki === null ? bad('object-absent') : answersTo(session, key, spki);
  });
  return used.ok && used.value !== false;
};
