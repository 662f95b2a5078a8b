import { fromHex } from '../formats/bytes.ts';
import { sizeOf } from '../formats/source.ts';
import { bytesToWords } from '../formats/words.ts';
import { bad, CeremonyError, good, type Problem, type Result } from '../model/error.ts';
import { exceededIn } from '../model/custody.ts';
import type { CeremonyEvent } from '../model/event.ts';
import { replacementsOf } from '../model/replacements.ts';
import { hsmLossOf, rememberedOf, signersOf, type State } from '../model/state.ts';
import { inWords, subjectOfState } from '../model/subject.ts';
import { healthOf, type SetHealth } from '../transcript/health.ts';
import { registerOf } from '../transcript/registerOf.ts';
import { readLines, type TranscriptLimits } from '../transcript/readTranscript.ts';
import { takeStamps, unstampedSha256, type Stamp } from '../transcript/stamps.ts';
import { knownSigners } from './checks/known.ts';
import { departuresOf } from './checks/room.ts';
import { beginChecks } from './begun.ts';
import { replayed } from './checks/transcript.ts';
import { checksOf, claimIds, ofContainer, ofEvents, ofRecord } from './claims.ts';
import { deedsOf } from './deeds.ts';
import { certificateReader, type Container, type Events, type Record, type Replayed } from './evidence.ts';
import { failed, find, notShown, type Finding } from './finding.ts';
import { continuing, linkOf, type Examined } from './link.ts';
import { openBundle, readBundle, verifyLimits, type Bundle, type ReadBundle } from './openBundle.ts';
import type { Progress } from './progress.ts';
import { claimOf } from './requirements.ts';
import type { Trusted } from './trusted.ts';
import { outcomeOf, type Claim, type Summary, type Verdict } from './verdict.ts';

export type VerifyOptions = Trusted & {
  /** The bundle that this one continues from. */
  readonly previous?: Bundle;
  /** For somebody who waits. */
  readonly progress?: Progress;
  /** For somebody who tells what happened: what the events came to, where they could be followed, good or bad. */
  readonly replayed?: (what: Replayed) => void;
};

/**
 * Everything that an auditor checks of a bundle, from its bytes alone, however long it is. Pure; runs in a browser. Never throws: what cannot be read
 * gives `unreadable` with the problem, what contradicts itself gives `bad` with the claims that failed.
 */
export const verifyBundle = async (
  bundle: Bundle,
  { previous, progress, replayed: heard, ...trusted }: VerifyOptions = {},
): Promise<Verdict> => {
  const examined = await examine(bundle, trusted, progress, heard);
  return previous === undefined ? examined.verdict : continuing(examined, await examine(previous));
};

/** Verifies a bundle by itself, once, whatever it is compared with afterwards. Never throws. */
export const examine = async (
  bundle: Bundle,
  trusted: Trusted = {},
  progress?: Progress,
  heard?: (what: Replayed) => void,
): Promise<Examined> => {
  const read = await readBundle(bundle, progress);
  return read.ok ? examineRead(read.value, trusted, heard) : notRead(read.problem, '', sizeOf(bundle));
};

const notRead = (problem: Problem, sha256: string, sizeBytes: number): Examined => {
  const { link, ...verdict } = unreadable(problem);
  return { verdict: { format: verdictFormat, bundle: { sha256, sizeBytes }, ...verdict }, link };
};

/** The same of a bundle that was read already. */
export const examineRead = async (
  bundle: ReadBundle,
  { timeAnchors = [], trustAnchors, people }: Trusted = {},
  heard?: (what: Replayed) => void,
): Promise<Examined> => {
  const { sizeBytes } = bundle.source;
  const entries = await openBundle(bundle);
  if (!entries.ok) return notRead(entries.problem, bundle.sha256, sizeBytes);
  const { files, stamps } = takeStamps(entries.value);
  const digests = await digestsOf(bundle, files, stamps);
  if (!digests.ok) return notRead(digests.problem, bundle.sha256, sizeBytes);
  const trust =
    trustAnchors === undefined && people === undefined
      ? {}
      : { trust: { anchors: trustAnchors ?? [], people: people ?? [] } };
  const { link, ...verdict } = await examineFiles({
    files,
    time: { stamps, anchors: timeAnchors },
    stages: bundle.stages,
    ...(heard && { heard }),
    ...trust,
  });
  return { verdict: { format: verdictFormat, bundle: { ...digests.value, sizeBytes }, ...verdict }, link };
};

