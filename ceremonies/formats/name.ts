import {
  AttributeTypeAndValue,
  AttributeValue,
  Name as X509Name,
  RelativeDistinguishedName,
} from '@peculiar/asn1-x509';
import { requireSetOrder } from './asn1.ts';

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

/** @throws CeremonyError encoding-malformed */
export const readName = (encoded: X509Name): Name => {
  const values = new Map<string, string[]>();
  for (const relative of encoded) {
    requireSetOrder(relative);
    for (const { type, value } of relative) {
      const known = attributes.find(({ oid }) => oid === type);
      // A type of string that X.509 does not allow here.
      if (known === undefined || value.anyValue !== undefined) continue;
      values.set(known.name, [...(values.get(known.name) ?? []), value.toString()]);
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
