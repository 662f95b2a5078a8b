import { readContainer } from '../../formats/asic.ts';
import { fromUtf8 } from '../../formats/bytes.ts';
import { canonicalJson } from '../../formats/canonical.ts';
import { sha256Hex } from '../../formats/digest.ts';
import { demand } from '../../model/demand.ts';
import type { PreviousBundle } from '../../model/event.ts';
import { isTrustClaim } from '../trust.ts';
import type { Verdict } from '../verdict.ts';
import { eventsOfType, required, seqs, type Record } from '../evidence.ts';
import { attested, notShown, proved, type Finding } from '../finding.ts';

/** The bundle that this ceremony continued from is the one that the auditor holds, good by itself, and what is said of it is so. */
export const previousBundle = async ({ state, previous }: Record): Promise<Finding> => {
  const named = state.previousBundle;
  if (previous === undefined) return notShown;
  demand(named !== null, 'bundle-entry-extra', { reason: 'first-ceremony' });
  demand((await sha256Hex(previous.bytes)) === named.sha256, 'bundle-entry-changed', { file: 'previous' });
  isAsSaid(named, previous.verdict);
  const register = required(await readContainer(previous.bytes)).get('register.json');
  demand(register !== undefined, 'bundle-entry-missing', { file: 'register.json' });
  demand(fromUtf8(register) === canonicalJson(named.register), 'bundle-entry-changed', {
    file: 'register.json',
  });
  return proved({ sha256: named.sha256, ceremony: named.ceremony }, [0]);
};

/** Good, but for the doubts that two people took upon themselves; and made when, where and by what it says. */
const isAsSaid = ({ made, doubts }: PreviousBundle, { summary, claims }: Verdict): void => {
  const failed = claims.filter(({ status }) => status === 'failed').map(({ id }) => id);
  demand(
    summary !== null && failed.every((id) => isTrustClaim(id) && doubts.includes(id)),
    'bundle-not-good',
    { file: 'previous', claim: failed[0] ?? '' },
  );
  demand(doubts.length === failed.length, 'bundle-entry-changed', { file: 'previous', field: 'doubts' });
  const { kind, closedAt, place } = summary;
  demand(canonicalJson(made) === canonicalJson({ kind, closedAt, place }), 'bundle-entry-changed', {
    file: 'previous',
    field: 'made',
  });
};

/**
 * Two people looked at what the bundle before is and took it for the right one. What failed in it was a matter of a signer's
 * trust at the most, and then two people recorded why they went on.
 */
export const bundleConfirmed = (record: Record): Finding => {
  const confirmations = eventsOfType(record, 'bundle-confirmed');
  const { previousBundle: before, exceptions } = record.state;
  const confirmation = confirmations.at(-1);
  demand(before !== null && confirmation?.sha256 === before.sha256, 'bundle-not-good');
  const excuses = exceptions.filter(
    ({ step, about }) => step === confirmation.step && about.kind === 'doubts',
  );
  demand(before.doubts.length === 0 || excuses.length > 0, 'exception-needed', { event: confirmation.seq });
  return attested(
    { sha256: before.sha256, madeAt: before.made.closedAt, doubts: before.doubts.length },
    seqs([...excuses, ...confirmations]),
  );
};
