import { setImmediate } from 'node:timers/promises';
import { CeremonyError, must, type Result } from '../../model/error.ts';
import {
  faultOf,
  readRecord,
  type DataKeyRecord,
  type Move,
  type NotMovedRecord,
  type ReadRecord,
} from '../../model/inventory.ts';
import { dropWitness, makeWitness, witnessKey } from '../../tokens/dataKeys.ts';
import type { TokenObject } from '../../tokens/objects.ts';
import type { Session } from '../../tokens/session.ts';
import type { OpenAppendFile } from '../../transcript/appendFile.ts';
import { attemptJob } from '../backup/job.ts';
import { openLanes } from './lanes.ts';
import { countLines, withLines, type LineReader } from './lines.ts';
import { openResults, resultPaths, type ResultPaths, type Results, type Settled } from './results.ts';
import { openSeenNames } from './seen.ts';
import {
  recordOf,
  tryVersion,
  wrapAlgorithmsOf,
  wrappingOf,
  type EmbassyKeyVersion,
  type Wrapping,
} from './versions.ts';
import { pathOf, type Moved, type Path, type Way } from './ways.ts';

export type RewrapProgress = {
  /** Lines, of which some were settled by an earlier run. */
  readonly done: number;
  readonly total: number;
  readonly resumed: number;
};

export type RewrapRequest = {
  /** Logged in to the HSM. More than one are used at once where the HSM shows that this is faster. */
  readonly sessions: readonly [Session, ...Session[]];
  readonly from: readonly EmbassyKeyVersion[];
  readonly to: EmbassyKeyVersion;
  readonly inventory: { readonly path: string; readonly sha256: string };
  /** Where `NAME.jsonl` and `NAME.not-moved.jsonl` go. */
  readonly output: { readonly directory: string; readonly name: string };
  readonly onProgress?: (progress: RewrapProgress) => void;
  /** Awaited between batches: what does not come back yet pauses the work, what throws ends it. */
  readonly breathe?: () => Promise<void>;
  /** Only faults are tested with another. */
  readonly openFile?: OpenAppendFile;
};

export type Rewrapped = {
  readonly count: number;
  /** Data keys by the way they went; each was opened again with the new version and found to be the same. */
  readonly moved: Readonly<Record<Way, number>>;
  readonly notMoved: number;
  /** Of the new inventory and of the list of what was not moved. */
  readonly sha256: string;
  readonly notMovedSha256: string;
  readonly paths: ResultPaths;
  /** How many lines an earlier run had settled. */
  readonly resumed: number;
  readonly sessionsUsed: number;
};

/** What the token is asked to do. `known`: what an earlier run made of it, which is proved. */
type Task = { readonly path: Path; readonly wrapping: Wrapping; readonly known: Wrapping | null };

/** A line of the inventory that is to be settled. `there`: what an earlier run made of it. `task`: null for what the token is not asked. */
type Item = {
  readonly number: number;
  readonly read: ReadRecord;
  readonly there: Settled | null;
  readonly task: Task | null;
};

/** What can be told of a line without the token: a data key that can be tried, or why not. */
const openClassifier = (move: Move): ((text: string | null) => ReadRecord) => {
  const seen = openSeenNames();
  return (text) => {
    const read = readRecord(text);
    if (read.kind === 'fault') return read;
    const { dataSet, id } = read.record;
    const code = seen.add(read.record) ? faultOf(read.record, move) : 'inventory-duplicate';
    return code === null ? read : { kind: 'fault', name: { dataSet, id }, code };
  };
};

const line = (value: DataKeyRecord | NotMovedRecord): string => `${JSON.stringify(value)}\n`;

/** What is written of one line of the inventory. */
const outcome = (
  { number, read }: Item,
  moved: Moved | null,
  kid: string,
): { readonly moved: string; readonly notMoved: string } => {
  if (read.kind === 'fault')
    return { moved: '', notMoved: line({ ...read.name, line: number, code: read.code }) };
  const { dataSet, id } = read.record;
  if (moved === null) throw new CeremonyError('internal', { line: number });
  return moved.kind === 'moved'
    ? { moved: line(recordOf({ dataSet, id, kid }, moved.wrapping)), notMoved: '' }
    : { moved: '', notMoved: line({ dataSet, id, line: number, code: moved.code }) };
};

type Run = {
  readonly request: RewrapRequest;
  readonly total: number;
  readonly lines: LineReader;
  readonly results: Results;
  readonly classify: (text: string | null) => ReadRecord;
  readonly paths: ReadonlyMap<string, Path>;
};

const pathFor = (paths: ReadonlyMap<string, Path>, { kid }: DataKeyRecord): Path => {
  const path = paths.get(kid);
  if (path === undefined) throw new CeremonyError('internal', { kid });
  return path;
};

