/** Why a data key was not moved to another version. */
export const inventoryFaults = [
  'inventory-line-malformed',
  'inventory-duplicate',
  'inventory-key-unknown',
  'inventory-key-current',
  'inventory-algorithm',
  'inventory-key-size',
  'inventory-altered',
] as const;

/**
 * The one error type of the program. A code is what tests, tools and catalogues know an error by;
 * the sentence for people is found by code in `ceremonies/texts`.
 */
export const errorCodes = [
  // parameters
  'threshold-too-small',
  'threshold-above-custodians',
  'too-many-custodians',
  'participant-twice',
  'role-missing',
  'label-invalid',
  'parameters-invalid',
  'no-spare-share',
  // events and scripts
  'event-out-of-order',
  'event-not-allowed',
  'event-malformed',
  'witness-missing',
  'person-twice',
  'card-twice',
  'share-set-incomplete',
  'share-set-void',
  'ceremony-closed',
  'abandon-begun',
  'abandon-too-late',
  'ceremony-paused',
  'bag-twice',
  'bag-missing',
  'recipient-needed',
  'vouchers-missing',
  'exception-needed',
  'statement-differs',
  // lifetimes of keys, sets and cards
  'key-state-unlawful',
  'key-absent',
  'data-remains',
  'set-in-use',
  'quorum-lost',
  'custody-exceeded',
  'custody-was-exceeded',
  'inventory-differs',
  // tokens
  'module-not-found',
  'module-not-pkcs11',
  'modules-malformed',
  'module-failed',
  'token-absent',
  'token-wrong',
  'token-removed',
  'token-ambiguous',
  'token-full',
  'token-read-only',
  'token-write-failed',
  'token-not-initialised',
  'initialise-refused',
  'mechanism-missing',
  'hsm-unfit',
  'label-present',
  'card-in-use',
  'certificate-unfit',
  'clock-differs',
  'clock-set-back',
  'clock-behind-bundle',
  'object-absent',
  'pin-wrong',
  'pin-locked',
  'pin-invalid',
  'pin-required',
  'key-not-extractable',
  'ciphertext-invalid',
  'check-value-differs',
  // shares
  'share-altered',
  'share-foreign',
  'share-twice',
  'share-malformed',
  'quorum-differs',
  'recovery-key-differs',
  'canary-differs',
  'card-of-another',
  'share-not-here',
  'share-of-another',
  'share-sealed-elsewhere',
  'sheet-unproved',
  'entropy-poor',
  'remark-missing',
  // secrets and keys
  'secret-wiped',
  'memory-not-locked',
  'unwrap-failed',
  'unwrap-refused',
  // journal and files
  'journal-truncated',
  'journal-changed',
  'journal-locked',
  'journal-absent',
  'disk-full',
  'not-writable',
  'file-exists',
  'file-absent',
  'file-unreadable',
  'not-a-file',
  // bundles
  'bundle-not-zip',
  'bundle-entry-twice',
  'bundle-entry-missing',
  'bundle-entry-extra',
  'bundle-entry-path',
  'bundle-entry-changed',
  'bundle-entry-damaged',
  'bundle-too-large',
  'bundle-malformed',
  'bundle-not-good',
  'format-newer',
  'certificate-malformed',
  'signature-malformed',
  'signature-invalid',
  'signer-unknown',
  'chain-broken',
  'timestamp-malformed',
  'timestamp-refused',
  'timestamp-invalid',
  'timestamp-untrusted',
  'people-malformed',
  'verifier-changed',
  'signer-listed-otherwise',
  'chain-bundle-bad',
  'chain-beginning-missing',
  'chain-beginning-twice',
  'chain-gap',
  'chain-forked',
  'chain-foreign',
  'state-backwards',
  'ceremony-too-early',
  'ceremony-twice',
  'bundle-not-newest',
  'bundle-beside-unread',
  'previous-none',
  'previous-other',
  // formats
  'encoding-malformed',
  'key-unsuitable',
  'envelope-malformed',
  'envelope-invalid',
  // shares on paper
  'word-not-listed',
  'word-wrong',
  'words-swapped',
  'row-length',
  'row-wrong',
  'row-misplaced',
  'row-foreign',
  'rows-wrong',
  'no-code-found',
  'camera-unavailable',
  // backups
  'backup-not-sealed',
  'backup-unsupported',
  'backup-malformed',
  'backup-truncated',
  'backup-altered',
  'backup-changed',
  'backup-too-large',
  'backup-key-absent',
  'backup-key-unclear',
  'backup-already-moved',
  'backup-unproved',
  'backup-unfinished',
  'backups-too-many',
  'seal-key-absent',
  'seal-key-unclear',
  'seal-key-symmetric',
  'same-file',
  'file-busy',
  'cancelled',
  // inventories
  'inventory-malformed',
  ...inventoryFaults,
  // the program
  'runtime-unofficial',
  'program-damaged',
  'network-up',
  'software-token',
  'usage',
  'message-malformed',
  'print-failed',
  'printer-missing',
  'print-cancelled',
  'room-in-use',
  'engine-lost',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Facts that a catalogue text may name: never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** Something expected that went wrong and that people can mend: a value, not a throw. */
export type Problem = { readonly code: ErrorCode; readonly details: ErrorDetails };

export class CeremonyError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    const facts = Object.entries(details).map(([name, value]) => `${name}=${value}`);
    super([code, ...facts].join(' '), cause === undefined ? undefined : { cause });
    this.name = 'CeremonyError';
    this.code = code;
    this.details = details;
  }
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export const good = <T>(value: T): Result<T> => ({ ok: true, value });

export const bad = (
  code: ErrorCode,
  details: ErrorDetails = {},
): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: { code, details },
});

/** The value of a result whose problem nobody here can mend. @throws CeremonyError the problem */
export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new CeremonyError(result.problem.code, result.problem.details);
  return result.value;
};
