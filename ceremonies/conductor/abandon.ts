import { bad, good, type Result } from '../model/error.ts';
import type { EventBody } from '../model/event.ts';
import { hsmLossOf, type State } from '../model/state.ts';
import { isLive, openSession, type Session } from '../tokens/session.ts';
import { stateOf, type Desk } from './desk.ts';
import { attempt, findToken, leavePending } from './hsm.ts';
import { ownLabels } from './hsmContent.ts';
import { destroyAll } from './hsmKeys.ts';

/** Whether keys of this ceremony are, or may be, on the HSM. */
const mayHoldKeys = ({ keys, pending }: State): boolean =>
  keys.length > 0 ||
  pending?.action === 'generate-embassy-key' ||
  pending?.action === 'restore-key' ||
  pending?.action === 'abandon-keys';

/**
 * A session to the HSM, to destroy what this ceremony made there; null where there is nothing, or no HSM to reach.
 * Problems: pin-required where the HSM is there and logged out and no PIN was given; those of opening a session.
 */
const reach = (desk: Desk, pin: string | null): Result<Session | null> => {
  const { session } = desk.hsm;
  if (session !== null && isLive(session)) return good(session);
  const { hsm } = stateOf(desk);
  if (hsm === null || findToken(desk.modules.hsm.tokens(), hsm.token) === undefined) return good(null);
  if (pin === null) return bad('pin-required', { label: hsm.token.label });
  const opened = openSession(desk.modules.hsm, hsm.token, { kind: 'user', pin });
  if (opened.ok) desk.hsm.session = opened.value;
  return opened;
};

type Abandoned = EventBody<'ceremony-abandoned'>;

/**
 * Gives the ceremony up. What it has made on the HSM goes first: a key without a bundle could never be rebuilt, and its
 * extractable original must not lie about. That is announced on disk before anything is destroyed, and after it nothing but
 * this can follow; so a disk that is full then leaves a ceremony that only waits to be given up.
 *
 * Problems: pin-required (the HSM is there, and its PIN is wanted), token-absent (it is not there, and nobody said that it is lost),
 * those of opening a session, and of destroying.
 */
export const abandon = async (
  desk: Desk,
  step: string,
  { by, reason }: Pick<Abandoned, 'by' | 'reason'>,
  pin: string | null,
): Promise<Result<null>> => {
  const { record } = desk.sitting;
  const { pending } = stateOf(desk);
  const holdsKeys = mayHoldKeys(stateOf(desk));
  const session = holdsKeys ? reach(desk, pin) : good(null);
  if (!session.ok) return session;

  const token = stateOf(desk).hsm?.token ?? null;
  if (pending?.action !== 'abandon-keys') {
    await leavePending(desk, step, record);
    if (holdsKeys) await record({ type: 'token-action-begun', step, action: 'abandon-keys', token });
  }
  if (session.value === null) {
    // An HSM that only lost its connection must not keep keys that nobody knows of: it has to come back, unless two people say that it
    // exists no more.
    if (holdsKeys && hsmLossOf(stateOf(desk)) === null)
      return bad('token-absent', { label: token?.label ?? 'HSM', serial: token?.serial ?? '' });
    const keys = holdsKeys ? 'unreachable' : 'none';
    await record({ type: 'ceremony-abandoned', step, by: [...by], reason, keys });
    return good(null);
  }
  const destroyed = await destroyOwnKeys(desk, session.value);
  if (!destroyed.ok) return destroyed;
  await record({ type: 'ceremony-abandoned', step, by: [...by], reason, keys: 'destroyed' });
  return good(null);
};

/** The labels were free when the ceremony began: whatever is there under them is its own. */
const destroyOwnKeys = (desk: Desk, session: Session): Promise<Result<number>> =>
  attempt(() => Promise.resolve(destroyAll(session, ownLabels(stateOf(desk)))));
