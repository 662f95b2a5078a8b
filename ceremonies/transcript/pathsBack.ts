import {
  bundlesOpenedBy,
  hsmsWith,
  lostHsmsOf,
  versionOf,
  type PastBundle,
  type Register,
  type ShareSetRecord,
} from '../model/register.ts';
import type { KeyName } from '../model/script.ts';
import type { TokenFacts } from '../model/values.ts';
import { sharesLeft } from '../model/whereabouts.ts';

/**
 * What could still bring a key into somebody's hands, as far as the register knows: HSMs that have it, and share sets that ever
 * wrapped it with the bundles in which that wrapping stands. No ceremony follows these paths for a key that was destroyed;
 * whoever has the shares and a bundle needs none.
 */
export type PathsBack = {
  readonly hsms: readonly TokenFacts[];
  /** HSMs that people called lost, at whichever ceremony, and that nobody has found since: nothing shows that it is gone from them. */
  readonly lostHsms: readonly TokenFacts[];
  readonly sets: readonly {
    readonly set: ShareSetRecord;
    /** Shares that can still be used: neither card nor sheet is known to be destroyed. */
    readonly sharesLeft: number;
    readonly bundles: readonly PastBundle[];
    /** Whether this ceremony's own bundle has the wrapping too, in its files or in its first event. */
    readonly thisOne: boolean;
  }[];
};

export const pathsOf = (register: Register, name: KeyName): PathsBack => {
  const version = versionOf(register, name);
  const wrapped = register.shareSets.filter(({ keys }) =>
    keys.some(({ label, version: of }) => label === name.label && of === name.version),
  );
  return {
    hsms: version === undefined ? [] : hsmsWith(version),
    lostHsms: version === undefined ? [] : lostHsmsOf(version),
    sets: wrapped
      .map((set) => {
        const { past, thisOne } = bundlesOpenedBy(register, set, [name]);
        return { set, sharesLeft: sharesLeft(set).length, bundles: past, thisOne };
      })
      .filter((each) => each.sharesLeft >= each.set.threshold),
  };
};
