import * as z from 'zod';
import { participantId } from './participant.ts';
import { shortText } from './values.ts';

/** A tamper-evident bag: its printed number, what is in it, and whose card that is, if it is one. PCI PIN 9-4. */
export const bag = z.strictObject({
  number: shortText.min(1),
  holds: shortText.min(1),
  custodian: participantId.nullable(),
});
export type Bag = Readonly<z.infer<typeof bag>>;
