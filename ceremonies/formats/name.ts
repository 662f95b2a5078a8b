import {
  AttributeTypeAndValue,
  AttributeValue,
  Name as X509Name,
  RelativeDistinguishedName,
} from '@peculiar/asn1-x509';
import { malformed } from './asn1.ts';
import { fieldsOf, identifierOf, membersOf, textOf, type DerElement } from './der.ts';
import { derTags } from './universalTypes.ts';

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

/** Nothing that does not show, or that turns around what stands beside it; and no more than anybody would read. */
const legible = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]{0,256}$/u;

/** Whether a name that somebody else gave can be shown for what it is, so that it looks like no other. */
export const isLegible = (name: string): boolean => legible.test(name);

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

/**
 * What an attribute's value may be: a type of string, or, for a few that have no text, what x500UniqueIdentifier and postalAddress are
 * (X.520). OpenSSL reads no others.
 */
const valueTypes: readonly number[] = [
  derTags.utf8String,
  derTags.printableString,
  derTags.numericString,
  derTags.teletexString,
  derTags.ia5String,
  derTags.bmpString,
  derTags.universalString,
  derTags.bitString,
  derTags.sequence,
];

const textIn = (value: DerElement | undefined): string | undefined => {
  if (value === undefined || !valueTypes.includes(value.tag)) throw malformed('name');
  return textOf(value);
};

const namesByOid = new Map<string, (typeof attributes)[number]['name']>(
  attributes.map(({ oid, name }) => [oid, name]),
);

/** AttributeTypeAndValue (RFC 5280 section 4.1.2.4), all of it held to its structure. */
const attributeIn = (element: DerElement) =>
  fieldsOf(element, derTags.sequence, ({ take, next }) => ({
    name: namesByOid.get(identifierOf(take(derTags.objectIdentifier))),
    text: textIn(next()),
  }));

/** RelativeDistinguishedName, whatever its tag: which attributes it has. @throws CeremonyError encoding-malformed */
export const relativeNameIn = (element: DerElement, tag: number = derTags.set) => {
  const members = membersOf(element, tag);
  if (members.length === 0) throw malformed('name');
  return members.map(attributeIn);
};

/** Reads a Name. @throws CeremonyError encoding-malformed */
export const nameIn = (element: DerElement): Name => {
  const values = new Map<string, string[]>();
  for (const relative of membersOf(element, derTags.sequence)) {
    for (const { name, text } of relativeNameIn(relative)) {
      if (name === undefined || text === undefined) continue;
      const texts = values.get(name);
      if (texts === undefined) values.set(name, [text]);
      else texts.push(text);
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
