import { must } from '../../model/error.ts';
import { custodyOf, exceededIn } from '../../model/custody.ts';
import { demand } from '../../model/demand.ts';
import type { EventOf } from '../../model/event.ts';
import { isLawful, type KeyState } from '../../model/keyState.ts';
import { versionsOf, type KeyVersion, type Register } from '../../model/register.ts';
import type { KeyName } from '../../model/script.ts';
import { rememberedOf } from '../../model/state.ts';
import { sameToken } from '../../model/values.ts';
import { canonicalJson } from '../../formats/canonical.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, notShown, proved, type Finding } from '../finding.ts';
import { registerIn } from '../registerFile.ts';

/** How the states of keys went on, and who has had which share: read from the register's file, against the one before. */

type Named = KeyName & KeyVersion;

const versionsIn = ({ keys }: Pick<Register, 'keys'>): readonly Named[] =>
  keys.flatMap(({ label, versions }) => versions.map((version) => ({ ...version, label })));

const nameOf = ({ label, version }: KeyName): string => `${label} v${version}`;

type Change = {
  readonly key: string;
  readonly state: KeyState;
  readonly at: string;
  readonly reason: string | null;
};

/** What the events of this ceremony say of a key's state. That an older version ends where a new one begins follows from both. */
const changesTold = (record: Record): readonly Change[] => {
  const before = record.state.previousBundle?.register;
  const states = new Map(
    (before === undefined ? [] : versionsIn(before)).map((each) => [nameOf(each), each.state]),
  );
  const changes: Change[] = [];
  const change = (name: KeyName, state: KeyState, at: string, reason: string | null = null): void => {
    states.set(nameOf(name), state);
    changes.push({ key: nameOf(name), state, at, reason });
  };
  for (const mark of rememberedOf(record.state, 'key-compromised'))
    change(mark, 'compromised', record.state.openedAt, mark.reason);
  for (const event of record.events) {
    if (event.type === 'embassy-key-generated') change(event, 'pre-activation', event.at);
    if (event.type === 'key-compromised') change(event, 'compromised', event.at, event.reason);
    if (event.type === 'original-destroyed') {
      const isNew = record.events.some(
        (each) => each.type === 'embassy-key-generated' && nameOf(each) === nameOf(event),
      );
      if (!isNew) continue;
      for (let version = event.version - 1; version > 0; version -= 1) {
        const old = { label: event.label, version };
        if (states.get(nameOf(old)) === 'active') change(old, 'deactivated', event.at);
      }
      if (states.get(nameOf(event)) === 'pre-activation') change(event, 'active', event.at);
    }
    if (
      event.type === 'key-destroyed' &&
      states.get(nameOf(event)) !== 'destroyed' &&
      isLastCopy(record, event)
    ) {
      if (states.get(nameOf(event)) === 'active') change(event, 'deactivated', event.at);
      change(event, 'destroyed', event.at);
    }
  }
  return changes;
};

/** No HSM is left that is known to have the key: but for this one, those that the register before has not seen gone, or people call lost. */
const isLastCopy = ({ state }: Record, event: EventOf<'key-destroyed'>): boolean => {
  const { script, previousBundle } = state;
  const known = versionsIn(previousBundle?.register ?? { keys: [] }).find(
    (each) => nameOf(each) === nameOf(event),
  );
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  const lost = target?.kind === 'key' ? (target.lostHsms ?? []) : [];
  return (known?.hsms ?? []).every(
    ({ token, removed }) => removed !== null || [event.token, ...lost].some((gone) => sameToken(token, gone)),
  );
};

/**
 * Every version has the transitions that it had before, and after them those that these events told, and no other; all of them in
 * an order that SP 800-57 knows; and of one label no two versions are active.
 */
export const keyStatesLawful = (record: Record): Finding => {
  const { state, files } = record;
  const after = versionsIn(must(registerIn(files)));
  const before = versionsIn(state.previousBundle?.register ?? { keys: [] });
  const told = changesTold(record);
  for (const { label, version } of before) {
    const isThere = after.some((each) => each.label === label && each.version === version);
    demand(isThere, 'key-state-unlawful', { label, version, reason: 'gone' });
  }
  for (const each of after) {
    const { label, version, transitions } = each;
    const about = { label, version };
    const known = before.find((old) => nameOf(old) === nameOf(each))?.transitions ?? [];
    const expected = [
      ...known,
      ...told
        .filter(({ key }) => key === nameOf(each))
        .map(({ state: next, at, reason }) => ({ state: next, at, ceremony: state.ceremony, reason })),
    ];
    demand(canonicalJson(transitions) === canonicalJson(expected), 'key-state-unlawful', about);
    demand(isLawful(transitions.map((transition) => transition.state)), 'key-state-unlawful', about);
    demand(transitions.at(-1)?.state === each.state, 'key-state-unlawful', about);
  }
  for (const label of new Set(after.map((each) => each.label))) {
    const active = after.filter((each) => each.label === label && each.state === 'active');
    demand(active.length <= 1, 'key-state-unlawful', { label, reason: 'two-active' });
  }
  return proved({ versions: after.length, changed: told.length });
};

