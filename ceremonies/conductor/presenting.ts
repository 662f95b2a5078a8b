import { bad, good, type Result } from '../model/error.ts';
import type { Participant, ParticipantId } from '../model/participant.ts';
import type { Step } from '../model/script.ts';
import { currentStep } from '../model/state.ts';
import type { Share } from '../shares/share.ts';
import { withCard, type PresentedCard } from './cardSession.ts';
import { record, stateOf, type Desk, type Performer } from './desk.ts';
import { attempt, leavePending } from './hsm.ts';
import { findShares, type Found, type Offer } from './shareFinding.ts';
import { signStatement, statementOf } from './signing.ts';
import { roomOf } from './visitors.ts';
import { admit, closeDoor, recordClosed, welcome } from './visiting.ts';

/**
 * One custodian's visit: the card becomes theirs if it is new here, the share is looked at, found to be the one that was
 * committed to, and its presentation signed with the card. The step asks for the next visit until there were enough.
 */
export const presentShares =
  (purpose: 'collect' | 'show'): Performer =>
  async (desk, step) => {
    const visited = await desk.people.ask(
      step.id,
      () => ({ kind: 'present-share', purpose, ...roomOf(desk) }),
      ({ offer }) => {
        if (offer.kind === 'share') return attempt(() => visit(desk, step, offer, purpose));
        if (offer.kind === 'hand-in') return bad('event-not-allowed', { kind: offer.kind });
        return purpose === 'show' ? closeDoor(step, offer.by) : bad('share-set-incomplete');
      },
    );
    if (visited === 'closed') await recordClosed(desk, step);
  };

const visit = async (
  desk: Desk,
  step: Step,
  { participant, token, mode, from }: Offer,
  purpose: 'collect' | 'show',
): Promise<Result<'visited'>> => {
  const admitted = admit(desk, { participant, token, mode });
  if (!admitted.ok) return admitted;
  const person = admitted.value;

  // The share is looked at before the card becomes the person's: one that cannot give it back is not taken for theirs.
  const found = await findShares(desk, person, { token, mode, from });
  if (!found.ok) return found;
  try {
    return await present(desk, step, person, { token, mode }, found.value, purpose);
  } finally {
    for (const each of found.value) if (!isKept(desk, each)) each.share.body.wipe();
  }
};

const present = async (
  desk: Desk,
  step: Step,
  person: Participant,
  { token, mode }: Pick<Offer, 'token' | 'mode'>,
  found: readonly Found[],
  purpose: 'collect' | 'show',
): Promise<Result<'visited'>> => {
  const welcomed = await welcome(desk, step, person, { participant: person.id, token, mode });
  if (!welcomed.ok) return welcomed;
  await leavePending(desk, step.id);
  return withCard(desk, person.id, mode.userPin, async (presented) => {
    for (const each of found) {
      // The last share that was needed ends the step; whatever else this person holds stays where it is.
      if (currentStep(stateOf(desk))?.id !== step.id) break;
      const signed = await presentOne(desk, step, person.id, presented, each, purpose);
      if (!signed.ok) return signed;
    }
    return good('visited');
  });
};

const isKept = ({ vault }: Desk, { set, share }: Found): boolean =>
  vault.presented.get(set.set)?.get(share.index) === share;

const presentOne = async (
  desk: Desk,
  step: Step,
  participant: ParticipantId,
  presented: PresentedCard,
  { set, share, source }: Found,
  purpose: 'collect' | 'show',
): Promise<Result<null>> => {
  const { index } = share;
  const ofSet = stateOf(desk).presentation.shares.filter((each) => each.set === set.set);
  if (ofSet.some((each) => each.participant === participant)) return bad('person-twice', { participant });
  const commitment = set.shares[index - 1]?.commitment ?? '';
  const about = { set: set.set, index, commitment, source };
  const signed = await signStatement(presented, statementOf(desk, participant, 'present', about));
  if (!signed.ok) return signed;
  if (purpose === 'collect') {
    const brought = desk.vault.presented.get(set.set) ?? new Map<number, Share>();
    desk.vault.presented.set(set.set, brought.set(index, share));
  }
  await record(desk, {
    type: 'share-presented',
    step: step.id,
    participant,
    set: set.set,
    index,
    source,
    signed: signed.value,
  });
  return good(null);
};
