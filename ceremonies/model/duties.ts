import type { CeremonyKind } from './ceremonyPlan.ts';
import { setsNeeding } from './feasible.ts';
import {
  dataUnder,
  keysOfSets,
  openedBySet,
  versionsOf,
  type KeyVersion,
  type Register,
  type ShareSetRecord,
} from './register.ts';
import type { KeyName } from './script.ts';
import type { TokenFacts } from './values.ts';
import { isInUse, shareCardsOf, sharesAtHand, sharesOut } from './whereabouts.ts';

/**
 * After how long something is due. Rules of the field where there are any; the others are ours, and say so. People may do
 * everything sooner.
 */
export const dutyRules = {
  /**
   * NIST SP 800-57 part 1 rev. 5, table 1: a symmetric key-wrapping key and a private key-transport key protect for two years
   * at most, a private static key-agreement key for one to two.
   */
  activeYearsMax: 2,
  /** Our rule (docs/OPERATIONS.md): a custodian shows the share once a year. */
  provenYearsMax: 1,
  /** Our rule: as long as it takes to call everybody together and hold a ceremony. */
  certificateNoticeDays: 90,
} as const;

/** `now`: nothing else should be done before. `soon`: set a day for it. `may`: it is safe, and nobody waits for it. */
export type Urgency = 'now' | 'soon' | 'may';

/** Something that the register asks for. */
export type Duty = { readonly urgency: Urgency } & (
  | ({ readonly kind: 'rotate-compromised' | 'rotate-old'; readonly since: string } & KeyName)
  | ({ readonly kind: 'certificate-expires'; readonly at: string } & KeyName)
  /** Data keys or backups under versions that no longer protect: one ceremony moves them all. */
  | {
      readonly kind: 'move-data';
      readonly label: string;
      readonly versions: readonly number[];
      readonly count: number;
    }
  /** `told`: whether any inventory has ever said what lies under this label. */
  | ({ readonly kind: 'destroy-version'; readonly told: boolean } & KeyName)
  | {
      readonly kind: 'check-shares';
      readonly sets: readonly string[];
      readonly holders: readonly string[];
      readonly since: string | null;
    }
  /** k = n: one lost share is one too many. */
  | { readonly kind: 'no-spare'; readonly set: string; readonly count: number }
  /** Shares were destroyed since the set was made, or went with a card; `left` are still there. */
  | {
      readonly kind: 'shares-lost';
      readonly set: string;
      readonly left: number;
      readonly threshold: number;
      readonly count: number;
    }
  /** Fewer are left than are needed: unless a card or a paper turns up, nobody rebuilds its keys. */
  | {
      readonly kind: 'shares-short';
      readonly set: string;
      readonly left: number;
      readonly threshold: number;
    }
  /** A set that guards nothing any more, whose shares are not all destroyed, still opens older bundles. */
  | { readonly kind: 'old-shares'; readonly set: string; readonly left: number; readonly threshold: number }
  /** Somebody has another card in place of this one, on which shares may still lie. */
  | {
      readonly kind: 'lost-card';
      readonly name: string;
      readonly card: TokenFacts;
      readonly certificateSha256: string;
      readonly sets: readonly string[];
    }
);

/** The kind of ceremony that does what is due. */
export const ceremonyFor: Readonly<Record<Duty['kind'], CeremonyKind>> = {
  'rotate-compromised': 'rotate',
  'rotate-old': 'rotate',
  'certificate-expires': 'rotate',
  'move-data': 'rotate',
  'destroy-version': 'destroy',
  'check-shares': 'check',
  'no-spare': 'reshare',
  'shares-lost': 'reshare',
  'shares-short': 'rotate',
  'old-shares': 'destroy',
  'lost-card': 'destroy',
};

const urgencies: readonly Urgency[] = ['now', 'soon', 'may'];

/**
 * What is due for an embassy, the most urgent first.
 *
 * @param expiryOf when a version's certificate ends, ISO 8601; null where it has none or it cannot be read
 */
export const dutiesOf = (
  register: Register,
  now: Date,
  expiryOf: (version: KeyVersion) => string | null,
): readonly Duty[] => {
  const duties = [
    ...register.keys.flatMap(({ label, versions }) => [
      ...versions.flatMap((version) => dutiesOfVersion(register, label, version, now, expiryOf(version))),
      ...dataToMove(register, label),
    ]),
    ...sharesToCheck(register, now),
    ...register.shareSets.flatMap((set) => dutiesOfSet(register, set)),
    ...cardsToDestroy(register),
  ];
  return duties.toSorted((a, b) => urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency));
};

