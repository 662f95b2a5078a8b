import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { subjectProblems } from '../../ceremonies/model/feasible.ts';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import { setOf, versionsOf, type KeyVersion, type Register } from '../../ceremonies/model/register.ts';
import { holdersOf, leadersFor, sittingOf } from './continueDraft.ts';
import { placedProblems, seatsInOrder, thresholdOf, type PlacedProblem, type Seat } from './draft.ts';

/** What people decide before a key gets its next version, while it is being filled in. */
export type RotateDraft = {
  readonly previous: PreviousBundle;
  readonly keyLabel: string;
  readonly algorithm: KeyAlgorithm;
  readonly place: string;
  readonly people: readonly Seat[];
  readonly threshold: string;
  readonly dice: boolean;
  readonly sheets: boolean;
  readonly acceptsNoSpareShare: boolean;
  readonly rewrap: boolean;
};

/** The version that serves now; where none does, the newest. */
export const servingVersion = (register: Register, label: string): KeyVersion | undefined => {
  const versions = versionsOf(register, label);
  return versions.find(({ state }) => state === 'active') ?? versions.at(-1);
};

/** What follows from the key: its algorithm, and the people and the quorum of its share set. */
const following = (register: Register, label: string) => {
  const version = servingVersion(register, label);
  const set = version === undefined ? undefined : setOf(register, version.set);
  const holders = holdersOf(set === undefined ? [] : [set]);
  const leaders = leadersFor(register, holders);
  return {
    keyLabel: label,
    algorithm: version?.algorithm ?? ('ecp384' as const),
    threshold: String(set?.threshold ?? 2),
    acceptsNoSpareShare: false,
    people: [
      ...leaders,
      ...holders.map((name, index): Seat => ({ key: leaders.length + index, role: 'custodian', name })),
    ],
  };
};

/** Data is moved unless people say otherwise: what stays under an old version needs that version for ever. */
export const rotateDraftFor = (previous: PreviousBundle, label: string | null): RotateDraft => ({
  previous,
  place: previous.made.place,
  dice: previous.register.domain === 'production',
  sheets: false,
  rewrap: true,
  ...following(previous.register, label ?? previous.register.keys[0]?.label ?? ''),
});

/** Another key has other custodians; who leads stays. */
export const withLabel = (draft: RotateDraft, label: string): RotateDraft => {
  const next = following(draft.previous.register, label);
  const leading = draft.people.filter(({ role }) => role !== 'custodian');
  const custodians = next.people.filter(({ role }) => role === 'custodian');
  const first = Math.max(-1, ...leading.map(({ key }) => key)) + 1;
  return {
    ...draft,
    ...next,
    people: [...leading, ...custodians.map((each, index) => ({ ...each, key: first + index }))],
  };
};

export const planOf = (draft: RotateDraft): CeremonyPlan => ({
  kind: 'rotate',
  parameters: {
    ...sittingOf(draft, seatsInOrder(draft.people)),
    threshold: thresholdOf(draft.threshold),
    dice: draft.dice,
    sheets: draft.sheets,
    acceptsNoSpareShare: draft.acceptsNoSpareShare,
    keyLabel: draft.keyLabel,
    algorithm: draft.algorithm,
    rewrap: draft.rewrap,
  },
});

export const rotateProblems = (draft: RotateDraft): readonly PlacedProblem[] => {
  const plan = planOf(draft);
  return [
    ...placedProblems(plan, seatsInOrder(draft.people)),
    ...subjectProblems(plan, draft.previous.register).map((problem): PlacedProblem => ({
      place: 'keyLabel',
      problem,
    })),
  ];
};
