import * as z from 'zod';
import { domains } from './domain.ts';
import { keyAlgorithms } from './keyAlgorithm.ts';
import { keyLabel } from './parameters.ts';
import type { KeyName } from './script.ts';
import { base64, hash, shortText, tokenFacts, uuid } from './values.ts';

/**
 * The key register: every embassy key, version, state and share set after a ceremony. It travels in the bundle and is
 * the next ceremony's input.
 */
export const registerFormat = 'embassy-key-ceremony/register/1';

/** NIST SP 800-57 part 1 rev. 5, section 7. */
export const keyStates = ['pre-activation', 'active', 'deactivated', 'compromised', 'destroyed'] as const;

const at = z.iso.datetime({ precision: 3 });

export const keyVersion = z.strictObject({
  version: z.int().min(1),
  algorithm: z.enum(keyAlgorithms),
  state: z.enum(keyStates),
  /** Date and time of each transition, oldest first. */
  transitions: z.array(z.strictObject({ state: z.enum(keyStates), at, ceremony: uuid })).min(1),
  checkValue: z.string(),
  certificate: base64.nullable(),
  /** AES-KWP (RFC 5649) of the key under the recovery key of `set`. */
  wrapped: base64,
  set: uuid,
  /** What was sealed to the key when it was made, base64: opening it shows that a rebuilt key works. */
  canary: base64,
  /** Where the key was put, and when, oldest first. */
  hsms: z.array(z.strictObject({ token: tokenFacts, at, ceremony: uuid })).min(1),
});
export type KeyVersion = Readonly<z.infer<typeof keyVersion>>;

export const shareSet = z.strictObject({
  set: uuid,
  ceremony: uuid,
  state: z.enum(['live', 'void']),
  threshold: z.int().min(2).max(255),
  count: z.int().min(2).max(255),
  recoveryKeyCommitment: hash,
  shares: z.array(
    z.strictObject({
      index: z.int().min(1).max(255),
      commitment: hash,
      /** Who held this share, and on which card; null when the set was voided before it was handed out. */
      holder: z
        .strictObject({
          name: shortText,
          card: tokenFacts,
          /** SHA-256 of the DER of the card's certificate, whose key signs, and of the SubjectPublicKeyInfo sealed to. */
          certificateSha256: hash,
          sealingKeySha256: hash,
        })
        .nullable(),
      sealed: base64.nullable(),
      /** When its holder last showed that it is whole; null for a share that was never handed out. */
      proven: z.strictObject({ at, ceremony: uuid }).nullable(),
    }),
  ),
});
export type ShareSetRecord = Readonly<z.infer<typeof shareSet>>;

export const register = z.strictObject({
  format: z.literal(registerFormat),
  domain: z.enum(domains),
  embassy: shortText,
  ceremony: uuid,
  previousBundle: hash.nullable(),
  keys: z.array(z.strictObject({ label: keyLabel, versions: z.array(keyVersion).min(1) })),
  shareSets: z.array(shareSet),
});
export type Register = Readonly<z.infer<typeof register>>;

export type Holder = NonNullable<ShareSetRecord['shares'][number]['holder']>;

/** The keys that the recovery keys of these sets wrap, in the register's order; what was destroyed is not rebuilt. */
export const keysOfSets = ({ keys }: Register, sets: readonly string[]): readonly KeyName[] =>
  keys.flatMap(({ label, versions }) =>
    versions
      .filter(({ set, state }) => sets.includes(set) && state !== 'destroyed')
      .map(({ version }) => ({ label, version })),
  );

export const versionOf = (value: Register, { label, version }: KeyName): KeyVersion | undefined =>
  value.keys.find((key) => key.label === label)?.versions.find((each) => each.version === version);

export const setOf = (value: Register, set: string): ShareSetRecord | undefined =>
  value.shareSets.find((each) => each.set === set);

const areDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

const isWholeSet = ({ shares, threshold, count, state }: ShareSetRecord): boolean =>
  threshold <= count &&
  (shares.length === count || (shares.length === 0 && state === 'void')) &&
  shares.every(
    ({ index, holder, sealed }, position) =>
      index === position + 1 && (state === 'void' || (holder !== null && sealed !== null)),
  );

/**
 * The first way in which a register contradicts itself, by the name of the part; what its schema alone would let pass. Keys
 * and shares become files by their label, version, set and index, so two of one name would hide each other.
 */
export const findRegisterFault = ({ keys, shareSets }: Register): string | undefined => {
  const versions = keys.flatMap((key) => key.versions);
  const sets = new Set(shareSets.map(({ set }) => set));
  const rules: readonly (readonly [part: string, holds: boolean])[] = [
    ['label', areDistinct(keys.map(({ label }) => label))],
    ['version', keys.every((key) => areDistinct(key.versions.map(({ version }) => version)))],
    ['active', keys.every((key) => key.versions.filter(({ state }) => state === 'active').length <= 1)],
    ['state', versions.every(({ state, transitions }) => transitions.at(-1)?.state === state)],
    ['checkValue', areDistinct(versions.map(({ checkValue }) => checkValue))],
    ['set', sets.size === shareSets.length && versions.every(({ set }) => sets.has(set))],
    ['recoveryKeyCommitment', areDistinct(shareSets.map((each) => each.recoveryKeyCommitment))],
    ['shares', shareSets.every(isWholeSet)],
  ];
  return rules.find(([, holds]) => !holds)?.[0];
};
