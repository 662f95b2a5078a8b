import { malformed } from './asn1.ts';
import {
  contextTag,
  fieldsOf,
  flagOf,
  identifierOf,
  magnitudeOf,
  membersOf,
  readDer,
  requireImplicit,
  type DerElement,
} from './der.ts';
import { nameIn, relativeNameIn } from './name.ts';
import { derTags } from './universalTypes.ts';

/**
 * The extensions of certificates (RFC 5280 section 4.2). Those that this program reads, and those that OpenSSL takes apart before it
 * uses a certificate for anything, are held to their structure: whoever checks a bundle with either must come to the same end.
 */

export const extensionOids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  // RFC 3779: addresses and autonomous systems of the Internet
  ipAddresses: '1.3.6.1.5.5.7.1.7',
  autonomousSystems: '1.3.6.1.5.5.7.1.8',
  // RFC 3820
  proxyCertificate: '1.3.6.1.5.5.7.1.14',
  netscapeType: '2.16.840.1.113730.1.1',
} as const;

type ExtensionName = keyof typeof extensionOids;

/** In the order of their bits (RFC 5280 section 4.2.1.3). */
export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof keyUsages)[number];

export type Extensions = {
  /** Undefined where the extension is absent, which X.509 takes as "any". */
  readonly keyUsage: readonly KeyUsage[] | undefined;
  /** Object identifiers. Undefined where the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  readonly isCa: boolean;
  /** How many authorities may stand below this one; undefined where nothing limits them. */
  readonly pathLength: number | undefined;
  /** Object identifiers of the critical extensions. */
  readonly critical: ReadonlySet<string>;
  /** Object identifiers of those that limit what the certificate is good for in a way that this program does not know. */
  readonly unknownCritical: readonly string[];
};

// --- the structure of each ---

