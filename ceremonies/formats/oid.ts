import { malformed } from './asn1.ts';

/**
 * What readers must take is 20 arcs of 28 bits each (RFC 5280 appendix B), which are 80 octets; the longest arc in use is a UUID of
 * 128 bits (X.667). Text of many long arcs takes time that grows with the square of their length.
 */
const most = { octets: 128, arcOctets: 19 } as const;

/** Seven bits an octet: these octets and no more fit into a number. */
const exactOctets = 7;

/** Whether contents are those of an object identifier, each arc in as few octets as it takes (X.690 section 8.19). */
export const isObjectIdentifier = (contents: Uint8Array): boolean => {
  let arcOctets = 0;
  for (const octet of contents) {
    if (arcOctets === 0 && octet === 0x80) return false;
    arcOctets += 1;
    if (arcOctets > most.arcOctets) return false;
    if (octet < 0x80) arcOctets = 0;
  }
  return contents.length > 0 && contents.length <= most.octets && arcOctets === 0;
};

const arcOf = (octets: Uint8Array): number | bigint =>
  octets.length <= exactOctets
    ? octets.reduce((arc, octet) => arc * 128 + (octet & 0x7f), 0)
    : octets.reduce((arc, octet) => arc * 128n + BigInt(octet & 0x7f), 0n);

/** An object identifier's contents in dotted decimal. @throws CeremonyError encoding-malformed */
export const oidText = (contents: Uint8Array): string => {
  if (!isObjectIdentifier(contents)) throw malformed('object-identifier');
  const arcs: (number | bigint)[] = [];
  let from = 0;
  for (const [index, octet] of contents.entries()) {
    if (octet >= 0x80) continue;
    arcs.push(arcOf(contents.subarray(from, index + 1)));
    from = index + 1;
  }
  const [first = 0] = arcs;
  // The first two arcs share a number; the first is 0, 1 or 2.
  const root = first < 40 ? 0 : first < 80 ? 1 : 2;
  const second = typeof first === 'bigint' ? first - BigInt(40 * root) : first - 40 * root;
  return [root, second, ...arcs.slice(1)].join('.');
};
