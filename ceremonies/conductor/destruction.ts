import { sha256Hex } from '../formats/digest.ts';
import { bad, CeremonyError, good, must, type Result } from '../model/error.ts';
import type { EventBody } from '../model/event.ts';
import type { KeyTarget } from '../model/parameters.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { Fact } from '../model/question.ts';
import { bundlesOpenedBy, hsmsAfter, lostHsmsOf, openedBySet, type Register } from '../model/register.ts';
import type { KeyName, Step } from '../model/script.ts';
import { keyStateOf, registerBefore, sameKey } from '../model/state.ts';
import type { Signed, Statement } from '../model/statement.ts';
import { tokenName } from '../model/tokenName.ts';
import { sameToken } from '../model/values.ts';
import { sharesOnCard } from '../model/whereabouts.ts';
import { countObjects, destroyObject, findObjects, type ObjectKind } from '../tokens/objects.ts';
import type { Session } from '../tokens/session.ts';
import { enrolledCard, openAnyCard, presence, withCard } from './cardSession.ts';
import { record, stateOf, versionBefore, type Desk, type Performer } from './desk.ts';
import { hsmToken, leavePending, leftBehind, onHsm } from './hsm.ts';
import {
  countAll,
  destroyAll,
  findEmbassyKeys,
  hsmLabelsOf,
  works,
  type EmbassyKeyObject,
} from './hsmKeys.ts';
import { confirm, everyone } from './opening.ts';
import { spkiOf } from './restoring.ts';
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

/** One of those who lead says something with their card, of the version that is to go. */
const signedByLeader = (
  desk: Desk,
  step: Step,
  purpose: 'give-up-data' | 'confirm-destruction',
  about: (participant: ParticipantId) => Statement,
): Promise<{ readonly participant: ParticipantId; readonly signed: Signed }> => {
  const [participant] = step.by;
  if (participant === undefined) throw new CeremonyError('internal', { step: step.id });
  const { token } = enrolledCard(desk, participant);
  return desk.people.ask(
    step.id,
    () => ({ kind: 'card-pin', participant, purpose, ...presence(desk, token) }),
    ({ pin }) =>
      withCard(desk, participant, pin, async (presented) => {
        const signed = await signStatement(presented, about(participant));
        return signed.ok ? good({ participant, signed: signed.value }) : signed;
      }),
  );
};

/** What lies under the version and was never moved is given up: both who lead say so, each with their card. */
export const giveUpData: Performer = async (desk, step) => {
  const { label, version, givenUp } = keyTarget(desk);
  if (givenUp === undefined) throw new CeremonyError('internal', { step: step.id });
  const said = await signedByLeader(desk, step, 'give-up-data', (participant) =>
    statementOf(desk, participant, 'give-up', { label, version, ...givenUp }),
  );
  await record(desk, { type: 'data-given-up', step: step.id, ...said });
};

/** The last version that can seal is going: both who lead say so once more, each with their card. */
export const confirmDestruction: Performer = async (desk, step) => {
  const { label, version, checkValue } = versionBefore(desk, step);
  const said = await signedByLeader(desk, step, 'confirm-destruction', (participant) =>
    statementOf(desk, participant, 'destroy', { label, version, checkValue }),
  );
  await record(desk, { type: 'destruction-confirmed', step: step.id, ...said });
};

const keyTarget = (desk: Desk): KeyTarget => {
  const { script } = stateOf(desk);
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  if (target?.kind !== 'key') throw new CeremonyError('internal', { reason: 'no key' });
  return target;
};

/**
 * Everything of a version is destroyed on this HSM. How much there is was written down before, and what could be used is used
 * before and after; so an attempt that a power cut ended neither hides what it destroyed, nor says of it what nobody saw.
 */
