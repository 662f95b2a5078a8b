import { readContainer } from '../formats/asic.ts';
import { fromHex } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';
import { bytesToWords } from '../formats/words.ts';
import { bad, CeremonyError, good, type Problem, type Result } from '../model/error.ts';
import type { CeremonyEvent } from '../model/event.ts';
import { inWords, subjectOfState } from '../model/subject.ts';
import { decodeTranscript, hashLines } from '../transcript/chain.ts';
import { healthOf, type SetHealth } from '../transcript/health.ts';
import { takeStamps, unstampedSha256 } from '../transcript/stamps.ts';
import { knownSigners } from './checks/known.ts';
import { departuresOf } from './checks/room.ts';
import { replayed } from './checks/transcript.ts';
import { checksOf, claimIds, ofContainer, ofEvents, ofRecord } from './claims.ts';
import { certificateReader, type Container, type Events, type Record } from './evidence.ts';
import { failed, find, notShown, type Finding } from './finding.ts';
import { continuing, linkOf, type Examined } from './link.ts';
import { claimOf } from './requirements.ts';
import type { Trusted } from './trusted.ts';
import { outcomeOf, type Claim, type Summary, type Verdict } from './verdict.ts';

/** Far above any ceremony: 255 custodians need 4 MB and 2 000 events. */
export const verifyLimits = { bundleBytes: 128 * 1024 * 1024, events: 50_000 } as const;

export type VerifyOptions = Trusted & {
  /** The bundle that this one continues from. */
  readonly previous?: Uint8Array;
};

/**
 * Everything that an auditor checks of a bundle, from its bytes alone. Pure; runs in a browser. Never throws: what cannot be read
 * gives `unreadable` with the problem, what contradicts itself gives `bad` with the claims that failed.
 */
export const verifyBundle = async (
  bytes: Uint8Array,
  { previous, ...trusted }: VerifyOptions = {},
): Promise<Verdict> => {
  const examined = await examine(bytes, undefined, trusted);
  return previous === undefined ? examined.verdict : continuing(examined, await examine(previous));
};

/** Verifies a bundle by itself, once, whatever it is compared with afterwards. Never throws. `sha256`: of the bytes, if known. */
export const examine = async (
  bytes: Uint8Array,
  sha256?: string,
  { timeAnchors = [], trustAnchors, people }: Trusted = {},
): Promise<Examined> => {
  const entries = await openContainer(bytes);
  const { files, stamps } = takeStamps(entries.ok ? entries.value : new Map());
  const trust =
    trustAnchors === undefined && people === undefined
      ? {}
      : { trust: { anchors: trustAnchors ?? [], people: people ?? [] } };
  const { link, ...verdict } = entries.ok
    ? await examineFiles({ files, time: { stamps, anchors: timeAnchors }, ...trust })
    : unreadable(entries.problem);
  const ofFile = sha256 ?? (await sha256Hex(bytes));
  const digests =
    stamps.length === 0
      ? { sha256: ofFile }
      : { sha256: await unstampedSha256(files), stampedSha256: ofFile };
  const bundle = { ...digests, sizeBytes: bytes.length };
  return { verdict: { format: 'embassy-key-ceremony/verdict/1', bundle, ...verdict }, link };
};

/** What a verdict says of the files of a container, once it could be opened. */
export type FilesVerdict = Omit<Verdict, 'format' | 'bundle'>;

/** The verdict on files that a container held, and what they say of other bundles. */
export const examineFiles = async (container: Container): Promise<FilesVerdict & Pick<Examined, 'link'>> => {
  const transcript = await readTranscript(container);
  if (!transcript.ok && cannotBeRead(transcript.problem)) return unreadable(transcript.problem);
  const record = transcript.ok ? recordOf(transcript.value) : null;
  const claims = [
    ...(await judge(ofContainer, container)),
    ...(transcript.ok ? await judge(ofEvents, transcript.value) : unreadEvents(transcript.problem)),
    ...(await judge(record === null ? ofRecord : checksOf(record), record)),
  ];
  return {
    outcome: outcomeOf(claims),
    problem: null,
    summary: record === null ? null : summaryOf(record),
    claims,
    ...(await knownBy(record)),
    link: record === null ? null : await linkOf(record),
  };
};

