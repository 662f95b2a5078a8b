import { hkdfSync } from 'node:crypto';
import { domainString, type Domain } from '../model/domain.ts';
import { bad, good, type Result } from '../model/error.ts';
import { Secret } from '../secrets/secret.ts';
import { recoveryKeyBytes, setIdBytes } from '../shares/commitment.ts';

export const hsmRandomBytes = 64;
export const osRandomBytes = 64;

/** What went into a recovery key, not its value: this is journalled. */
export type Mixed = { readonly hsmBytes: number; readonly osBytes: number; readonly diceRolls: number };

export type EntropySources = {
  /** 64 bytes of C_GenerateRandom. */
  readonly hsm: Secret;
  /** 64 bytes drawn from the HSM just before and not used: a generator that repeats itself is broken. */
  readonly hsmBefore: Secret;
  /** 64 bytes of the operating system (`Secret.random`). */
  readonly os: Secret;
  /** One byte, 1..6, for each roll, as `parseDice` gives them. */
  readonly dice?: Secret;
};

/**
 * Fewer different values than this among 64 random bytes come less often than once in 10^15 draws; a generator that is
 * stuck, counts in few steps or repeats a short block has fewer.
 */
const leastDistinctBytes = 32;

const looksRandom = (source: Secret): boolean => {
  // A table, not a Set: a Set keeps its members in the order they came.
  const seen = new Uint8Array(256);
  source.use((bytes) => bytes.forEach((byte) => (seen[byte] = 1)));
  return seen.reduce((sum, one) => sum + one, 0) >= leastDistinctBytes;
};

type Fault = { readonly source: 'hsm' | 'operating-system' | 'dice'; readonly reason: string };

/** Catches a broken generator (NIST SP 800-90B, section 4.3: start-up and repetition), never a dishonest one. */
const findFault = ({ hsm, hsmBefore, os, dice }: EntropySources): Fault | undefined => {
  if (hsm.sizeBytes !== hsmRandomBytes || hsmBefore.sizeBytes !== hsmRandomBytes) {
    return { source: 'hsm', reason: 'size' };
  }
  if (os.sizeBytes !== osRandomBytes) return { source: 'operating-system', reason: 'size' };
  if (hsm.equals(hsmBefore)) return { source: 'hsm', reason: 'repeats' };
  if (hsm.equals(os)) return { source: 'hsm', reason: 'same-as-operating-system' };
  if (!looksRandom(hsm)) return { source: 'hsm', reason: 'few-values' };
  if (!looksRandom(os)) return { source: 'operating-system', reason: 'few-values' };
  if (dice?.use((rolls) => rolls.some((roll) => roll < 1 || roll > 6)))
    return { source: 'dice', reason: 'not-a-roll' };
  return undefined;
};

const concatenated = (parts: readonly Secret[]): Secret =>
  Secret.build(
    parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    (target) => {
      parts.reduce(
        (offset, part) => part.use((bytes) => (target.set(bytes, offset), offset + bytes.length)),
        0,
      );
    },
  );

/**
 * Makes a recovery key (32 bytes) out of independent sources, so that it is unknown as long as one of them is:
 *
 *     HKDF-SHA-384 (RFC 5869)
 *       ikm  = HSM random, 64 bytes ‖ operating-system random, 64 bytes ‖ dice, one byte (0x01..0x06) a roll
 *       salt = set id, 16 bytes: the UUID's hex digits, without hyphens
 *       info = domain string, UTF-8: embassy-key-ceremony/production/recovery-key/1  (or …/rehearsal/…)
 *       L    = 32
 *
 * Wipes all its sources, whatever happens. Problem: `entropy-poor` with the source and the reason.
 */
export const mixRecoveryKey = (
  domain: Domain,
  setId: string,
  sources: EntropySources,
): Result<{ readonly key: Secret; readonly mixed: Mixed }> => {
  const { hsm, hsmBefore, os, dice } = sources;
  const ikmParts = dice === undefined ? [hsm, os] : [hsm, os, dice];
  try {
    const fault = findFault(sources);
    if (fault !== undefined) return bad('entropy-poor', fault);

    const ikm = concatenated(ikmParts);
    try {
      const info = domainString(domain, 'recovery-key');
      const derive = (bytes: Buffer) => hkdfSync('sha384', bytes, setIdBytes(setId), info, recoveryKeyBytes);
      return good({
        key: Secret.take(new Uint8Array(ikm.use(derive))),
        mixed: { hsmBytes: hsm.sizeBytes, osBytes: os.sizeBytes, diceRolls: dice?.sizeBytes ?? 0 },
      });
    } finally {
      ikm.wipe();
    }
  } finally {
    for (const source of [...ikmParts, hsmBefore]) source.wipe();
  }
};
