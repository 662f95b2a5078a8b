import * as z from 'zod';
import { domains } from './domain.ts';
import { bad, good, type Problem, type Result } from './error.ts';
import { keyAlgorithms } from './keyAlgorithm.ts';
import { participant, personKey, type Participant, type ParticipantId, type Role } from './participant.ts';

/** A CKA_LABEL that is also safe as a file name and readable aloud. */
export const keyLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/);

const line = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u);

/** What people decide before a `generate` ceremony; frozen into the script. */
export const generateParameters = z.strictObject({
  domain: z.enum(domains),
  embassy: line,
  place: line,
  keyLabel,
  algorithm: z.enum(keyAlgorithms),
  threshold: z.int().min(1).max(255),
  participants: z.array(participant).min(1).max(270),
  /** Dice rolls typed by people are mixed into the recovery key. */
  dice: z.boolean(),
  /** People have been told that with k = n one lost card loses everything, and accept it. */
  acceptsNoSpareShare: z.boolean(),
});
export type GenerateParameters = Readonly<z.infer<typeof generateParameters>>;

export const shareCountMax = 255;

export const withRole = (participants: readonly Participant[], role: Role): readonly Participant[] =>
  participants.filter((person) => person.role === role);

/** Ids follow from role and order, so that a script is a function of its parameters alone. */
export const seat = (
  people: readonly { readonly role: Role; readonly name: string }[],
): readonly Participant[] => {
  const seen = new Map<Role, number>();
  return people.map(({ role, name }) => {
    const number = (seen.get(role) ?? 0) + 1;
    seen.set(role, number);
    const id: ParticipantId = role === 'administrator' || role === 'witness' ? role : `${role}-${number}`;
    return { id, role, name: name.normalize('NFC').replace(/\s+/gu, ' ').trim() };
  });
};

/**
 * Every reason why these parameters cannot become a script.
 *
 * Codes: role-missing, participant-twice, threshold-too-small, threshold-above-custodians, too-many-custodians,
 * no-spare-share (k = n that nobody accepted).
 */
export const parameterProblems = (parameters: GenerateParameters): readonly Problem[] => {
  const { participants, threshold } = parameters;
  const custodians = withRole(participants, 'custodian').length;
  const problems: Problem[] = [];
  const report = (...args: Parameters<typeof bad>): void => void problems.push(bad(...args).problem);

  for (const role of ['administrator', 'witness'] as const) {
    const holders = withRole(participants, role).length;
    if (holders === 0) report('role-missing', { role });
    if (holders > 1) report('participant-twice', { name: role });
  }
  if (custodians === 0) report('role-missing', { role: 'custodian' });

  const people = new Set<string>();
  for (const person of participants) {
    const key = personKey(person.name);
    if (people.has(key)) report('participant-twice', { name: person.name });
    people.add(key);
  }
  const seated = seat(participants);
  if (seated.some((person, index) => person.id !== participants[index]?.id))
    report('parameters-invalid', { field: 'participants' });

  if (threshold < 2) report('threshold-too-small', { threshold });
  if (threshold > custodians) report('threshold-above-custodians', { threshold, custodians });
  if (custodians > shareCountMax) report('too-many-custodians', { custodians, most: shareCountMax });
  if (threshold === custodians && threshold >= 2 && !parameters.acceptsNoSpareShare)
    report('no-spare-share', { threshold });
  return problems;
};

export const parseGenerateParameters = (input: unknown): Result<GenerateParameters> => {
  const parsed = generateParameters.safeParse(input);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    return field === 'keyLabel' ? bad('label-invalid') : bad('parameters-invalid', { field });
  }
  const [problem] = parameterProblems(parsed.data);
  return problem === undefined ? good(parsed.data) : { ok: false, problem };
};
