import { randomUUID } from 'node:crypto';
import { fromBase64, toBase64 } from '../formats/bytes.ts';
import { leastDiceRolls, parseDice } from '../keys/dice.ts';
import { hsmRandomBytes, mixRecoveryKey, osRandomBytes } from '../keys/entropy.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { currentSet, sameKey, type EmbassyKey, type RecoverySet } from '../model/state.ts';
import { keyLabelsOf, subjectOfState } from '../model/subject.ts';
import { Secret, wipeBytes } from '../secrets/secret.ts';
import { recoveryKeyCommitment, shareCommitment } from '../shares/commitment.ts';
import { labelShares } from '../shares/share.ts';
import { splitSecret } from '../shares/split.ts';
import { destroyObject, findObject, type TokenObject } from '../tokens/objects.ts';
import { readPublicKey } from '../tokens/publicKey.ts';
import { generateRandom } from '../tokens/random.ts';
import type { Session } from '../tokens/session.ts';
import { importWrappingKey, wrapKey } from '../tokens/wrap.ts';
import { keyOfStep, plannedSplit, record, stateOf, type Desk, type Performer } from './desk.ts';
import { hsmToken, onHsm, withHsm } from './hsm.ts';
import {
  checkValueOf,
  countAll,
  destroyLabelled,
  evidenceOf,
  findEmbassyKey,
  originalLabel,
  trialLabel,
  unwrapKey,
  workingLabel,
  type EmbassyKeyObject,
} from './hsmKeys.ts';
import { confirm } from './opening.ts';
import { wipeVault } from './vault.ts';

/** The live share set and its recovery key in memory. */
const atWork = (desk: Desk): { readonly set: RecoverySet; readonly recoveryKey: Secret } => {
  const set = currentSet(stateOf(desk));
  const { recoveryKey } = desk.vault;
  if (set === null || recoveryKey === null)
    throw new CeremonyError('internal', { reason: 'no recovery key' });
  return { set, recoveryKey };
};

export const makeRecoveryKey: Performer = async (desk, step) => {
  const { domain } = stateOf(desk).script.parameters;
  const { dice, threshold, recipients } = plannedSplit(desk);
  // Whatever an earlier, voided set left in memory is dead.
  wipeVault(desk.vault);
  await confirm(desk, step, [
    ...keyLabelsOf(subjectOfState(stateOf(desk))).map((value) => ({ name: 'key-label' as const, value })),
    { name: 'threshold', value: String(threshold) },
    { name: 'custodians', value: String(recipients.length) },
  ]);
  const rolls = dice ? await askForDice(desk, step.id) : null;
  const set = randomUUID();
  const made = await withHsm(desk, step.id, (session) => {
    const before = generateRandom(session, hsmRandomBytes);
    if (!before.ok) return before;
    const random = generateRandom(session, hsmRandomBytes);
    if (!random.ok) {
      wipeBytes(before.value);
      return random;
    }
    return mixRecoveryKey(domain, set, {
      hsm: Secret.take(random.value),
      hsmBefore: Secret.take(before.value),
      os: Secret.random(osRandomBytes),
      ...(rolls === null ? {} : { dice: rolls }),
    });
  });
  desk.vault.recoveryKey = made.key;
  const commitment = recoveryKeyCommitment(domain, made.key);
  await record(desk, {
    type: 'recovery-key-made',
    step: step.id,
    by: [...step.by],
    set,
    mixed: made.mixed,
    commitment,
  });
};

const askForDice = (desk: Desk, step: string): Promise<Secret> =>
  desk.people.ask(
    step,
    () => ({ kind: 'dice', rollsMin: leastDiceRolls }),
    ({ rolls }) => {
      const parsed = parseDice(Buffer.from(rolls, 'ascii'));
      return parsed.ok ? good(parsed.value.rolls) : parsed;
    },
  );

/** Lends the recovery key to the HSM as a session object for one operation, and destroys it there. */
export const withWrappingKey = async <T>(
  session: Session,
  recoveryKey: Secret,
  work: (wrappingKey: TokenObject<'secret-key'>) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const imported = recoveryKey.use((bytes) => importWrappingKey(session, bytes, 'recovery-key'));
  if (!imported.ok) return imported;
  try {
    return await work(imported.value);
  } finally {
    destroyObject(session, imported.value);
  }
};

export const wrapEmbassyKey: Performer = async (desk, step) => {
  const { set, recoveryKey } = atWork(desk);
  const key = keyOfStep(desk, step);
  const wrapped = await withHsm(desk, step.id, (session) => {
    const original = findEmbassyKey(session, key.algorithm, originalLabel(key.label, key.version));
    return original.ok
      ? withWrappingKey(session, recoveryKey, (wrappingKey) => wrapKey(session, wrappingKey, original.value))
      : Promise.resolve(original);
  });
  await record(desk, {
    type: 'key-wrapped',
    step: step.id,
    by: [...step.by],
    set: set.set,
    label: key.label,
    version: key.version,
    mechanism: 'aes-kwp',
    wrapped: toBase64(wrapped),
  });
};

/**
 * Unwrapping the wrapped copy proves it, and gives the HSM a key that can never leave again. Where the HSM has such a key, from a
 * set that was voided or from the ceremony before, the wrapping is proved beside it, and the key that serves stays untouched.
 */
