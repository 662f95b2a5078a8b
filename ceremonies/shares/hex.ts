/**
 * Hex between buffers. Buffer's own goes through a string, which cannot be wiped; and these branch on no digit and look
 * nothing up, so their time tells nothing.
 */

const digit0 = 0x30;
const digitA = 0x61;

/** −1 (all bits set) when `low <= byte <= high`, else 0. */
const within = (byte: number, low: number, high: number): number => ~((byte - low) | (high - byte)) >> 31;

const encodeNibble = (nibble: number): number =>
  digit0 + nibble + ((digitA - digit0 - 10) & ((9 - nibble) >> 31));

/** Writes two lower-case digits for each byte of `source` to the start of `target`. */
export const encodeHex = (source: Uint8Array, target: Uint8Array): void => {
  source.forEach((byte, i) => {
    target[2 * i] = encodeNibble(byte >> 4);
    target[2 * i + 1] = encodeNibble(byte & 15);
  });
};

/** Reads lower-case digits, two for each byte of `target`. False if anything else stood among them. */
export const decodeHex = (digits: Uint8Array, target: Uint8Array): boolean => {
  let wrong = 0;
  const nibbleAt = (place: number): number => {
    const byte = digits[place] ?? 0;
    const isDigit = within(byte, digit0, digit0 + 9);
    const isLetter = within(byte, digitA, digitA + 5);
    wrong |= ~(isDigit | isLetter);
    return ((byte - digit0) & isDigit) | ((byte - digitA + 10) & isLetter);
  };
  for (let i = 0; i < target.length; i++) target[i] = (nibbleAt(2 * i) << 4) | nibbleAt(2 * i + 1);
  return wrong === 0 && digits.length === 2 * target.length;
};
