import {
  AttributeTypeAndValue,
  AttributeValue,
  Name as X509Name,
  RelativeDistinguishedName,
} from '@peculiar/asn1-x509';
import { malformed } from './asn1.ts';
import { fromUtf8 } from './bytes.ts';
import { derTags, fieldsOf, identifierOf, membersOf, type DerElement } from './der.ts';

/** What an X.509 name says of its owner (RFC 5280 section 4.1.2.4). Attributes beyond these are left aside. */
export type Name = {
  /** Empty where a foreign certificate has none. */
  readonly commonName: string;
  readonly organizationalUnits: readonly string[];
  readonly organization?: string;
  readonly country?: string;
  readonly surname?: string;
  readonly givenName?: string;
  readonly serialNumber?: string;
};

/** In the order in which a name lists them. RFC 5280 wants two of them as PrintableString; lengths are its appendix A's. */
const attributes = [
  { name: 'country', oid: '2.5.4.6', type: 'printableString', allowed: /^[A-Z]{2}$/ },
  { name: 'organization', oid: '2.5.4.10', type: 'utf8String', allowed: /^\P{Cc}{1,64}$/u },
  { name: 'organizationalUnits', oid: '2.5.4.11', type: 'utf8String', allowed: /^\P{Cc}{1,64}$/u },
  { name: 'commonName', oid: '2.5.4.3', type: 'utf8String', allowed: /^\P{Cc}{1,64}$/u },
  { name: 'surname', oid: '2.5.4.4', type: 'utf8String', allowed: /^\P{Cc}{1,64}$/u },
  { name: 'givenName', oid: '2.5.4.42', type: 'utf8String', allowed: /^\P{Cc}{1,64}$/u },
  {
    name: 'serialNumber',
    oid: '2.5.4.5',
    type: 'printableString',
    allowed: /^[A-Za-z0-9 '()+,./:=?-]{1,64}$/,
  },
] as const;

const valuesOf = (name: Name, attribute: (typeof attributes)[number]['name']): readonly string[] => {
  const value = name[attribute];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
};

/** The attribute that may not stand in a certificate as it is: too long, empty, or with characters not allowed. */
export const findUnfitAttribute = (name: Name): string | undefined =>
  attributes.find(({ name: attribute, allowed }) =>
    valuesOf(name, attribute).some((value) => !allowed.test(value) || /\p{Surrogate}/u.test(value)),
  )?.name;

/** RDNSequence, one attribute to a set. */
export const encodeName = (name: Name): X509Name =>
  new X509Name(
    attributes.flatMap(({ name: attribute, oid, type }) =>
      valuesOf(name, attribute).map((value) => {
        const text = new AttributeValue({ [type]: value });
        return new RelativeDistinguishedName([new AttributeTypeAndValue({ type: oid, value: text })]);
      }),
    ),
  );

/** Characters of so many octets each, the first octet first. */
const characters =
  (octetsEach: number) =>
  (contents: Uint8Array): string => {
    if (contents.length % octetsEach !== 0) throw malformed('string');
    let text = '';
    for (let at = 0; at < contents.length; at += octetsEach) {
      const code = contents.subarray(at, at + octetsEach).reduce((sum, octet) => sum * 256 + octet, 0);
      if (code > 0x10ffff) throw malformed('string');
      text += String.fromCodePoint(code);
    }
    return text;
  };

/** The types of string that X.509 allows in a name (RFC 5280 section 4.1.2.4, appendix A). */
const strings: Readonly<Record<number, (contents: Uint8Array) => string>> = {
  [derTags.utf8String]: fromUtf8,
  [derTags.printableString]: characters(1),
  [derTags.ia5String]: characters(1),
  [derTags.teletexString]: characters(1),
  [derTags.bmpString]: characters(2),
  [derTags.universalString]: characters(4),
};

/** Reads a Name. @throws CeremonyError encoding-malformed */
export const nameIn = (element: DerElement): Name => {
  const values = new Map<string, string[]>();
  for (const relative of membersOf(element, derTags.sequence)) {
    for (const attribute of membersOf(relative, derTags.set)) {
      fieldsOf(attribute, derTags.sequence, ({ take, next }) => {
        const type = identifierOf(take(derTags.objectIdentifier));
        const value = next();
        if (value === undefined) throw malformed('der');
        const known = attributes.find(({ oid }) => oid === type);
        const text = strings[value.tag]?.(value.contents);
        if (known === undefined || text === undefined) return;
        values.set(known.name, [...(values.get(known.name) ?? []), text]);
      });
    }
  }
  const first = (name: string) => values.get(name)?.[0];
  const [country, organization, surname] = [first('country'), first('organization'), first('surname')];
  const [givenName, serialNumber] = [first('givenName'), first('serialNumber')];
  return {
    commonName: first('commonName') ?? '',
    organizationalUnits: values.get('organizationalUnits') ?? [],
    ...(country !== undefined && { country }),
    ...(organization !== undefined && { organization }),
    ...(surname !== undefined && { surname }),
    ...(givenName !== undefined && { givenName }),
    ...(serialNumber !== undefined && { serialNumber }),
  };
};
