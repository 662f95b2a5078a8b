import { toBase64 } from '../formats/bytes.ts';
import { bad, CeremonyError, type Result } from '../model/error.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { PinTries } from '../model/question.ts';
import type { Card as EnrolledCard } from '../model/state.ts';
import type { TokenFacts } from '../model/values.ts';
import type { TokenAddress } from '../tokens/token.ts';
import { readPairs, type CardPairs, type SigningPair } from '../tokens/cards.ts';
import { openSession, type Session } from '../tokens/session.ts';
import { stateOf, type Desk } from './desk.ts';
import { pinTries } from './facts.ts';
import { attempt, findToken, tokenOrNone, tokensOrNone } from './hsm.ts';

export type PresentedCard = {
  readonly session: Session;
  readonly card: CardPairs;
  readonly signing: SigningPair;
  /** For keys that want it at each use; lives as long as the card is presented. */
  readonly pin: string;
};

export const enrolledCard = (desk: Desk, participant: ParticipantId): EnrolledCard => {
  const card = stateOf(desk).cards[participant];
  if (card === undefined) throw new CeremonyError('internal', { reason: 'card not enrolled', participant });
  return card;
};

/** Whether a person's card is in a reader, and how many tries its PIN has left. */
export const presence = (
  desk: Desk,
  token: TokenFacts,
): { readonly card: TokenFacts; readonly present: boolean; readonly tries: PinTries } => {
  const found = tokenOrNone(desk.modules.cards, token);
  return { card: token, present: found !== undefined, tries: pinTries(found) };
};

/**
 * Opens a card with its owner's PIN, lends it to `work`, and logs out.
 * Problems: token-absent, object-absent (no signing key), pin-wrong, pin-locked, token-removed, and those of `work`.
 */
export const openCard = <T>(
  desk: Desk,
  token: TokenAddress,
  pin: string,
  work: (presented: PresentedCard) => Promise<Result<T>>,
): Promise<Result<T>> =>
  openAnyCard(desk, token, pin, async (session, card) =>
    card.signing === null
      ? bad('object-absent', { kind: 'signing key' })
      : work({ session, card, signing: card.signing, pin }),
  );

/** The same for a card that need not have a key any more. */
export const openAnyCard = <T>(
  desk: Desk,
  token: TokenAddress,
  pin: string,
  work: (session: Session, card: CardPairs) => Promise<Result<T>>,
): Promise<Result<T>> =>
  attempt(async () => {
    const opened = openSession(desk.modules.cards, token, { kind: 'user', pin });
    if (!opened.ok) return opened;
    const session = opened.value;
    try {
      const card = readPairs(session);
      return card.ok ? await work(session, card.value) : card;
    } finally {
      session.close();
    }
  });

/**
 * Opens the participant's own card. One that is another than was enrolled is refused, whatever its label says.
 * Problems: token-wrong, and those of `openCard`.
 */
export const withCard = async <T>(
  desk: Desk,
  participant: ParticipantId,
  pin: string,
  work: (presented: PresentedCard) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const { token, certificate } = enrolledCard(desk, participant);
  const done = await openCard(desk, token, pin, (presented) =>
    toBase64(presented.signing.certificate) === certificate
      ? work(presented)
      : Promise.resolve(bad('token-wrong', { label: token.label, serial: token.serial })),
  );
  return elsewhere(desk, token, done);
};

/** With one reader, a card that is not there usually means that somebody else's is: say whose place it took. */
const elsewhere = <T>(desk: Desk, wanted: TokenFacts, refused: Result<T>): Result<T> => {
  if (refused.ok || refused.problem.code !== 'token-absent') return refused;
  const enrolled = Object.values(stateOf(desk).cards);
  const present = tokensOrNone(desk.modules.cards).filter((token) => token.initialised);
  const other = enrolled.find((card) => present.length === 1 && findToken(present, card.token) !== undefined);
  return other === undefined
    ? bad('token-absent', { label: wanted.label, serial: wanted.serial })
    : bad('token-wrong', { label: wanted.label, serial: wanted.serial, present: other.token.label });
};
