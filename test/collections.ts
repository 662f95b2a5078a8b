import { constants, PerformanceObserver } from 'node:perf_hooks';

export type Collection = { readonly fromMs: number; readonly tookMs: number };

type Entry = { readonly startTime: number; readonly duration: number };

/** Watches for when the collector was told to take everything; `end` gives each time since, in order. */
export const watchCollections = (): { readonly end: () => Promise<readonly Collection[]> } => {
  const seen: Collection[] = [];
  const note = (entries: readonly (Entry & { readonly detail?: unknown })[]): void => {
    for (const { startTime, duration, detail } of entries) {
      const flags = typeof detail === 'object' && detail !== null && 'flags' in detail ? detail.flags : 0;
      if (flags === constants.NODE_PERFORMANCE_GC_FLAGS_FORCED)
        seen.push({ fromMs: startTime, tookMs: duration });
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return {
    end: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      note(observer.takeRecords());
      observer.disconnect();
      return seen;
    },
  };
};
