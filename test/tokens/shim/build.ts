import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const headers = join(
  dirname(createRequire(import.meta.url).resolve('pkcs11js/package.json')),
  'includes',
  'pkcs11',
);

/** Compiles the module of `shim.c` into a directory, and gives its path. `real`: the module that it forwards to. */
export const buildShim = (directory: string, real: string): string => {
  const path = join(directory, 'shim.so');
  const source = join(import.meta.dirname, 'shim.c');
  execFileSync('g++', [
    '-x',
    'c++',
    '-fpermissive',
    '-w',
    '-shared',
    '-fPIC',
    '-I',
    headers,
    source,
    '-o',
    path,
    '-ldl',
  ]);
  process.env['CEREMONY_TEST_MODULE'] = real;
  return path;
};

/** What its tokens refuse from now on. */
export const refuse = (...what: readonly ('data-objects' | 'unwrap-private')[]): void => {
  process.env['CEREMONY_TEST_REFUSES'] = what.join(' ');
};
