import { fromBase64 } from '../formats/bytes.ts';
import { parseCertificate } from '../formats/certificate.ts';
import { splitOf } from '../model/ceremonyPlan.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { EventBody } from '../model/event.ts';
import type { Fact } from '../model/question.ts';
import type { KeyVersion } from '../model/register.ts';
import type { Step } from '../model/script.ts';
import { participantOf, presentedSetsOf, type State } from '../model/state.ts';
import { subjectOfState } from '../model/subject.ts';
import { combineShares } from '../shares/combine.ts';
import { recoveryKeyCommitment } from '../shares/commitment.ts';
import { openCanary } from './canary.ts';
import { record, stateOf, tryAgain, versionBefore, type Desk, type Performer } from './desk.ts';
import { ownLabels } from './hsmContent.ts';
import { hsmToken, leavePending, onHsm, settlement, withHsm } from './hsm.ts';
import {
  destroyAll,
  destroyLabelled,
  evidenceOf,
  originalLabel,
  statedCheckValueOf,
  unwrapKey,
  workingLabel,
} from './hsmKeys.ts';
import { confirm } from './opening.ts';
import { withWrappingKey } from './recoveryKey.ts';
import { wipePresented } from './vault.ts';

/** Steps that need what custodians brought to be in memory. */
const needingShares: ReadonlySet<Step['kind']> = new Set([
  'collect-shares',
  'rebuild-recovery-key',
  'restore-key',
]);

/** What was brought lived in a process that is gone: the custodians are asked again. */
export const isPresentationLost = ({ vault }: Desk, { presentation }: State, { kind }: Step): boolean =>
  needingShares.has(kind) &&
  !presentation.shares.every(
    ({ set, index }) => vault.rebuilt.has(set) || vault.presented.get(set)?.has(index) === true,
  );

/** A restoring that the power cut interrupted is settled first, by looking at the HSM; then everyone is asked anew. */
export const loseTogether = async (desk: Desk, step: Step): Promise<void> => {
  const { pending } = stateOf(desk);
  if (pending?.action === 'restore-key' && step.key !== undefined) {
    const { key } = step;
    const cleaned = await withHsm(desk, step.id, (session) =>
      destroyAll(session, ownLabels(stateOf(desk), [key])),
    );
    await record(desk, {
      type: 'token-action-settled',
      step: step.id,
      action: pending.action,
      ...settlement(cleaned),
    });
  }
  await leavePending(desk, step.id);
  await voidPresentation(desk, step, 'interrupted');
};

export const voidPresentation = async (
  desk: Desk,
  step: Step,
  reason: EventBody<'presentation-voided'>['reason'],
): Promise<void> => {
  wipePresented(desk.vault);
  await record(desk, { type: 'presentation-voided', step: step.id, reason });
};

/** Puts the shares together, in this process only, and believes the result only if it is what was committed to. */
export const rebuildRecoveryKey: Performer = async (desk, step) => {
  const { presentation, script } = stateOf(desk);
  const { domain } = script.parameters;
  if (presentation.rebuilt.length === 0) {
    const holders = new Set(presentation.shares.map(({ participant }) => participant));
    await confirm(desk, step, [
      ...[...holders].map((id): Fact => ({
        name: 'holder',
        value: participantOf(stateOf(desk), id)?.name ?? id,
      })),
      { name: 'hsm', value: `${hsmToken(desk).label} · ${hsmToken(desk).serial}` },
    ]);
  }
  for (const set of presentedSetsOf(stateOf(desk)).slice(presentation.rebuilt.length)) {
    const brought = [...(desk.vault.presented.get(set.set)?.values() ?? [])].slice(0, set.threshold);
    const recoveryKey = combineShares(brought.map(({ body }) => body));
    const commitment = recoveryKeyCommitment(domain, recoveryKey);
    if (commitment !== set.recoveryKeyCommitment) {
      recoveryKey.wipe();
      await tryAgain(desk, step.id, bad('recovery-key-differs', { set: set.set }).problem);
      await voidPresentation(desk, step, 'commitment-differs');
      return;
    }
    desk.vault.rebuilt.set(set.set, recoveryKey);
    for (const share of desk.vault.presented.get(set.set)?.values() ?? []) share.body.wipe();
    desk.vault.presented.delete(set.set);
    await record(desk, {
      type: 'recovery-key-rebuilt',
      step: step.id,
      by: [...step.by],
      set: set.set,
      indices: brought.map(({ index }) => index).sort((a, b) => a - b),
      commitment,
    });
  }
};

/** The public half of a pair, as its certificate has it; null for AES. Problems: those of parsing a certificate. */
export const spkiOf = ({ certificate }: KeyVersion): Result<Uint8Array | null> => {
  if (certificate === null) return good(null);
  const parsed = parseCertificate(fromBase64(certificate));
  return parsed.ok ? good(parsed.value.spki) : parsed;
};

/**
 * One embassy key, unwrapped into the HSM, and believed only when it has the check value that it was made with and opens its
 * canary. Where it is to be wrapped under a fresh recovery key it comes as an extractable original, as a new key does.
 */
export const restoreKey: Performer = async (desk, step) => {
  const version = versionBefore(desk, step);
  const { domain } = stateOf(desk).script.parameters;
  const extractable = splitOf(stateOf(desk).script) !== null;
  const recoveryKey = desk.vault.rebuilt.get(version.set);
  if (recoveryKey === undefined) throw new CeremonyError('internal', { reason: 'no recovery key' });
  const label = (extractable ? originalLabel : workingLabel)(version.label, version.version);

  const total = subjectOfState(stateOf(desk)).keys.length;
  desk.working({ step: step.kind, done: stateOf(desk).keys.length, total });
  const restored = await onHsm(desk, step.id, {
    action: 'restore-key',
    cleanUp: (session) => destroyLabelled(session, label),
    perform: async (session) => {
      const spki = spkiOf(version);
      if (!spki.ok) return spki;
      const wrapped = fromBase64(version.wrapped ?? '');
      const key = await withWrappingKey(session, recoveryKey, (wrappingKey) =>
        unwrapKey(session, wrappingKey, wrapped, version, label, spki.value, extractable),
      );
      if (!key.ok) return key;
      const checkValue = await statedCheckValueOf(session, key.value, label);
      if (!checkValue.ok) return checkValue;
      if (checkValue.value !== version.checkValue) return bad('check-value-differs', { label });
      // Sealed to the public half that the check value is of: only the private half that fits opens it.
      const canary = await openCanary(session, key.value, version, fromBase64(version.canary), domain);
      if (!canary.ok) return canary;
      const evidence = evidenceOf(session, key.value);
      return evidence.ok ? good({ checkValue: checkValue.value, evidence: evidence.value }) : evidence;
    },
  });
  desk.working(null);
  await record(desk, {
    type: 'key-restored',
    step: step.id,
    by: [...step.by],
    set: version.set,
    label: version.label,
    version: version.version,
    token: hsmToken(desk),
    ...restored,
    canary: 'opened',
  });
};

export const wipeRebuiltKey: Performer = async (desk, step) => {
  wipePresented(desk.vault);
  const { presentation } = stateOf(desk);
  for (const { set } of presentedSetsOf(stateOf(desk)).slice(presentation.wiped.length))
    await record(desk, { type: 'rebuilt-key-wiped', step: step.id, by: [...step.by], set });
};
