import { fromBase64 } from '../../formats/bytes.ts';
import { demand } from '../../model/demand.ts';
import type { KeyAlgorithm } from '../../model/keyAlgorithm.ts';
import { currentSet, keyOf } from '../../model/state.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, proved, type Finding } from '../finding.ts';

/**
 * How long a key can be when wrapped: RFC 5649 gives the key's length rounded up to 8, and 8 more. An AES-256 key has 32
 * bytes; a private key as PKCS#8 varies a little, with what its token puts in (RFC 5208, 5915, 8017).
 */
const wrappedBytes: Readonly<{ [Algorithm in KeyAlgorithm]: readonly [least: number, most: number] }> = {
  aes256: [40, 40],
  ecp384: [72, 272],
  rsa3072: [1700, 2000],
  rsa4096: [2300, 2600],
};

/** What was wrapped can be a key of this kind, by its length. What it is, only the recovery key can show. */
export const wrappedKeyFits = (record: Record): Finding => {
  const wrappings = eventsOfType(record, 'key-wrapped');
  for (const { seq, wrapped, label, version } of wrappings) {
    const key = keyOf(record.state, { label, version });
    demand(key !== undefined, 'event-not-allowed', { event: seq, label });
    const [least, most] = wrappedBytes[key.algorithm];
    const { length } = fromBase64(wrapped);
    demand(length % 8 === 0 && length >= least && length <= most, 'unwrap-failed', {
      event: seq,
      label,
      sizeBytes: length,
    });
  }
  demand(wrappings.length > 0, 'share-set-incomplete');
  const labels = [...new Set(record.state.keys.map(({ label }) => label))];
  const algorithms = [...new Set(record.state.keys.map(({ algorithm }) => algorithm))];
  const sizeBytes = fromBase64(wrappings.at(-1)?.wrapped ?? '').length;
  return proved({ label: labels.join(', '), algorithm: algorithms.join(', '), sizeBytes }, seqs(wrappings));
};

/** What was mixed into the recovery key; that it was random is the word of the HSM, the machine and the people. */
export const recoveryKeyMixed = (record: Record): Finding => {
  const made = eventsOfType(record, 'recovery-key-made');
  const mixed = made.at(-1)?.mixed;
  demand(mixed !== undefined, 'share-set-incomplete');
  return attested({ ...mixed }, seqs(made));
};

export const recoveryKeyWiped = (record: Record): Finding => {
  demand(currentSet(record.state)?.wiped === true, 'share-set-incomplete');
  return attested({}, seqs(eventsOfType(record, 'recovery-key-wiped')));
};

/** The HSM said that the copy it keeps is sensitive and cannot leave, and has the check value of the original. */
export const workingCopyLocked = (record: Record): Finding => {
  const copies = eventsOfType(record, 'working-copy-made');
  demand(copies.length > 0, 'share-set-incomplete');
  return attested({ copies: copies.length }, seqs(copies));
};

export const originalDestroyed = (record: Record): Finding => {
  const { keys } = record.state;
  demand(keys.length > 0 && keys.every((key) => key.originalDestroyed), 'share-set-incomplete');
  return attested({}, seqs(eventsOfType(record, 'original-destroyed')));
};

/** Made on the HSM and sensitive there: what the token says of its own keys. No token signs that, so it stays its word. */
export const madeOnHsm = (record: Record): Finding => {
  const { keys, hsm } = record.state;
  const made = keys.filter(({ origin }) => origin === 'generated');
  demand(made.length > 0 && hsm !== null, 'event-not-allowed');
  demand(
    made.every(({ evidence }) => evidence.local && evidence.sensitive),
    'event-not-allowed',
  );
  return attested(
    { label: hsm.token.label, serial: hsm.token.serial, model: hsm.token.model },
    seqs(eventsOfType(record, 'embassy-key-generated')),
  );
};
