import type { EventBody } from '../model/event.ts';
import { subjectOfState } from '../model/subject.ts';
import { isLive } from '../tokens/session.ts';
import { stateOf, type Desk } from './desk.ts';
import { attempt } from './hsm.ts';
import { destroyLabelled, originalLabel, workingLabel } from './hsmKeys.ts';

/**
 * Destroys what a ceremony that is given up has made on the HSM: a key without a bundle could never be rebuilt, and its
 * extractable original must not lie about. Says so when the HSM cannot be reached.
 */
export const abandonKeys = async (desk: Desk): Promise<EventBody<'ceremony-abandoned'>['keys']> => {
  const { keys, pending } = stateOf(desk);
  const making = pending?.action === 'generate-embassy-key' || pending?.action === 'restore-key';
  if (keys.length === 0 && !making) return 'none';
  const { session } = desk.hsm;
  if (session === null || !isLive(session)) return 'unreachable';
  // The labels were free when the ceremony began: whatever is there under them is its own.
  const labels = subjectOfState(stateOf(desk)).keys.flatMap(({ label, version }) => [
    originalLabel(label, version),
    workingLabel(label, version),
  ]);
  const destroyed = await attempt(async () => {
    for (const label of labels) {
      const gone = destroyLabelled(session, label);
      if (!gone.ok) return gone;
    }
    return Promise.resolve({ ok: true, value: null });
  }).catch(() => null);
  return destroyed?.ok === true ? 'destroyed' : 'unreachable';
};
