import { concat, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { Change } from './mutations.ts';

/** Changes to an archive's records: a field at a time. */

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const recordBytes: Readonly<Record<number, number>> = {
  [signatures.local]: 30,
  [signatures.central]: 46,
  [signatures.end]: 22,
};

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where records begin, those of the directory too. */
const recordsIn = (bytes: Uint8Array): readonly { readonly from: number; readonly sizeBytes: number }[] => {
  const data = viewOf(bytes);
  const found: { from: number; sizeBytes: number }[] = [];
  for (let at = bytes.indexOf(0x50); at >= 0 && at + 4 <= bytes.length; at = bytes.indexOf(0x50, at + 1)) {
    const sizeBytes = recordBytes[data.getUint32(at, true)];
    if (sizeBytes !== undefined && at + sizeBytes <= bytes.length) found.push({ from: at, sizeBytes });
  }
  return found;
};

const oddNumbers = [0, 1, 8, 0x7f, 0xff, 0x0800, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff];

const oddNames = [
  '../a',
  '/a',
  'a\\b',
  'C:a',
  'a/',
  '',
  'META-INF/signature001.p7s',
  'mimetype',
  'REGISTER.json',
];

export const changedZip: readonly Change[] = [
  // Any field of any record: sizes, offsets, counts, flags, methods.
  (bytes, { at, size }) => {
    const records = recordsIn(bytes);
    const record = records[at % Math.max(1, records.length)];
    if (record === undefined) return bytes;
    const copy = bytes.slice();
    const field = 4 + 2 * (size % ((record.sizeBytes - 4) / 2));
    const number = oddNumbers[(at + size) % oddNumbers.length] ?? 0;
    const data = viewOf(copy);
    if (number > 0xffff && field + 4 <= record.sizeBytes) data.setUint32(record.from + field, number, true);
    else data.setUint16(record.from + field, number & 0xffff, true);
    return copy;
  },
  // Another name of the same length, in one of its two places.
  (bytes, { at, size }) => {
    const records = recordsIn(bytes);
    const record = records[at % Math.max(1, records.length)];
    if (record === undefined) return bytes;
    const name = toUtf8(oddNames[size % oddNames.length] ?? '');
    const copy = bytes.slice();
    copy.set(
      name.subarray(0, Math.max(0, copy.length - record.from - record.sizeBytes)),
      record.from + record.sizeBytes,
    );
    return copy;
  },
  // Records again: the end of the directory twice, a directory in front of the archive, thousands of entries.
  (bytes, { at, size }) => {
    const records = recordsIn(bytes);
    const record = records[at % Math.max(1, records.length)];
    if (record === undefined) return bytes;
    const again = bytes.subarray(record.from);
    return size % 3 === 0
      ? concat(again, bytes)
      : concat(bytes, ...Array.from({ length: 1 + (size % 50) }, () => again.subarray(0, 20_000)));
  },
];
