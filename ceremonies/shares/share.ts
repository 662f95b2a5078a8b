import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../formats/canonical.ts';
import type { Domain } from '../model/domain.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { keyLabel, keyLabelsMax } from '../model/parameters.ts';
import { hash, shortText, uuid } from '../model/values.ts';
import { Secret } from '../secrets/secret.ts';
import { saltBytes, shareCommitment } from './commitment.ts';
import { decodeHex, encodeHex } from './hex.ts';
import { bodyId, headerBytes, shareCountMax } from './packageShare.ts';

export const shareFormat = 'embassy-key-ceremony/share/1';

/** One custodian's part of a recovery key, and all that is needed to know it for what it is. */
export type Share = {
  readonly setId: string;
  /** 1..count; also the id inside the body. */
  readonly index: number;
  readonly threshold: number;
  readonly count: number;
  readonly embassy: string;
  /** The embassy keys that the recovery key wraps. */
  readonly keyLabels: readonly string[];
  /** 32 random bytes; they hide the body behind its commitment. */
  readonly salt: Uint8Array;
  /** The share as the package made it, 0x08 ‖ id ‖ values. */
  readonly body: Secret;
};

const quorumSize = z.int().min(2).max(shareCountMax);

/** Everything in the payload but the body. */
const payloadFacts = z
  .strictObject({
    format: z.literal(shareFormat),
    set: uuid,
    index: z.int().min(1).max(shareCountMax),
    threshold: quorumSize,
    count: quorumSize,
    // A lone surrogate has no UTF-8.
    embassy: shortText.regex(/^\P{Surrogate}*$/u),
    keyLabels: z.array(keyLabel).min(1).max(keyLabelsMax),
    salt: hash,
  })
  .refine(({ index, threshold, count }) => threshold <= count && index <= count);

/** "body" is the first member name in canonical order, so the secret stands in one known place. */
const beforeBody = Buffer.from('{"body":"');
const afterBody = Buffer.from('",');

const factsAfterBody = (share: Share): Buffer => {
  const facts: z.infer<typeof payloadFacts> = {
    format: shareFormat,
    set: share.setId,
    index: share.index,
    threshold: share.threshold,
    count: share.count,
    embassy: share.embassy,
    keyLabels: [...share.keyLabels],
    salt: Buffer.from(share.salt).toString('hex'),
  };
  const checked = payloadFacts.safeParse(facts);
  if (!checked.success || bodyId(share.body) !== share.index) {
    throw new CeremonyError('share-malformed', { index: share.index });
  }
  return Buffer.concat([afterBody, Buffer.from(canonicalJson(checked.data).slice(1))]);
};

/**
 * The payload that is sealed to a card: one JSON object in canonical form (RFC 8785), body and salt in lower-case hex,
 * so that whoever opens it needs nothing but `jq -r .body | xxd -r -p`:
 *
 *     {"body":"0801…","count":5,"embassy":"…","format":"embassy-key-ceremony/share/1","index":1,
 *      "keyLabels":["land-register"],"salt":"…","set":"…","threshold":3}
 *
 * The body goes from locked memory to locked memory and never becomes a string. Throws `share-malformed` for a share that
 * `decodeShare` would refuse.
 */
export const encodeShare = (share: Share): Secret => {
  const facts = factsAfterBody(share);
  const bodyDigits = 2 * share.body.sizeBytes;
  return Secret.build(beforeBody.length + bodyDigits + facts.length, (payload) => {
    payload.set(beforeBody, 0);
    share.body.use((body) => encodeHex(body, payload.subarray(beforeBody.length)));
    payload.set(facts, beforeBody.length + bodyDigits);
  });
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const malformed = (reason: string) => bad('share-malformed', { reason });

/**
 * Reads a payload back. Only the canonical form is a share: what is accepted encodes to the same bytes again. The payload
 * stays the caller's. Problem: `share-malformed`.
 */
export const decodeShare = (payload: Secret): Result<Share> =>
  payload.use((bytes): Result<Share> => {
    const bodyEnd = bytes.indexOf(afterBody, beforeBody.length);
    if (bodyEnd < 0 || !bytes.subarray(0, beforeBody.length).equals(beforeBody))
      return malformed('not-a-share');

    const facts = payloadFacts.safeParse(parseJson(`{${bytes.toString('utf8', bodyEnd + afterBody.length)}`));
    if (!facts.success) return malformed('facts');

    const digits = bytes.subarray(beforeBody.length, bodyEnd);
    if (digits.length % 2 !== 0 || digits.length <= 2 * headerBytes) return malformed('body');
    const body = Secret.build(digits.length / 2, () => undefined);
    const wellFormed = body.use((target) => decodeHex(digits, target));

    const { set, index, threshold, count, embassy, keyLabels, salt } = facts.data;
    const share: Share = {
      setId: set,
      index,
      threshold,
      count,
      embassy,
      keyLabels,
      salt: Uint8Array.from(Buffer.from(salt, 'hex')),
      body,
    };
    if (!wellFormed || bodyId(body) !== index) {
      body.wipe();
      return malformed('body');
    }
    const again = encodeShare(share);
    const canonical = again.equals(payload);
    again.wipe();
    if (canonical) return good(share);
    body.wipe();
    return malformed('not-canonical');
  });

/** What a transcript says of a share set. */
export type ExpectedShares = {
  readonly domain: Domain;
  readonly setId: string;
  readonly threshold: number;
  /** Hex, in index order: the first is share 1's. Their number is n. */
  readonly commitments: readonly string[];
};

/**
 * Is this share the one that was handed out? Problems name the share and the reason: `share-foreign` (another set),
 * `share-malformed` (its parts contradict one another or the set), `share-altered` (not what was committed to).
 */
export const checkShare = (share: Share, expected: ExpectedShares): Result<Share> => {
  const { index } = share;
  if (share.setId !== expected.setId) return bad('share-foreign', { index, set: share.setId });

  const commitment = expected.commitments[index - 1];
  if (commitment === undefined) return bad('share-malformed', { index, reason: 'index' });
  if (share.threshold !== expected.threshold) return bad('share-malformed', { index, reason: 'threshold' });
  if (share.count !== expected.commitments.length) return bad('share-malformed', { index, reason: 'count' });
  if (share.salt.length !== saltBytes) return bad('share-malformed', { index, reason: 'salt' });
  if (bodyId(share.body) !== index) return bad('share-malformed', { index, reason: 'body' });

  // The commitment is public, so this comparison needs no constant time.
  return shareCommitment(expected.domain, share) === commitment
    ? good(share)
    : bad('share-altered', { index });
};

/** Labels the bodies of a fresh split, in index order, and draws each share's salt. The shares own the bodies. */
export const labelShares = (
  bodies: readonly Secret[],
  about: Pick<Share, 'setId' | 'threshold' | 'embassy' | 'keyLabels'>,
): readonly Share[] =>
  bodies.map((body, place) => ({
    ...about,
    index: place + 1,
    count: bodies.length,
    salt: new Uint8Array(randomBytes(saltBytes)),
    body,
  }));
