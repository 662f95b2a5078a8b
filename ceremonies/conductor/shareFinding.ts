import { fromBase64 } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { Participant } from '../model/participant.ts';
import type { AnswerTo } from '../model/question.ts';
import type { ShareSetRecord } from '../model/register.ts';
import { holdsShare, isSurrogate } from '../model/state.ts';
import type { ShareSource } from '../model/values.ts';
import { openSealedShare, type OpeningCard } from '../shares/seal.ts';
import type { Share } from '../shares/share.ts';
import { openCard, type PresentedCard } from './cardSession.ts';
import { stateOf, type Desk } from './desk.ts';
import { checkRead, openingCard, readShareObject } from './shares.ts';
import { readSheet, type Sheet } from './sheetReading.ts';
import { heldBy, isOpen, isPresented } from './visitors.ts';

export type Offer = Extract<AnswerTo<'present-share'>['offer'], { kind: 'share' }>;

/** A share that was looked at and is the one that was committed to. */
export type Found = { readonly set: ShareSetRecord; readonly share: Share; readonly source: ShareSource };

/**
 * The shares that somebody brings and that still count, each opened and found to be the one that was committed to; whoever asks
 * wipes them. Problems: share-not-here, share-twice, share-sealed-elsewhere, share-altered, share-foreign, share-of-another,
 * object-absent (a card without a sealing key), and those of opening the card, of reading the sheet and of checking the share.
 */
export const findShares = (
  desk: Desk,
  person: Participant,
  { token, mode, from }: Pick<Offer, 'token' | 'mode' | 'from'>,
): Promise<Result<readonly Found[]>> => {
  if (from.kind !== 'card') return Promise.resolve(sharesOfSheet(desk, person, from));
  // A fresh card signs for a sheet; a share it has none.
  if (mode.kind === 'initialise') return Promise.resolve(bad('share-not-here', { name: person.name }));
  return openCard(desk, token, mode.userPin, (presented) => sharesOfCard(desk, person, presented));
};

const sharesOfCard = async (
  desk: Desk,
  person: Participant,
  presented: PresentedCard,
): Promise<Result<readonly Found[]>> => {
  const state = stateOf(desk);
  const held = heldBy(state, person);
  const [first] = held;
  if (first === undefined) return bad('share-not-here', { name: person.name });
  const open = held.filter(({ set, index }) => isOpen(state, person, set, index));
  if (open.length === 0) return bad('share-twice', { index: first.index });
  const { sealing } = presented.card;
  if (sealing === null) return bad('object-absent', { kind: 'sealing key' });
  // Whoever got a new card has the shares of older sets elsewhere, or nowhere: those on this one count all the same.
  const certificateSha256 = await sha256Hex(presented.signing.certificate);
  const here = open.filter(
    ({ set, index }) => set.shares[index - 1]?.holder?.certificateSha256 === certificateSha256,
  );
  if (here.length === 0) return bad('share-sealed-elsewhere', { index: first.index });
  const card = await openingCard(presented, sealing);
  const found: Found[] = [];
  for (const { set, index } of here) {
    const share = await shareOfCard(desk, set, index, presented, card);
    if (!share.ok) {
      for (const each of found) each.share.body.wipe();
      return share;
    }
    found.push(share.value);
  }
  return good(found);
};

/** From the card's own object; where it has none, or a spoilt one, from the copy in the bundle that only this card opens. */
const shareOfCard = async (
  desk: Desk,
  set: ShareSetRecord,
  index: number,
  presented: PresentedCard,
  card: OpeningCard,
): Promise<Result<Found>> => {
  const onCard = readShareObject(presented, set.set, index);
  const inBundle = set.shares[index - 1]?.sealed ?? null;
  const copies: readonly (readonly [ShareSource, Uint8Array])[] = [
    ...(onCard.ok ? [['card-object', onCard.value] as const] : []),
    ...(inBundle === null ? [] : [['bundle-copy', fromBase64(inBundle)] as const]),
  ];
  let refused: Result<Found> = bad('share-not-here', { index });
  for (const [source, sealed] of copies) {
    const opened = await openSealedShare(sealed, card);
    const checked = opened.ok ? isTheOne(desk, set, opened.value, index) : opened;
    if (checked.ok) return good({ set, share: checked.value, source });
    refused = named(checked, index);
  }
  return refused;
};

/** What went wrong with opening, by the share that it went wrong with. */
const named = (refused: Result<Share>, index: number): Result<Found> => {
  if (refused.ok) throw new CeremonyError('internal', { index });
  const { code, details } = refused.problem;
  if (code === 'share-foreign' && details['reason'] === 'other-card')
    return bad('share-sealed-elsewhere', { index });
  return code === 'envelope-invalid' || code === 'envelope-malformed' || code === 'ciphertext-invalid'
    ? bad('share-altered', { index })
    : { ok: false, problem: { code, details: { index, ...details } } };
};

const isTheOne = (desk: Desk, { set, threshold, shares }: ShareSetRecord, share: Share, index: number) =>
  checkRead(desk, share, {
    setId: set,
    threshold,
    commitments: shares.map(({ commitment }) => commitment),
    index,
  });

const sharesOfSheet = (desk: Desk, person: Participant, sheet: Sheet): Result<readonly Found[]> => {
  const read = readSheet(stateOf(desk), sheet);
  if (!read.ok) return read;
  const { set, share } = read.value;
  const checked = isTheOne(desk, set, share, share.index);
  if (!checked.ok) return checked;
  const { index } = share;
  const refuse = (problem: Result<never>): Result<never> => {
    share.body.wipe();
    return problem;
  };
  if (isPresented(stateOf(desk), set.set, index)) return refuse(bad('share-twice', { index }));
  const holds = holdsShare(set, index, person);
  if (!holds && !isSurrogate(stateOf(desk), { participant: person.id, set: set.set, index })) {
    const name = set.shares[index - 1]?.holder?.name ?? '';
    return refuse(bad('share-of-another', { index, name, set: set.set, participant: person.id }));
  }
  return good([{ set, share, source: 'sheet' }]);
};
