import { sameToken } from '../../ceremonies/model/values.ts';
import type { Problem, Result } from '../../ceremonies/model/error.ts';
import type {
  BackupProgress,
  BackupToken,
  InspectedBackup,
  OpenedBackup,
  SealedBackup,
  SealingKeys,
} from '../../electron/backupContract.ts';
import type { RequestOf } from '../../electron/contract.ts';
import type { BackupWork } from '../store.ts';

/** What people choose before a file is opened, or sealed. What was chosen in between stays when something is refused. */
export type OpenDraft = {
  readonly work: 'open';
  readonly file: ChosenFile | null;
  /** What the file says of itself; null while it is read. */
  readonly inspected: Result<InspectedBackup> | null;
  readonly bundle: string | null;
  readonly token: BackupToken | null;
  /** Asked for only where an HSM holds several keys that fit. */
  readonly keyLabel: string | null;
  readonly output: string | null;
};
export type SealDraft = {
  readonly work: 'seal';
  readonly file: ChosenFile | null;
  readonly bundle: string | null;
  /** What the bundle holds; null while it is verified. */
  readonly keys: Result<SealingKeys> | null;
  readonly keyLabel: string | null;
  readonly output: string | null;
};
type ChosenFile = { readonly file: string; readonly sizeBytes: number };

export const newOpenDraft: OpenDraft = {
  work: 'open',
  file: null,
  inspected: null,
  bundle: null,
  token: null,
  keyLabel: null,
  output: null,
};
export const newSealDraft: SealDraft = {
  work: 'seal',
  file: null,
  bundle: null,
  keys: null,
  keyLabel: null,
  output: null,
};

// --- what the program found ---

const onlyOne = <T>(items: readonly T[]): T | null => (items.length === 1 ? (items[0] ?? null) : null);

/** The HSM that is chosen before anybody chooses: the one that shows the key, or that might, or the only one there is. */
export const likelyToken = (tokens: readonly BackupToken[]): BackupToken | null => {
  for (const holds of ['named', 'possible'] as const) {
    const found = tokens.filter((each) => each.holds === holds);
    if (found.length > 0) return onlyOne(found);
  }
  return onlyOne(tokens);
};

const likelihood: readonly BackupToken['holds'][] = ['named', 'possible', 'no'];

export const likelyFirst = (tokens: readonly BackupToken[]): readonly BackupToken[] =>
  tokens.toSorted((a, b) => likelihood.indexOf(a.holds) - likelihood.indexOf(b.holds));

export const isSameToken = (a: BackupToken, b: BackupToken): boolean =>
  a.domain === b.domain && sameToken(a.token, b.token);

/** Somebody's choice stays, as long as that HSM is there. */
export const withInspected = (draft: OpenDraft, inspected: Result<InspectedBackup>): OpenDraft => {
  const tokens = inspected.ok ? inspected.value.tokens : [];
  const before = draft.token;
  const still = before === null ? undefined : tokens.find((each) => isSameToken(each, before));
  return { ...draft, inspected, token: still ?? likelyToken(tokens) };
};

export const withKeys = (draft: SealDraft, keys: Result<SealingKeys>): SealDraft => ({
  ...draft,
  keys,
  keyLabel: keys.ok ? (onlyOne(keys.value.keys)?.label ?? null) : null,
});

// --- what is still missing, and what is asked for ---

type Missing = 'file' | 'sealed' | 'bundle' | 'hsm' | 'output';

export const missingIn = (draft: OpenDraft | SealDraft): Missing | null => {
  if (draft.file === null) return 'file';
  if (draft.work === 'open') {
    if (draft.inspected?.ok !== true) return 'sealed';
    if (draft.token === null) return 'hsm';
  } else if (draft.keys?.ok !== true || draft.keyLabel === null) return 'bundle';
  return draft.output === null ? 'output' : null;
};

/** Null while something is missing. */
export const openRequest = (draft: OpenDraft, pin: string): RequestOf<'open-backup'> | null => {
  const { file, token, output, bundle, keyLabel } = draft;
  if (missingIn(draft) !== null || file === null || token === null || output === null) return null;
  const { label, serial } = token.token;
  const named = keyLabel?.trim() ?? '';
  return {
    input: file.file,
    output,
    bundle,
    keyLabel: named === '' ? null : named,
    token: { domain: token.domain, label, serial },
    pin,
  };
};

export const sealRequest = (draft: SealDraft): RequestOf<'seal-backup'> | null => {
  const { file, bundle, keyLabel, output } = draft;
  return file === null || bundle === null || output === null || missingIn(draft) !== null
    ? null
    : { input: file.file, bundle, keyLabel, output };
};

const sealedEnding = /\.(?:p7m|p7|cms|pem|der|asc|eml)$/iu;

/** `backup.tar` becomes `backup.tar.p7m`, and that `backup.tar` again. */
export const suggestedOutput = (work: BackupWork, file: string): string => {
  if (work === 'seal') return `${file}.p7m`;
  return sealedEnding.test(file) ? file.replace(sealedEnding, '') : `${file}.opened`;
};

// --- what is known of it ---

/** OpenSSL 3.0 reads a message into one buffer, whose size is a signed 32-bit number. */
const opensslLimitBytes = 2 ** 31;
/** What stands around the content: more than any seal takes, so the note comes rather too early than too late. */
const envelopeBytes = 4096;

export const exceedsOpenssl = (contentBytes: number): boolean =>
  contentBytes + envelopeBytes >= opensslLimitBytes;

export type Finished =
  | { readonly work: 'open'; readonly output: string; readonly opened: OpenedBackup }
  | { readonly work: 'seal'; readonly output: string; readonly sealed: SealedBackup };

export type Phase =
  | { readonly name: 'choosing'; readonly problem: Problem | null }
  | { readonly name: 'working' }
  | { readonly name: 'finished'; readonly finished: Finished };

type Running = NonNullable<BackupProgress>;

export const stageOf = ({ doneBytes, totalBytes }: Running): 'beginning' | 'reading' | 'finishing' => {
  if (doneBytes === 0) return 'beginning';
  return doneBytes < totalBytes ? 'reading' : 'finishing';
};

export const percentOf = ({ doneBytes, totalBytes }: Running): number =>
  totalBytes === 0 ? 0 : Math.min(100, Math.floor((100 * doneBytes) / totalBytes));

/** A screen reader is told at each tenth of the way: it could say nothing else otherwise. */
export const announcedPercent = (progress: Running): number => Math.floor(percentOf(progress) / 10) * 10;

/** Whole minutes; 0 for less than one, null while nothing can be said. */
export const minutesLeft = ({ doneBytes, totalBytes, bytesPerSecond }: Running): number | null =>
  bytesPerSecond === 0 || doneBytes >= totalBytes
    ? null
    : Math.round((totalBytes - doneBytes) / bytesPerSecond / 60);

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** In powers of a thousand, as disks are sold: `3.2 GB`. */
export const sizeText = (bytes: number, locale: string): string => {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const amount = bytes / 1000 ** step;
  const digits = step === 0 || amount >= 100 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
};
