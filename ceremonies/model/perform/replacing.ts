import { demand } from '../demand.ts';
import type { EventOf } from '../event.ts';
import { areEnough, participantOf, vouchersFor, type State } from '../state.ts';
import { sharesOnCard } from '../whereabouts.ts';
import { says } from './common.ts';
import { cardOf } from './opening.ts';

export type ReplacingEvent = EventOf<'card-replaced' | 'card-vouched'>;

/** Another card for somebody whose own is lost: everybody else who is here signs that it is theirs. */
export const performReplacing = (state: State, event: ReplacingEvent): State => {
  const { replacing } = state;
  demand(replacing !== null, 'event-out-of-order', { type: event.type });
  const { participant, card, vouchedBy } = replacing;
  switch (event.type) {
    case 'card-replaced':
      demand(event.participant === participant, 'event-not-allowed', { participant: event.participant });
      return { ...state, replacing: { ...replacing, card: cardOf(state, event) } };

    case 'card-vouched': {
      const voucher = event.participant;
      demand(!vouchedBy.includes(voucher), 'person-twice', { participant: voucher });
      demand(
        vouchersFor(state, participant).some(({ id }) => id === voucher),
        'event-not-allowed',
        { participant: voucher },
      );
      const said = says(state, event.signed, 'vouch', voucher);
      demand(
        said.holder === participant &&
          said.name === participantOf(state, participant)?.name &&
          said.certificateSha256 === card?.certificateSha256,
        'statement-differs',
        { participant: voucher },
      );
      const after = { ...state, replacing: { ...replacing, vouchedBy: [...vouchedBy, voucher] } };
      return settleReplacement(after, event.seq);
    }
  }
};

/**
 * The new card is theirs once nobody who is here is left to vouch for it, and enough have; `until`: the event that was the last
 * thing wanted for that. Then it is the turn of whoever waits.
 */
export const settleReplacement = (state: State, until: number): State => {
  const { replacing, cards, replaced } = state;
  if (replacing === null || replacing.card === null) return state;
  const { participant, lostAt, card, vouchedBy } = replacing;
  const isWhole = vouchersFor(state, participant).every(({ id }) => vouchedBy.includes(id));
  const old = cards[participant];
  if (!isWhole || !areEnough(state, vouchedBy, participant) || old === undefined) return state;
  const { certificateSha256 } = old;
  const mayHoldShare =
    state.writtenTo.some((each) => each.certificateSha256 === certificateSha256) ||
    isKnownToHold(state, certificateSha256);
  const after: State = {
    ...state,
    cards: { ...cards, [participant]: card },
    replaced: [...replaced, { card: old, lostAt, mayHoldShare, until, vouchedBy }],
    replacing: replacing.waiting,
  };
  return settleReplacement(after, until);
};

/** By the register before: a share that was handed out at an earlier ceremony. */
const isKnownToHold = ({ previousBundle }: State, certificateSha256: string): boolean =>
  previousBundle !== null &&
  sharesOnCard(previousBundle.register, certificateSha256).some(({ isDestroyed }) => !isDestroyed);
