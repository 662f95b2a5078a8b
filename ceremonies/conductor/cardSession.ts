import { toBase64 } from '../formats/bytes.ts';
import { bad, CeremonyError, type Result } from '../model/error.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { PinTries } from '../model/question.ts';
import type { Card as EnrolledCard } from '../model/state.ts';
import type { TokenFacts } from '../model/values.ts';
import { readPairs, type CardPairs, type SigningPair } from '../tokens/cards.ts';
import { openSession, type Session } from '../tokens/session.ts';
import { stateOf, type Desk } from './desk.ts';
import { pinTries } from './facts.ts';
import { attempt, findToken } from './hsm.ts';

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
  const found = findToken(desk.modules.cards.tokens(), token);
  return { card: token, present: found !== undefined, tries: pinTries(found) };
};

/**
 * Opens the participant's own card with their PIN, lends it to `work`, and logs out. A card that is another one than was
 * enrolled is refused, whatever its label says.
 * Problems: token-absent, token-wrong, pin-wrong, pin-locked, token-removed, and those of `work`.
 */
export const withCard = async <T>(
  desk: Desk,
  participant: ParticipantId,
  pin: string,
  work: (presented: PresentedCard) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const enrolled = enrolledCard(desk, participant);
  return attempt(async () => {
    const opened = openSession(desk.modules.cards, enrolled.token, { kind: 'user', pin });
    if (!opened.ok) return elsewhere(desk, enrolled.token, opened);
    const session = opened.value;
    try {
      const read = readPairs(session);
      if (!read.ok) return read;
      const { signing } = read.value;
      if (signing === null || toBase64(signing.certificate) !== enrolled.certificate) {
        return bad('token-wrong', { label: enrolled.token.label, serial: enrolled.token.serial });
      }
      return await work({ session, card: read.value, signing, pin });
    } finally {
      session.close();
    }
  });
};

/** With one reader, a card that is not there usually means that somebody else's is: say whose place it took. */
const elsewhere = <T>(desk: Desk, wanted: TokenFacts, refused: Result<T>): Result<T> => {
  if (refused.ok || refused.problem.code !== 'token-absent') return refused;
  const enrolled = Object.values(stateOf(desk).cards);
  const present = desk.modules.cards.tokens().filter((token) => token.initialised);
  const other = enrolled.find((card) => present.length === 1 && findToken(present, card.token) !== undefined);
  return other === undefined
    ? bad('token-absent', { label: wanted.label, serial: wanted.serial })
    : bad('token-wrong', { label: wanted.label, serial: wanted.serial, present: other.token.label });
};
