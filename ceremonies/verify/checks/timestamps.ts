import type { Certificate } from '../../formats/certificate.ts';
import { authorityPath, verifyTimestamp, type Timestamp } from '../../formats/timestamp.ts';
import { demand } from '../../model/demand.ts';
import { CeremonyError } from '../../model/error.ts';
import { archiveManifests, findDifference, type Stamp } from '../../transcript/stamps.ts';
import type { Container } from '../evidence.ts';
import { attested, notShown, proved, type Finding } from '../finding.ts';

/** Clocks of two authorities may differ by this much, and no more, for a later time-stamp to seem earlier. */
const clockSlackMs = 60_000;

/** What people know an authority by. */
const nameOf = ({ subject: { commonName, organization } }: Certificate): string =>
  [commonName, organization ?? ''].filter((part) => part !== '').join(', ');

const checkStamp = async ({ manifest, token }: Stamp, expected: Uint8Array, number: number) => {
  const file = findDifference(manifest, expected);
  demand(file === undefined, 'bundle-entry-changed', { file: file ?? '', timestamp: number });
  const checked = await verifyTimestamp(token, manifest);
  if (checked.ok) return checked.value;
  throw new CeremonyError(checked.problem.code, { ...checked.problem.details, timestamp: number });
};

/** Each time-stamp vouches for those before it, so it cannot be from an earlier time. */
const requireOrder = (stamps: readonly Timestamp[]): void => {
  for (const [index, { at }] of stamps.entries()) {
    const before = stamps[index - 1]?.at ?? at;
    demand(at.getTime() + clockSlackMs >= before.getTime(), 'timestamp-invalid', {
      reason: 'order',
      timestamp: index + 1,
    });
  }
};

/**
 * Every time-stamp is over all that the bundle held by then, and signed by the certificate that came with it. Whose that is, the
 * certificate alone says; where the auditor trusts an authority, one of the time-stamps must lead to it, and then it is proved.
 */
export const timeStamped = async ({ files, time }: Container): Promise<Finding> => {
  const { stamps = [], anchors = [] } = time ?? {};
  if (stamps.length === 0) return notShown;
  const manifests = await archiveManifests(files, stamps);
  const checked: Timestamp[] = [];
  for (const [index, stamp] of stamps.entries())
    checked.push(await checkStamp(stamp, manifests[index] ?? new Uint8Array(), index + 1));
  requireOrder(checked);

  const trusted: Timestamp[] = [];
  for (const stamp of checked) if ((await authorityPath(stamp, anchors)).anchored) trusted.push(stamp);
  demand(anchors.length === 0 || trusted.length > 0, 'timestamp-untrusted', {
    authority: checked.map(({ certificate }) => nameOf(certificate)).join('; '),
  });
  const [earliest] = [...(anchors.length > 0 ? trusted : checked)].sort(
    (a, b) => Number(a.at) - Number(b.at),
  );
  const facts = {
    at: earliest?.at.toISOString() ?? '',
    authority: earliest === undefined ? '' : nameOf(earliest.certificate),
    timestamps: stamps.length,
  };
  return anchors.length > 0 ? proved(facts) : attested(facts);
};
