import { malformed } from './asn1.ts';

/** Seven bits an octet: these octets and no more fit into a number. */
const exactOctets = 7;

const arcOf = (octets: Uint8Array): number | bigint =>
  octets.length <= exactOctets
    ? octets.reduce((arc, octet) => arc * 128 + (octet & 0x7f), 0)
    : octets.reduce((arc, octet) => arc * 128n + BigInt(octet & 0x7f), 0n);

/** An object identifier's contents (X.690 section 8.19) in dotted decimal. @throws CeremonyError encoding-malformed */
export const oidText = (contents: Uint8Array): string => {
  const arcs: (number | bigint)[] = [];
  let from = 0;
  for (const [index, octet] of contents.entries()) {
    if (octet >= 0x80) continue;
    arcs.push(arcOf(contents.subarray(from, index + 1)));
    from = index + 1;
  }
  const [first] = arcs;
  if (first === undefined || from < contents.length) throw malformed('object-identifier');
  // The first two arcs share a number; the first is 0, 1 or 2.
  const root = first < 40 ? 0 : first < 80 ? 1 : 2;
  const second = typeof first === 'bigint' ? first - BigInt(40 * root) : first - 40 * root;
  return [root, second, ...arcs.slice(1)].join('.');
};
