import { writeContainer, readContainer } from '../formats/asic.ts';
import {
  encodeTimestampQuery,
  imprintOf,
  readTimestampAnswer,
  verifyTimestamp,
  type Timestamp,
} from '../formats/timestamp.ts';
import { bad, good, type Result } from '../model/error.ts';
import { archiveManifests, takeStamps, withStamps, type Stamp } from '../transcript/stamps.ts';
import { isTrustClaim } from './trust.ts';
import { failedClaims } from './verdict.ts';
import { verifyBundle } from './verify.ts';

/** What comes next in a bundle: the number of the time-stamp, from 1, and the archive manifest that it will be over. */
type Next = {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly stamps: readonly Stamp[];
  readonly manifest: Uint8Array;
};

/** Only of a bundle that verifies, but for matters of trust: time makes nothing good that was not. */
const nextOf = async (bundle: Uint8Array): Promise<Result<Next>> => {
  const verdict = await verifyBundle(bundle);
  if (verdict.problem !== null) return { ok: false, problem: verdict.problem };
  const broken = failedClaims(verdict).find((id) => !isTrustClaim(id));
  if (broken !== undefined) return bad('bundle-not-good', { claim: broken });
  const entries = await readContainer(bundle);
  if (!entries.ok) return entries;
  const { files, stamps } = takeStamps(entries.value);
  const manifest = (await archiveManifests(files, stamps)).at(-1);
  return manifest === undefined ? bad('internal') : good({ files, stamps, manifest });
};

/**
 * The query (TimeStampReq, DER) for the next time-stamp of a bundle, and the SHA-256 in it. It is a function of the bundle alone,
 * so it has no nonce: an old answer to the same query says that the same bytes were there even earlier, and is as true.
 * Problems: those of reading a bundle; bundle-not-good with the first claim that failed.
 */
export const timestampQuery = async (
  bundle: Uint8Array,
): Promise<Result<{ readonly query: Uint8Array; readonly imprint: Uint8Array; readonly number: number }>> => {
  const next = await nextOf(bundle);
  if (!next.ok) return next;
  const imprint = await imprintOf('SHA-256', next.value.manifest);
  return good({
    query: encodeTimestampQuery(imprint),
    imprint: imprint.value,
    number: next.value.stamps.length + 1,
  });
};

/**
 * The bundle with the time-stamp of an authority's answer (TimeStampResp, DER). All that was in it stays as it was; only the archive
 * manifest of the time-stamp before gets the name that the standard has for it. What does not verify is never handed out.
 * Problems: those of {@link timestampQuery}; timestamp-malformed, timestamp-refused, timestamp-invalid.
 */
export const attachTimestamp = async (
  bundle: Uint8Array,
  answer: Uint8Array,
): Promise<
  Result<{ readonly bundle: Uint8Array; readonly timestamp: Timestamp; readonly number: number }>
> => {
  const token = readTimestampAnswer(answer);
  if (!token.ok) return token;
  const next = await nextOf(bundle);
  if (!next.ok) return next;
  const { files, stamps, manifest } = next.value;
  const timestamp = await verifyTimestamp(token.value, manifest);
  if (!timestamp.ok) return timestamp;
  const all = [...stamps, { manifest, token: token.value }];
  const stamped = await writeContainer(withStamps(files, all));
  const again = await nextOf(stamped);
  return again.ok ? good({ bundle: stamped, timestamp: timestamp.value, number: all.length }) : again;
};
