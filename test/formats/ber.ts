import fc from 'fast-check';
import { concat } from '../../ceremonies/formats/bytes.ts';
import { readDer } from '../../ceremonies/formats/der.ts';

const constructed = 0x20;
const integer = 0x02;

const lengthOctets = (length: number): readonly number[] => {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
};

/** One value of ASN.1, its content as given. */
export const tlv = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag, ...lengthOctets(content.length)), content);
};

/** The values that stand one after the other in these octets, which are good DER. */
export const elementsOf = (der: Uint8Array): readonly Uint8Array[] => {
  const elements: Uint8Array[] = [];
  for (let offset = 0; offset < der.length;) {
    const head = headBytes(der.subarray(offset));
    const end = offset + head.size + head.length;
    elements.push(der.subarray(offset, end));
    offset = end;
  }
  return elements;
};

const headBytes = (der: Uint8Array): { readonly size: number; readonly length: number } => {
  const [, first = 0] = der;
  if (first < 0x80) return { size: 2, length: first };
  const octets = der.subarray(2, 2 + (first & 0x7f));
  return { size: 2 + octets.length, length: octets.reduce((sum, octet) => sum * 256 + octet, 0) };
};

/**
 * Every encoding of the same value by the Basic Encoding Rules that differs from its DER in one place: a length in too many
 * octets, an indefinite length, an INTEGER with an octet too many, a SET (or what stands under a context tag) in another order;
 * and leftovers behind any value.
 */
export function* berVariants(der: Uint8Array): Generator<Uint8Array> {
  const [tag = 0] = der;
  const content = der.subarray(headBytes(der).size);
  const length = lengthOctets(content.length);
  const longer = length.length === 1 ? [0x81, ...length] : [(length[0] ?? 0) + 1, 0, ...length.slice(1)];
  yield concat(Uint8Array.of(tag, ...longer), content);
  yield concat(der, Uint8Array.of(4, 0));
  if (tag === integer) yield tlv(tag, Uint8Array.of(0), content);
  if ((tag & constructed) === 0) return;
  yield concat(Uint8Array.of(tag, 0x80), content, Uint8Array.of(0, 0));
  const elements = elementsOf(content);
  if (elements.length > 1 && tag !== 0x30) yield tlv(tag, ...elements.toReversed());
  for (const [index, element] of elements.entries()) {
    for (const variant of berVariants(element)) {
      yield tlv(tag, ...elements.slice(0, index), variant, ...elements.slice(index + 1));
    }
  }
}

type Node = { readonly tag: number; readonly inside: readonly Node[] | Uint8Array };

const octetString = 0x04;

/** Whether octets are one SEQUENCE in DER, as those of an extension are. */
const isSequence = (octets: Uint8Array): boolean => {
  if (octets[0] !== 0x30) return false;
  try {
    return readDer(octets).tag === 0x30;
  } catch {
    return false;
  }
};

const tree = (der: Uint8Array): Node => {
  const [tag = 0] = der;
  const contents = der.subarray(headBytes(der).size);
  const hasInside = (tag & constructed) !== 0 || (tag === octetString && isSequence(contents));
  return { tag, inside: hasInside ? elementsOf(contents).map(tree) : contents };
};
const encode = ({ tag, inside }: Node): Uint8Array<ArrayBuffer> =>
  inside instanceof Uint8Array ? tlv(tag, inside) : tlv(tag, ...inside.map(encode));

/**
 * One change somewhere in the tree: another type, a part left out, doubled, moved, added, or other octets. Never an added NULL: as
 * parameters of a digest it may be there or not (RFC 5754 section 2).
 */
const changed = (node: Node, path: readonly number[], change: number, by: number): Node => {
  const [step, ...rest] = path;
  const { tag, inside } = node;
  if (inside instanceof Uint8Array) {
    const at = by % (inside.length + 1);
    const octets = [...inside];
    if (change % 4 === 0) return { tag: by & 0xff, inside };
    if (change % 4 === 1) return { tag, inside: Uint8Array.from(octets.toSpliced(at, 1)) };
    if (change % 4 === 2) return { tag, inside: Uint8Array.from(octets.toSpliced(at, 0, by & 0xff)) };
    return { tag, inside: inside.map((octet, index) => (index === at ? octet ^ (1 << (by % 8)) : octet)) };
  }
  const at = (step ?? by) % Math.max(1, inside.length);
  const part = inside[at];
  if (step !== undefined && part !== undefined)
    return { tag, inside: inside.toSpliced(at, 1, changed(part, rest, change, by)) };
  if (change % 5 === 0) return { tag: by & 0xff, inside };
  if (change % 5 === 1) return { tag, inside: inside.toSpliced(at, 1) };
  if (change % 5 === 2) return { tag, inside: part === undefined ? inside : [...inside, part] };
  if (change % 5 === 3) return { tag, inside: inside.toReversed() };
  return {
    tag,
    inside: inside.toSpliced(at, 0, { tag: 0x80 | (by & 0x7f), inside: new Uint8Array(by % 3) }),
  };
};

/** The value after one change somewhere inside it, lengths fitting; by chance as it was. */
export const changesOf = (der: Uint8Array): fc.Arbitrary<Uint8Array> => {
  const root = tree(der);
  return fc
    .tuple(fc.array(fc.nat(9), { maxLength: 7 }), fc.nat(19), fc.nat())
    .map(([path, change, by]) => encode(changed(root, path, change, by)));
};
