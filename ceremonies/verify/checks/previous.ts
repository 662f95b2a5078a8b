import { canonicalJson } from '../../formats/canonical.ts';
import { demand } from '../../model/demand.ts';
import { isDoubtful, unreadText } from '../../model/event.ts';
import { exceededHere } from '../../model/state.ts';
import { isTrustClaim } from '../trust.ts';
import { failedClaims, type Verdict } from '../verdict.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, proved, type Finding } from '../finding.ts';
import type { Before, Examined, Link } from '../link.ts';

/** The bundle that this ceremony continued from is the one that the auditor holds, good by itself, and what is said of it is so. */
export const previousBundle = ({ before }: Link, { verdict, link }: Examined): Finding => {
  demand(before !== null, 'previous-none');
  demand(verdict.bundle.sha256 === before.sha256, 'previous-other', { sha256: before.sha256 });
  isAsSaid(before, verdict);
  demand(link?.registerSha256 === before.registerSha256, 'bundle-entry-changed', { file: 'register.json' });
  return proved({ sha256: before.sha256, ceremony: before.ceremony }, [0]);
};

/** Good, but for the doubts that two people took upon themselves; and made when, where and by what it says. */
const isAsSaid = ({ made, doubts }: Before, verdict: Verdict): void => {
  const { summary } = verdict;
  const failed = failedClaims(verdict);
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
 * trust at the most, and then two people recorded why they went on; and so they did where a bundle beside it could not be read,
 * which may be newer, or where somebody had had k shares of a set that this ceremony is about.
 */
export const bundleConfirmed = (record: Record): Finding => {
  const confirmations = eventsOfType(record, 'bundle-confirmed');
  const { previousBundle: before, exceptions } = record.state;
  const confirmation = confirmations.at(-1);
  demand(before !== null && confirmation?.sha256 === before.sha256, 'bundle-not-good');
  const excuses = exceptions.filter(
    ({ step, about }) => step === confirmation.step && about.kind === 'doubts',
  );
  const exceeded = exceededHere(record.state);
  demand((!isDoubtful(before) && exceeded.length === 0) || excuses.length > 0, 'exception-needed', {
    event: confirmation.seq,
  });
  return attested(
    {
      sha256: before.sha256,
      madeAt: before.made.closedAt,
      doubts: before.doubts.length,
      ...(before.unread === undefined ? {} : { unread: unreadText(before) }),
      ...(exceeded.length === 0 ? {} : { exceeded: exceeded.map(({ name }) => name).join(', ') }),
    },
    seqs([...excuses, ...confirmations]),
  );
};
