const bits = (byte: number): number => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
};

/** Octets that are taken at once. */
const slice = 8;

/** What an octet adds to the sum that is followed by none, one, two... octets of the same slice; 256 for each. */
const tables = new Int32Array(256 * slice);
for (let byte = 0; byte < 256; byte += 1) tables[byte] = bits(byte);
for (let at = 256; at < tables.length; at += 1) {
  const shorter = tables[at - 256] ?? 0;
  tables[at] = (shorter >>> 8) ^ (tables[shorter & 0xff] ?? 0);
}
const entry = (followedBy: number, byte: number): number => tables[256 * followedBy + (byte & 0xff)] ?? 0;

/** The check sum of ZIP (APPNOTE 4.4.7; ISO/IEC 8802-3): against accidents, not against people. `before`: the sum of what came before. */
export const crc32 = (bytes: Uint8Array, before = 0): number => {
  let sum = ~before;
  let at = 0;
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Slicing-by-8 (Kounavis and Berry, 2008): the look-ups of a slice need not wait for each other.
  for (const last = bytes.length - slice; at <= last; at += slice) {
    const [first, second] = [sum ^ words.getInt32(at, true), words.getInt32(at + 4, true)];
    sum =
      entry(7, first) ^
      entry(6, first >>> 8) ^
      entry(5, first >>> 16) ^
      entry(4, first >>> 24) ^
      entry(3, second) ^
      entry(2, second >>> 8) ^
      entry(1, second >>> 16) ^
      entry(0, second >>> 24);
  }
  for (; at < bytes.length; at += 1) sum = (sum >>> 8) ^ entry(0, sum ^ (bytes[at] ?? 0));
  return ~sum >>> 0;
};
