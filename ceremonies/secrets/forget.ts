import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** V8's collector; it zeroes what it takes, which by itself it does not. */
const openCollector = (): (() => void) => {
  setFlagsFromString('--clear-free-memory');
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

let collect: (() => void) | null = null;

/**
 * Has the collector take, now, whatever nobody holds any more: the texts that libraries made of secrets. A text cannot be wiped,
 * and without this it lies in memory until chance writes over it. Takes some ten milliseconds.
 */
export const forgetTexts = (): void => {
  collect ??= openCollector();
  // What the first round finds to be nobody's may still be held by what it found out only then.
  collect();
  collect();
};