export const destroyKey: Performer = async (desk, step) => {
  const known = versionBefore(desk, step);
  const { label, version, algorithm, checkValue } = known;
  const target = keyTarget(desk);
  const token = hsmToken(desk);
  if (stateOf(desk).pending === null) {
    await confirm(desk, step, [
      { name: 'key-label', value: `${label} v${version}` },
      { name: 'key-state', value: keyStateOf(stateOf(desk), { label, version }) ?? '' },
      { name: 'check-value', value: checkValue },
      { name: 'hsm', value: tokenName(token) },
      ...hsmsAfter(known, target, [token]).map((each): Fact => ({
        name: 'still-on',
        value: tokenName(each),
      })),
      ...[...(target.lostHsms ?? []), ...lostHsmsOf(known).filter((each) => !sameToken(each, token))].map(
        (each): Fact => ({ name: 'lost-hsm', value: tokenName(each) }),
      ),
      ...recoveryPaths(registerBefore(stateOf(desk)), { label, version }),
    ]);
  }
  const labels = hsmLabelsOf([{ label, version }]);
  const spki = must(spkiOf(known));
  const use = await onHsm(desk, step.id, {
    action: 'destroy-key',
    search: (session) => countAll(session, labels),
    perform: async (session): Promise<Result<EventBody<'key-destroyed'>['use']>> => {
      const keys = findEmbassyKeys(session, algorithm, labels);
      if (!keys.ok) return keys;
      const working: EmbassyKeyObject[] = [];
      for (const key of keys.value) if (await works(session, key, spki)) working.push(key);
      const destroyed = destroyAll(session, labels);
      if (!destroyed.ok) return destroyed;
      for (const key of working)
        if (await works(session, key, spki)) return bad('token-write-failed', { label });
      // Last, for it shows that the HSM was there when the use was refused.
      const left = countAll(session, labels);
      if (!left.ok) return left;
      if (left.value > 0) return bad('token-write-failed', { label });
      return good(working.length > 0 ? 'refused' : 'untried');
    },
  });
  await record(desk, {
    type: 'key-destroyed',
    step: step.id,
    by: [...step.by],
    label,
    version,
    token,
    objects: stateOf(desk).foundBefore ?? 0,
    gone: true,
    use,
  });
};

/** In this order, for what is left when it stops half-way still shows whose card it is. */
const everyKind = [
  'private-key',
  'secret-key',
  'data',
  'public-key',
  'certificate',
] as const satisfies readonly ObjectKind[];

/** Destroys every object on a card, and looks again for whatever is there, of any class. */
const erase = (session: Session): Result<null> => {
  for (const kind of everyKind) {
    const found = findObjects(session, { kind, lifetime: 'token' });
    if (!found.ok) return found;
    for (const object of found.value) {
      const gone = destroyObject(session, object);
      if (!gone.ok) return gone;
    }
  }
  const left = countObjects(session);
  if (!left.ok) return left;
  return left.value === 0 ? good(null) : bad('token-write-failed', { objects: left.value });
};

type Way = EventBody<'card-destroyed'>['way'];

/** A card is destroyed with all that is on it: erased with its PIN, or, where it cannot be erased any more, physically. */
export const destroyCard: Performer = async (desk, step) => {
  const { script } = stateOf(desk);
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  const [doomed] =
    target?.kind === 'card' ? sharesOnCard(registerBefore(stateOf(desk)), target.certificateSha256) : [];
  if (doomed === undefined) throw new CeremonyError('internal', { step: step.id });
  const begun = {
    type: 'token-action-begun',
    step: step.id,
    action: 'destroy-card',
    token: doomed.card,
  } as const;
  const brokenBefore = async (by: readonly ParticipantId[]): Promise<Result<Way>> => {
    const present = everyone(step, by);
    if (!present.ok) return present;
    await leavePending(desk, step.id);
    await record(desk, begun);
    return good('physically');
  };
  const erased = (pin: string): Promise<Result<Way>> =>
    openAnyCard(desk, doomed.card, pin, async (session, { signing }) => {
      const isIt = signing !== null && (await sha256Hex(signing.certificate)) === doomed.certificateSha256;
      // Half erased by an attempt that a power cut ended, it has no key to show any more.
      const isBegun = stateOf(desk).pending?.action === 'destroy-card' && signing === null;
      if (!isIt && !isBegun)
        return bad('token-wrong', { label: doomed.card.label, serial: doomed.card.serial });
      const found = countObjects(session);
      if (!found.ok) return found;
      const { pending } = stateOf(desk);
      if (pending !== null)
        await record(desk, {
          type: 'token-action-settled',
          step: step.id,
          action: pending.action,
          ...leftBehind(found.value),
        });
      await record(desk, { ...begun, objects: found.value });
      const gone = erase(session);
      return gone.ok ? good('erased') : gone;
    });
  const way = await desk.people.ask(
    step.id,
    () => ({ kind: 'destroy-card', holder: doomed.name, ...presence(desk, doomed.card) }),
    ({ outcome }) => (outcome.kind === 'physically' ? brokenBefore(outcome.by) : erased(outcome.pin)),
  );
  await record(desk, {
    type: 'card-destroyed',
    step: step.id,
    by: [...step.by],
    certificateSha256: doomed.certificateSha256,
    way,
    objects: way === 'erased' ? (stateOf(desk).foundBefore ?? 0) : 0,
  });
};
