import type { Curve } from '../../formats/algorithms.ts';
import { equal, toHex } from '../../formats/bytes.ts';
import { issuerAndSerialIn } from '../../formats/certificate.ts';
import { magnitudeOf, readDer } from '../../formats/der.ts';
import type {
  AnyRecipient,
  KeyAgreementRecipient,
  KeyTransportRecipient,
  Pkcs1Recipient,
  RecipientIdentifier,
} from '../../formats/envelopedData.ts';
import { nameIn } from '../../formats/name.ts';
import { bad, good, type Result } from '../../model/error.ts';

/** What is known of a private key that might open a backup. */
export type KeyFacts = {
  readonly label: string;
  readonly kind:
    { readonly kind: 'ec'; readonly curve: Curve } | { readonly kind: 'rsa'; readonly modulusBytes: number };
  /** Every identifier by which a sender may have named the key (RFC 5280 section 4.2.1.2, RFC 7093 section 2). */
  readonly keyIdentifiers: readonly Uint8Array[];
  /** IssuerAndSerialNumber (DER) of every certificate that is known for it. */
  readonly certificates: readonly Uint8Array[];
};

export type KnownRecipient = KeyAgreementRecipient | KeyTransportRecipient | Pkcs1Recipient;

/** One key to try on one recipient's entry. */
export type Attempt<Key extends KeyFacts> = { readonly recipient: KnownRecipient; readonly key: Key };

export type Match<Key extends KeyFacts> = {
  readonly attempts: readonly Attempt<Key>[];
  /** True where the entry names the key; otherwise the key merely fits, and a failure may mean that it is another one. */
  readonly named: boolean;
};

/** Whether a recipient is named by one of the names that a key has. */
export const isNamed = (identifier: RecipientIdentifier, key: KeyFacts): boolean =>
  identifier.kind === 'key'
    ? key.keyIdentifiers.some((known) => equal(known, identifier.keyIdentifier))
    : key.certificates.some((known) => equal(known, identifier.issuerAndSerial));

const fits = (recipient: KnownRecipient, { kind }: KeyFacts): boolean =>
  recipient.kind === 'key-agreement'
    ? kind.kind === 'ec' && kind.curve === recipient.curve
    : kind.kind === 'rsa' && kind.modulusBytes === recipient.encryptedKey.length;

const isKnown = (recipient: AnyRecipient): recipient is KnownRecipient => recipient.kind !== 'unknown';

/** Whose key an entry names, for people. */
const nameOf = (identifier: RecipientIdentifier): string => {
  if (identifier.kind === 'key') return `key ${toHex(identifier.keyIdentifier)}`;
  try {
    const { issuer, serialNumber } = issuerAndSerialIn(readDer(identifier.issuerAndSerial));
    const { commonName, organization } = nameIn(issuer);
    const name = [organization, commonName].filter((part) => part !== undefined && part !== '').join(' · ');
    return `certificate ${toHex(magnitudeOf(serialNumber))} of ${name === '' ? 'an unnamed issuer' : name}`;
  } catch {
    return `certificate ${toHex(identifier.issuerAndSerial)}`;
  }
};

const namesShown = 8;

/** To which keys a backup is sealed, in one line. */
export const describeRecipients = (recipients: readonly AnyRecipient[]): string => {
  const names = recipients.map(({ identifier }) => (identifier === null ? 'a password' : nameOf(identifier)));
  const more = names.length - namesShown;
  return [...names.slice(0, namesShown), ...(more > 0 ? [`${more} more`] : [])].join('; ');
};

/**
 * Which keys to try on a backup. Those that it names, if there are any. Otherwise those that fit: a sender names the key by a
 * certificate, which an HSM need not hold; a wrong key is then found by trying, except with PKCS #1 v1.5, which must not tell.
 *
 * Problems, each with `sealedTo`: backup-key-absent; backup-key-unclear (PKCS #1 v1.5, several keys that fit; `labels`).
 */
export const matchKeys = <Key extends KeyFacts>(
  recipients: readonly AnyRecipient[],
  keys: readonly Key[],
): Result<Match<Key>> => {
  const known = recipients.filter(isKnown);
  const pairs = known.flatMap((recipient) =>
    keys.filter((key) => fits(recipient, key)).map((key) => ({ recipient, key })),
  );
  const named = pairs.filter(({ recipient, key }) => isNamed(recipient.identifier, key));
  if (named.length > 0) return good({ attempts: named, named: true });

  // A key with a certificate that is known is not the one that another certificate is about.
  const possible = pairs.filter(
    ({ recipient, key }) => recipient.identifier.kind === 'certificate' && key.certificates.length === 0,
  );
  const sealedTo = describeRecipients(recipients);
  if (possible.length === 0) return bad('backup-key-absent', { sealedTo });
  const silent = possible.filter(({ recipient }) => recipient.kind === 'key-transport-pkcs1');
  const telling = possible.filter(({ recipient }) => recipient.kind !== 'key-transport-pkcs1');
  if (silent.length > 1 && telling.length === 0) {
    return bad('backup-key-unclear', { labels: silent.map(({ key }) => key.label).join(', '), sealedTo });
  }
  return good({ attempts: [...telling, ...(silent.length === 1 ? silent : [])], named: false });
};
