import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { bad } from '../../ceremonies/model/error.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { subjectProblems } from '../../ceremonies/model/feasible.ts';
import type { DestroyTarget } from '../../ceremonies/model/parameters.ts';
import {
  dataListsOf,
  dataUnder,
  hsmsWith,
  mayEnd,
  setOf,
  versionOf,
  type Register,
  type ShareSetRecord,
} from '../../ceremonies/model/register.ts';
import { coming, guest, holdersOf, leadersFor, sittingOf, type Guest } from './continueDraft.ts';
import { placedProblems, type PlacedProblem } from './draft.ts';

/** What people decide before something is destroyed, while it is being filled in. */
export type DestroyDraft = {
  readonly previous: PreviousBundle;
  readonly target: DestroyTarget | null;
  readonly place: string;
  /** Custodians only where their shares are handed in. */
  readonly people: readonly Guest[];
  /** Why what still lies under a key is given up. */
  readonly reason: string;
  /** Serial numbers of HSMs that exist no more. */
  readonly lost: readonly string[];
  /** People have been told what will not be possible afterwards. */
  readonly understood: boolean;
};

export const destroyDraftFor = (previous: PreviousBundle, target: DestroyTarget | null): DestroyDraft =>
  withTarget(
    {
      previous,
      target: null,
      place: previous.made.place,
      people: leadersFor(previous.register, []),
      reason: '',
      lost: [],
      understood: false,
    },
    target,
  );

export const targetSet = (register: Register, target: DestroyTarget | null): ShareSetRecord | null =>
  target?.kind === 'set' ? (setOf(register, target.set) ?? null) : null;

/** Another target needs other people; who leads and who watches stays. */
export const withTarget = (draft: DestroyDraft, target: DestroyTarget | null): DestroyDraft => {
  const set = targetSet(draft.previous.register, target);
  const others = draft.people.filter(({ role }) => role !== 'custodian');
  const first = Math.max(-1, ...others.map(({ key }) => key)) + 1;
  const holders = holdersOf(set === null ? [] : [set]);
  return {
    ...draft,
    target,
    reason: '',
    lost: [],
    understood: false,
    people: [...others, ...holders.map((name, index) => guest(first + index, 'custodian', name, true))],
  };
};

export const sameTarget = (a: DestroyTarget | null, b: DestroyTarget): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** After it nothing can be sealed under its label any more. */
export const isLastActive = (register: Register, target: DestroyTarget | null): boolean => {
  const version = target?.kind === 'key' ? versionOf(register, target) : undefined;
  return target?.kind === 'key' && version?.state === 'active' && mayEnd(version, target);
};

/** The target with what people say of it: which HSMs exist no more, and that what lies under a key that ends is given up. */
export const targetIn = ({ previous, target, reason, lost }: DestroyDraft): DestroyTarget | null => {
  const version = target?.kind === 'key' ? versionOf(previous.register, target) : undefined;
  if (target?.kind !== 'key' || version === undefined) return target;
  const lostHsms = hsmsWith(version)
    .filter(({ serial }) => lost.includes(serial))
    .map(({ label, serial }) => ({ label, serial }));
  const said = lostHsms.length === 0 ? target : { ...target, lostHsms };
  const dataSets = mayEnd(version, said) ? dataListsOf(dataUnder(previous.register, target)) : [];
  return dataSets.length === 0 ? said : { ...said, givenUp: { reason: reason.trim(), dataSets } };
};

export const planOf = (draft: DestroyDraft): CeremonyPlan | null => {
  const target = targetIn(draft);
  return target === null
    ? null
    : { kind: 'destroy', parameters: { ...sittingOf(draft, coming(draft)), target } };
};

export const destroyProblems = (draft: DestroyDraft): readonly PlacedProblem[] => {
  const plan = planOf(draft);
  if (plan === null)
    return [{ place: 'target', problem: bad('parameters-invalid', { field: 'target' }).problem }];
  const against = subjectProblems(plan, draft.previous.register);
  const target = targetIn(draft);
  const isUnsaid = target?.kind === 'key' && target.givenUp?.reason === '';
  return [
    ...against.map((problem): PlacedProblem => ({ place: 'target', problem })),
    ...(isUnsaid
      ? [{ place: 'reason', problem: bad('parameters-invalid', { field: 'reason' }).problem } as const]
      : []),
    ...(draft.understood
      ? []
      : [
          {
            place: 'understood',
            problem: bad('parameters-invalid', { field: 'understood' }).problem,
          } as const,
        ]),
    ...placedProblems(plan, coming(draft)),
  ];
};
