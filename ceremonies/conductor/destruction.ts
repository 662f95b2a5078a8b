import { createECDH } from 'node:crypto';
import { sha256Hex } from '../formats/digest.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { EventBody } from '../model/event.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import type { Fact } from '../model/question.ts';
import type { ParticipantId } from '../model/participant.ts';
import { bundlesOpenedBy, openedBySet, type Register } from '../model/register.ts';
import type { KeyName } from '../model/script.ts';
import { keyStateOf, registerBefore, sameKey } from '../model/state.ts';
import { agree } from '../tokens/agree.ts';
import { readPairs } from '../tokens/cards.ts';
import { aesCheckValue } from '../tokens/checkValue.ts';
import { decryptOaep } from '../tokens/decrypt.ts';
import { destroyObject, findObjects, type ObjectKind } from '../tokens/objects.ts';
import type { Session } from '../tokens/session.ts';
import { enrolledCard, openAnyCard, presence, withCard } from './cardSession.ts';
import { record, stateOf, versionBefore, type Performer } from './desk.ts';
import { attempt, hsmToken, leavePending, onHsm } from './hsm.ts';
import { destroyAll, findEmbassyKey, hsmLabelsOf, workingLabel, type EmbassyKeyObject } from './hsmKeys.ts';
import { confirm, everyone } from './opening.ts';
import { signStatement, statementOf } from './signing.ts';

/** What can rebuild the key even after it is gone from this HSM: people see it before they destroy it. */
const recoveryPaths = (register: Register, name: KeyName): readonly Fact[] =>
  register.shareSets
    .filter((set) => openedBySet(register, set).some((each) => sameKey(each, name)))
    .map((set) => ({
      name: 'recovery-path',
      value: `${set.threshold} / ${set.count} · ${bundlesOpenedBy(register, set)
        .past.map(({ closedAt }) => closedAt.slice(0, 10))
        .join(', ')}`,
    }));

/** The last version that can seal is going: both who lead say so once more, each with their card. */
export const confirmDestruction: Performer = async (desk, step) => {
  const [participant] = step.by;
  if (participant === undefined) throw new CeremonyError('internal', { step: step.id });
  const { label, version, checkValue } = versionBefore(desk, step);
  const { token } = enrolledCard(desk, participant);
  const signed = await desk.people.ask(
    step.id,
    () => ({ kind: 'card-pin', participant, purpose: 'confirm-destruction', ...presence(desk, token) }),
    ({ pin }) =>
      withCard(desk, participant, pin, (presented) =>
        signStatement(presented, statementOf(desk, participant, 'destroy', { label, version, checkValue })),
      ),
  );
  await record(desk, { type: 'destruction-confirmed', step: step.id, participant, signed });
};

export const destroyKey: Performer = async (desk, step) => {
  const { label, version, algorithm, checkValue } = versionBefore(desk, step);
  const register = registerBefore(stateOf(desk));
  if (stateOf(desk).pending === null) {
    await confirm(desk, step, [
      { name: 'key-label', value: `${label} v${version}` },
      { name: 'key-state', value: keyStateOf(stateOf(desk), { label, version }) ?? '' },
      { name: 'check-value', value: checkValue },
      { name: 'hsm', value: `${hsmToken(desk).label} · ${hsmToken(desk).serial}` },
      ...recoveryPaths(register, { label, version }),
    ]);
  }
  const objects = await onHsm(desk, step.id, {
    action: 'destroy-key',
    cleanUp: () => good(0),
    perform: async (session) => {
      const working = workingLabel(label, version);
      const before = findEmbassyKey(session, algorithm, working);
      const destroyed = destroyAll(session, hsmLabelsOf([{ label, version }]));
      if (!destroyed.ok) return destroyed;
      const after = findEmbassyKey(session, algorithm, working);
      if (after.ok || after.problem.code !== 'object-absent')
        return after.ok ? bad('token-write-failed', { label: working }) : after;
      // Its handle is still known: the token must not let it be used.
      const isUsable = before.ok && (await canUse(session, before.value, algorithm));
      return isUsable ? bad('token-write-failed', { label: working }) : destroyed;
    },
  });
  await record(desk, {
    type: 'key-destroyed',
    step: step.id,
    by: [...step.by],
    label,
    version,
    token: hsmToken(desk),
    objects,
    gone: true,
    use: 'refused',
  });
};

