import { personKey } from './participant.ts';
import type { Remembered } from './event.ts';
import type { Register, ShareSetRecord } from './register.ts';

/** Somebody, and the shares of one recovery key that they have ever had in their hands, by index. */
export type Custody = { readonly name: string; readonly indices: readonly number[] };

/**
 * The custody ledger of a set: its holders, and whoever brought another's share. Nobody may come to k of them, ever. `seen`: who had
 * which in hand besides, and is not on record yet.
 */
export const custodyOf = (
  { shares }: ShareSetRecord,
  seen: readonly { readonly name: string; readonly index: number }[] = [],
): readonly Custody[] => {
  const ledger = new Map<string, Custody>();
  const note = (name: string, index: number): void => {
    const key = personKey(name);
    const known = ledger.get(key) ?? { name, indices: [] };
    if (!known.indices.includes(index)) ledger.set(key, { ...known, indices: [...known.indices, index] });
  };
  for (const { index, holder, seenBy } of shares) {
    if (holder !== null) note(holder.name, index);
    for (const { name } of seenBy) note(name, index);
  }
  for (const { name, index } of seen) note(name, index);
  return [...ledger.values()];
};

export const sharesHeldBy = (set: ShareSetRecord, name: string): readonly number[] =>
  custodyOf(set).find((each) => personKey(each.name) === personKey(name))?.indices ?? [];

/** Somebody who has had k shares of one recovery key in hand: nothing can take that back, and whatever it guards is as good as known. */
export type Exceeded = Custody & Pick<ShareSetRecord, 'set' | 'threshold'>;

/** Whoever has, by what a register tells, and by what is remembered besides. */
export const exceededIn = (
  { shareSets }: Pick<Register, 'shareSets'>,
  remembered: readonly Remembered[] = [],
): readonly Exceeded[] =>
  shareSets.flatMap((record) => {
    const { set, threshold } = record;
    const seen = remembered.flatMap((each) => (each.kind === 'share-seen' && each.set === set ? [each] : []));
    return custodyOf(record, seen)
      .filter(({ indices }) => indices.length >= threshold)
      .map((each) => ({ ...each, set, threshold }));
  });
