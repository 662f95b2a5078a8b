import { malformed } from './asn1.ts';

/** An object identifier's contents (X.690 section 8.19) in dotted decimal. @throws CeremonyError encoding-malformed */
export const oidText = (contents: Uint8Array): string => {
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of contents) {
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) throw malformed('object-identifier');
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first] = arcs;
  if (first === undefined || (contents.at(-1) ?? 0) >= 0x80) throw malformed('object-identifier');
  // The first two arcs share a number; the first is 0, 1 or 2.
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...arcs.slice(1)].join('.');
};