/**
 * A rotation makes the version after the highest that there was, and the one that served ends at the moment in which the new one
 * begins.
 */
export const versionFollows = (record: Record): Finding => {
  const generated = eventsOfType(record, 'embassy-key-generated');
  const [made] = generated;
  const before = record.state.previousBundle?.register;
  demand(made !== undefined && before !== undefined, 'event-not-allowed');
  const { label, version } = made;
  const earlier = versionsOf(before, label);
  const highest = Math.max(0, ...earlier.map((each) => each.version));
  demand(highest > 0 && version === highest + 1, 'key-state-unlawful', { event: made.seq, label, version });
  const after = versionsOf(must(registerIn(record.files)), label);
  const begins = after
    .find((each) => each.version === version)
    ?.transitions.find(({ state }) => state === 'active')?.at;
  const served = earlier.find(({ state }) => state === 'active');
  const ended = after.find((each) => each.version === served?.version)?.transitions.at(-1);
  if (served !== undefined) {
    const about = { label, version: served.version };
    // It ended with the new one's beginning, or because somebody else may have it.
    const isInStep = ended?.state === 'deactivated' && (begins === undefined || ended.at === begins);
    demand(isInStep || ended?.state === 'compromised', 'key-state-unlawful', about);
  }
  return proved(
    { label, version, ...(served === undefined ? {} : { before: served.version }), at: begins ?? '-' },
    seqs(generated),
  );
};

/**
 * Over all ceremonies that the register tells of, nobody (by name) has ever had k shares of one recovery key in their hands: as
 * holder, or by having brought another's. What nobody wrote down, this cannot know. Somebody who came to k at ceremonies that were
 * given up is named: then it is not shown.
 */
export const custodyKept = ({ files, state }: Record): Finding => {
  const register = must(registerIn(files));
  const { shareSets } = register;
  const withBundle = new Set([register, ...register.history].map(({ ceremony }) => ceremony));
  let most = 0;
  for (const set of shareSets) {
    const shares = set.shares.map((share) => ({
      ...share,
      seenBy: share.seenBy.filter(({ ceremony }) => withBundle.has(ceremony)),
    }));
    for (const { name, indices } of custodyOf({ ...set, shares })) {
      demand(indices.length < set.threshold, 'custody-exceeded', {
        name,
        shares: indices.length,
        threshold: set.threshold,
      });
      most = Math.max(most, indices.length);
    }
  }
  const brought = shareSets.flatMap(({ shares }) => shares.flatMap(({ seenBy }) => seenBy)).length;
  // Of those, some at ceremonies that made no bundle: nobody can verify them, and they are on record all the same.
  const remembered = rememberedOf(state, 'share-seen').length;
  const details = {
    sets: shareSets.length,
    most,
    broughtByOthers: brought,
    ...(remembered > 0 ? { atCeremoniesGivenUp: remembered } : {}),
  };
  // No ceremony of the chain let it happen; but it did, and nobody can take it back.
  const exceeded = exceededIn(register).map(
    ({ name, indices, threshold }) => `${name}: ${indices.length} / ${threshold}`,
  );
  return exceeded.length === 0
    ? proved(details)
    : { ...notShown, details: { ...details, exceeded: exceeded.join('; ') }, events: [0] };
};

/** What was said of keys that somebody else may have, by both who lead. It asks for a rotation. */
export const compromiseRecorded = (record: Record): Finding => {
  const told = eventsOfType(record, 'key-compromised');
  // Of what was said at ceremonies that were given up, the first event tells.
  const remembered = rememberedOf(record.state, 'key-compromised').map((mark) => ({ seq: 0, ...mark }));
  const after = versionsIn(must(registerIn(record.files)));
  for (const { seq, label, version } of [...remembered, ...told]) {
    const state = after.find((each) => each.label === label && each.version === version)?.state;
    demand(state === 'compromised' || state === 'destroyed', 'key-state-unlawful', {
      event: seq,
      label,
      version,
    });
  }
  const open = after.filter(({ state }) => state === 'compromised').map(nameOf);
  return attested(
    {
      said: told.length,
      ...(remembered.length > 0 ? { atCeremoniesGivenUp: remembered.length } : {}),
      ...(open.length > 0 ? { compromised: open.join(', ') } : {}),
    },
    seqs(told),
  );
};
