import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CeremonyError } from '../model/error.ts';
import { rememberedMax, type PreviousBundle, type Remembered } from '../model/event.ts';
import { personKey } from '../model/participant.ts';
import { replay } from '../model/reduce.ts';
import { setOf, versionOf, type Register } from '../model/register.ts';
import { factOf, isRememberable, type RememberedLoss } from '../model/remembered.ts';
import { hsmLossOf, participantOf, type State } from '../model/state.ts';
import { sameToken } from '../model/values.ts';
import { readJournal } from '../transcript/journal.ts';

/**
 * What this machine knows that no bundle tells: who brought another's share, which keys were marked as compromised, and which HSM was
 * lost, at a ceremony that was given up, or that nobody brought to its end. It is as true all the same, and the register gets it now. A machine whose
 * disk is gone remembers nothing.
 */
export const remembering = async (sittings: string, previous: PreviousBundle): Promise<PreviousBundle> => {
  const { register } = previous;
  const names = await readdir(sittings).catch(() => []);
  const found = new Map<string, Remembered>();
  const states: State[] = [];
  for (const name of names) {
    const state = await stateOfSitting(join(sittings, name));
    if (state !== null) states.push(state);
    for (const each of state === null ? [] : toldIn(state)) {
      const first = found.get(factOf(each));
      const isNew = isNews(register, each) && isOfSameKey(register, state, each);
      if (isNew && (first === undefined || each.at < first.at)) found.set(factOf(each), each);
    }
  }
  const isBack = (each: Remembered): boolean =>
    each.kind === 'hsm-lost' && states.some((state) => wasThere(state, each));
  const remembered = [...found.values()]
    .filter((each) => !isBack(each))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, rememberedMax);
  return remembered.length === 0 ? previous : { ...previous, remembered };
};

/** One that cannot be read has nothing to say here; that there is one, the start screen says. */
const stateOfSitting = async (directory: string): Promise<State | null> => {
  try {
    const { entries } = await readJournal(directory);
    return entries.length === 0 ? null : replay(entries.map(({ event }) => event));
  } catch (error) {
    if (error instanceof CeremonyError) return null;
    throw error;
  }
};

/** An HSM that was called lost, and was used at a later ceremony. */
const wasThere = ({ hsm, openedAt }: State, loss: RememberedLoss): boolean =>
  hsm !== null && openedAt > loss.at && sameToken(hsm.token, loss);

/** All that a ceremony has to say, and what it had remembered of others. */
const toldIn = (state: State): readonly Remembered[] => {
  const { ceremony, presentation, transitions, previousBundle, hsm } = state;
  const inherited = previousBundle?.remembered ?? [];
  const seen = presentation.proven
    .filter(({ by }) => by === 'surrogate')
    .map(({ participant, set, index, at }): Remembered => {
      const name = participantOf(state, participant)?.name ?? participant;
      return { kind: 'share-seen', ceremony, at, set, index, name };
    });
  const marked = transitions.flatMap(({ label, version, state: next, at, reason }): readonly Remembered[] =>
    next === 'compromised' && reason !== null
      ? [{ kind: 'key-compromised', ceremony, at, label, version, reason }]
      : [],
  );
  const loss = hsmLossOf(state);
  const lost: readonly Remembered[] =
    loss === null || hsm === null
      ? []
      : [
          {
            kind: 'hsm-lost',
            ceremony,
            at: loss.at,
            label: hsm.token.label,
            serial: hsm.token.serial,
            reason: loss.happened,
          },
        ];
  return [...inherited, ...seen, ...marked, ...lost];
};

/** Of a ceremony that is in the register's history, or is the last one, the register itself has it. */
const isNews = (register: Register, each: Remembered): boolean => {
  const isTold = [register, ...register.history].some(({ ceremony }) => ceremony === each.ceremony);
  if (isTold || !isRememberable(register, each)) return false;
  if (each.kind !== 'share-seen') return true;
  const seenBy = setOf(register, each.set)?.shares[each.index - 1]?.seenBy ?? [];
  return !seenBy.some(
    ({ ceremony, name }) => ceremony === each.ceremony && personKey(name) === personKey(each.name),
  );
};

/** Another embassy, or another rehearsal, may have a key of this name and version; its check value is another. */
const isOfSameKey = (register: Register, state: State | null, each: Remembered): boolean => {
  if (each.kind !== 'key-compromised') return true;
  const there = state?.previousBundle?.register;
  return there !== undefined && versionOf(there, each)?.checkValue === versionOf(register, each)?.checkValue;
};