const dutiesOfVersion = (
  register: Register,
  label: string,
  version: KeyVersion,
  now: Date,
  expiry: string | null,
): readonly Duty[] => {
  const name = { label, version: version.version };
  const since = version.transitions.at(-1)?.at ?? '';
  const isEmpty = dataUnder(register, name).length === 0;
  const isSucceeded = versionsOf(register, label).some(
    (each) => each.version > version.version && each.state === 'active',
  );
  const told = register.dataSets.some((each) => each.label === label);
  switch (version.state) {
    case 'active':
      return [
        ...(isOlder(since, dutyRules.activeYearsMax, now)
          ? [{ kind: 'rotate-old', urgency: 'soon', ...name, since } as const]
          : []),
        ...(expiry !== null && daysUntil(expiry, now) <= dutyRules.certificateNoticeDays
          ? [{ kind: 'certificate-expires', urgency: 'soon', ...name, at: expiry } as const]
          : []),
      ];
    case 'compromised':
      return [
        ...(isSucceeded ? [] : [{ kind: 'rotate-compromised', urgency: 'now', ...name, since } as const]),
        ...(isSucceeded && isEmpty
          ? [{ kind: 'destroy-version', urgency: 'may', ...name, told } as const]
          : []),
      ];
    case 'deactivated':
      return isEmpty ? [{ kind: 'destroy-version', urgency: 'may', ...name, told }] : [];
    case 'pre-activation':
    case 'destroyed':
      return [];
  }
};

/** Of one label: what lies under versions that are deactivated or compromised. */
const dataToMove = (register: Register, label: string): readonly Duty[] => {
  const left = versionsOf(register, label)
    .filter(({ state }) => state === 'deactivated' || state === 'compromised')
    .map(({ version, state }) => ({ version, state, data: dataUnder(register, { label, version }) }))
    .filter(({ data }) => data.length > 0);
  if (left.length === 0) return [];
  return [
    {
      kind: 'move-data',
      urgency: left.some(({ state }) => state === 'compromised') ? 'now' : 'soon',
      label,
      versions: left.map(({ version }) => version),
      count: left.flatMap(({ data }) => data).reduce((sum, { count }) => sum + count, 0),
    },
  ];
};

/** Of all live sets: one ceremony checks them together. */
const sharesToCheck = (register: Register, now: Date): readonly Duty[] => {
  const due = register.shareSets
    .filter((set) => set.state === 'live' && keysOfSets(register, [set.set]).length > 0)
    .map((set) => ({
      set: set.set,
      shares: sharesAtHand(set).filter(
        ({ proven }) => proven === null || isOlder(proven.at, dutyRules.provenYearsMax, now),
      ),
    }))
    .filter(({ shares }) => shares.length > 0);
  if (due.length === 0) return [];
  const shares = due.flatMap((each) => each.shares);
  const holders = shares.flatMap(({ holder }) => (holder === null ? [] : [holder.name]));
  const [since = ''] = shares.map(({ proven }) => proven?.at ?? '').toSorted();
  return [
    {
      kind: 'check-shares',
      urgency: 'soon',
      sets: due.map(({ set }) => set),
      holders: [...new Set(holders)],
      since: since === '' ? null : since,
    },
  ];
};

const dutiesOfSet = (register: Register, set: ShareSetRecord): readonly Duty[] => {
  const { threshold, count } = set;
  if (keysOfSets(register, [set.set]).length === 0 || set.state === 'void') {
    const old = sharesOut(set).length;
    return set.keys.length === 0 || old < threshold
      ? []
      : [{ kind: 'old-shares', urgency: 'soon', set: set.set, left: old, threshold }];
  }
  const left = sharesAtHand(set).length;
  const spare = left - threshold;
  if (spare < 0) return [{ kind: 'shares-short', urgency: 'now', set: set.set, left, threshold }];
  return [
    ...(left < count
      ? [
          {
            kind: 'shares-lost',
            urgency: spare === 0 ? 'now' : 'soon',
            set: set.set,
            left,
            threshold,
            count,
          } as const,
        ]
      : spare === 0
        ? [{ kind: 'no-spare', urgency: 'soon', set: set.set, count } as const]
        : []),
  ];
};

/**
 * Each lost card once, whatever lies on it; but for one that its owner has come back with, one that is needed all the same if it turns
 * up, and one with which no k shares could rebuild anything.
 */
const cardsToDestroy = (register: Register): readonly Duty[] => {
  const lost = shareCardsOf(register).filter(
    ({ lostAt, isDestroyed, certificateSha256, set }) =>
      lostAt !== null &&
      !isDestroyed &&
      !isInUse(register, certificateSha256) &&
      setsNeeding(register, certificateSha256).length === 0 &&
      openedBySet(register, set).length > 0 &&
      sharesOut(set).length >= set.threshold,
  );
  const cards = new Map(lost.map((each) => [each.certificateSha256, each]));
  return [...cards.values()].map(({ name, card, certificateSha256 }) => ({
    kind: 'lost-card',
    urgency: 'soon',
    name,
    card,
    certificateSha256,
    sets: lost.filter((each) => each.certificateSha256 === certificateSha256).map(({ set }) => set.set),
  }));
};

/** By the calendar: a year after 29 February is 1 March. */
const isOlder = (at: string, years: number, now: Date): boolean => {
  const due = new Date(at);
  due.setUTCFullYear(due.getUTCFullYear() + years);
  return due <= now;
};

const dayMs = 86_400_000;
const daysUntil = (at: string, now: Date): number => (Date.parse(at) - now.getTime()) / dayMs;
