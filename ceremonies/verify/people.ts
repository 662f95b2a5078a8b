import * as z from 'zod';
import { fromUtf8 } from '../formats/bytes.ts';
import { bad, good, type Result } from '../model/error.ts';
import { hash, shortText } from '../model/values.ts';

/** Somebody whom an auditor knows, by the certificate of their card: SHA-256 of its DER. */
const expectedPerson = z.strictObject({ name: shortText.min(1), certificateSha256: hash });
export type ExpectedPerson = Readonly<z.infer<typeof expectedPerson>>;

/** One certificate is one person's; one person may have several. */
const expectedPeople = z
  .array(expectedPerson)
  .min(1)
  .max(10_000)
  .refine((people) => new Set(people.map((each) => each.certificateSha256)).size === people.length);

/** An auditor's list of people, as JSON. docs/FORMAT.md, "Verdicts". Problem: people-malformed. */
export const readPeople = (content: Uint8Array): Result<readonly ExpectedPerson[]> => {
  try {
    const found = expectedPeople.safeParse(JSON.parse(fromUtf8(content)));
    return found.success ? good(found.data) : bad('people-malformed');
  } catch {
    return bad('people-malformed');
  }
};
