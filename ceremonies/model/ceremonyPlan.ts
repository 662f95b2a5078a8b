import * as z from 'zod';
import { bad, good, type Problem, type Result } from './error.ts';
import {
  checkParameters,
  generateParameters,
  generateSplit,
  reconstituteParameters,
  roomProblems,
  splitProblems,
  type Split,
} from './parameters.ts';

/** What people set out to do: a kind of ceremony and what they decided for it. Becomes a script. */
export const ceremonyPlan = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('generate'), parameters: generateParameters }),
  z.strictObject({ kind: z.literal('reconstitute'), parameters: reconstituteParameters }),
  z.strictObject({ kind: z.literal('check'), parameters: checkParameters }),
]);
export type CeremonyPlan = Readonly<z.infer<typeof ceremonyPlan>>;

export const ceremonyKinds = ceremonyPlan.options.map(({ shape }) => shape.kind.value);
export type CeremonyKind = CeremonyPlan['kind'];

/** The recovery key that a ceremony makes and splits; null where it makes none. */
export const splitOf = (plan: CeremonyPlan): Split | null => {
  switch (plan.kind) {
    case 'generate':
      return generateSplit(plan.parameters);
    case 'reconstitute':
      return plan.parameters.fresh;
    case 'check':
      return null;
  }
};

/**
 * Every reason why a plan cannot become a script, whatever bundle it continues from.
 *
 * Codes: those of `roomProblems` and `splitProblems`; parameters-invalid for recipients who are not custodians of this
 * ceremony or are named twice.
 */
export const planProblems = (plan: CeremonyPlan): readonly Problem[] => {
  const split = splitOf(plan);
  const custodians = plan.parameters.participants
    .filter(({ role }) => role === 'custodian')
    .map(({ id }) => id);
  const recipients = split?.recipients ?? [];
  const strangers = recipients.some((id) => !custodians.includes(id));
  const doubled = new Set(recipients).size !== recipients.length;
  return [
    ...roomProblems(plan.parameters.participants),
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
