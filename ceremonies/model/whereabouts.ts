import type { Holder, Register, ShareRecord, ShareSetRecord } from './register.ts';
import type { ShareMedium, TokenFacts } from './values.ts';

/** Where shares still are, or may be: on cards, those that were lost as well, and on paper in bags. */

const isGoneFrom = ({ destroyed }: ShareRecord, ...media: readonly ShareMedium[]): boolean =>
  destroyed.some(({ medium }) => media.includes(medium));

const isInBag = (share: ShareRecord): boolean => share.bag !== null && !isGoneFrom(share, 'sheet');

/** A card that a share was put on, or may have been. */
export type ShareCard = Pick<Holder, 'name' | 'card' | 'certificateSha256'> & {
  /** When it was lost, if nobody has accounted for it since; ISO 8601. */
  readonly lostAt: string | null;
  readonly isDestroyed: boolean;
};

/** The card that its holder is known by. */
export const heldOn = (share: ShareRecord): ShareCard | null => {
  const { holder, lostCards } = share;
  if (holder === null) return null;
  const { name, card, certificateSha256 } = holder;
  const loss = lostCards.findLast((each) => each.certificateSha256 === certificateSha256);
  const lostAt = loss?.ended === null ? loss.at : null;
  return { name, card, certificateSha256, lostAt, isDestroyed: isGoneFrom(share, 'card') };
};

/** Cards that its holder had before that one. */
const strayCards = ({ holder, lostCards }: ShareRecord): readonly ShareCard[] =>
  lostCards
    .filter(({ certificateSha256 }) => certificateSha256 !== holder?.certificateSha256)
    .map(({ name, card, certificateSha256, at, ended }) => ({
      name,
      card,
      certificateSha256,
      lostAt: ended === null ? at : null,
      isDestroyed: ended?.way === 'destroyed',
    }));

/** Cards that its holder had before, and that nobody has accounted for. */
export const astrayOf = (share: ShareRecord): readonly (ShareCard & { readonly lostAt: string })[] =>
  strayCards(share).flatMap(({ lostAt, ...card }) => (lostAt === null ? [] : [{ ...card, lostAt }]));

/** Somebody has it, nothing of it was destroyed, and it was brought, on paper perhaps, since its card was lost. */
const isAtHand = (share: ShareRecord): boolean => {
  const card = heldOn(share);
  if (card === null || share.destroyed.length > 0) return false;
  return card.lostAt === null || (share.proven !== null && share.proven.at > card.lostAt);
};

const isWithHolder = (share: ShareRecord): boolean =>
  share.holder !== null && (!isGoneFrom(share, 'card', 'card-object') || isInBag(share));

/**
 * Older bundles hold each share sealed to its card: a card from which only the object was destroyed has the key to it, and only
 * destroying the card ends that.
 */
const isUsable = (share: ShareRecord): boolean =>
  astrayOf(share).length > 0 || (share.holder !== null && (!isGoneFrom(share, 'card') || isInBag(share)));

/** The shares that ceremonies can count on. */
export const sharesAtHand = ({ shares }: ShareSetRecord): readonly ShareRecord[] => shares.filter(isAtHand);

/** The shares of which something was not handed in: it may be on the card of whoever held it, or on paper in a bag. */
export const sharesWithHolders = ({ shares }: ShareSetRecord): readonly ShareRecord[] =>
  shares.filter(isWithHolder);

/** Those, and the shares that may be on a card that their holder had before. */
export const sharesOut = ({ shares }: ShareSetRecord): readonly ShareRecord[] =>
  shares.filter((share) => isWithHolder(share) || astrayOf(share).length > 0);

/** The shares that were handed out and may still be used, by their cards with an older bundle as well. */
export const sharesLeft = ({ shares }: ShareSetRecord): readonly ShareRecord[] => shares.filter(isUsable);

/** A share, and a card that it lies on or may lie on. */
export type ShareOnCard = ShareCard & { readonly set: ShareSetRecord; readonly share: ShareRecord };

/** Every card of every share that the register knows. */
export const shareCardsOf = ({ shareSets }: Pick<Register, 'shareSets'>): readonly ShareOnCard[] =>
  shareSets.flatMap((set) =>
    set.shares.flatMap((share) =>
      [heldOn(share) ?? [], strayCards(share)].flat().map((card) => ({ ...card, set, share })),
    ),
  );

/** Made ready again by whoever knows how, a card has another certificate and another label. */
const sameCard = (a: TokenFacts, b: TokenFacts): boolean =>
  a.serial === b.serial && a.manufacturer === b.manufacturer && a.model === b.model;

/** What was put on the card that signed with this certificate, whatever it signs with now; what it signed for with it comes first. */
export const sharesOnCard = (
  register: Pick<Register, 'shareSets'>,
  certificateSha256: string,
): readonly ShareOnCard[] => {
  const all = shareCardsOf(register);
  const signedWithIt = all.filter((each) => each.certificateSha256 === certificateSha256);
  const others = all.filter(
    (each) => !signedWithIt.includes(each) && signedWithIt.some(({ card }) => sameCard(card, each.card)),
  );
  return [...signedWithIt, ...others];
};

/** Whether it is the card that its owner has a share of a live set on, which nobody called lost since. */
export const isInUse = (register: Pick<Register, 'shareSets'>, certificateSha256: string): boolean =>
  sharesOnCard(register, certificateSha256).some(
    ({ set, share: { holder }, lostAt, isDestroyed, certificateSha256: now }) =>
      set.state === 'live' && lostAt === null && !isDestroyed && holder?.certificateSha256 === now,
  );

/** Who is known by this certificate. */
export const ownerOf = (
  register: Pick<Register, 'shareSets'>,
  certificateSha256: string,
): string | undefined =>
  shareCardsOf(register).find((each) => each.certificateSha256 === certificateSha256)?.name;
