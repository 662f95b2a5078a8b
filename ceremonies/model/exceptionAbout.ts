import * as z from 'zod';
import { participantId } from './participant.ts';
import { uuid } from './values.ts';

/**
 * What an exception lets pass: a room that is not cut off as it is now, the doubts about the bundle before, somebody who brings one
 * share of another's, a ceremony that is closed without its HSM, which exists no more, or another card for somebody whom the ceremony
 * cannot do without, and whose own does not do any more. Everything else is put on record, and changes no rule but that of the clock.
 */
export const exceptionAbout = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('other') }),
  z.strictObject({ kind: z.literal('air-gap') }),
  z.strictObject({ kind: z.literal('doubts') }),
  z.strictObject({
    kind: z.literal('surrogate'),
    participant: participantId,
    set: uuid,
    index: z.int().min(1).max(255),
  }),
  z.strictObject({ kind: z.literal('hsm-lost') }),
  z.strictObject({ kind: z.literal('card-lost'), participant: participantId }),
]);
export type ExceptionAbout = Readonly<z.infer<typeof exceptionAbout>>;
