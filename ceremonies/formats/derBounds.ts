/**
 * What the library of asn1.ts must not be given: it reads a BOOLEAN as a number of any size, in time that grows with the square of
 * its length, and so that of half a megabyte for a minute. It also looks into strings for elements.
 */

const tags = { boolean: 0x01, bitString: 0x03, octetString: 0x04 } as const;
const constructedBit = 0x20;

/** One octet by the rules; random octets in a string may look like more, but not like so many. */
const longestBooleanBytes = 4096;

/** Deeper than any structure that is read. */
const deepest = 64;

type Header = { readonly tag: number; readonly startsAt: number; readonly endsAt: number };

/** The element at `at`, its contents cut where the bytes around it end; null where there is none that could be read. */
const headerAt = (bytes: Uint8Array, at: number, end: number): Header | null => {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || at + 2 > end) return null;
  const count = first > 0x80 ? first & 0x7f : 0;
  let lengthBytes = first < 0x80 ? first : 0;
  for (const octet of bytes.subarray(at + 2, at + 2 + count)) lengthBytes = lengthBytes * 256 + octet;
  const startsAt = at + 2 + count;
  // Without a length, it may go on to the end.
  return { tag, startsAt, endsAt: first === 0x80 ? end : Math.min(end, startsAt + lengthBytes) };
};

/** Whether no element, in a string or not, takes the library longer to read than it is worth. Linear in the bytes, for each level. */
export const isWithinBounds = (bytes: Uint8Array, from = 0, end = bytes.length, depth = 0): boolean => {
  if (depth > deepest) return false;
  for (let at = from; at < end;) {
    const header = headerAt(bytes, at, end);
    if (header === null) return true;
    const { tag, startsAt, endsAt } = header;
    if (tag === tags.boolean && endsAt - startsAt > longestBooleanBytes) return false;
    const inside = tag === tags.bitString ? startsAt + 1 : startsAt;
    const hasInside = (tag & constructedBit) !== 0 || tag === tags.bitString || tag === tags.octetString;
    if (hasInside && inside < endsAt && !isWithinBounds(bytes, inside, endsAt, depth + 1)) return false;
    at = Math.max(endsAt, at + 2);
  }
  return true;
};
