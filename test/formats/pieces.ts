import { berTags, constructedBit, contentsOf, derElement, elementsOf } from '../../ceremonies/formats/ber.ts';
import { concat } from '../../ceremonies/formats/bytes.ts';

const endOfContents = Uint8Array.of(0, 0);

type Form = 'definite' | 'indefinite';

const around = (form: Form, tag: number, ...contents: readonly Uint8Array[]): Uint8Array =>
  form === 'definite'
    ? derElement(tag, ...contents)
    : concat(Uint8Array.of(tag, 0x80), ...contents, endOfContents);

const sizes = [1, 0, 130, 70_000] as const;

/** Octets in OCTET STRINGs of odd sizes, some of them empty, some of them in pieces themselves. */
const pieces = (form: Form, octets: Uint8Array, depth: number): Uint8Array => {
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (let turn = 0; offset < octets.length; turn += 1) {
    const part = octets.subarray(offset, offset + (sizes[turn % sizes.length] ?? 1));
    offset += part.length;
    parts.push(derElement(berTags.octetString, part));
  }
  let whole: Uint8Array = concat(...parts);
  for (let level = 0; level < depth; level += 1)
    whole = around(form, berTags.octetString | constructedBit, whole);
  return whole;
};

/** A sealed file in DER, its content cut into nested pieces: what X.690 section 8.7 allows and nobody writes. */
export const inPieces = (der: Uint8Array, form: Form, depth = 3): Uint8Array => {
  const [contentType = new Uint8Array(), explicit = new Uint8Array()] = elementsOf(der);
  const [enveloped = new Uint8Array()] = elementsOf(explicit);
  const [version = new Uint8Array(), recipients = new Uint8Array(), info = new Uint8Array(), ...rest] =
    elementsOf(enveloped);
  const [type = new Uint8Array(), algorithm = new Uint8Array(), content = new Uint8Array()] =
    elementsOf(info);
  const cut = around(form, 0xa0, pieces(form, contentsOf(content), depth));
  const infoAgain = around(form, berTags.sequence, type, algorithm, cut);
  const envelopedAgain = around(form, berTags.sequence, version, recipients, infoAgain, ...rest);
  return around(form, berTags.sequence, contentType, around(form, 0xa0, envelopedAgain));
};