/** Who is known, where somebody asked and it can be said. */
const knownBy = async (record: Record | null): Promise<Pick<Verdict, 'signers'>> => {
  if (record?.trust === undefined) return {};
  try {
    return { signers: await knownSigners(record, record.trust) };
  } catch {
    // Why, the claim `signers-known` says.
    return {};
  }
};

const unreadable = (problem: Problem): FilesVerdict & Pick<Examined, 'link'> => ({
  outcome: 'unreadable',
  problem,
  summary: null,
  claims: [],
  link: null,
});

/** Runs the checks of a table side by side, or says that there was nothing to run them on. */
const judge = async <Evidence>(
  checks: Readonly<{ [id: string]: (evidence: Evidence) => Finding | Promise<Finding> }>,
  evidence: Evidence | null,
): Promise<readonly Claim[]> =>
  Promise.all(
    Object.entries(checks).map(async ([id, check]) =>
      claimOf(id, evidence === null ? notShown : await find(() => check(evidence))),
    ),
  );

/**
 * A bundle's entries. A reader of anybody's bytes meets what nobody thought of: that, too, is a file that cannot be read.
 * Problems: bundle-too-large, those of `readContainer`, internal.
 */
export const openContainer = async (bytes: Uint8Array): Promise<Result<Container['files']>> => {
  if (bytes.length > verifyLimits.bundleBytes) return bad('bundle-too-large', { sizeBytes: bytes.length });
  try {
    return await readContainer(bytes);
  } catch (error) {
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('internal');
  }
};

/** The transcript among them. Problems: bundle-entry-missing, bundle-too-large, those of `decodeTranscript`. */
export const readTranscript = async (container: Container): Promise<Result<Events>> => {
  const content = container.files.get('transcript.jsonl');
  if (content === undefined) return bad('bundle-entry-missing', { file: 'transcript.jsonl' });
  try {
    const events = decodeTranscript(content);
    if (!events.ok) return events;
    if (events.value.length > verifyLimits.events)
      return bad('bundle-too-large', { events: events.value.length });
    return good({ ...container, events: events.value, hashes: await hashLines(content) });
  } catch {
    return bad('event-malformed');
  }
};

/** Without a transcript of a format we know, nothing can be said; a transcript with a bad line is a bad bundle. */
const cannotBeRead = ({ code }: Problem): boolean => code !== 'event-malformed';

const unreadEvents = (problem: Problem): readonly Claim[] =>
  Object.keys(ofEvents).map((id) => claimOf(id, id === 'events-well-formed' ? failed(problem) : notShown));

const recordOf = (transcript: Events): Record | null => {
  try {
    const state = replayed(transcript.events);
    if (!state.ok) return null;
    return { ...transcript, state: state.value, certificateOf: certificateReader(state.value) };
  } catch {
    // Why, the claim `script-followed` says.
    return null;
  }
};

const summaryOf = (record: Record): Summary => {
  const { state, events, hashes } = record;
  const { parameters, kind } = state.script;
  const head = hashes.at(-1) ?? '';
  const { algorithms, ...subject } = inWords(subjectOfState(state));
  return {
    ceremony: state.ceremony,
    kind,
    domain: parameters.domain,
    embassy: parameters.embassy,
    place: parameters.place,
    openedAt: state.openedAt,
    closedAt: state.closedAt ?? lastTime(events),
    ...subject,
    algorithm: algorithms.join(', '),
    algorithms,
    health: kind === 'check' ? healthOf(state).map(healthSummary) : [],
    participants: parameters.participants.map(({ id, name, role }) => ({ id, name, role })),
    previousBundle: state.previousBundle?.sha256 ?? null,
    exceptions: state.exceptions.length,
    departures: departuresOf(record),
    disagreements: state.declarations.filter(({ agrees }) => !agrees).length,
    events: events.length,
    head: { hash: head, words: bytesToWords(fromHex(head)) },
  };
};

const healthSummary = ({ set, shown, missing, margin }: SetHealth): Summary['health'][number] => ({
  set: set.set,
  threshold: set.threshold,
  count: set.count,
  shown: shown.length,
  missing: missing.map((index) => set.shares[index - 1]?.holder?.name ?? `${index}`),
  margin,
});

const lastTime = (events: readonly CeremonyEvent[]): string => events.at(-1)?.at ?? '';

export { claimIds };
