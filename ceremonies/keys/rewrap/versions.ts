import { constants, createECDH, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { bad, CeremonyError, good, type Result } from '../../model/error.ts';
import {
  dataKeyBytes,
  wrapAlgorithmOf,
  type DataKeyRecord,
  type WrapAlgorithm,
} from '../../model/inventory.ts';
import type { KeyAlgorithm } from '../../model/keyAlgorithm.ts';
import { takeSecret } from '../../secrets/contentKey.ts';
import { withSecret, type Secret } from '../../secrets/secret.ts';
import { agree } from '../../tokens/agree.ts';
import {
  aesWrappingKey,
  readDataKey,
  rsaWrappingKey,
  stillOpens,
  tryWrappingKey,
  wrapBytes,
  type WrappingKey,
} from '../../tokens/dataKeys.ts';
import { decryptOaep } from '../../tokens/decrypt.ts';
import type { TokenObject } from '../../tokens/objects.ts';
import { readPublicKey } from '../../tokens/publicKey.ts';
import type { Session } from '../../tokens/session.ts';
import { openWithSharedSecret, sealToPoint, type Parties } from './ecdhEs.ts';

/** A version of an embassy key on the HSM, under the name that inventories have for it. */
export type EmbassyKeyVersion = { readonly kid: string } & (
  | { readonly algorithm: 'aes256'; readonly key: TokenObject<'secret-key'> }
  | {
      readonly algorithm: Exclude<KeyAlgorithm, 'aes256'>;
      readonly key: TokenObject<'private-key'>;
      readonly publicKey: TokenObject<'public-key'>;
    }
);

/** How a data key is wrapped: what its record says of that. */
export type Wrapping = { readonly wrapped: Buffer } & (
  | { readonly alg: 'A256KW' | 'RSA-OAEP' }
  | Pick<Extract<DataKeyRecord, { alg: 'ECDH-ES+A256KW' }>, 'alg' | 'epk' | 'apu' | 'apv'>
);

/** A version that was tried on the token. */
export type Version = {
  readonly kid: string;
  readonly alg: WrapAlgorithm;
  /** Null where the token does not wrap and open data keys with it by itself. */
  readonly onToken: WrappingKey | null;
  /** Opens a data key into locked memory. Problem: ciphertext-invalid, and the token's. */
  readonly open: (session: Session, wrapping: Wrapping) => Promise<Result<Secret>>;
  /** Wraps a data key from locked memory; parties are kept where the algorithm has any. Problems: the token's. */
  readonly seal: (session: Session, dataKey: Secret, before: Wrapping) => Promise<Result<Wrapping>>;
  /** Whether the key opens what it is known to open: tells a wrong record from a token that fails. */
  readonly check: () => Promise<Result<void>>;
};

const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');

/** Members that are missing stay so. */
const partiesOf = ({ apu, apv }: Parties) => ({
  ...(apu === undefined ? {} : { apu }),
  ...(apv === undefined ? {} : { apv }),
});

export const wrappingOf = (record: DataKeyRecord): Wrapping => {
  const wrapped = Buffer.from(record.encrypted_key, 'base64url');
  if (record.alg !== 'ECDH-ES+A256KW') return { alg: record.alg, wrapped };
  const { alg, epk, apu, apv } = record;
  return { alg, wrapped, epk, ...partiesOf({ apu, apv }) };
};

export const recordOf = (
  { dataSet, id, kid }: Pick<DataKeyRecord, 'dataSet' | 'id' | 'kid'>,
  wrapping: Wrapping,
): DataKeyRecord => {
  const encrypted_key = text(wrapping.wrapped);
  if (wrapping.alg !== 'ECDH-ES+A256KW') return { dataSet, id, kid, alg: wrapping.alg, encrypted_key };
  const { alg, epk, apu, apv } = wrapping;
  return { dataSet, id, kid, alg, encrypted_key, epk, ...partiesOf({ apu, apv }) };
};

const done = (result: Result<unknown>): Result<void> => (result.ok ? good(undefined) : result);

/** Good when there is a secret, which is wiped. */
const openedAtAll = async (opened: Promise<Result<Secret>>): Promise<Result<void>> => {
  const result = await opened;
  if (result.ok) result.value.wipe();
  return done(result);
};

// --- A256KW ---

const aesVersion = async (
  session: Session,
  { kid, key }: Extract<EmbassyKeyVersion, { algorithm: 'aes256' }>,
  sample: TokenObject<'secret-key'>,
): Promise<Result<Version>> => {
  const onToken = aesWrappingKey(key);
  const known = await tryWrappingKey(session, onToken, sample);
  if (!known.ok) return known;
  return good({
    kid,
    alg: 'A256KW',
    onToken,
    open: async (lane, wrapping) => Promise.resolve(takeSecret(readDataKey(lane, key, wrapping.wrapped))),
    seal: async (lane, dataKey) => {
      const wrapped = dataKey.use((bytes) => wrapBytes(lane, key, bytes));
      return Promise.resolve(wrapped.ok ? good({ alg: 'A256KW', wrapped: wrapped.value }) : wrapped);
    },
    check: () => stillOpens(session, onToken, known.value),
  });
};

// --- RSA-OAEP ---

type Pair = Extract<EmbassyKeyVersion, { publicKey: TokenObject<'public-key'> }>;

const rsaVersion = async (
  session: Session,
  { kid, key, publicKey }: Pair,
  sample: TokenObject<'secret-key'>,
): Promise<Result<Version>> => {
  const spki = readPublicKey(session, publicKey);
  if (!spki.ok) return spki;
  const recipient = createPublicKey({ key: spki.value, format: 'der', type: 'spki' });
  const oaep = { key: recipient, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  const onToken = rsaWrappingKey(key, publicKey);
  // Keys made by others, or before data keys were moved, may decrypt and not unwrap.
  const tried = await tryWrappingKey(session, onToken, sample);
  const known = publicEncrypt(oaep, randomBytes(32));
  return good({
    kid,
    alg: 'RSA-OAEP',
    onToken: tried.ok ? onToken : null,
    open: async (lane, wrapping) => takeSecret(await decryptOaep(lane, key, 'sha1', wrapping.wrapped)),
    seal: async (_, dataKey) => {
      const wrapped = dataKey.use((bytes) => publicEncrypt(oaep, bytes));
      return Promise.resolve(good({ alg: 'RSA-OAEP', wrapped }));
    },
    check: async () =>
      tried.ok
        ? stillOpens(session, onToken, tried.value)
        : openedAtAll(decryptOaep(session, key, 'sha1', known).then(takeSecret)),
  });
};

// --- ECDH-ES+A256KW ---

const coordinateBytes = 48;
const pointBytes = 1 + 2 * coordinateBytes;

const ecVersion = (session: Session, { kid, key, publicKey }: Pair): Result<Version> => {
  const spki = readPublicKey(session, publicKey);
  if (!spki.ok) return spki;
  // The point is what a SubjectPublicKeyInfo ends with (RFC 5480 section 2.2).
  const recipient = spki.value.subarray(-pointBytes);
  const known = createECDH('secp384r1').generateKeys();
  return good({
    kid,
    alg: 'ECDH-ES+A256KW',
    onToken: null,
    open: async (lane, wrapping) => {
      if (wrapping.alg !== 'ECDH-ES+A256KW') throw new CeremonyError('internal', { alg: wrapping.alg });
      const { epk } = wrapping;
      const point = Buffer.concat([
        Buffer.of(4),
        Buffer.from(epk.x, 'base64url'),
        Buffer.from(epk.y, 'base64url'),
      ]);
      const z = takeSecret(agree(lane, key, point));
      if (!z.ok) return z;
      return withSecret(z.value, (shared) => openWithSharedSecret(shared, wrapping, wrapping.wrapped));
    },
    seal: async (_, dataKey, before) => {
      const parties: Parties = before.alg === 'ECDH-ES+A256KW' ? before : {};
      const { wrapped, point } = sealToPoint(recipient, parties, dataKey);
      return Promise.resolve(
        good({
          alg: 'ECDH-ES+A256KW',
          wrapped: Buffer.from(wrapped),
          epk: {
            kty: 'EC',
            crv: 'P-384',
            x: text(point.subarray(1, 1 + coordinateBytes)),
            y: text(point.subarray(1 + coordinateBytes)),
          },
          ...partiesOf(parties),
        }),
      );
    },
    check: () => openedAtAll(Promise.resolve(takeSecret(agree(session, key, known)))),
  });
};

/**
 * Tries a version on the token, once for all its data keys: which way they can go, and something that it is known to open.
 * `sample`: a throwaway key of the session, to wrap. Problems: the token's.
 */
export const tryVersion = async (
  session: Session,
  version: EmbassyKeyVersion,
  sample: TokenObject<'secret-key'>,
): Promise<Result<Version>> => {
  switch (version.algorithm) {
    case 'aes256':
      return aesVersion(session, version, sample);
    case 'rsa3072':
    case 'rsa4096':
      return rsaVersion(session, version, sample);
    case 'ecp384':
      return ecVersion(session, version);
  }
};

/** Whether a data key may have this many bytes. */
export const isDataKeySize = (sizeBytes: number): boolean =>
  sizeBytes >= dataKeyBytes.min && sizeBytes <= dataKeyBytes.max && sizeBytes % dataKeyBytes.step === 0;

export const wrapAlgorithmsOf = (
  versions: readonly Pick<EmbassyKeyVersion, 'kid' | 'algorithm'>[],
): ReadonlyMap<string, WrapAlgorithm> =>
  new Map(versions.map(({ kid, algorithm }) => [kid, wrapAlgorithmOf[algorithm]]));

/** The problem of a token that opens nothing any more, where `of` seemed to be a record's own. */
export const tokenFails = (of: Result<void>): Result<never> | null =>
  of.ok
    ? null
    : of.problem.code === 'ciphertext-invalid'
      ? bad('token-write-failed', of.problem.details)
      : of;
