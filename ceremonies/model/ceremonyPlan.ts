import * as z from 'zod';
import { bad, good, type Problem, type Result } from './error.ts';
import {
  checkParameters,
  destroyParameters,
  generateParameters,
  reconstituteParameters,
  reshareParameters,
  roomProblems,
  rotateParameters,
  splitAmongAll,
  splitProblems,
  withRole,
  type Split,
} from './parameters.ts';

/** What people set out to do: a kind of ceremony and what they decided for it. Becomes a script. */
export const ceremonyPlan = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('generate'), parameters: generateParameters }),
  z.strictObject({ kind: z.literal('reconstitute'), parameters: reconstituteParameters }),
  z.strictObject({ kind: z.literal('check'), parameters: checkParameters }),
  z.strictObject({ kind: z.literal('rotate'), parameters: rotateParameters }),
  z.strictObject({ kind: z.literal('reshare'), parameters: reshareParameters }),
  z.strictObject({ kind: z.literal('destroy'), parameters: destroyParameters }),
]);
export type CeremonyPlan = Readonly<z.infer<typeof ceremonyPlan>>;

export const ceremonyKinds = ceremonyPlan.options.map(({ shape }) => shape.kind.value);
export type CeremonyKind = CeremonyPlan['kind'];

/** The recovery key that a ceremony makes and splits; null where it makes none. */
export const splitOf = (plan: CeremonyPlan): Split | null => {
  switch (plan.kind) {
    case 'generate':
    case 'rotate':
      return splitAmongAll(plan.parameters);
    case 'reconstitute':
    case 'reshare':
      return plan.parameters.fresh;
    case 'check':
    case 'destroy':
      return null;
  }
};

/** The share sets of the bundle before whose shares a ceremony asks for. */
export const broughtSetsOf = (plan: CeremonyPlan): readonly string[] => {
  switch (plan.kind) {
    case 'generate':
    case 'rotate':
      return [];
    case 'reconstitute':
    case 'check':
    case 'reshare':
      return plan.parameters.sets;
    case 'destroy':
      return plan.parameters.target.kind === 'set' ? [plan.parameters.target.set] : [];
  }
};

/** To destroy a key or a card two people are enough; everything else is about custodians. */
const needsCustodians = (plan: CeremonyPlan): boolean =>
  plan.kind !== 'destroy' || plan.parameters.target.kind === 'set';

/**
 * Every reason why a plan cannot become a script, whatever bundle it continues from.
 *
 * Codes: those of `roomProblems` and `splitProblems`; parameters-invalid for recipients who are not custodians of this
 * ceremony or are named twice.
 */
export const planProblems = (plan: CeremonyPlan): readonly Problem[] => {
  const split = splitOf(plan);
  const custodians = withRole(plan.parameters.participants, 'custodian').map(({ id }) => id);
  const recipients = split?.recipients ?? [];
  const strangers = recipients.some((id) => !custodians.includes(id));
  const doubled = new Set(recipients).size !== recipients.length;
  return [
    ...roomProblems(plan.parameters.participants, needsCustodians(plan) ? 'needed' : 'welcome'),
    ...(split === null ? [] : splitProblems(split)),
    ...(strangers || doubled ? [bad('parameters-invalid', { field: 'recipients' }).problem] : []),
  ];
};

/** Problems: label-invalid, parameters-invalid with the field, and the first of `planProblems`. */
export const parsePlan = (input: unknown): Result<CeremonyPlan> => {
  const parsed = ceremonyPlan.safeParse(input);
  if (!parsed.success) {
    const field = (parsed.error.issues[0]?.path ?? []).filter((part) => part !== 'parameters').join('.');
    return field === 'keyLabel' ? bad('label-invalid') : bad('parameters-invalid', { field });
  }
  const [problem] = planProblems(parsed.data);
  return problem === undefined ? good(parsed.data) : { ok: false, problem };
};