export const makeWorkingCopy: Performer = async (desk, step) => {
  const { set, recoveryKey } = atWork(desk);
  const key = keyOfStep(desk, step);
  const label = workingLabel(key.label, key.version);
  const trial = trialLabel(key.label, key.version);
  const wrapped = fromBase64(set.wrapped.find((each) => sameKey(each, key))?.wrapped ?? '');
  const made = await onHsm(desk, step.id, {
    action: 'make-working-copy',
    cleanUp: (session) => destroyLabelled(session, trial),
    search: (session) => countAll(session, [label]),
    perform: async (session) => {
      const serving = await servingCopy(session, key, label);
      if (!serving.ok) return serving;
      const at = serving.value === null ? label : trial;
      const stale = destroyLabelled(session, at);
      if (!stale.ok) return stale;
      const copy = await withWrappingKey(session, recoveryKey, (wrappingKey) =>
        unwrap(session, wrappingKey, wrapped, key, at),
      );
      if (!copy.ok) return copy;
      const checkValue = await checkValueOf(session, copy.value, at);
      if (!checkValue.ok) return checkValue;
      if (checkValue.value !== key.checkValue) return bad('check-value-differs', { label: at });
      if (serving.value !== null) {
        const gone = destroyLabelled(session, at);
        if (!gone.ok) return gone;
      }
      const evidence = evidenceOf(session, serving.value ?? copy.value);
      return evidence.ok ? good({ checkValue: checkValue.value, evidence: evidence.value }) : evidence;
    },
  });
  await record(desk, {
    type: 'working-copy-made',
    step: step.id,
    by: [...step.by],
    label: key.label,
    version: key.version,
    ...made,
  });
};

/** A whole working copy that is this key and cannot leave; null where there is none, or anything less. */
const servingCopy = async (
  session: Session,
  key: EmbassyKey,
  label: string,
): Promise<Result<EmbassyKeyObject | null>> => {
  const copy = findEmbassyKey(session, key.algorithm, label);
  if (!copy.ok) return copy.problem.code === 'object-absent' ? good(null) : copy;
  const evidence = evidenceOf(session, copy.value);
  if (!evidence.ok) return evidence;
  const checkValue = await checkValueOf(session, copy.value, label);
  if (!checkValue.ok)
    return checkValue.problem.code === 'object-absent' || checkValue.problem.code === 'check-value-differs'
      ? good(null)
      : checkValue;
  const { sensitive, extractable } = evidence.value;
  return good(checkValue.value === key.checkValue && sensitive && !extractable ? copy.value : null);
};

const unwrap = async (
  session: Session,
  wrappingKey: TokenObject<'secret-key'>,
  wrapped: Uint8Array,
  key: EmbassyKey,
  label: string,
): Promise<Result<EmbassyKeyObject>> => {
  if (key.algorithm === 'aes256') return unwrapKey(session, wrappingKey, wrapped, key, label, null);
  const original = findObject(session, { kind: 'public-key', label: originalLabel(key.label, key.version) });
  if (!original.ok) return original;
  const spki = readPublicKey(session, original.value);
  if (!spki.ok) return spki;
  return unwrapKey(session, wrappingKey, wrapped, key, label, spki.value);
};

export const splitRecoveryKey: Performer = async (desk, step) => {
  const { set, recoveryKey } = atWork(desk);
  const { domain, embassy } = stateOf(desk).script.parameters;
  const { threshold, recipients } = plannedSplit(desk);
  const count = recipients.length;
  const keyLabels = keyLabelsOf(subjectOfState(stateOf(desk)));
  const bodies = splitSecret(recoveryKey, { threshold, count });
  const shares = labelShares(bodies, { setId: set.set, threshold, embassy, keyLabels });
  for (const share of shares) desk.vault.shares.set(share.index, share);
  await record(desk, {
    type: 'share-set-committed',
    step: step.id,
    by: [...step.by],
    set: set.set,
    threshold,
    commitments: shares.map((share) => shareCommitment(domain, share)),
  });
};

export const wipeRecoveryKey: Performer = async (desk, step) => {
  const set = currentSet(stateOf(desk));
  if (set === null) throw new CeremonyError('internal', { reason: 'no share set' });
  wipeVault(desk.vault);
  await record(desk, { type: 'recovery-key-wiped', step: step.id, by: [...step.by], set: set.set });
};

export const destroyOriginal: Performer = async (desk, step) => {
  const key = keyOfStep(desk, step);
  const label = originalLabel(key.label, key.version);
  if (stateOf(desk).pending === null) {
    await confirm(desk, step, [
      { name: 'original', value: label },
      { name: 'check-value', value: key.checkValue },
    ]);
  }
  await onHsm(desk, step.id, {
    action: 'destroy-original',
    search: (session) => countAll(session, [label]),
    perform: async (session) => {
      // The key that stays must be there and be the right one before no other is left.
      const working = workingLabel(key.label, key.version);
      const copy = findEmbassyKey(session, key.algorithm, working);
      if (!copy.ok) return copy;
      const checkValue = await checkValueOf(session, copy.value, working);
      if (!checkValue.ok) return checkValue;
      if (checkValue.value !== key.checkValue) return bad('check-value-differs', { label: working });
      return destroyLabelled(session, label);
    },
  });
  await record(desk, {
    type: 'original-destroyed',
    step: step.id,
    by: [...step.by],
    label: key.label,
    version: key.version,
    token: hsmToken(desk),
    gone: true,
  });
};
