import type { KeyName } from '../model/script.ts';
import { setOf, type Register } from '../model/register.ts';
import { handedInSetsOf, type Rewrap, type State } from '../model/state.ts';
import type { TokenFacts } from '../model/values.ts';
import { astrayOf, sharesLeft, sharesOnCard, sharesWithHolders } from '../model/whereabouts.ts';
import { pathsOf } from '../transcript/pathsBack.ts';
import { registerOf } from '../transcript/registerOf.ts';

/** What a ceremony did beyond making keys and shares: what came to its end in it, and what was moved. */
export type Deeds = {
  readonly destroyed: readonly Destroyed[];
  /** Null where nothing was to be moved. */
  readonly moved: Moved | null;
};

type Hsm = Pick<TokenFacts, 'label' | 'serial'>;

/** What was destroyed, and what is known to be left of it. */
export type Destroyed =
  | (KeyName & {
      readonly kind: 'key';
      readonly hsm: Hsm;
      readonly objects: number;
      readonly use: 'refused' | 'untried';
      /** HSMs that still have it: then it is gone from one of them and no more. */
      readonly stillOn: readonly Hsm[];
      /** HSMs that exist no more, by the word of both who lead, then or at an earlier ceremony. */
      readonly lostHsms: readonly Hsm[];
      /** Share sets of which enough shares are left to rebuild it with a bundle that has its wrapped copy. */
      readonly sets: readonly {
        readonly set: string;
        readonly sharesLeft: number;
        readonly threshold: number;
      }[];
    })
  | {
      readonly kind: 'shares';
      readonly set: string;
      readonly keys: readonly KeyName[];
      readonly count: number;
      readonly threshold: number;
      /** How many were handed in here. */
      readonly destroyed: number;
      /** Shares that with their cards and the bundles before still rebuild the keys. */
      readonly sharesLeft: number;
      /** Holders of shares that were never handed in. */
      readonly missing: readonly string[];
      /** Whose earlier card may still have their share. */
      readonly astray: readonly string[];
    }
  | {
      readonly kind: 'card';
      readonly certificateSha256: string;
      /** Null for a card that the register does not know. */
      readonly holder: string | null;
      readonly way: 'erased' | 'physically';
      readonly objects: number;
      /** How many shares were on it. */
      readonly shares: number;
    };

export type Moved = KeyName & {
  readonly dataKeys: {
    readonly inToken: number;
    readonly inEngine: number;
    readonly notMoved: number;
    /** Of those that the transcript lists one by one, and so possibly fewer than `notMoved`. */
    readonly reasons: Reasons;
  } | null;
  readonly backups: {
    readonly moved: number;
    readonly notMoved: number;
    readonly reasons: Reasons;
  } | null;
};

/** How many for each error code, the most frequent first. */
export type Reasons = readonly { readonly code: string; readonly count: number }[];

/** A function of the transcript alone. */
export const deedsOf = (state: State): Deeds => ({
  destroyed: destroyedIn(state),
  moved: movedIn(state.rewrap),
});

const destroyedIn = (state: State): readonly Destroyed[] => {
  const { keys, cards, shares } = state.destroyed;
  if (keys.length + cards.length + shares.length === 0) return [];
  const register = registerOf(state);
  return [
    ...keys.map((event) => keyDestroyed(register, event)),
    ...cards.map((event) => cardDestroyed(register, event)),
    ...sharesDestroyed(state, register),
  ];
};

const named = ({ label, serial }: Hsm): Hsm => ({ label, serial });

const keyDestroyed = (
  register: Register,
  { label, version, token, objects, use }: State['destroyed']['keys'][number],
): Destroyed => {
  const name = { label, version };
  const { hsms, lostHsms, sets } = pathsOf(register, name);
  return {
    kind: 'key',
    ...name,
    hsm: named(token),
    objects,
    use,
    stillOn: hsms.map(named),
    lostHsms: lostHsms.map(named),
    sets: sets.map(({ set: { set, threshold }, sharesLeft }) => ({
      set,
      sharesLeft,
      threshold,
    })),
  };
};

const cardDestroyed = (
  register: Register,
  { certificateSha256, way, objects }: State['destroyed']['cards'][number],
): Destroyed => {
  const shares = sharesOnCard(register, certificateSha256);
  return {
    kind: 'card',
    certificateSha256,
    holder: shares[0]?.name ?? null,
    way,
    objects,
    shares: shares.length,
  };
};

const sharesDestroyed = (state: State, register: Register): readonly Destroyed[] =>
  handedInSetsOf(state).flatMap((before) => {
    const handedIn = state.destroyed.shares.filter(({ set }) => set === before.set);
    const after = setOf(register, before.set);
    if (handedIn.length === 0 || after === undefined) return [];
    const { set, keys, count, threshold, shares } = after;
    return {
      kind: 'shares',
      set,
      keys: keys.map(({ label, version }) => ({ label, version })),
      count,
      threshold,
      // A share on a card and on paper is handed in twice.
      destroyed: new Set(handedIn.map(({ index }) => index)).size,
      sharesLeft: sharesLeft(after).length,
      missing: sharesWithHolders(after).flatMap(({ holder }) => holder?.name ?? []),
      astray: [...new Set(shares.flatMap(astrayOf).map(({ name }) => name))],
    };
  });

const movedIn = ({ moved }: Rewrap): Moved | null => {
  if (moved === null) return null;
  const { label, version, dataKeys, backups } = moved;
  return {
    label,
    version,
    dataKeys:
      dataKeys === null
        ? null
        : {
            inToken: dataKeys.inToken,
            inEngine: dataKeys.inEngine,
            notMoved: dataKeys.notMoved,
            reasons: reasonsOf(dataKeys.listed),
          },
    backups:
      backups === null
        ? null
        : {
            moved: backups.moved.length,
            notMoved: backups.notMoved.length,
            reasons: reasonsOf(backups.notMoved),
          },
  };
};

const reasonsOf = (listed: readonly { readonly code: string }[]): Reasons => {
  const counts = new Map<string, number>();
  for (const { code } of listed) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count);
};
