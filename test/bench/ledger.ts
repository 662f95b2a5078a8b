/**
 * Where time went, as seen from one thread: spans by what was waited for, laid over each other. A moment counts once, for
 * the first kind in the order of `kinds` that it belongs to; what belongs to none is our own.
 */
export const kinds = ['people', 'pkcs11', 'disk'] as const;
export type Kind = (typeof kinds)[number];

export type Span = {
  readonly kind: Kind;
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
};

export type Ledger = {
  readonly spans: readonly Span[];
  /** Runs `work` and notes how long it took, until it settles when it is a promise. */
  readonly note: <T>(kind: Kind, name: string, work: () => T) => T;
  readonly clear: () => void;
};

export const openLedger = (): Ledger => {
  const spans: Span[] = [];
  return {
    spans,
    note: (kind, name, work) => {
      const fromMs = performance.now();
      const end = () => void spans.push({ kind, name, fromMs, toMs: performance.now() });
      let result;
      try {
        result = work();
      } catch (error) {
        end();
        throw error;
      }
      if (!(result instanceof Promise)) {
        end();
        return result;
      }
      result.then(end, end);
      return result;
    },
    clear: () => {
      spans.length = 0;
    },
  };
};

/** Milliseconds between two moments by kind; `own` is what no span covers. */
export const divide = (
  spans: readonly Span[],
  fromMs: number,
  toMs: number,
): Readonly<Record<Kind | 'own', number>> => {
  const edges = spans
    .filter((span) => span.toMs > fromMs && span.fromMs < toMs)
    .flatMap(({ kind, fromMs: start, toMs: end }) => [
      { atMs: Math.max(start, fromMs), kind, change: 1 },
      { atMs: Math.min(end, toMs), kind, change: -1 },
    ])
    .sort((a, b) => a.atMs - b.atMs);
  const open = { people: 0, pkcs11: 0, disk: 0 };
  const spent = { people: 0, pkcs11: 0, disk: 0, own: 0 };
  let lastMs = fromMs;
  for (const { atMs, kind, change } of [...edges, { atMs: toMs, kind: 'people', change: 0 } as const]) {
    spent[kinds.find((each) => open[each] > 0) ?? 'own'] += atMs - lastMs;
    open[kind] += change;
    lastMs = atMs;
  }
  return spent;
};

/** Calls and milliseconds by name, the longest first. */
export const byName = (
  spans: readonly Span[],
  kind: Kind,
): readonly { readonly name: string; readonly calls: number; readonly ms: number }[] => {
  const names = new Map<string, { calls: number; ms: number }>();
  for (const span of spans.filter((each) => each.kind === kind)) {
    const { calls, ms } = names.get(span.name) ?? { calls: 0, ms: 0 };
    names.set(span.name, { calls: calls + 1, ms: ms + span.toMs - span.fromMs });
  }
  return [...names].map(([name, sum]) => ({ name, ...sum })).sort((a, b) => b.ms - a.ms);
};
