import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where packages put SoftHSM2: Debian and Ubuntu, Fedora, Arch, Homebrew, MacPorts, the Windows installer. */
const usualPlaces: readonly string[] = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/usr/lib/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/opt/local/lib/softhsm/libsofthsm2.so',
  'C:\\SoftHSM2\\lib\\softhsm2-x64.dll',
  'C:\\Program Files\\SoftHSM2\\lib\\softhsm2-x64.dll',
];

/** The SoftHSM2 library of this machine, or null. SOFTHSM2_MODULE names another. */
export const findSoftHsm = (environment: NodeJS.ProcessEnv = process.env): string | null =>
  [environment['SOFTHSM2_MODULE'] ?? '', ...usualPlaces].find((path) => path !== '' && existsSync(path)) ??
  null;

/**
 * Points SoftHSM2, from its next C_Initialize in this process on, to a directory of its own, made when it is not there.
 * Every token made then lives in `directory/tokens`; there is always one blank token more. For rehearsal and tests: the
 * keys lie in plain files.
 */
export const useSoftHsmDirectory = (directory: string): { readonly tokens: string } => {
  const tokens = join(directory, 'tokens');
  const configuration = join(directory, 'softhsm2.conf');
  mkdirSync(tokens, { recursive: true, mode: 0o700 });
  writeFileSync(
    configuration,
    [
      `directories.tokendir = ${tokens}`,
      'objectstore.backend = file',
      'log.level = ERROR',
      'slots.removable = false',
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  process.env['SOFTHSM2_CONF'] = configuration;
  return { tokens };
};
