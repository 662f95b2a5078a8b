import { CeremonyError } from '../../model/error.ts';
import type { NotMovedRecord } from '../../model/inventory.ts';
import { withLines } from './lines.ts';
import { parseNotMoved } from './results.ts';

/**
 * The first lines of a list of what was not moved, as this program wrote it.
 * @throws CeremonyError file-absent, file-unreadable (somebody else has written into it, too)
 */
export const readNotMoved = (path: string, most: number): Promise<NotMovedRecord[]> =>
  withLines(path, async (lines) => {
    const listed: NotMovedRecord[] = [];
    for (let line = await lines.next(); line !== null && listed.length < most; line = await lines.next()) {
      const record = parseNotMoved(line.text);
      if (record === null) throw new CeremonyError('file-unreadable', { path, line: line.number });
      listed.push(record);
    }
    return listed;
  });
