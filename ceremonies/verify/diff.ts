import { personKey } from '../model/participant.ts';
import type { Result } from '../model/error.ts';
import {
  factGroups,
  readBundleFacts,
  type BundleFacts,
  type Fact,
  type FactGroup,
  type FactPath,
} from './bundleFacts.ts';
import { bySubject } from './bySubject.ts';
import type { Bundle } from './openBundle.ts';
import type { Progress } from './progress.ts';

/**
 * Where B stands to A, by what the two say themselves. `between`: bundles of the chain between them. `common`: SHA-256 of the last
 * bundle that both continue from, where neither continues from the other: the chain forked, or one of them is missing its end.
 */
export type Continuity =
  | { readonly kind: 'same' }
  | { readonly kind: 'continues' | 'precedes'; readonly between: number }
  | { readonly kind: 'forked'; readonly common: string }
  | { readonly kind: 'unrelated' };

/** Something that only one of two bundles says, or both say differently; null where a bundle does not speak of it. */
export type Change = {
  readonly path: FactPath;
  readonly before: string | null;
  readonly after: string | null;
};

/** What changed from one bundle to another. Compared, not verified: of either it repeats what it says. */
export type BundleDiff = {
  readonly format: 'embassy-key-ceremony/diff/1';
  readonly a: { readonly sha256: string; readonly ceremony: string };
  readonly b: { readonly sha256: string; readonly ceremony: string };
  readonly continuity: Continuity;
  /** Only groups in which something changed, in the order of `factGroups`. */
  readonly groups: readonly { readonly group: FactGroup; readonly changes: readonly Change[] }[];
};

/**
 * Compares two bundles as they are. Pure; runs in a browser; verifies neither. Problems: those of `readBundleFacts`, with `bundle`
 * 'A' or 'B'.
 */
export const diffBundles = async (
  a: Bundle,
  b: Bundle,
  progress: Readonly<Partial<Record<'a' | 'b', Progress | undefined>>> = {},
): Promise<Result<BundleDiff>> => {
  const before = marked('A', await readBundleFacts(a, progress.a));
  if (!before.ok) return before;
  const after = marked('B', await readBundleFacts(b, progress.b));
  return after.ok ? { ok: true, value: diffFacts(before.value, after.value) } : after;
};

const marked = <T>(bundle: 'A' | 'B', result: Result<T>): Result<T> =>
  result.ok
    ? result
    : {
        ok: false,
        problem: { ...result.problem, details: { ...result.problem.details, bundle } },
      };

/** Compares what was read of two bundles. */
export const diffFacts = (a: BundleFacts, b: BundleFacts): BundleDiff => {
  const changes = [...changedFacts(a.facts, b.facts), ...changedSteps(a.steps, b.steps)];
  return {
    format: 'embassy-key-ceremony/diff/1',
    a: { sha256: a.sha256, ceremony: a.ceremony },
    b: { sha256: b.sha256, ceremony: b.ceremony },
    continuity: continuityOf(a, b),
    groups: factGroups.flatMap((group) => {
      const own = changes.flatMap(({ group: of, ...change }) => (of === group ? [change] : []));
      return own.length === 0 ? [] : [{ group, changes: bySubject(own).flat() }];
    }),
  };
};

const continuityOf = (a: BundleFacts, b: BundleFacts): Continuity => {
  if (a.sha256 === b.sha256) return { kind: 'same' };
  const inB = b.ancestors.lastIndexOf(a.sha256);
  if (inB >= 0) return { kind: 'continues', between: b.ancestors.length - 1 - inB };
  const inA = a.ancestors.lastIndexOf(b.sha256);
  if (inA >= 0) return { kind: 'precedes', between: a.ancestors.length - 1 - inA };
  const known = new Set(a.ancestors);
  const common = b.ancestors.findLast((digest) => known.has(digest));
  return common === undefined ? { kind: 'unrelated' } : { kind: 'forked', common };
};

type GroupedChange = Change & { readonly group: FactGroup };

/** One person is one subject, however the name is spelt: that the spelling differs is a fact of its own. */
const keyOf = ({ group, path: [subject, ...rest] }: Fact): string =>
  JSON.stringify([group, group === 'people' ? personKey(subject) : subject, ...rest]);

/** A forged bundle may say one thing twice: then it is told twice. */
const byKey = (facts: readonly Fact[]): ReadonlyMap<string, Fact> => {
  const known = new Map<string, Fact>();
  const times = new Map<string, number>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    known.set(time === 1 ? key : `${key} ${time}`, fact);
  }
  return known;
};

const changedFacts = (a: readonly Fact[], b: readonly Fact[]): readonly GroupedChange[] => {
  const before = byKey(a);
  const after = byKey(b);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    const fact = old ?? now;
    return fact === undefined || old?.value === now?.value
      ? []
      : [{ group: fact.group, path: fact.path, before: old?.value ?? null, after: now?.value ?? null }];
  });
};

/** The steps that only one of two scripts has, and then whether those of both come in the same order. */
const changedSteps = (a: readonly string[], b: readonly string[]): readonly GroupedChange[] => {
  const kept = { a: common(a, b), b: common(b, a) };
  const gone = a.filter((_, index) => !kept.a.has(index));
  const added = b.filter((_, index) => !kept.b.has(index));
  const path = ['', 'step'] as const;
  const ordered = {
    a: a.filter((_, index) => kept.a.has(index)),
    b: b.filter((_, index) => kept.b.has(index)),
  };
  const moved = ordered.a.findIndex((step, index) => step !== ordered.b[index]);
  return [
    ...gone.map((step) => ({ group: 'script' as const, path, before: step, after: null })),
    ...added.map((step) => ({ group: 'script' as const, path, before: null, after: step })),
    ...(moved < 0
      ? []
      : [
          {
            group: 'script' as const,
            path: ['', 'order'] as const,
            before: ordered.a[moved] ?? null,
            after: ordered.b[moved] ?? null,
          },
        ]),
  ];
};

/** Which steps of a list the other has too, each as often as it has it. */
const common = (list: readonly string[], other: readonly string[]): ReadonlySet<number> => {
  const left = new Map<string, number>();
  for (const step of other) left.set(step, (left.get(step) ?? 0) + 1);
  const found = new Set<number>();
  for (const [index, step] of list.entries()) {
    const count = left.get(step) ?? 0;
    if (count === 0) continue;
    left.set(step, count - 1);
    found.add(index);
  }
  return found;
};
