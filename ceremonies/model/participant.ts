import * as z from 'zod';

/** DESIGN section 2: one person, one role. */
export const roles = ['administrator', 'witness', 'custodian', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Short enough to be read out, plain enough to be a file name in the bundle: `custodian-3`. */
export const participantId = z.string().regex(/^(administrator|witness|custodian-\d{1,3}|auditor-\d{1,3})$/);
export type ParticipantId = z.infer<typeof participantId>;

export const participant = z.strictObject({
  id: participantId,
  role: z.enum(roles),
  name: z
    .string()
    .min(1)
    .max(64)
    // As much as a certificate's common name holds, and nothing that does not show.
    .regex(/^[^\p{Cc}\p{Cf}\p{Surrogate}\p{Default_Ignorable_Code_Point}]+$/u),
});
export type Participant = Readonly<z.infer<typeof participant>>;

/** Two spellings of one person are one person: case, spaces, composition of letters, and what does not show do not count. */
export const personKey = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLocaleLowerCase('et')
    .replace(/\s+/gu, ' ')
    .trim();
