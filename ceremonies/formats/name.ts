import * as der from './der.ts';

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
  { name: 'country', oid: '2.5.4.6', encode: der.printableString, allowed: /^[A-Z]{2}$/ },
  { name: 'organization', oid: '2.5.4.10', encode: der.utf8String, allowed: /^\P{Cc}{1,64}$/u },
  { name: 'organizationalUnits', oid: '2.5.4.11', encode: der.utf8String, allowed: /^\P{Cc}{1,64}$/u },
  { name: 'commonName', oid: '2.5.4.3', encode: der.utf8String, allowed: /^\P{Cc}{1,64}$/u },
  { name: 'surname', oid: '2.5.4.4', encode: der.utf8String, allowed: /^\P{Cc}{1,64}$/u },
  { name: 'givenName', oid: '2.5.4.42', encode: der.utf8String, allowed: /^\P{Cc}{1,64}$/u },
  {
    name: 'serialNumber',
    oid: '2.5.4.5',
    encode: der.printableString,
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
export const encodeName = (name: Name): Uint8Array =>
  der.sequence(
    ...attributes.flatMap(({ name: attribute, oid, encode }) =>
      valuesOf(name, attribute).map((value) => der.setOf([der.sequence(der.oid(oid), encode(value))])),
    ),
  );

/** @throws CeremonyError encoding-malformed */
export const readName = (element: der.Element): Name => {
  const values = new Map<string, string[]>();
  for (const relative of der.fields(element).rest()) {
    for (const pair of der.members(relative)) {
      const attribute = der.fields(pair);
      const oid = der.readOid(attribute.next());
      const known = attributes.find((candidate) => candidate.oid === oid);
      const value = attribute.next();
      attribute.end();
      if (known === undefined) continue;
      values.set(known.name, [...(values.get(known.name) ?? []), der.readText(value)]);
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