/** A use of every kind of key, of something that means nothing. */
const canUse = async (session: Session, key: EmbassyKeyObject, algorithm: KeyAlgorithm): Promise<boolean> => {
  const used = await attempt(async (): Promise<Result<unknown>> => {
    if (key.kind === 'secret-key') return aesCheckValue(session, key);
    return algorithm === 'ecp384'
      ? agree(session, key, createECDH('secp384r1').generateKeys())
      : decryptOaep(session, key, 'sha1', new Uint8Array(algorithm === 'rsa3072' ? 384 : 512));
  });
  return used.ok;
};

/** In this order, for what is left when it stops half-way still shows whose card it is. */
const everyKind = [
  'private-key',
  'secret-key',
  'data',
  'public-key',
  'certificate',
] as const satisfies readonly ObjectKind[];

/** Destroys every object on a card, and looks again. Gives how many there were. */
const erase = (session: Session): Result<number> => {
  let destroyed = 0;
  for (const kind of everyKind) {
    const found = findObjects(session, { kind, lifetime: 'token' });
    if (!found.ok) return found;
    for (const object of found.value) {
      const gone = destroyObject(session, object);
      if (!gone.ok) return gone;
      destroyed += 1;
    }
  }
  const left = readPairs(session);
  if (!left.ok) return left;
  return left.value.signing === null && left.value.sealing === null
    ? good(destroyed)
    : bad('token-write-failed', { kind: 'private-key' });
};

type Gone = Pick<EventBody<'card-destroyed'>, 'way' | 'objects'>;

/** A card is destroyed with all that is on it: erased with its PIN, or, where it cannot be erased any more, physically. */
export const destroyCard: Performer = async (desk, step) => {
  const { script } = stateOf(desk);
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  const holder = registerBefore(stateOf(desk))
    .shareSets.flatMap(({ shares }) => shares.flatMap((share) => share.holder ?? []))
    .find((each) => target?.kind === 'card' && each.certificateSha256 === target.certificateSha256);
  if (holder === undefined) throw new CeremonyError('internal', { step: step.id });
  const begin = async (): Promise<void> => {
    await leavePending(desk, step.id);
    await record(desk, {
      type: 'token-action-begun',
      step: step.id,
      action: 'destroy-card',
      token: holder.card,
    });
  };
  const brokenBefore = async (by: readonly ParticipantId[]): Promise<Result<Gone>> => {
    const present = everyone(step, by);
    if (!present.ok) return present;
    await begin();
    return good({ way: 'physically', objects: 0 });
  };
  const erased = (pin: string): Promise<Result<Gone>> =>
    openAnyCard(desk, holder.card, pin, async (session, { signing }) => {
      const isIt = signing !== null && (await sha256Hex(signing.certificate)) === holder.certificateSha256;
      // Half erased by an attempt that a power cut ended, it has no key to show any more.
      const isBegun = stateOf(desk).pending?.action === 'destroy-card' && signing === null;
      if (!isIt && !isBegun)
        return bad('token-wrong', { label: holder.card.label, serial: holder.card.serial });
      await begin();
      const objects = erase(session);
      return objects.ok ? good({ way: 'erased', objects: objects.value }) : objects;
    });
  const done = await desk.people.ask(
    step.id,
    () => ({ kind: 'destroy-card', holder: holder.name, ...presence(desk, holder.card) }),
    ({ outcome }) => (outcome.kind === 'physically' ? brokenBefore(outcome.by) : erased(outcome.pin)),
  );
  await record(desk, {
    type: 'card-destroyed',
    step: step.id,
    by: [...step.by],
    certificateSha256: holder.certificateSha256,
    ...done,
  });
};
