import type { CeremonyKind } from './ceremonyPlan.ts';
import type { Problem } from './error.ts';
import { subjectProblems } from './feasible.ts';
import type { DestroyTarget } from './parameters.ts';
import { keysOfSets, lostHsmsOf, type Register, type ShareSetRecord } from './register.ts';
import { shareCardsOf } from './whereabouts.ts';

/** Why a ceremony makes no sense over a register. */
export type Obstacle = 'no-key' | 'no-live-set' | 'nothing-to-rebuild' | 'nothing-to-destroy';

export type Offer = { readonly kind: CeremonyKind; readonly obstacle: Obstacle | null };

/** The share sets whose shares a ceremony could ask for: live, and of keys that still are where any are rebuilt. */
export const setsFor = (
  kind: 'check' | 'reconstitute' | 'reshare',
  register: Register,
): readonly ShareSetRecord[] =>
  register.shareSets.filter(
    ({ set, state }) => state === 'live' && (kind === 'check' || keysOfSets(register, [set]).length > 0),
  );

/** Something that could be destroyed, and every reason why it must not be. */
export type DestroyOption = { readonly target: DestroyTarget; readonly problems: readonly Problem[] };

/** What keeps a thing from being destroyed is nothing that people could not give up. */
export const canBegin = ({ problems }: DestroyOption): boolean =>
  problems.every(({ code }) => code === 'data-remains');

/** All that the register knows and that still is: versions of keys, sets with shares, cards that hold them. */
export const destroyOptions = (register: Register): readonly DestroyOption[] => {
  const { domain, embassy, keys, shareSets } = register;
  const option = (target: DestroyTarget): DestroyOption => ({
    target,
    problems: subjectProblems(
      { kind: 'destroy', parameters: { domain, embassy, place: '', participants: [], target } },
      register,
    ),
  });
  const cards = shareCardsOf(register)
    .filter(({ isDestroyed }) => !isDestroyed)
    .map(({ certificateSha256 }) => certificateSha256);
  return [
    ...keys.flatMap(({ label, versions }) =>
      versions
        .filter(({ state }) => state !== 'destroyed')
        .map(({ version }) => option({ kind: 'key', label, version })),
    ),
    ...keys.flatMap(({ label, versions }) =>
      versions.flatMap((each) =>
        lostHsmsOf(each).map(({ label: name, serial }) =>
          option({ kind: 'key', label, version: each.version, foundHsm: { label: name, serial } }),
        ),
      ),
    ),
    ...shareSets
      .filter(({ shares }) =>
        shares.some(({ holder, destroyed }) => holder !== null && destroyed.length === 0),
      )
      .map(({ set }) => option({ kind: 'set', set })),
    ...[...new Set(cards)].map((certificateSha256) => option({ kind: 'card', certificateSha256 })),
  ];
};

/** What can be begun over a register, and why not what cannot. */
export const offersOf = (register: Register): readonly Offer[] => {
  const obstacles: Readonly<Record<CeremonyKind, Obstacle | null>> = {
    check: setsFor('check', register).length > 0 ? null : 'no-live-set',
    rotate: register.keys.length > 0 ? null : 'no-key',
    reshare: setsFor('reshare', register).length > 0 ? null : 'nothing-to-rebuild',
    reconstitute: setsFor('reconstitute', register).length > 0 ? null : 'nothing-to-rebuild',
    destroy: destroyOptions(register).some(canBegin) ? null : 'nothing-to-destroy',
    generate: null,
  };
  return offered.map((kind) => ({ kind, obstacle: obstacles[kind] }));
};

/** From what is done most often to what is done least. */
const offered: readonly CeremonyKind[] = [
  'check',
  'rotate',
  'reshare',
  'reconstitute',
  'destroy',
  'generate',
];
