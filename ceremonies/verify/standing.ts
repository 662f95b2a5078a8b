import { canonicalJson, type JsonValue } from '../formats/canonical.ts';
import type { ErrorDetails } from '../model/error.ts';
import { isLawful } from '../model/keyState.ts';
import type { KeyVersion, Register, ShareSetRecord } from '../model/register.ts';
import type { KeyName } from '../model/script.ts';

/**
 * What no later ceremony may take back of a register, by parts: `fixed` stays as it is, `grows` can only become longer at its end,
 * and `ends` is null until something is over, and stays from then on. The rest, like when a share was last shown, may change.
 */
export type Standing = {
  readonly keys: readonly (KeyName & Parts & { readonly states: readonly KeyVersion['state'][] })[];
  readonly sets: readonly ({ readonly set: string } & Parts)[];
};

type Parts = {
  readonly fixed: Named<JsonValue>;
  readonly grows: Named<readonly JsonValue[]>;
  readonly ends: Named<JsonValue>;
};
type Named<T> = Readonly<Record<string, T>>;

/** Without what is long and of no account here: this is kept of every bundle of a chain. */
export const standingOf = ({ keys, shareSets }: Register): Standing => ({
  keys: keys.flatMap(({ label, versions }) =>
    versions.map((version) => ({ label, version: version.version, ...partsOfKey(version) })),
  ),
  sets: shareSets.map((set) => ({ set: set.set, ...partsOfSet(set) })),
});

const partsOfKey = ({ algorithm, checkValue, certificate, transitions, hsms }: KeyVersion) => ({
  states: transitions.map(({ state }) => state),
  fixed: { algorithm, checkValue, certificate },
  grows: {
    transitions,
    hsms: hsms.map(({ token, at }) => ({ serial: token.serial, label: token.label, at })),
  },
  ends: Object.fromEntries(hsms.map(({ removed }, index) => [`hsms.${index}.removed`, removed])),
});

const partsOfSet = (set: ShareSetRecord): Parts => {
  const { ceremony, threshold, count, recoveryKeyCommitment, keys, ended, shares } = set;
  return {
    fixed: {
      ceremony,
      threshold,
      count,
      recoveryKeyCommitment,
      shares: shares.map(({ commitment, holder }) => [
        commitment,
        holder?.name ?? null,
        holder?.certificateSha256 ?? null,
      ]),
    },
    grows: {
      keys,
      ...Object.fromEntries(
        shares.flatMap(
          ({ index, seenBy, destroyed, lostCards }): readonly (readonly [string, readonly JsonValue[]])[] => [
            [`shares.${index}.seenBy`, seenBy],
            [`shares.${index}.destroyed`, destroyed],
            [
              `shares.${index}.lostCards`,
              lostCards.map(({ name, card, certificateSha256, at, ceremony }) => ({
                name,
                card,
                certificateSha256,
                at,
                ceremony,
              })),
            ],
          ],
        ),
      ),
    },
    ends: {
      ended,
      ...Object.fromEntries(
        shares.flatMap(({ index, lostCards }) =>
          lostCards.map((lost, place) => [`shares.${index}.lostCards.${place}.ended`, lost.ended] as const),
        ),
      ),
    },
  };
};

const same = (a: JsonValue, b: JsonValue): boolean => canonicalJson(a) === canonicalJson(b);

/** The first part that was taken back. */
const findTakenBack = (before: Parts, after: Parts): string | undefined => {
  const rules: readonly (readonly [parts: readonly string[], holds: (part: string) => boolean])[] = [
    [Object.keys(before.fixed), (part) => same(before.fixed[part] ?? null, after.fixed[part] ?? null)],
    [
      Object.keys(before.grows),
      (part) => {
        const known = before.grows[part] ?? [];
        return same(known, (after.grows[part] ?? []).slice(0, known.length));
      },
    ],
    [
      Object.keys(before.ends),
      (part) =>
        (before.ends[part] ?? null) === null || same(before.ends[part] ?? null, after.ends[part] ?? null),
    ],
  ];
  return rules.flatMap(([parts, holds]) => parts.filter((part) => !holds(part)))[0];
};

/** What went backwards from one register to a later one: the key or set, and `field`; undefined if nothing did. */
export const findRegress = (before: Standing, after: Standing): ErrorDetails | undefined => {
  for (const key of before.keys) {
    const { label, version } = key;
    const now = after.keys.find((each) => each.label === label && each.version === version);
    const field = now === undefined ? 'missing' : findTakenBack(key, now);
    if (field !== undefined) return { label, version, field };
  }
  const unlawful = after.keys.find(({ states }) => !isLawful(states));
  if (unlawful !== undefined)
    return { label: unlawful.label, version: unlawful.version, field: 'transitions' };
  for (const set of before.sets) {
    const now = after.sets.find((each) => each.set === set.set);
    const field = now === undefined ? 'missing' : findTakenBack(set, now);
    if (field !== undefined) return { set: set.set, field };
  }
  return undefined;
};
