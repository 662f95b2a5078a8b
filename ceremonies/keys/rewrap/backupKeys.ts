import { keyIdentifier } from '../../formats/algorithms.ts';
import { serialize } from '../../formats/asn1.ts';
import { parseCertificate } from '../../formats/certificate.ts';
import { sealContentKey, type AnyRecipient, type SealTo } from '../../formats/envelopedData.ts';
import { bad, good, type Result } from '../../model/error.ts';
import type { Secret } from '../../secrets/secret.ts';
import { readName, type TokenObject } from '../../tokens/objects.ts';
import type { Session } from '../../tokens/session.ts';
import { anotherKey } from '../backup/openBackup.ts';
import { describeRecipients, isNamed, matchKeys, type Attempt } from '../backup/recipients.ts';
import { factsOf, openContentKey, type TokenKey } from '../backup/tokenKeys.ts';

/** A version of an embassy key that backups are sealed to. */
export type BackupVersion = {
  /** As people know it: `land-register.v2`. */
  readonly label: string;
  /** X.509, DER. */
  readonly certificate: Uint8Array;
  /** Its private key on the HSM. */
  readonly key: TokenObject<'private-key'>;
};

/** Where the keys are. */
export type KeyAccess = {
  /** Logged in as the user of the token that holds all versions. */
  readonly session: Session;
  /** For keys that ask for it at each use. */
  readonly pin?: string;
};

/** A version with every name that senders have for it. */
export type NamedVersion = TokenKey & { readonly sealTo: SealTo };

/** Problems: certificate-malformed, key-unsuitable, and the token's. */
export const nameVersion = async (
  { session }: KeyAccess,
  { label, certificate: der, key: object }: BackupVersion,
): Promise<Result<NamedVersion>> => {
  const certificate = parseCertificate(der);
  if (!certificate.ok) return certificate;
  const name = readName(session, object);
  if (!name.ok) return name;
  const { spki, subjectKeyIdentifier } = certificate.value;
  const facts = await factsOf(label, name.value.id, spki, [certificate.value]);
  if (facts === null) return bad('key-unsuitable', { label });
  const identifier = subjectKeyIdentifier ?? (await keyIdentifier(spki));
  // The only hash of OAEP that every HSM takes, and sound in that place.
  return good({
    ...facts,
    object,
    able: true,
    sealTo: { spki, keyIdentifier: identifier, oaepHash: 'sha1' },
  });
};

export const isFor = ({ identifier }: AnyRecipient, versions: readonly NamedVersion[]): boolean =>
  identifier !== null && versions.some((version) => isNamed(identifier, version));

/**
 * Opens a content key. With PKCS #1 v1.5 a wrong padding gives a random key instead of a refusal; here that must show, for what
 * is sealed anew would be lost for good. A random key is another one each time.
 */
const openSurely = async (
  { session, pin }: KeyAccess,
  attempt: Attempt<TokenKey>,
): Promise<Result<Secret>> => {
  const contentKey = await openContentKey(session, attempt, pin);
  if (!contentKey.ok || attempt.recipient.kind !== 'key-transport-pkcs1') return contentKey;
  const again = await openContentKey(session, attempt, pin);
  const isSame = again.ok && contentKey.value.equals(again.value);
  if (again.ok) again.value.wipe();
  if (isSame) return contentKey;
  contentKey.value.wipe();
  return again.ok ? bad('ciphertext-invalid') : again;
};

export type OldEntry = {
  readonly contentKey: Secret;
  /** The label of the version that opened it. */
  readonly label: string;
  /** The one that was opened. */
  readonly recipient: AnyRecipient;
};

/** The first content key that one of the versions opens; null where none does. Problems: mechanism-missing, the token's. */
const openFirst = async (
  access: KeyAccess,
  attempts: readonly Attempt<TokenKey>[],
): Promise<Result<OldEntry | null>> => {
  let lacking: Result<never> | null = null;
  for (const attempt of attempts) {
    const contentKey = await openSurely(access, attempt);
    if (contentKey.ok)
      return good({
        contentKey: contentKey.value,
        label: attempt.key.label,
        recipient: attempt.recipient,
      });
    if (contentKey.problem.code === 'mechanism-missing') lacking ??= contentKey;
    else if (!anotherKey.has(contentKey.problem.code)) return contentKey;
  }
  return lacking ?? good(null);
};

/** Those that a sender may mean by a certificate that nobody here has; by PKCS #1 v1.5, nobody could tell. */
const unnamedAttempts = (recipients: readonly AnyRecipient[], versions: readonly NamedVersion[]) => {
  const match = matchKeys(
    recipients,
    versions.map((version) => ({ ...version, certificates: [], keyIdentifiers: [] })),
  );
  return match.ok
    ? match.value.attempts.filter(({ recipient }) => recipient.kind !== 'key-transport-pkcs1')
    : [];
};

/**
 * The content key of a backup, by the first entry that one of the old versions opens: one that names it, or else one that it
 * opens when tried.
 *
 * Problems: backup-already-moved (to the new version, and not to an old one), backup-key-absent (to neither),
 * backup-altered (to an old one, which does not open it), backup-unsupported (to an old one by a method that is not known),
 * mechanism-missing, and the token's.
 */
export const openWithOld = async (
  access: KeyAccess,
  recipients: readonly AnyRecipient[],
  from: readonly NamedVersion[],
  to: NamedVersion,
): Promise<Result<OldEntry>> => {
  const sealedTo = describeRecipients(recipients);
  const forOld = recipients.filter((recipient) => isFor(recipient, from));
  if (forOld.length === 0 && recipients.some((recipient) => isFor(recipient, [to])))
    return bad('backup-already-moved', { label: to.label });

  const match = matchKeys(forOld, from);
  const attempts = match.ok && match.value.named ? match.value.attempts : [];
  if (attempts.length === 0 && forOld.length > 0) return bad('backup-unsupported', { found: 'recipient' });
  const opened = await openFirst(access, forOld.length > 0 ? attempts : unnamedAttempts(recipients, from));
  if (!opened.ok) return opened;
  if (opened.value !== null) return good(opened.value);
  return forOld.length > 0
    ? bad('backup-altered', { part: 'key', sealedTo })
    : bad('backup-key-absent', { sealedTo });
};

/**
 * The content key by the one entry that names the new version. Problems: backup-unproved (there is none, or it does not open),
 * and the token's.
 */
export const openWithNew = async (
  access: KeyAccess,
  recipients: readonly AnyRecipient[],
  to: NamedVersion,
): Promise<Result<Secret>> => {
  const match = matchKeys(recipients, [to]);
  const [attempt, second] = match.ok && match.value.named ? match.value.attempts : [];
  if (attempt === undefined || second !== undefined) return bad('backup-unproved', { part: 'recipients' });
  const contentKey = await openSurely(access, attempt);
  return !contentKey.ok && anotherKey.has(contentKey.problem.code)
    ? bad('backup-unproved', { part: 'key' })
    : contentKey;
};

/** A RecipientInfo (DER) by which the new version opens the content key. @throws CeremonyError key-unsuitable */
export const sealToNew = async (contentKey: Secret, { sealTo }: NamedVersion): Promise<Uint8Array> =>
  serialize(await contentKey.use((bytes) => sealContentKey(sealTo, bytes)));
