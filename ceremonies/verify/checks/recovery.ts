import { fromBase64 } from '../../formats/bytes.ts';
import { parseCertificate } from '../../formats/certificate.ts';
import { sha256Hex } from '../../formats/digest.ts';
import { readEnveloped } from '../../formats/envelopedData.ts';
import { must } from '../../model/error.ts';
import { demand } from '../../model/demand.ts';
import type { EventOf } from '../../model/event.ts';
import { keysOfSets, setOf, versionOf, type KeyVersion, type Register } from '../../model/register.ts';
import type { KeyName } from '../../model/script.ts';
import { currentSet, presentedSetsOf, sameKey } from '../../model/state.ts';
import { registerOf } from '../../transcript/registerOf.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, proved, type Finding } from '../finding.ts';
import { registerIn } from '../registerFile.ts';
import { isFor } from './shares.ts';

/** The check value and the AES-KWP form of a key of 32 bytes. docs/FORMAT.md, "Canaries". */
const aesCanaryBytes = 5 + 40;

/**
 * What was sealed to each key when it was made is sealed to that key: to the public key in its certificate, and to no other.
 * For an AES key there is its length, and the word of those who saw the key open it.
 */
export const canariesSealed = async (record: Record): Promise<Finding> => {
  const versions = registerOf(record.state).keys.flatMap(({ label, versions: all }) =>
    all.map((version) => ({ ...version, label })),
  );
  for (const { label, version, certificate, canary } of versions) {
    const about = { label, version };
    if (certificate === null) {
      demand(fromBase64(canary).length === aesCanaryBytes, 'canary-differs', about);
      continue;
    }
    const { spki } = must(parseCertificate(fromBase64(certificate)));
    const { recipients } = must(readEnveloped(fromBase64(canary)));
    const [recipient] = recipients;
    demand(recipients.length === 1 && recipient !== undefined, 'canary-differs', about);
    demand(await isFor(recipient, spki), 'canary-differs', about);
  }
  const events = seqs(eventsOfType(record, 'canary-sealed'));
  const isProved = versions.every(({ certificate }) => certificate !== null);
  return (isProved ? proved : attested)({ canaries: versions.length }, events);
};

/** Of every set, a quorum's shares gave a recovery key with the published commitment: seen in the room, by the program. */
export const recoveryKeyMatched = (record: Record): Finding => {
  const rebuilt = eventsOfType(record, 'recovery-key-rebuilt');
  for (const { set, threshold, recoveryKeyCommitment } of presentedSetsOf(record.state)) {
    const event = rebuilt.findLast((each) => each.set === set);
    demand(event !== undefined, 'share-set-incomplete', { set });
    demand(event.commitment === recoveryKeyCommitment, 'recovery-key-differs', { event: event.seq, set });
    demand(new Set(event.indices).size >= threshold, 'share-set-incomplete', { event: event.seq, set });
  }
  return attested({ sets: presentedSetsOf(record.state).length }, seqs(rebuilt));
};

const before = ({ state }: Record): Register => {
  demand(state.previousBundle !== null, 'event-not-allowed', { field: 'previousBundle' });
  return state.previousBundle.register;
};

/** Every key that the brought sets guard, as the register before has it. */
const keysBrought = (record: Record): readonly (KeyName & KeyVersion)[] => {
  const register = before(record);
  const sets = presentedSetsOf(record.state).map(({ set }) => set);
  return keysOfSets(register, sets).flatMap((name) => {
    const version = versionOf(register, name);
    return version === undefined ? [] : [{ ...version, label: name.label }];
  });
};

/** The event by which each of them came back. */
const restorings = (
  record: Record,
): readonly { readonly key: KeyName & KeyVersion; readonly event: EventOf<'key-restored'> }[] => {
  const restored = eventsOfType(record, 'key-restored');
  return keysBrought(record).map((key) => {
    const event = restored.find((each) => sameKey(each, key));
    demand(event !== undefined, 'object-absent', { label: key.label, version: key.version });
    return { key, event };
  });
};

/**
 * None is missing, and each has the check value that it was made with, which for a pair is that of its certificate's key. That
 * it is on the HSM is the HSM's word.
 */
export const keysRestored = async (record: Record): Promise<Finding> => {
  const restored = restorings(record);
  for (const { key, event } of restored) {
    const about = { label: key.label, version: key.version };
    demand(event.checkValue === key.checkValue, 'check-value-differs', { event: event.seq, ...about });
    if (key.certificate === null) continue;
    const { spki } = must(parseCertificate(fromBase64(key.certificate)));
    demand((await sha256Hex(spki)) === key.checkValue, 'check-value-differs', {
      event: event.seq,
      ...about,
    });
  }
  const hsm = record.state.hsm?.token;
  return attested(
    { keys: restored.length, hsm: hsm?.label ?? '-', serial: hsm?.serial ?? '-' },
    seqs(restored.map(({ event }) => event)),
  );
};

/** Each opened what was sealed to it when it was made: it does what it is for. A `key-restored` cannot say anything else. */
export const canariesOpened = (record: Record): Finding => {
  const restored = restorings(record).map(({ event }) => event);
  return attested({ keys: restored.length }, seqs(restored));
};

/** The HSM said of each that it cannot leave; where it had to, to be wrapped anew, a copy took its place that cannot. */
export const restoredKeysLocked = (record: Record): Finding => {
  const copies = currentSet(record.state)?.workingCopies ?? [];
  for (const key of record.state.keys) {
    const { label, version, originalDestroyed, evidence } = key;
    const copy = copies.find((each) => sameKey(each, key));
    const locked = originalDestroyed ? copy?.evidence : evidence;
    demand(locked?.sensitive === true && !locked.extractable, 'key-not-extractable', { label, version });
  }
  return attested(
    { keys: record.state.keys.length },
    seqs([...eventsOfType(record, 'key-restored'), ...eventsOfType(record, 'working-copy-made')]),
  );
};

export const rebuiltKeyWiped = (record: Record): Finding => {
  const sets = presentedSetsOf(record.state).map(({ set }) => set);
  const { wiped } = record.state.presentation;
  demand(
    sets.every((set) => wiped.includes(set)),
    'share-set-incomplete',
  );
  return attested({ sets: sets.length }, seqs(eventsOfType(record, 'rebuilt-key-wiped')));
};

/**
 * In the register, every key that was brought is wrapped under the fresh set, and the sets that were brought are void. The keys
 * are the same, and how they were wrapped before stands in the bundles before and in this transcript: only destroying the old
 * shares ends what those can do.
 */
export const setsSuperseded = (record: Record): Finding => {
  const after = must(registerIn(record.files));
  const fresh = currentSet(record.state);
  demand(fresh !== null && setOf(after, fresh.set)?.state === 'live', 'share-set-incomplete');
  const replaced = presentedSetsOf(record.state);
  for (const { set } of replaced) {
    demand(setOf(after, set)?.state === 'void', 'share-set-void', { set });
  }
  for (const { label, version } of keysBrought(record)) {
    const wrapping = versionOf(after, { label, version })?.set;
    demand(wrapping === fresh.set, 'share-set-incomplete', { label, version });
  }
  return proved(
    { set: fresh.set, replaced: replaced.length, bundleBefore: record.state.previousBundle?.sha256 ?? '' },
    seqs(eventsOfType(record, 'quorums-proved')),
  );
};
