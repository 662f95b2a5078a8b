/**
 * What WebCrypto is asked for, written down, to be asked again with nothing around it. Runs in Node and in a browser's worker.
 */
export type WebCryptoCost = {
  readonly calls: Readonly<Record<string, number>>;
  /** The same calls, each awaited before the next. */
  readonly oneByOneMs: number;
  /** The same calls, all asked before any has answered: as much as the processors give. */
  readonly allAtOnceMs: number;
};

const names = ['digest', 'verify', 'importKey'] as const;

type Asked = (...args: readonly unknown[]) => Promise<unknown>;
type Call = { readonly name: string; readonly again: () => Promise<unknown> };

export const recordWebCrypto = () => {
  const calls: Call[] = [];
  let recording = true;
  for (const name of names) {
    const bare: Asked = Reflect.get(crypto.subtle, name).bind(crypto.subtle) as Asked;
    const watched: Asked = (...args) => {
      if (recording) calls.push({ name, again: () => bare(...args) });
      return bare(...args);
    };
    Reflect.set(crypto.subtle, name, watched);
  }
  return {
    begin: (): void => {
      calls.length = 0;
      recording = true;
    },
    replay: async (): Promise<WebCryptoCost> => {
      recording = false;
      const fromMs = performance.now();
      for (const { again } of calls) await again();
      const betweenMs = performance.now();
      await Promise.all(calls.map(({ again }) => again()));
      const counts: Record<string, number> = {};
      for (const { name } of calls) counts[name] = (counts[name] ?? 0) + 1;
      return {
        calls: counts,
        oneByOneMs: betweenMs - fromMs,
        allAtOnceMs: performance.now() - betweenMs,
      };
    },
  };
};
