import { fromBase64 } from '../formats/bytes.ts';
import type { BackupVersion } from '../keys/rewrap/backupKeys.ts';
import type { EmbassyKeyVersion } from '../keys/rewrap/versions.ts';
import { bad, good, type Result } from '../model/error.ts';
import { kidOf } from '../model/inventory.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import type { KeyName } from '../model/script.ts';
import { findObject } from '../tokens/objects.ts';
import type { Session } from '../tokens/session.ts';
import { workingLabel } from './hsmKeys.ts';

/** A version as the register, or this ceremony, knows it. */
export type OnHsm = KeyName & {
  readonly algorithm: KeyAlgorithm;
  readonly certificate: string | null;
};

/** A version as data keys are wrapped under it. Problem: object-absent. */
export const asVersion = (
  session: Session,
  { label, version, algorithm }: OnHsm,
): Result<EmbassyKeyVersion> => {
  const kid = kidOf(label, version);
  const name = workingLabel(label, version);
  if (algorithm === 'aes256') {
    const key = findObject(session, { kind: 'secret-key', label: name });
    return key.ok ? good({ kid, algorithm, key: key.value }) : key;
  }
  const key = findObject(session, { kind: 'private-key', label: name });
  if (!key.ok) return key;
  const publicKey = findObject(session, { kind: 'public-key', label: name });
  return publicKey.ok ? good({ kid, algorithm, key: key.value, publicKey: publicKey.value }) : publicKey;
};

/** A version as backups are sealed to it. Problem: object-absent, for an AES key too, which seals none. */
export const asBackupVersion = (
  session: Session,
  { label, version, certificate }: OnHsm,
): Result<BackupVersion> => {
  const name = workingLabel(label, version);
  if (certificate === null) return bad('object-absent', { kind: 'certificate', label: name });
  const key = findObject(session, { kind: 'private-key', label: name });
  return key.ok ? good({ label: name, certificate: fromBase64(certificate), key: key.value }) : key;
};
