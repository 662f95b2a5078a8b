import { toBase64, toUtf8 } from '../formats/bytes.ts';
import { canonicalJson } from '../formats/canonical.ts';
import { verifySignature, type SignatureAlgorithm } from '../formats/algorithms.ts';
import { parseCertificate, type Signer } from '../formats/certificate.ts';
import { bad, good, must, type Result } from '../model/error.ts';
import type { ParticipantId } from '../model/participant.ts';
import {
  statement,
  statementFormat,
  type Signed,
  type Statement,
  type StatementOf,
} from '../model/statement.ts';
import type { TokenObject } from '../tokens/objects.ts';
import type { Session } from '../tokens/session.ts';
import { sign } from '../tokens/sign.ts';
import type { PresentedCard } from './cardSession.ts';
import { stateOf, type Desk } from './desk.ts';

type About<Purpose extends Statement['purpose']> = Omit<
  StatementOf<Purpose>,
  'format' | 'ceremony' | 'participant' | 'purpose'
>;

/** A statement of this ceremony by one participant, ready to be signed. */
export const statementOf = <Purpose extends Statement['purpose']>(
  desk: Desk,
  participant: ParticipantId,
  purpose: Purpose,
  about: About<Purpose>,
): Statement => {
  const { ceremony, script } = stateOf(desk);
  const format = statementFormat(script.parameters.domain);
  return statement.parse({ format, ceremony, participant, purpose, ...about });
};

/**
 * The card's signature over the canonical form of a statement. Problems: those of signing; signature-invalid where the card gives what
 * its own certificate does not bear out: once journalled, that could never be signed again, and nothing that rests on it verified.
 */
export const signStatement = async (
  { session, signing, pin }: Pick<PresentedCard, 'session' | 'signing' | 'pin'>,
  said: Statement,
): Promise<Result<Signed>> => {
  const { key, algorithm, certificate } = signing;
  const text = toUtf8(canonicalJson(said));
  const signature = await sign(session, key, algorithm, text, pin);
  if (!signature.ok) return signature;
  const { spki } = must(parseCertificate(certificate));
  return (await verifySignature(spki, algorithm, text, signature.value))
    ? good({ statement: said, algorithm, signature: toBase64(signature.value) })
    : bad('signature-invalid');
};

/** A key on a token as a signer of certificates and documents; its refusals are thrown, as CeremonyError by their code. */
export const tokenSigner = (
  session: Session,
  key: TokenObject<'private-key'>,
  algorithm: SignatureAlgorithm,
  pin?: string,
): Signer => ({
  algorithm,
  sign: async (data) => must(await sign(session, key, algorithm, data, pin)),
});

/** When a certificate that is made now begins and ends. */
export const validFor = (
  desk: Desk,
  years: number,
): { readonly notBefore: Date; readonly notAfter: Date } => {
  const notBefore = desk.host.now();
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  return { notBefore, notAfter };
};

/** The embassy as an organization name, which X.520 limits to 64 characters; cut between characters, not within one. */
export const organizationOf = (desk: Desk): string =>
  Array.from(stateOf(desk).script.parameters.embassy).slice(0, 64).join('');
