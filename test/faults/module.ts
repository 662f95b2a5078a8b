import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const headers = join(
  dirname(createRequire(import.meta.url).resolve('pkcs11js/package.json')),
  'includes',
  'pkcs11',
);

/**
 * Compiles the module of `module.c` into a directory, and gives its path. `real`: the module that it forwards to. `board`: where
 * it counts its calls and finds which of them go wrong.
 */
export const buildModule = (directory: string, real: string, board?: string): string => {
  const path = join(directory, 'module.so');
  const source = join(import.meta.dirname, 'module.c');
  // The headers write tables of pointers to functions that C alone lets stand; nothing here is about warnings in them.
  execFileSync('gcc', ['-O1', '-w', '-shared', '-fPIC', '-I', headers, source, '-o', path, '-ldl']);
  process.env['CEREMONY_TEST_MODULE'] = real;
  if (board === undefined) delete process.env['CEREMONY_TEST_BOARD'];
  else process.env['CEREMONY_TEST_BOARD'] = board;
  return path;
};

/** What its tokens refuse from now on. */
export const refuse = (...what: readonly ('data-objects' | 'unwrap-private')[]): void => {
  process.env['CEREMONY_TEST_REFUSES'] = what.join(' ');
};
