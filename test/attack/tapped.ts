/**
 * Runs before anything else in a program that tests build (`tap.ts`): writes down each secret that is made, so that a test knows
 * what to look for.
 */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';

const folder = process.env['CEREMONY_LEAK_FOLDER'] ?? '';
const told = openSync(join(folder, 'secrets'), 'a');

Object.assign(globalThis, {
  /** From the secret's own memory straight into the file: the tap must leave no copy of its own. */
  tapSecret: (bytes: Uint8Array): void => {
    writeSync(told, Uint8Array.of(bytes.length & 255, bytes.length >> 8));
    writeSync(told, bytes);
  },
});

// The collector takes what nobody holds; then what is held is written down.
process.on('SIGUSR2', () => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  writeHeapSnapshot(join(folder, 'engine.heapsnapshot'));
  writeSync(openSync(join(folder, 'engine.heapsnapshot.done'), 'w'), 'x');
});
