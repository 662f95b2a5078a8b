import { demand, everyone, official } from '../demand.ts';
import { isDoubtful, type EventOf } from '../event.ts';
import type { Step } from '../script.ts';
import {
  custodiansOf,
  exceededHere,
  isDoomedCard,
  isExcused,
  isHsmMeant,
  knownCardsOf,
  otherOwnerOf,
  participantOf,
  presentCustodiansOf,
  recipientsOf,
  type Card,
  type State,
} from '../state.ts';
import { sameToken } from '../values.ts';
import { fitForUse, says } from './common.ts';

export type OpeningEvent = EventOf<
  | 'software-confirmed'
  | 'air-gap-checked'
  | 'bundle-confirmed'
  | 'hsm-identified'
  | 'clock-compared'
  | 'bags-recorded'
  | 'card-enrolled'
>;

/** The room, its machine and its people. */
export const performOpening = (state: State, event: OpeningEvent, step: Step): State => {
  switch (event.type) {
    case 'software-confirmed':
      official(state.script, event.software);
      return { ...state, software: event.software };

    case 'air-gap-checked':
      demand(
        state.script.parameters.domain !== 'production' ||
          event.findings.length === 0 ||
          isExcused(state, step.id, 'air-gap'),
        'exception-needed',
        { step: step.id },
      );
      // The exception that let it pass covers what was found then.
      return { ...state, airGapChecked: true, airGapFindings: event.findings, airGapExcused: true };

    case 'bundle-confirmed': {
      const { previousBundle } = state;
      demand(previousBundle?.sha256 === event.sha256, 'event-not-allowed');
      // What failed there is a signer's trust, what lies beside it may be newer, and a set of which somebody had k shares guards
      // nothing: for two people to decide, and to say why.
      const isInDoubt = isDoubtful(previousBundle) || exceededHere(state).length > 0;
      demand(!isInDoubt || isExcused(state, step.id, 'doubts'), 'exception-needed', {
        step: step.id,
      });
      return state;
    }

    case 'hsm-identified':
      fitForUse(state, event.token);
      demand(isHsmMeant(state.script, event.token), 'token-wrong', { label: event.token.label });
      return { ...state, hsm: { token: event.token, module: event.module } };

    case 'clock-compared': {
      everyone(
        step,
        event.readings.map((reading) => reading.by),
      );
      return { ...state, clock: { hostClock: event.hostClock, readings: event.readings } };
    }

    case 'bags-recorded': {
      const direction = step.kind === 'record-bags-in' ? 'in' : 'out';
      demand(event.direction === direction, 'event-not-allowed');
      const numbers = new Set(event.bags.map((bag) => bag.number));
      demand(numbers.size === event.bags.length, 'bag-twice');
      if (direction === 'out') {
        for (const custodian of presentCustodiansOf(state)) {
          const bags = event.bags.filter((bag) => bag.custodian === custodian.id);
          demand(bags.length === 1, bags.length === 0 ? 'bag-missing' : 'bag-twice', {
            participant: custodian.id,
          });
        }
      }
      return { ...state, bags: { ...state.bags, [direction]: event.bags } };
    }

    case 'card-enrolled': {
      demand(state.cards[event.participant] === undefined, 'person-twice', {
        participant: event.participant,
      });
      return { ...state, cards: { ...state.cards, [event.participant]: cardOf(state, event) } };
    }
  }
};

/** A card as an event shows it, if it can become that person's. */
export const cardOf = (state: State, event: EventOf<'card-enrolled' | 'card-replaced'>): Card => {
  fitForUse(state, event.token);
  demand(state.hsm === null || !sameToken(state.hsm.token, event.token), 'token-wrong', {
    label: event.token.label,
  });
  for (const card of knownCardsOf(state)) {
    demand(!sameToken(card.token, event.token) && card.certificate !== event.certificate, 'card-twice', {
      participant: card.participant,
    });
  }
  // Recipients must have one; another custodian's shows whether it is the card that a share was sealed to.
  const isRecipient = recipientsOf(state).includes(event.participant);
  const isCustodian = custodiansOf(state).some(({ id }) => id === event.participant);
  demand(event.sealingKey === null ? !isRecipient : isCustodian, 'event-not-allowed', {
    participant: event.participant,
  });
  const statement = says(state, event.signed, 'enrol', event.participant);
  demand(statement.name === participantOf(state, event.participant)?.name, 'statement-differs');
  const owner = otherOwnerOf(state, statement);
  demand(owner === null, 'card-of-another', { name: owner ?? '' });
  demand(!isDoomedCard(state, statement.certificateSha256), 'card-in-use');
  const { participant, origin, token, certificate, sealingKey } = event;
  const { certificateSha256, sealingKeySha256 } = statement;
  return { participant, origin, token, certificate, sealingKey, certificateSha256, sealingKeySha256 };
};