const runThrough = async ({ request, total, lines, results, classify, paths }: Run) => {
  const { sessions, to, output, onProgress = () => undefined, breathe = () => Promise.resolve() } = request;
  const files = resultPaths(output.directory, output.name);
  const lanes = openLanes(sessions);
  const moved: Record<Way, number> = { token: 0, engine: 0 };
  let notMoved = 0;
  let done = 0;
  let resumed = 0;
  let isResuming = true;

  const count = (read: ReadRecord, isMoved: boolean): void => {
    done += 1;
    if (isMoved && read.kind === 'record') moved[pathFor(paths, read.record).way] += 1;
    else notMoved += 1;
  };

  /**
   * Bytes are made of text, and text of bytes, apart from the calls to the token: done between them, V8's wide vector instructions
   * make SoftHSM's next calls some 8 % slower (docs/BENCHMARKS.md).
   */
  const taskOf = (read: ReadRecord, there: Settled | null): Task | null =>
    read.kind === 'fault' || there === 'not-moved'
      ? null
      : {
          path: pathFor(paths, read.record),
          wrapping: wrappingOf(read.record),
          known: there === null ? null : wrappingOf(there),
        };

  /** The next lines, some at a time, each with what an earlier run made of it. */
  const nextBatch = async (): Promise<readonly Item[]> => {
    const items: Item[] = [];
    const size = lanes.batchSize();
    for (let taken = 0; taken < size; taken += 1) {
      const next = await lines.next();
      if (next === null) break;
      const read = classify(next.text);
      const there = isResuming ? await results.settled(next.number, read) : null;
      isResuming = there !== null;
      items.push({ number: next.number, read, there, task: taskOf(read, there) });
    }
    return items;
  };

  const settle = async (items: readonly Item[]): Promise<void> => {
    const tasks = items.flatMap(({ task }) => (task === null ? [] : [task]));
    const tried = await lanes.run(tasks, (lane, { path, wrapping, known }) =>
      path.move(lane, wrapping, known),
    );
    let newLines = '';
    let listed = '';
    let next = 0;
    for (const item of items) {
      const result = item.task === null ? undefined : tried[next++];
      if (item.there !== null) {
        if (item.there !== 'not-moved') requireSame(result);
        count(item.read, item.there !== 'not-moved');
        resumed += 1;
        continue;
      }
      if (result?.ok === false) {
        // What was done before the token refused is done.
        await results.append(newLines, listed);
        must(result);
      }
      const became = result?.ok === true ? result.value : null;
      const written = outcome(item, became, to.kid);
      newLines += written.moved;
      listed += written.notMoved;
      count(item.read, became?.kind === 'moved');
    }
    await results.append(newLines, listed);
  };

  /** A file by the right name may be of another ceremony, whose key is gone: it is not gone on with, and not written over. */
  const requireSame = (proved: Result<Moved> | undefined): void => {
    const isOther = proved?.ok === false && proved.problem.code === 'check-value-differs';
    const became = proved === undefined || isOther ? null : must(proved);
    if (became?.kind !== 'moved') throw new CeremonyError('file-exists', { path: files.moved });
  };

  while (done < total) {
    const before = done;
    const items = await nextBatch();
    if (items.length > 0) await settle(items);
    // Fewer lines than there were: somebody changed the file.
    if (done === before) break;
    onProgress({ done, total, resumed });
    await setImmediate();
    await breathe();
  }
  // Past the end, so that the digest is of the whole file.
  if ((await lines.next()) !== null || lines.sha256() !== request.inventory.sha256)
    throw new CeremonyError('inventory-differs', { path: request.inventory.path });
  return { count: done, moved, notMoved, resumed, sessionsUsed: lanes.sessionsUsed() };
};

const tryVersions = async (
  { sessions: [session], from, to }: RewrapRequest,
  witness: TokenObject<'secret-key'>,
) => {
  const tried = must(await tryVersion(session, to, witness));
  const comparing = must(witnessKey(session, witness));
  const paths = new Map<string, Path>();
  for (const version of from) {
    if (version.kid === to.kid || paths.has(version.kid))
      throw new CeremonyError('internal', { kid: version.kid });
    const old = must(await tryVersion(session, version, witness));
    paths.set(version.kid, pathOf(old, tried, comparing));
  }
  const move: Move = { from: wrapAlgorithmsOf(from), to: { kid: to.kid, alg: tried.alg } };
  return { paths, move };
};

/**
 * Moves every data key of an inventory from the versions it lies under to another, on the HSM alone where the HSM can. Each line of
 * the inventory ends in exactly one of two files, in the order of the inventory: the new inventory, or the list of what could not be
 * moved and why. Called again after it was cut short, it goes on where it stopped; called again when it was done, it says what was
 * done.
 *
 * Problems: `inventory-differs` (not the file that was read before), `file-exists`, `file-absent`,
 * `not-writable`, `disk-full`, and the token's: `token-removed`, `token-write-failed` (it opens nothing any more),
 * `check-value-differs` (it does not open what it wrapped), `mechanism-missing`. After each of them it can be called again.
 */
export const rewrapInventory = (request: RewrapRequest): Promise<Result<Rewrapped>> =>
  attemptJob(async () => {
    const { sessions, inventory, output, openFile } = request;
    const [session] = sessions;
    // Before anything is done; and again from what was read meanwhile, when all is done.
    const facts = await countLines(inventory.path);
    if (facts.sha256 !== inventory.sha256)
      throw new CeremonyError('inventory-differs', { path: inventory.path });

    const witness = must(await makeWitness(session));
    try {
      const { paths, move } = await tryVersions(request, witness);
      const files = resultPaths(output.directory, output.name);
      return await withLines(inventory.path, async (lines) => {
        const results = await openResults(files, move.to, openFile);
        try {
          const classify = openClassifier(move);
          const run = { request, total: facts.count, lines, results, classify, paths };
          const counts = await runThrough(run);
          return { ...counts, ...(await results.publish()), paths: files };
        } finally {
          await results.close();
        }
      });
    } finally {
      dropWitness(session, witness);
    }
  });
