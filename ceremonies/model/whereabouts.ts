import type { Holder, Register, ShareRecord, ShareSetRecord } from './register.ts';
import type { ShareMedium } from './values.ts';

/** Where shares still are, or may be: on cards, and on paper in bags. */

const isGoneFrom = ({ destroyed }: ShareRecord, ...media: readonly ShareMedium[]): boolean =>
  destroyed.some(({ medium }) => media.includes(medium));

const isInBag = (share: ShareRecord): boolean => share.bag !== null && !isGoneFrom(share, 'sheet');

/** Somebody has it, and nothing of it was destroyed. */
const isAtHand = ({ holder, destroyed }: ShareRecord): boolean => holder !== null && destroyed.length === 0;

const isOut = (share: ShareRecord): boolean =>
  share.holder !== null && (!isGoneFrom(share, 'card', 'card-object') || isInBag(share));

/**
 * Older bundles hold each share sealed to its card: a card from which only the object was destroyed has the key to it, and only
 * destroying the card ends that.
 */
const isUsable = (share: ShareRecord): boolean =>
  share.holder !== null && (!isGoneFrom(share, 'card') || isInBag(share));

/** The shares that ceremonies can count on. */
export const sharesAtHand = ({ shares }: ShareSetRecord): readonly ShareRecord[] => shares.filter(isAtHand);

/** How many shares may still be on a card, or on paper in a bag. */
export const sharesOut = ({ shares }: ShareSetRecord): number => shares.filter(isOut).length;

/** How many shares were handed out and may still be used, by their cards with an older bundle as well. */
export const sharesLeft = ({ shares }: ShareSetRecord): number => shares.filter(isUsable).length;

/** A card that a share was put on. */
export type ShareCard = Pick<Holder, 'name' | 'card' | 'certificateSha256'> & {
  readonly set: ShareSetRecord;
  readonly share: ShareRecord;
  readonly isDestroyed: boolean;
};

/** Every card of every share that the register knows; those of one certificate are one card. */
export const shareCardsOf = ({ shareSets }: Pick<Register, 'shareSets'>): readonly ShareCard[] =>
  shareSets.flatMap((set) =>
    set.shares.flatMap((share): readonly ShareCard[] => {
      const { holder } = share;
      if (holder === null) return [];
      const { name, card, certificateSha256 } = holder;
      return [{ set, share, name, card, certificateSha256, isDestroyed: isGoneFrom(share, 'card') }];
    }),
  );

/** What was put on the card that signs with this certificate. */
export const sharesOnCard = (
  register: Pick<Register, 'shareSets'>,
  certificateSha256: string,
): readonly ShareCard[] =>
  shareCardsOf(register).filter((each) => each.certificateSha256 === certificateSha256);
