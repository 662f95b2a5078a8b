import { notMovedRecord, type NotMovedRecord } from '../../model/inventory.ts';
import { withLines } from './lines.ts';

/** The first lines of a list of what was not moved, as this program wrote it. @throws CeremonyError file-absent, file-unreadable */
export const readNotMoved = (path: string, most: number): Promise<NotMovedRecord[]> =>
  withLines(path, async (lines) => {
    const listed: NotMovedRecord[] = [];
    for (let line = await lines.next(); line !== null && listed.length < most; line = await lines.next())
      listed.push(notMovedRecord.parse(JSON.parse(line.text ?? '')));
    return listed;
  });
