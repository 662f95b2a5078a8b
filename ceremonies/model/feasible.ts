import { broughtSetsOf, splitOf, type CeremonyPlan } from './ceremonyPlan.ts';
import { bad, type Problem } from './error.ts';
import { keyLabelsMax, type DestroyTarget, type KeyTarget } from './parameters.ts';
import {
  dataListsOf,
  dataUnder,
  hsmsAfter,
  hsmsWith,
  keysOfSets,
  lostHsmsOf,
  labelsOf,
  mayEnd,
  sameLists,
  openedBySet,
  setOf,
  versionOf,
  versionsOf,
  type KeyVersion,
  type Register,
  type ShareSetRecord,
} from './register.ts';
import { sameToken } from './values.ts';
import { heldOn, sharesAtHand, sharesOnCard, type ShareCard } from './whereabouts.ts';

/**
 * Every reason why a ceremony cannot be held over what the register has: shown before it begins, and demanded of its first
 * event.
 *
 * Codes: event-not-allowed (a key, a set or a card that is not there), share-set-void, label-present, key-state-unlawful,
 * data-remains, set-in-use, quorum-lost.
 */
export const subjectProblems = (plan: CeremonyPlan, register: Register): readonly Problem[] => {
  switch (plan.kind) {
    case 'generate': {
      const { keyLabel: label } = plan.parameters;
      return versionsOf(register, label).length === 0 ? [] : [bad('label-present', { label }).problem];
    }
    case 'rotate': {
      const { keyLabel: label } = plan.parameters;
      return versionsOf(register, label).length > 0 ? [] : [missing({ label })];
    }
    case 'destroy':
      return targetProblems(plan.parameters.target, register);
    case 'reconstitute':
    case 'check':
    case 'reshare':
      return setsProblems(plan, register);
  }
};

const missing = (details: Readonly<Record<string, string | number>>): Problem =>
  bad('event-not-allowed', details).problem;

const setsProblems = (plan: CeremonyPlan, register: Register): readonly Problem[] => {
  const sets = broughtSetsOf(plan);
  const dead = sets.filter((id) => setOf(register, id)?.state !== 'live');
  // None, or more than the payload of a share may name: found now, not when the keys are restored and the shares are sealed.
  const labels = labelsOf(keysOfSets(register, sets)).length;
  const isUnnamed = splitOf(plan) !== null && (labels === 0 || labels > keyLabelsMax);
  return [
    ...(new Set(sets).size === sets.length ? [] : [missing({ field: 'sets' })]),
    ...dead.map((set) => bad('share-set-void', { set }).problem),
    ...(isUnnamed ? [missing({ field: 'keys' })] : []),
  ];
};

const targetProblems = (target: DestroyTarget, register: Register): readonly Problem[] => {
  switch (target.kind) {
    case 'key': {
      const { label, version } = target;
      const versionIn = versionOf(register, target);
      if (versionIn === undefined) return [missing({ label, version })];
      const { state } = versionIn;
      if (state === 'destroyed' && target.foundHsm === undefined)
        return [bad('key-state-unlawful', { label, version, from: state, to: 'destroyed' }).problem];
      return endProblems(target, versionIn, register);
    }
    case 'set': {
      const set = setOf(register, target.set);
      if (set === undefined) return [missing({ set: target.set })];
      // What it guards would have no way back.
      const guarded = keysOfSets(register, [target.set]);
      return guarded.map(({ label, version }) => bad('set-in-use', { label, version }).problem);
    }
    case 'card': {
      const { certificateSha256 } = target;
      const isKnown = sharesOnCard(register, certificateSha256).some(({ isDestroyed }) => !isDestroyed);
      if (!isKnown) return [missing({ certificateSha256 })];
      return setsNeeding(register, certificateSha256).map(
        ({ threshold, count }) => bad('quorum-lost', { threshold, count }).problem,
      );
    }
  }
};

/**
 * Where a version may come to its end everything under it is moved, or given up; an HSM is lost only if it had it, and is found
 * only if it was lost.
 */
const endProblems = (target: KeyTarget, known: KeyVersion, register: Register): readonly Problem[] => {
  const { label, version, givenUp, lostHsms = [], foundHsm } = target;
  const isMissed = foundHsm === undefined || lostHsmsOf(known).some((token) => sameToken(token, foundHsm));
  if (!isMissed) return [missing({ field: 'foundHsm' })];
  const isListed = lostHsms.every((lost) => hsmsWith(known).some((token) => sameToken(token, lost)));
  const names = new Set(lostHsms.map((lost) => `${lost.label}/${lost.serial}`));
  const isOneLeft = foundHsm !== undefined || hsmsAfter(known, target, []).length > 0;
  if (!isListed || names.size !== lostHsms.length || !isOneLeft) return [missing({ field: 'lostHsms' })];

  const under = dataUnder(register, target);
  if (givenUp === undefined)
    return mayEnd(known, target)
      ? under.map(({ count, name }) => bad('data-remains', { label, version, count, name }).problem)
      : [];
  // Nobody gives up what they were not told of, nor more than there is, nor while another HSM still opens it.
  const isAll = mayEnd(known, target) && under.length > 0 && sameLists(givenUp.dataSets, dataListsOf(under));
  return isAll ? [] : [missing({ field: 'givenUp' })];
};

/** The sets that would come to fewer than k shares on cards that people have, or are there already, and that this card has a share of. */
export const setsNeeding = (register: Register, certificateSha256: string): readonly ShareSetRecord[] => {
  const onIt = sharesOnCard(register, certificateSha256).filter(({ isDestroyed }) => !isDestroyed);
  const isOnIt = (card: ShareCard): boolean =>
    onIt.some((each) => each.certificateSha256 === card.certificateSha256);
  const heldOnIt = ({ shares }: ShareSetRecord): boolean =>
    shares.some((share) => {
      const card = heldOn(share);
      return card !== null && !card.isDestroyed && isOnIt(card);
    });
  const left = (set: ShareSetRecord): number =>
    sharesAtHand(set).filter((share) => {
      const card = heldOn(share);
      return card !== null && card.lostAt === null && !isOnIt(card);
    }).length;
  return register.shareSets.filter(
    (set) =>
      set.state === 'live' &&
      openedBySet(register, set).length > 0 &&
      heldOnIt(set) &&
      left(set) < set.threshold,
  );
};
