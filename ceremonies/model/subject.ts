import { splitOf } from './ceremonyPlan.ts';
import type { KeyAlgorithm } from './keyAlgorithm.ts';
import { keysOfSets, setOf, versionOf, type Register } from './register.ts';
import type { KeyName, Script, Step, StepKind } from './script.ts';
import type { State } from './state.ts';

/** k of n. */
export type Quorum = { readonly threshold: number; readonly count: number };

/** What a ceremony is about, whatever its kind. */
export type Subject = {
  /** The embassy keys that it makes, rebuilds, or whose shares it looks at. */
  readonly keys: readonly (KeyName & { readonly algorithm: KeyAlgorithm })[];
  /** Of the share sets that are brought, in the script's order. */
  readonly brought: readonly Quorum[];
  /** Of the recovery key that is made and split. */
  readonly split: Quorum | null;
};

/** `register`: that of the bundle before. */
export const subjectOf = (script: Script, register: Register | null): Subject => {
  const split = splitOf(script);
  const quorum = split === null ? null : { threshold: split.threshold, count: split.recipients.length };
  if (script.kind === 'generate') {
    const { keyLabel, algorithm } = script.parameters;
    return { keys: [{ label: keyLabel, version: 1, algorithm }], brought: [], split: quorum };
  }
  if (register === null) return { keys: [], brought: [], split: quorum };
  const { sets } = script.parameters;
  return {
    keys: keysOfSets(register, sets).flatMap((name) => {
      const version = versionOf(register, name);
      return version === undefined ? [] : [{ ...name, algorithm: version.algorithm }];
    }),
    brought: sets.flatMap((id) => setOf(register, id) ?? []),
    split: quorum,
  };
};

export const subjectOfState = ({ script, previousBundle }: State): Subject =>
  subjectOf(script, previousBundle?.register ?? null);

/** The labels of its keys, each once. */
export const keyLabelsOf = ({ keys }: Subject): readonly string[] => [
  ...new Set(keys.map(({ label }) => label)),
];

/** As many labels as can be read aloud; the rest are counted. */
const labelsShown = 3;

const labelsInWords = (labels: readonly string[]): string =>
  labels.length <= labelsShown
    ? labels.join(', ')
    : `${labels.slice(0, labelsShown).join(', ')} (+${labels.length - labelsShown})`;

/** With its version where it is not plain which one is meant. */
const keyInWords = ({ keys }: Subject, { label, version }: KeyName): string =>
  version > 1 || keys.some((key) => key.label === label && key.version !== version)
    ? `${label} v${version}`
    : label;

/** Where sets of several quorums are brought, the one that needs most people. */
const quorumOf = ({ split, brought }: Subject, preferred: 'split' | 'brought'): Quorum | null => {
  const [most = null] = [...brought].sort((a, b) => b.threshold - a.threshold);
  return preferred === 'split' ? (split ?? most) : (most ?? split);
};

/** What texts name of a ceremony: its keys, and the quorum of the set that is made (or else brought). */
export type SubjectInWords = {
  readonly keyLabel: string;
  readonly algorithms: readonly KeyAlgorithm[];
  readonly threshold: number;
  readonly custodians: number;
};

export const inWords = (subject: Subject, preferred: 'split' | 'brought' = 'split'): SubjectInWords => {
  const quorum = quorumOf(subject, preferred);
  return {
    keyLabel: labelsInWords(keyLabelsOf(subject)),
    algorithms: [...new Set(subject.keys.map(({ algorithm }) => algorithm))],
    threshold: quorum?.threshold ?? 0,
    custodians: quorum?.count ?? 0,
  };
};

/** Steps of making a recovery key and splitting it. */
const ofSplit: ReadonlySet<StepKind> = new Set([
  'make-recovery-key',
  'wrap-key',
  'make-working-copy',
  'split-recovery-key',
  'store-share',
  'print-sheet',
  'prove-quorums',
  'wipe-recovery-key',
  'destroy-original',
]);

/**
 * What the texts of one step name: its key or all of them, and the quorum of the set that is split there, or that is brought.
 * `register`: that of the bundle before.
 */
export const stepNumbers = (script: Script, register: Register | null, step: Step): SubjectInWords => {
  const subject = subjectOf(script, register);
  const words = inWords(subject, ofSplit.has(step.kind) ? 'split' : 'brought');
  return step.key === undefined ? words : { ...words, keyLabel: keyInWords(subject, step.key) };
};