const verdictFormat = 'embassy-key-ceremony/verdict/1';

const digestsOf = async (
  { sha256 }: ReadBundle,
  files: Container['files'],
  stamps: readonly Stamp[],
): Promise<Result<Omit<Verdict['bundle'], 'sizeBytes'>>> => {
  if (stamps.length === 0) return good({ sha256 });
  try {
    return good({ sha256: await unstampedSha256(files), stampedSha256: sha256 });
  } catch (error) {
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('internal');
  }
};

/** What a verdict says of the files of a container, once it could be opened. */
export type FilesVerdict = Omit<Verdict, 'format' | 'bundle'>;

/** The verdict on files that a container held, and what they say of other bundles. */
export const examineFiles = async (given: Container): Promise<FilesVerdict & Pick<Examined, 'link'>> => {
  // WebCrypto hashes files and checks signatures while the transcript is read.
  const container = { ...given, begun: beginChecks(given.files) };
  const ofFiles = judge(ofContainer, container);
  const transcript = await readTranscript(container);
  if (!transcript.ok && cannotBeRead(transcript.problem)) return unreadable(transcript.problem);
  const record = transcript.ok ? recordOf(transcript.value) : null;
  if (record !== null)
    container.heard?.({ state: record.state, events: record.events, hashes: record.hashes });
  const claims = [
    ...(await ofFiles),
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

/** The transcript among the files. Problems: bundle-entry-missing, those of `readLines` and of reading a file. */
export const readTranscript = async (
  container: Container,
  limits: TranscriptLimits = verifyLimits.transcript,
): Promise<Result<Events>> => {
  const content = container.files.get('transcript.jsonl');
  if (content === undefined) return bad('bundle-entry-missing', { file: 'transcript.jsonl' });
  try {
    const read = await readLines(container.stages?.reading(content) ?? content, limits, container.begun?.met);
    return read.ok ? good({ ...container, ...read.value }) : read;
  } catch (error) {
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('event-malformed');
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
    return {
      ...transcript,
      state: state.value,
      certificateOf: certificateReader(state.value),
      ...(transcript.stages && { checked: transcript.stages.checking(toCheck(transcript, state.value)) }),
    };
  } catch {
    // Why, the claim `script-followed` says.
    return null;
  }
};

/** Signatures of statements and of the bundle, and certificates: what takes time. */
const toCheck = ({ events }: Events, state: State): number =>
  events.filter((event) => 'signed' in event).length + 2 * signersOf(state).length;

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
    ...deedsOf(state),
    health: kind === 'check' ? healthOf(state).map(healthSummary) : [],
    participants: parameters.participants.map(({ id, name, role }) => ({ id, name, role })),
    previousBundle: state.previousBundle?.sha256 ?? null,
    exceptions: state.exceptions.length,
    departures: departuresOf(record),
    ...hsmLostIn(state),
    ...hsmsLostBefore(state),
    ...exceededAfter(state),
    ...(state.replaced.length === 0 ? {} : { replacements: replacementsOf(state) }),
    disagreements: state.declarations.filter(({ agrees }) => !agrees).length,
    events: events.length,
    head: { hash: head, words: bytesToWords(fromHex(head)) },
  };
};

const hsmLostIn = (state: State): Pick<Summary, 'hsmLost'> => {
  const loss = hsmLossOf(state);
  if (loss === null || state.hsm === null || state.ceremonyKey === null) return {};
  const { label, serial } = state.hsm.token;
  return { hsmLost: { label, serial, because: loss.happened } };
};

const hsmsLostBefore = (state: State): Pick<Summary, 'hsmsLostBefore'> => {
  const lost = rememberedOf(state, 'hsm-lost').map(({ label, serial, reason: because }) => ({
    label,
    serial,
    because,
  }));
  return lost.length === 0 ? {} : { hsmsLostBefore: lost };
};

const exceededAfter = (state: State): Pick<Summary, 'exceeded'> => {
  const exceeded = exceededIn(registerOf(state)).map(({ name, indices, threshold }) => ({
    name,
    shares: indices.length,
    threshold,
  }));
  return exceeded.length === 0 ? {} : { exceeded };
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
