import * as z from 'zod';
import type { Shown } from '../ceremonies/keys/backup/findToken.ts';
import type { OpenedBackup } from '../ceremonies/keys/backup/openBackup.ts';
import type { SealedBackup } from '../ceremonies/keys/backup/sealBackup.ts';
import type { SealingKeys } from '../ceremonies/keys/backup/sealingKey.ts';
import { domains, type Domain } from '../ceremonies/model/domain.ts';
import { shortText, type TokenFacts } from '../ceremonies/model/values.ts';

/** The part of the contract that seals and opens files. A PIN goes one way only; of a file's content nothing passes at all. */

/** Of a file or a folder. */
export const path = z.string().min(1).max(4000);
export const pin = z.string().min(1).max(255);
const keyLabel = shortText.min(1).nullable();

export const backupRequests = {
  /** A file to open or to seal. */
  'choose-file': z.strictObject({}),
  /** A name for what is made of it; one that is taken is refused. */
  'choose-output': z.strictObject({ suggested: path }),
  /** What a sealed file says of itself, and the HSMs that might open it. The bundle knows the names of an embassy's keys. */
  'inspect-backup': z.strictObject({ file: path, bundle: path.nullable() }),
  'open-backup': z.strictObject({
    input: path,
    output: path,
    bundle: path.nullable(),
    /** Where an HSM holds several keys that fit. */
    keyLabel,
    token: z.strictObject({ domain: z.enum(domains), label: shortText, serial: shortText }),
    pin,
  }),
  /** Verifies a bundle, and lists the keys in it that something can be sealed to. */
  'inspect-sealing': z.strictObject({ bundle: path }),
  'seal-backup': z.strictObject({ bundle: path, keyLabel, input: path, output: path }),
  /** Stops what is under way, and replies when nothing of it is left. */
  'cancel-backup': z.strictObject({}),
  /** The screen is left. Where it asked for a PIN, the processes that one is typed into and sent to end. */
  'leave-backup': z.strictObject({}),
} as const;

export type BackupReplies = {
  'choose-file': { readonly file: string; readonly sizeBytes: number } | null;
  'choose-output': { readonly file: string } | null;
  'inspect-backup': InspectedBackup;
  'open-backup': OpenedBackup;
  'inspect-sealing': SealingKeys;
  'seal-backup': SealedBackup;
  'cancel-backup': null;
  'leave-backup': null;
};

export type InspectedBackup = {
  readonly cipher: OpenedBackup['cipher'];
  /** To which keys, in one line. */
  readonly sealedTo: string;
  readonly tokens: readonly BackupToken[];
};

/** An HSM, and what it shows without a PIN: a key that the file names, or keys that might be it. */
export type BackupToken = Shown & { readonly domain: Domain; readonly token: TokenFacts };

export type { OpenedBackup, SealedBackup, SealingKeys };

/** How far it is. Main parses what the engine says by this, so that nothing else can get to the window in its place. */
export const backupProgress = z
  .strictObject({
    work: z.enum(['open', 'seal']),
    output: path,
    doneBytes: z.int().min(0),
    totalBytes: z.int().min(0),
    bytesPerSecond: z.number().min(0),
  })
  .nullable();
/** Null when nothing is under way any more. */
export type BackupProgress = Readonly<z.infer<typeof backupProgress>>;
