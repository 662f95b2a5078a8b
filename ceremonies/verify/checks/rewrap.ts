import { must } from '../../model/error.ts';
import { demand } from '../../model/demand.ts';
import type { EventOf } from '../../model/event.ts';
import { sum } from '../../model/sum.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, notShown, proved, type Finding } from '../finding.ts';
import { registerIn } from '../registerFile.ts';

/** What became of the data keys and the backups under older versions. The inventories themselves are in no bundle. */

type Told = {
  readonly read: EventOf<'inventory-read'>;
  readonly moved: EventOf<'data-rewrapped'>;
  readonly proof: EventOf<'rewrap-proved'>;
};

const toldBy = (record: Record): Told => {
  const [read, moved, proof] = [
    eventsOfType(record, 'inventory-read').at(-1),
    eventsOfType(record, 'data-rewrapped').at(-1),
    eventsOfType(record, 'rewrap-proved').at(-1),
  ];
  demand(read !== undefined && moved !== undefined && proof !== undefined, 'inventory-differs', {
    reason: 'untold',
  });
  return { read, moved, proof };
};

const eventsOf = ({ read, moved, proof }: Told): readonly number[] => seqs([read, moved, proof]);

/**
 * The numbers agree: lines read, data keys moved and not moved, data set by data set; each backup once; and what the register has
 * under the new version is what was moved there.
 */
export const rewrapCounted = (record: Record): Finding => {
  const told = toldBy(record);
  const { read, moved, proof } = told;
  const { dataKeys, backups } = moved;
  const differs = (holds: boolean, event: { readonly seq: number }, field: string): void =>
    demand(holds, 'inventory-differs', { event: event.seq, field });
  const done = (dataKeys?.inToken ?? 0) + (dataKeys?.inEngine ?? 0);
  const left = dataKeys?.notMoved ?? 0;
  differs(done + left === (read.inventory?.lines ?? 0), moved, 'lines');
  differs(sum(proof.rows.map((row) => row.moved)) === done, proof, 'moved');
  differs(sum(proof.rows.map((row) => row.notMoved)) === left, proof, 'notMoved');
  const names = [...(backups?.moved ?? []), ...(backups?.notMoved ?? [])].map(({ name }) => name);
  differs(names.length === (read.backups?.files ?? 0), moved, 'files');
  differs(new Set(names).size === names.length, moved, 'names');
  const under = must(registerIn(record.files)).dataSets.filter(
    ({ label, version }) => label === moved.label && version === moved.version,
  );
  const known = sum(under.map(({ count }) => count));
  // What was under the new version already stays there.
  const already = sum(proof.rows.filter((row) => row.version === moved.version).map((row) => row.notMoved));
  differs(known === done + already + (backups?.moved.length ?? 0), proof, 'dataSets');
  return proved(
    { dataKeys: done, notMoved: left, backups: names.length, backupsNotMoved: backups?.notMoved.length ?? 0 },
    eventsOf(told),
  );
};

/**
 * Every id of the old inventory is in the new one, or on the list of what was not moved, exactly once, and each was opened again
 * with the new version: seen in the room, over files with these digests.
 */
export const rewrapComplete = (record: Record): Finding => {
  const told = toldBy(record);
  const { dataKeys, backups } = told.moved;
  return attested(
    {
      ...(told.read.inventory === null ? {} : { inventory: told.read.inventory.sha256 }),
      ...(dataKeys === null ? {} : { newInventory: dataKeys.sha256, notMoved: dataKeys.notMovedSha256 }),
      ...(backups === null ? {} : { backups: backups.moved.length }),
    },
    eventsOf(told),
  );
};

/** Which way the data keys went: within the token, or through the program's memory, where the token cannot do otherwise. */
export const rewrapInToken = (record: Record): Finding => {
  const { moved } = toldBy(record);
  if (moved.dataKeys === null) return notShown;
  const { inToken, inEngine } = moved.dataKeys;
  return attested({ inToken, inEngine }, [moved.seq]);
};
