import { createHash } from 'node:crypto';
import { domainString, type Domain } from '../model/domain.ts';
import type { Secret } from '../secrets/secret.ts';

export const saltBytes = 32;
export const recoveryKeyBytes = 32;

/** The 16 raw bytes of a UUID (RFC 9562, section 4). */
export const setIdBytes = (setId: string): Buffer => Buffer.from(setId.replaceAll('-', ''), 'hex');

/**
 * The published commitment to one share, lower-case hex: whoever opens the share can prove that it is the one that was
 * handed out; whoever reads the transcript learns nothing of it.
 *
 *     SHA-256( domain string, UTF-8   embassy-key-ceremony/production/share-commitment/1  (or …/rehearsal/…)
 *            ‖ 0x00
 *            ‖ set id                 16 bytes: the UUID's hex digits, without hyphens
 *            ‖ index                  1 byte, 1..n
 *            ‖ salt                   32 bytes, random, travels in the share
 *            ‖ body )                 the share as the package made it: 0x08 ‖ id ‖ values (82 bytes for a 32-byte secret)
 *
 * Every part but the last has a fixed length or a terminator, so no two shares give the same bytes.
 */
export const shareCommitment = (
  domain: Domain,
  share: { readonly setId: string; readonly index: number; readonly salt: Uint8Array; readonly body: Secret },
): string =>
  share.body.use((body) =>
    createHash('sha256')
      .update(`${domainString(domain, 'share-commitment')}\0`, 'utf8')
      .update(setIdBytes(share.setId))
      .update(Uint8Array.of(share.index))
      .update(share.salt)
      .update(body)
      .digest('hex'),
  );

/**
 * The published commitment to a recovery key, lower-case hex, by which a rebuilt one is recognised:
 *
 *     SHA-256( domain string, UTF-8   embassy-key-ceremony/production/recovery-key-commitment/1  (or …/rehearsal/…)
 *            ‖ 0x00
 *            ‖ recovery key )         32 bytes
 *
 * No salt: the key has 256 bits of entropy, and a person rebuilding it must be able to check it with nothing else in hand.
 */
export const recoveryKeyCommitment = (domain: Domain, recoveryKey: Secret): string =>
  recoveryKey.use((key) =>
    createHash('sha256')
      .update(`${domainString(domain, 'recovery-key-commitment')}\0`, 'utf8')
      .update(key)
      .digest('hex'),
  );
