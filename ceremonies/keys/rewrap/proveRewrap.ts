import { setImmediate } from 'node:timers/promises';
import { CeremonyError, type Result } from '../../model/error.ts';
import {
  faultOf,
  readRecord,
  tokenCodes,
  wrapAlgorithmOf,
  type DataKeyName,
  type DataKeyRecord,
  type Move,
  type NotMovedCode,
  type NotMovedRecord,
} from '../../model/inventory.ts';
import { attemptJob } from '../backup/job.ts';
import { withLines, type LineReader } from './lines.ts';
import { linesAtOnce, openRows, type InventoryRow } from './readInventory.ts';
import { parseNotMoved, type ResultPaths } from './results.ts';
import { openSeenNames } from './seen.ts';
import { wrapAlgorithmsOf, type EmbassyKeyVersion } from './versions.ts';

export type ProofRequest = {
  readonly from: readonly Pick<EmbassyKeyVersion, 'kid' | 'algorithm'>[];
  readonly to: Pick<EmbassyKeyVersion, 'kid' | 'algorithm'>;
  /** With the digests that were told when the inventory was read, and when its data keys were moved. */
  readonly inventory: { readonly path: string; readonly sha256: string };
  readonly results: {
    readonly paths: ResultPaths;
    readonly sha256: string;
    readonly notMovedSha256: string;
  };
  readonly onProgress?: (progress: { readonly done: number }) => void;
  readonly breathe?: () => Promise<void>;
};

export type RewrapProof = {
  readonly count: number;
  readonly moved: number;
  readonly notMoved: number;
  /** Of those not moved, the lines that do not describe a data key, and so are in no row. */
  readonly malformed: number;
  readonly rows: readonly (InventoryRow & { readonly moved: number; readonly notMoved: number })[];
};

const differs = (file: string, line: number, reason: string) =>
  new CeremonyError('inventory-differs', { file, line, reason });

const sameName = (a: DataKeyName, b: DataKeyName): boolean => a.dataSet === b.dataSet && a.id === b.id;

/** A list in which each line must have been asked for before the next one is looked at. */
const openCursor = async <T>(lines: LineReader, file: string, parse: (text: string | null) => T | null) => {
  const read = async () => {
    const line = await lines.next();
    if (line === null) return null;
    const value = line.ended ? parse(line.text) : null;
    if (value === null) throw differs(file, line.number, 'malformed');
    return { value, number: line.number };
  };
  let ahead = await read();
  return {
    peek: () => ahead,
    advance: async () => {
      ahead = await read();
    },
  };
};

const parseMoved = (text: string | null): DataKeyRecord | null => {
  const read = readRecord(text);
  return read.kind === 'record' ? read.record : null;
};

/**
 * Why a line must not have been moved, found anew; null for one that only the token can have refused. The names of a line that
 * describes no data key count for nothing, so they are not remembered.
 */
const openReasons = (move: Move) => {
  const seen = openSeenNames();
  return (record: DataKeyRecord): NotMovedCode | null =>
    seen.add(record) ? faultOf(record, move) : 'inventory-duplicate';
};

/** A reason that stands: the one that the line itself gives, or one that only the token can tell. */
const isReason = ({ code }: NotMovedRecord, found: NotMovedCode | null): boolean =>
  found === null ? tokenCodes.has(code) : code === found;

/**
 * Shows, from the files alone, that nothing was lost and nothing added: reads an inventory beside what came of it, and finds each
 * of its data keys exactly once, in order: in the new inventory, under the new version and wrapped anew, or in the list of what was
 * not moved, for a reason that the line itself bears out, or that only the token can tell.
 *
 * Problems: `inventory-differs` with the file (`inventory`, `moved`, `not-moved`) and the line; `file-absent`, `file-unreadable`.
 */
export const proveRewrap = ({
  from,
  to,
  inventory,
  results,
  onProgress = () => undefined,
  breathe = () => Promise.resolve(),
}: ProofRequest): Promise<Result<RewrapProof>> => {
  const { paths } = results;
  const target = { kid: to.kid, alg: wrapAlgorithmOf[to.algorithm] };

  const compare = async (old: LineReader, newLines: LineReader, listLines: LineReader) => {
    const reasonOf = openReasons({ from: wrapAlgorithmsOf(from), to: target });
    const moved = await openCursor(newLines, 'moved', parseMoved);
    const listed = await openCursor(listLines, 'not-moved', parseNotMoved);
    const rows = openRows(() => ({ moved: 0, notMoved: 0 }));
    const counts = { count: 0, moved: 0, notMoved: 0, malformed: 0 };

    for (let line = await old.next(); line !== null; line = await old.next()) {
      const { number } = line;
      const read = readRecord(line.text);
      const reason = read.kind === 'record' ? reasonOf(read.record) : read.code;
      const inList = listed.peek();
      const inNew = moved.peek();
      counts.count += 1;

      if (inList?.value.line === number) {
        const name = read.kind === 'record' ? read.record : read.name;
        if (!sameName(inList.value, name) || !isReason(inList.value, reason))
          throw differs('not-moved', inList.number, 'other');
        counts.notMoved += 1;
        if (read.kind === 'record') rows.of(read.record).notMoved += 1;
        else counts.malformed += 1;
        await listed.advance();
      } else {
        if (read.kind === 'fault' || reason !== null) throw differs('inventory', number, 'not-listed');
        const { value, number: at } = inNew ?? { value: null, number: 0 };
        if (value === null || !sameName(value, read.record)) throw differs('inventory', number, 'absent');
        if (value.kid !== target.kid || value.alg !== target.alg) throw differs('moved', at, 'key');
        if (value.encrypted_key === read.record.encrypted_key) throw differs('moved', at, 'not-rewrapped');
        counts.moved += 1;
        rows.of(read.record).moved += 1;
        await moved.advance();
      }
      if (number % linesAtOnce === 0) {
        onProgress({ done: number });
        await setImmediate();
        await breathe();
      }
    }

    const leftNew = moved.peek();
    const leftListed = listed.peek();
    if (leftNew !== null) throw differs('moved', leftNew.number, 'added');
    if (leftListed !== null) throw differs('not-moved', leftListed.number, 'added');
    if (old.sha256() !== inventory.sha256) throw differs('inventory', 0, 'digest');
    if (newLines.sha256() !== results.sha256) throw differs('moved', 0, 'digest');
    if (listLines.sha256() !== results.notMovedSha256) throw differs('not-moved', 0, 'digest');
    return {
      ...counts,
      rows: rows.all().map(({ dataSet, kid, counted }) => ({ dataSet, kid, ...counted })),
    };
  };

  return attemptJob(() =>
    withLines(inventory.path, (old) =>
      withLines(paths.moved, (newLines) =>
        withLines(paths.notMoved, (listLines) => compare(old, newLines, listLines)),
      ),
    ),
  );
};
