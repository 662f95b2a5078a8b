import { binomial } from '../../ceremonies/model/binomial.ts';
import { ceremonyPlan, planProblems, type CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { Domain } from '../../ceremonies/model/domain.ts';
import type { ErrorCode, Problem } from '../../ceremonies/model/error.ts';
import { subjectProblems } from '../../ceremonies/model/feasible.ts';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import { seat, type GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { personKey, roles, type Role } from '../../ceremonies/model/participant.ts';
import type { Register } from '../../ceremonies/model/register.ts';

/** The set-up form while it is being filled in. */
export type Draft = {
  readonly domain: Domain;
  readonly embassy: string;
  readonly place: string;
  readonly keyLabel: string;
  readonly algorithm: KeyAlgorithm;
  /** As typed: an empty field is no number yet. */
  readonly threshold: string;
  readonly people: readonly Seat[];
  readonly dice: boolean;
  readonly sheets: boolean;
  readonly acceptsNoSpareShare: boolean;
  /** The last bundle, and its register where it was looked into. */
  readonly previousBundle: string | null;
  readonly register: Register | null;
};

/** The two whose decision everything needs: `leadersOf` of a state, before there is a state. */
export const leadingRoles = ['administrator', 'witness'] as const satisfies readonly Role[];

export type Seat = { readonly key: number; readonly role: Role; readonly name: string };

/** A problem, and where in the form it is to be put right. */
export type Place =
  | 'embassy'
  | 'place'
  | 'keyLabel'
  | 'threshold'
  | 'people'
  | 'sets'
  | 'recipients'
  | 'target'
  | 'understood'
  | 'reason'
  | `person-${number}`;
export type PlacedProblem = { readonly place: Place; readonly problem: Problem };

export const seats = (people: readonly (readonly [Role, string])[]): readonly Seat[] =>
  people.map(([role, name], key) => ({ key, role, name }));

const empty: Draft = {
  domain: 'production',
  embassy: '',
  place: '',
  keyLabel: '',
  algorithm: 'ecp384',
  threshold: '3',
  people: seats([
    ['administrator', ''],
    ['witness', ''],
    ['custodian', ''],
    ['custodian', ''],
    ['custodian', ''],
    ['custodian', ''],
    ['custodian', ''],
  ]),
  dice: true,
  sheets: false,
  acceptsNoSpareShare: false,
  previousBundle: null,
  register: null,
};

/** A rehearsal can be begun as it stands, with invented people; what is real is for people to fill in. */
export const draftFor = (domain: Domain): Draft =>
  domain === 'production'
    ? empty
    : {
        ...empty,
        domain,
        embassy: 'Luxembourg',
        place: 'Betzdorf',
        keyLabel: 'land-register',
        threshold: '2',
        people: seats([
          ['administrator', 'Kadri Tamm'],
          ['witness', 'Jaan Kask'],
          ['custodian', 'Liis Saar'],
          ['custodian', 'Peeter Mägi'],
          ['custodian', 'Triin Sepp'],
          ['auditor', 'Tõnu Rebane'],
        ]),
        dice: false,
      };

/** Another key of an embassy that has some: what its last bundle knows is filled in. */
export const anotherKeyFor = (domain: Domain, file: string, register: Register): Draft => ({
  ...draftFor(domain),
  embassy: register.embassy,
  keyLabel: '',
  previousBundle: file,
  register,
});

/** In the order of the roles; within a role, in the order of the form. */
export const seatsInOrder = <Person extends Seat>(people: readonly Person[]): readonly Person[] =>
  roles.flatMap((role) => people.filter((person) => person.role === role));

/** As typed; 0 while it is no number. */
export const thresholdOf = (typed: string): number => (/^\d{1,3}$/.test(typed) ? Number(typed) : 0);

export const parametersOf = (draft: Draft): GenerateParameters => ({
  domain: draft.domain,
  embassy: draft.embassy.trim(),
  place: draft.place.trim(),
  keyLabel: draft.keyLabel.trim(),
  algorithm: draft.algorithm,
  threshold: thresholdOf(draft.threshold),
  participants: [...seat(seatsInOrder(draft.people))],
  dice: draft.dice,
  sheets: draft.sheets,
  acceptsNoSpareShare: draft.acceptsNoSpareShare,
});

/** As the channel takes it. */
export const planOf = (draft: Draft): CeremonyPlan => ({ kind: 'generate', parameters: parametersOf(draft) });

const thresholdCodes: readonly ErrorCode[] = [
  'threshold-too-small',
  'threshold-above-custodians',
  'too-many-custodians',
  'no-spare-share',
];

/** Everything that keeps a plan from becoming a script, each by the field where it is. `people`: in the script's order. */
export const placedProblems = (plan: CeremonyPlan, people: readonly Seat[]): readonly PlacedProblem[] => {
  const problems: PlacedProblem[] = [];
  const report = (place: Place, problem: Problem): void => {
    if (!problems.some((each) => each.place === place)) problems.push({ place, problem });
  };

  for (const issue of ceremonyPlan.safeParse(plan).error?.issues ?? []) {
    const [field, index] = issue.path.slice(1);
    if (field === 'keyLabel') report(field, { code: 'label-invalid', details: {} });
    const problem: Problem = { code: 'parameters-invalid', details: { field: String(field) } };
    if (field === 'embassy' || field === 'place' || field === 'sets') report(field, problem);
    if (field === 'fresh') report(index === 'recipients' ? 'recipients' : 'threshold', problem);
    const person = field === 'participants' && typeof index === 'number' ? people[index] : undefined;
    if (person !== undefined) report(`person-${person.key}`, problem);
  }

  for (const problem of planProblems(plan)) {
    if (thresholdCodes.includes(problem.code)) report('threshold', problem);
    else if (problem.code === 'participant-twice') {
      // Two empty names are two names still to be typed, not one person.
      const key = personKey(String(problem.details['name'] ?? ''));
      const again = people.filter((person) => personKey(person.name) === key).at(-1);
      if (key !== '') report(again === undefined ? 'people' : `person-${again.key}`, problem);
    } else if (!people.some((person) => person.name.trim() === '')) report('people', problem);
  }
  return problems;
};

export const draftProblems = (draft: Draft): readonly PlacedProblem[] => {
  const plan = planOf(draft);
  const taken = draft.register === null ? [] : subjectProblems(plan, draft.register);
  return [
    ...placedProblems(plan, seatsInOrder(draft.people)),
    ...taken.map((problem): PlacedProblem => ({ place: 'keyLabel', problem })),
  ];
};

/** What k of n means for people. */
export const splitFacts = (typed: string, custodians: number) => {
  const threshold = thresholdOf(typed);
  const sound = threshold >= 2 && threshold <= custodians;
  return {
    threshold,
    custodians,
    spare: Math.max(0, custodians - threshold),
    quorums: sound ? binomial(custodians, threshold).toString() : null,
  };
};
