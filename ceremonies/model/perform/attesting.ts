import { demand } from '../demand.ts';
import type { EventOf } from '../event.ts';
import { actOf, type Step } from '../script.ts';
import type { State } from '../state.ts';
import { says } from './common.ts';

export type AttestingEvent = EventOf<'act-completed' | 'act-signed' | 'declared' | 'transcript-closed'>;

/** What people's cards sign of the ceremony itself. */
export const performAttesting = (state: State, event: AttestingEvent, step: Step): State => {
  switch (event.type) {
    case 'act-completed':
      demand(event.act === actOf(state.script, step.id)?.id, 'event-not-allowed', { act: event.act });
      return state;

    case 'act-signed': {
      // The first signer's event follows `act-completed` directly, so its predecessor's hash is the act's head.
      const act = state.acts[event.act] ?? { head: event.previous, signatures: [] };
      const said = says(state, event.signed, 'act', event.participant);
      demand(event.act === actOf(state.script, step.id)?.id, 'event-not-allowed', { act: event.act });
      demand(said.act === event.act && said.head === act.head, 'statement-differs', { act: event.act });
      return {
        ...state,
        acts: { ...state.acts, [event.act]: { ...act, signatures: [...act.signatures, event.signed] } },
      };
    }

    case 'declared': {
      const said = says(state, event.signed, 'declare', event.participant);
      demand(said.agrees === event.agrees && said.remark === event.remark, 'statement-differs');
      demand(said.head === event.previous, 'statement-differs');
      demand(event.agrees || event.remark.trim() !== '', 'event-not-allowed');
      const { participant, agrees, remark } = event;
      return { ...state, declarations: [...state.declarations, { participant, agrees, remark }] };
    }

    case 'transcript-closed':
      return { ...state, lifecycle: 'closed', closedAt: event.at, registerSha256: event.registerSha256 };
  }
};
