import { broughtSetsOf, splitOf } from './ceremonyPlan.ts';
import type { KeyAlgorithm } from './keyAlgorithm.ts';
import { keysOfSets, labelsOf, nextVersionOf, setOf, versionOf, type Register } from './register.ts';
import { actOf, type KeyName, type Script, type Step } from './script.ts';
import type { State } from './state.ts';

/** k of n. */
export type Quorum = { readonly threshold: number; readonly count: number };

/** What a ceremony is about, whatever its kind. */
export type Subject = {
  /** The embassy keys that it makes, rebuilds or destroys, or whose shares it looks at. */
  readonly keys: readonly (KeyName & { readonly algorithm: KeyAlgorithm })[];
  /** Of the share sets that are brought, in the script's order. */
  readonly brought: readonly Quorum[];
  /** Of the recovery key that is made and split. */
  readonly split: Quorum | null;
};

/** `register`: that of the bundle before. */
export const subjectOf = (script: Script, register: Register | null): Subject => {
  const split = splitOf(script);
  const sets = broughtSetsOf(script);
  return {
    keys: keysOf(script, register),
    brought: register === null ? [] : sets.flatMap((id) => setOf(register, id) ?? []),
    split: split === null ? null : { threshold: split.threshold, count: split.recipients.length },
  };
};

const keysOf = (script: Script, register: Register | null): Subject['keys'] => {
  switch (script.kind) {
    case 'generate': {
      const { keyLabel, algorithm } = script.parameters;
      return [{ label: keyLabel, version: 1, algorithm }];
    }
    case 'rotate': {
      const { keyLabel, algorithm } = script.parameters;
      return register === null
        ? []
        : [{ label: keyLabel, version: nextVersionOf(register, keyLabel), algorithm }];
    }
    case 'destroy': {
      const { target } = script.parameters;
      if (register === null || target.kind === 'card') return [];
      return withAlgorithm(
        register,
        target.kind === 'key' ? [target] : (setOf(register, target.set)?.keys ?? []),
      );
    }
    case 'reconstitute':
    case 'check':
    case 'reshare':
      return register === null ? [] : withAlgorithm(register, keysOfSets(register, script.parameters.sets));
  }
};

const withAlgorithm = (register: Register, names: readonly KeyName[]): Subject['keys'] =>
  names.flatMap(({ label, version }) => {
    const algorithm = versionOf(register, { label, version })?.algorithm;
    return algorithm === undefined ? [] : [{ label, version, algorithm }];
  });

export const subjectOfState = ({ script, previousBundle }: State): Subject =>
  subjectOf(script, previousBundle?.register ?? null);

export const keyLabelsOf = ({ keys }: Subject): readonly string[] => labelsOf(keys);

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

/**
 * What the texts of one step name: its key or all of them, and the quorum of the set that is split there, or that is brought.
 * `register`: that of the bundle before.
 */
export const stepNumbers = (script: Script, register: Register | null, step: Step): SubjectInWords => {
  const subject = subjectOf(script, register);
  const words = inWords(subject, actOf(script, step.id)?.id === 'shares' ? 'split' : 'brought');
  return step.key === undefined ? words : { ...words, keyLabel: keyInWords(subject, step.key) };
};
