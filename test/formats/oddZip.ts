import { deflateRawSync } from 'node:zlib';
import { concat, toUtf8 } from '../../ceremonies/formats/bytes.ts';

/** Entries as another program might write them, free to lie. */
export type Entry = {
  readonly name: string;
  readonly content?: Uint8Array;
  readonly packed?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly localName?: string;
  readonly sizeBytes?: number;
  readonly crc?: number;
  readonly attributes?: number;
  readonly extra?: Uint8Array;
  readonly at?: number;
};

const crc32 = (bytes: Uint8Array): number => {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
};

const header = (size: number, fields: Readonly<Record<number, readonly [number, 2 | 4]>>): Uint8Array => {
  const bytes = Buffer.alloc(size);
  for (const [at, [value, width]] of Object.entries(fields)) bytes.writeUIntLE(value, Number(at), width);
  return bytes;
};

export const zip = (entries: readonly Entry[]): Uint8Array => {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const {
      content = new Uint8Array(),
      method = 0,
      flags = 0x800,
      attributes = 0,
      extra = new Uint8Array(),
    } = entry;
    const packed = entry.packed ?? (method === 8 ? new Uint8Array(deflateRawSync(content)) : content);
    const [crc, size] = [entry.crc ?? crc32(content), entry.sizeBytes ?? content.length];
    const [name, localName] = [toUtf8(entry.name), toUtf8(entry.localName ?? entry.name)];
    const local = concat(
      header(30, {
        0: [0x04034b50, 4],
        4: [20, 2],
        6: [flags, 2],
        8: [method, 2],
        12: [0x21, 2],
        14: [crc, 4],
        18: [packed.length, 4],
        22: [size, 4],
        26: [localName.length, 2],
        28: [extra.length, 2],
      }),
      localName,
      extra,
      packed,
    );
    centrals.push(
      header(46, {
        0: [0x02014b50, 4],
        4: [20, 2],
        6: [20, 2],
        8: [flags, 2],
        10: [method, 2],
        14: [0x21, 2],
        16: [crc, 4],
        20: [packed.length, 4],
        24: [size, 4],
        28: [name.length, 2],
        30: [extra.length, 2],
        38: [attributes, 4],
        42: [entry.at ?? offset, 4],
      }),
      name,
      extra,
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = concat(...centrals);
  const end = header(22, {
    0: [0x06054b50, 4],
    8: [entries.length, 2],
    10: [entries.length, 2],
    12: [directory.length, 4],
    16: [offset, 4],
  });
  return concat(...locals, directory, end);
};
