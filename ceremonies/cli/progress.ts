import type { OnProgress } from '../keys/backup/transfer.ts';
import { texts } from '../texts/catalogue.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** With three digits, in powers of a thousand. */
export const humanBytes = (bytes: number): string => {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const amount = bytes / 1000 ** step;
  return `${amount.toFixed(step === 0 || amount >= 100 ? 0 : 1)} ${units[step] ?? ''}`;
};

/** One line on a terminal's stderr, written over itself; nothing at all elsewhere, where it would be noise in a log. */
export const progressLine = (): { readonly show: OnProgress; readonly end: () => void } => {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  let shown = false;
  const clear = '\r\u001b[K';
  return {
    show: ({ doneBytes, totalBytes, bytesPerSecond }) => {
      shown = true;
      const percent = totalBytes === 0 ? 100 : Math.floor((100 * doneBytes) / totalBytes);
      const facts = { percent, total: humanBytes(totalBytes), rate: humanBytes(bytesPerSecond) };
      process.stderr.write(clear + texts('en').t('cli.progress', facts));
    },
    end: () => {
      if (shown) process.stderr.write(clear);
    },
  };
};

/** Runs work that Ctrl-C, or the end of the session, stops in good order: nothing half-written stays. */
export const interruptible = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of signals) process.off(name, stop);
  }
};
