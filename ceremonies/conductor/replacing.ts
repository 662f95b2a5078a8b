import { CeremonyError } from '../model/error.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { Step } from '../model/script.ts';
import { participantOf, vouchersFor, type Card } from '../model/state.ts';
import { enrolledCard, presence, withCard } from './cardSession.ts';
import { record, stateOf, type Desk, type Performer } from './desk.ts';
import { enrolAsked } from './enrolment.ts';
import { signStatement, statementOf } from './signing.ts';

/** Another card for somebody whose own is lost: made ready as at the roll-call, and vouched for by everybody else who is here. */
export const replaceCard: Performer = async (desk, step) => {
  const { replacing } = stateOf(desk);
  if (replacing === null) throw new CeremonyError('internal', { step: step.id });
  const { participant, card, vouchedBy } = replacing;
  if (card === null) {
    const enrolment = await enrolAsked(desk, step, participant);
    await record(desk, { type: 'card-replaced', step: step.id, participant, ...enrolment });
    return;
  }
  const next = vouchersFor(stateOf(desk), participant).find(({ id }) => !vouchedBy.includes(id));
  // Somebody has to come who can.
  if (next === undefined) throw new CeremonyError('internal', { reason: 'nobody to vouch' });
  await vouch(desk, step, next.id, card);
};

const vouch = async (
  desk: Desk,
  step: Step,
  voucher: ParticipantId,
  { participant: holder, certificateSha256 }: Card,
): Promise<void> => {
  const { token } = enrolledCard(desk, voucher);
  const name = participantOf(stateOf(desk), holder)?.name ?? '';
  const signed = await desk.people.ask(
    step.id,
    () => ({ kind: 'card-pin', participant: voucher, purpose: 'vouch', ...presence(desk, token) }),
    ({ pin }) =>
      withCard(desk, voucher, pin, (presented) =>
        signStatement(presented, statementOf(desk, voucher, 'vouch', { holder, name, certificateSha256 })),
      ),
  );
  await record(desk, { type: 'card-vouched', step: step.id, participant: voucher, signed });
};
