const bits = (byte: number): number => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
};
const table = Int32Array.from({ length: 256 }, (_, byte) => bits(byte));

/** The check sum of ZIP (APPNOTE 4.4.7; ISO/IEC 8802-3): against accidents, not against people. `before`: the sum of what came before. */
export const crc32 = (bytes: Uint8Array, before = 0): number => {
  let sum = ~before;
  for (let at = 0; at < bytes.length; at += 1)
    sum = (sum >>> 8) ^ (table[(sum ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~sum >>> 0;
};