/** Bits that are not set may be left out at the end or not: authorities do both. But one is set, or the key is good for nothing. */
const keyUsagesIn = ({ tag, contents }: DerElement): readonly KeyUsage[] => {
  if (tag !== derTags.bitString || contents.length > 3) throw malformed('key-usage');
  const usages = keyUsages.filter((_, bit) => ((contents[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0);
  if (usages.length === 0) throw malformed('key-usage');
  return usages;
};

/** Larger than any tree of authorities; OpenSSL takes what does not fit into its own number for no limit at all. */
const longestPathBytes = 4;

const pathLengthIn = (element: DerElement): number => {
  const magnitude = magnitudeOf(element);
  if (magnitude.length > longestPathBytes) throw malformed('path-length');
  return magnitude.reduce((length, octet) => length * 256 + octet, 0);
};

/** BasicConstraints (RFC 5280 section 4.2.1.9). */
const basicConstraintsIn = (element: DerElement): Pick<Extensions, 'isCa' | 'pathLength'> =>
  fieldsOf(element, derTags.sequence, ({ maybe }) => {
    const isCa = flagOf(maybe(derTags.boolean));
    const pathLength = maybe(derTags.integer);
    return { isCa, pathLength: pathLength && pathLengthIn(pathLength) };
  });

const extendedKeyUsageIn = (element: DerElement): readonly string[] =>
  someOf(element, derTags.sequence).map((member) => {
    if (member.tag !== derTags.objectIdentifier) throw malformed('extended-key-usage');
    return identifierOf(member);
  });

const contentsAs =
  (tag: number) =>
  (element: DerElement): Uint8Array => {
    if (element.tag !== tag) throw malformed('extension');
    return element.contents;
  };

/** SEQUENCE SIZE (1..MAX) OF, as they all are. */
const someOf = (element: DerElement, tag: number): readonly DerElement[] => {
  const members = membersOf(element, tag);
  if (members.length === 0) throw malformed('extension');
  return members;
};

/** GeneralName by its tag (RFC 5280 section 4.2.1.6). Names of X.400 and EDI are in no certificate. */
const generalNames: Readonly<Record<number, (name: DerElement) => unknown>> = {
  [contextTag(0)]: (name) =>
    fieldsOf(name, contextTag(0), ({ take }) => {
      take(derTags.objectIdentifier);
      fieldsOf(take(contextTag(0)), contextTag(0), ({ next }) => next() ?? refuse());
    }),
  // RFC 822, DNS, URI, IP: characters and octets as they are
  [contextTag(1, 'primitive')]: () => null,
  [contextTag(2, 'primitive')]: () => null,
  [contextTag(6, 'primitive')]: () => null,
  [contextTag(7, 'primitive')]: () => null,
  [contextTag(4)]: (name) => fieldsOf(name, contextTag(4), ({ take }) => nameIn(take(derTags.sequence))),
  [contextTag(8, 'primitive')]: (name) => requireImplicit(name, derTags.objectIdentifier),
};

const refuse = (): never => {
  throw malformed('extension');
};

const requireName = (name: DerElement): void => {
  (generalNames[name.tag] ?? refuse)(name);
};

const requireNames = (element: DerElement | undefined, tag: number): void => {
  if (element === undefined) return;
  for (const name of someOf(element, tag)) requireName(name);
};

/** There are certificates that have none. */
const alternativeNames = (element: DerElement): void => {
  for (const name of membersOf(element, derTags.sequence)) requireName(name);
};

/** AuthorityKeyIdentifier (RFC 5280 section 4.2.1.1). */
const authorityKeyIdentifier = (element: DerElement): void =>
  fieldsOf(element, derTags.sequence, ({ maybe }) => {
    maybe(contextTag(0, 'primitive'));
    requireNames(maybe(contextTag(1)), contextTag(1));
    requireImplicit(maybe(contextTag(2, 'primitive')), derTags.integer);
  });

/** DistributionPointName (RFC 5280 section 4.2.1.13): names, or one that continues the issuer's. */
const distributionPointName = (element: DerElement): void => {
  if (element.tag === contextTag(0)) requireNames(element, contextTag(0));
  else relativeNameIn(element, contextTag(1));
};

/** CRLDistributionPoints (RFC 5280 section 4.2.1.13). */
const distributionPoints = (element: DerElement): void => {
  for (const point of someOf(element, derTags.sequence)) {
    fieldsOf(point, derTags.sequence, ({ maybe }) => {
      const name = maybe(contextTag(0));
      if (name !== undefined)
        fieldsOf(name, contextTag(0), ({ next }) => distributionPointName(next() ?? refuse()));
      requireImplicit(maybe(contextTag(1, 'primitive')), derTags.bitString);
      const issuer = maybe(contextTag(2));
      requireNames(issuer, contextTag(2));
      if (name === undefined && issuer === undefined) refuse();
    });
  }
};

/** GeneralSubtrees (RFC 5280 section 4.2.1.10). */
const requireSubtrees = (element: DerElement | undefined, tag: number): void => {
  if (element === undefined) return;
  for (const subtree of someOf(element, tag)) {
    fieldsOf(subtree, derTags.sequence, ({ next, maybe }) => {
      requireName(next() ?? refuse());
      requireImplicit(maybe(contextTag(0, 'primitive')), derTags.integer);
      requireImplicit(maybe(contextTag(1, 'primitive')), derTags.integer);
    });
  }
};

/** NameConstraints (RFC 5280 section 4.2.1.10). Estonia's authorities have some that are not critical. */
const nameConstraints = (element: DerElement): void =>
  fieldsOf(element, derTags.sequence, ({ maybe }) => {
    requireSubtrees(maybe(contextTag(0)), contextTag(0));
    requireSubtrees(maybe(contextTag(1)), contextTag(1));
  });

/** What nothing is read from. */
const structures: readonly (readonly [ExtensionName, (value: DerElement) => unknown])[] = [
  ['authorityKeyIdentifier', authorityKeyIdentifier],
  ['subjectAltName', alternativeNames],
  ['issuerAltName', alternativeNames],
  ['nameConstraints', nameConstraints],
  ['crlDistributionPoints', distributionPoints],
  ['netscapeType', contentsAs(derTags.bitString)],
];

// --- all of them ---

/** What these say is heeded. The identifiers of keys are not among them: RFC 5280 does not let them be critical, nor does OpenSSL. */
const heeded: readonly ExtensionName[] = ['keyUsage', 'basicConstraints', 'extendedKeyUsage'];

/** These limit a certificate, and must be critical by their standards. OpenSSL heeds them in any case. */
const limiting: readonly ExtensionName[] = ['ipAddresses', 'autonomousSystems', 'proxyCertificate'];

const oidsOf = (names: readonly ExtensionName[]): ReadonlySet<string> =>
  new Set(names.map((name) => extensionOids[name]));
const [heededOids, limitingOids] = [oidsOf(heeded), oidsOf(limiting)];

type Extension = { readonly critical: boolean; readonly value: Uint8Array };

/** By object identifier, each at most once (RFC 5280 section 4.2). */
const membersByOid = (element: DerElement): ReadonlyMap<string, Extension> => {
  const byOid = new Map<string, Extension>();
  for (const member of someOf(element, derTags.sequence)) {
    fieldsOf(member, derTags.sequence, ({ take, maybe }) => {
      const oid = identifierOf(take(derTags.objectIdentifier));
      if (byOid.has(oid)) throw malformed('one-extension');
      const critical = flagOf(maybe(derTags.boolean));
      byOid.set(oid, { critical, value: take(derTags.octetString).contents });
    });
  }
  return byOid;
};

/** Extensions (RFC 5280 section 4.1.2.9), or none. @throws CeremonyError encoding-malformed */
export const extensionsIn = (element: DerElement | undefined): Extensions => {
  const byOid: ReadonlyMap<string, Extension> = element === undefined ? new Map() : membersByOid(element);
  const valueOf = <T>(name: ExtensionName, read: (value: DerElement) => T): T | undefined => {
    const extension = byOid.get(extensionOids[name]);
    return extension === undefined ? undefined : read(readDer(extension.value));
  };
  for (const [name, structure] of structures) valueOf(name, structure);
  const critical = new Set([...byOid].flatMap(([oid, extension]) => (extension.critical ? [oid] : [])));
  return {
    keyUsage: valueOf('keyUsage', keyUsagesIn),
    extendedKeyUsage: valueOf('extendedKeyUsage', extendedKeyUsageIn),
    subjectKeyIdentifier: valueOf('subjectKeyIdentifier', contentsAs(derTags.octetString)),
    ...(valueOf('basicConstraints', basicConstraintsIn) ?? { isCa: false, pathLength: undefined }),
    critical,
    unknownCritical: [...byOid.keys()].filter(
      (oid) => limitingOids.has(oid) || (critical.has(oid) && !heededOids.has(oid)),
    ),
  };
};
