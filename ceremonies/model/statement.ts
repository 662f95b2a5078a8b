import * as z from 'zod';
import { domainString, type Domain } from './domain.ts';
import { participantId } from './participant.ts';
import { actIds } from './script.ts';
import { givenUp, keyLabel } from './parameters.ts';
import { base64, hash, shareMedia, shareSources, text, uuid } from './values.ts';

/**
 * What a participant's card signs while the ceremony runs. A statement says its purpose and its domain, so that no
 * signature can be shown for another one, and nothing rehearsed can be shown as production.
 *
 * The signed bytes are the RFC 8785 form of the statement, in UTF-8. docs/FORMAT.md, "Statements".
 */
export const statementFormat = (domain: Domain): string => domainString(domain, 'statement');

const about = <Purpose extends string, Body extends z.ZodRawShape>(purpose: Purpose, body: Body) =>
  z.strictObject({
    format: z.enum([statementFormat('production'), statementFormat('rehearsal')]),
    ceremony: uuid,
    purpose: z.literal(purpose),
    participant: participantId,
    ...body,
  });

export const statement = z.discriminatedUnion('purpose', [
  about('enrol', { name: text, certificateSha256: hash, sealingKeySha256: hash.nullable() }),
  /** That the card with this certificate is this person's, whose own is lost. */
  about('vouch', { holder: participantId, name: text, certificateSha256: hash }),
  about('act', { act: z.enum(actIds), head: hash }),
  about('receipt', { set: uuid, index: z.int().min(1).max(255), commitment: hash, sealedSha256: hash }),
  about('present', {
    set: uuid,
    index: z.int().min(1).max(255),
    commitment: hash,
    source: z.enum(shareSources),
  }),
  /** What lay on the card is gone; on paper, that its holder saw it destroyed. */
  about('hand-in', {
    set: uuid,
    index: z.int().min(1).max(255),
    commitment: hash,
    medium: z.enum(shareMedia),
  }),
  about('destroy', { label: keyLabel, version: z.int().min(1), checkValue: z.string() }),
  /** What lies under the key is given up: nobody opens it any more once the key is gone. */
  about('give-up', { label: keyLabel, version: z.int().min(1), ...givenUp.shape }),
  about('declare', { agrees: z.boolean(), remark: text, head: hash }),
]);
export type Statement = Readonly<z.infer<typeof statement>>;
export type StatementOf<Purpose extends Statement['purpose']> = Extract<Statement, { purpose: Purpose }>;

export const signatureAlgorithms = ['ecdsa-sha256', 'ecdsa-sha384', 'rsa-pkcs1-sha256'] as const;

export const signed = z.strictObject({
  statement,
  algorithm: z.enum(signatureAlgorithms),
  /** DER ECDSA-Sig-Value, or the RSA signature. */
  signature: base64,
});
export type Signed = Readonly<z.infer<typeof signed>>;
