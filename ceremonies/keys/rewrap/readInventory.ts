import { setImmediate } from 'node:timers/promises';
import { CeremonyError, type Result } from '../../model/error.ts';
import { rowsMax } from '../../model/event.ts';
import { readRecord } from '../../model/inventory.ts';
import { attemptJob } from '../backup/job.ts';
import { withLines } from './lines.ts';

export type InventoryFacts = {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Lines: every one of them is a data key that must be accounted for. */
  readonly count: number;
  /** How many of them do not describe a data key. */
  readonly malformed: number;
  /** The others: how many data keys of each data set lie under each version, in the order in which they first come. */
  readonly rows: readonly (InventoryRow & { readonly count: number })[];
};

/** The data keys of one data set under one version of an embassy key. */
export type InventoryRow = { readonly dataSet: string; readonly kid: string };

/** More than an inventory of any size has; a file that names more is something else. One row is for lines that cannot be read. */
const mostRows = rowsMax - 1;

/** So that whatever else goes on in this process does. */
export const linesAtOnce = 2000;

/** One value for each data set and version, in the order in which they first come. */
export const openRows = <T>(empty: () => T) => {
  const rows = new Map<string, InventoryRow & { readonly counted: T }>();
  return {
    of: ({ dataSet, kid }: InventoryRow): T => {
      const name = JSON.stringify([dataSet, kid]);
      const known = rows.get(name);
      if (known !== undefined) return known.counted;
      if (rows.size >= mostRows) throw new CeremonyError('inventory-malformed', { moreRowsThan: mostRows });
      const counted = empty();
      rows.set(name, { dataSet, kid, counted });
      return counted;
    },
    all: () => [...rows.values()],
  };
};

/**
 * Reads an inventory through, in flat memory. Problems: `inventory-malformed` (no line of it describes a data key), `file-absent`,
 * `file-unreadable`.
 */
export const readInventory = (path: string): Promise<Result<InventoryFacts>> =>
  attemptJob(() =>
    withLines(path, async (lines) => {
      const rows = openRows(() => ({ count: 0 }));
      let count = 0;
      let malformed = 0;
      for (let line = await lines.next(); line !== null; line = await lines.next()) {
        count += 1;
        const read = readRecord(line.text);
        if (read.kind === 'record') {
          rows.of(read.record).count += 1;
        } else malformed += 1;
        if (count % linesAtOnce === 0) await setImmediate();
      }
      if (malformed === count) throw new CeremonyError('inventory-malformed', { lines: count });
      return {
        sha256: lines.sha256(),
        sizeBytes: lines.sizeBytes(),
        count,
        malformed,
        rows: rows.all().map(({ dataSet, kid, counted }) => ({ dataSet, kid, ...counted })),
      };
    }),
  );
