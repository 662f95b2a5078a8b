import * as z from 'zod';
import { domains } from './domain.ts';
import { keyAlgorithms } from './keyAlgorithm.ts';
import { keyLabel } from './parameters.ts';
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
  hsm: tokenFacts,
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
      holder: z.strictObject({ name: shortText, card: tokenFacts }).nullable(),
      sealed: base64.nullable(),
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
