// @ts-check
import { existsSync } from 'node:fs';

/** Where SoftHSM2 is usually found, and how one gets it, where we do not install it ourselves. */
const elsewhere = {
  darwin: {
    paths: ['/opt/homebrew/lib/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'],
    advice: 'Install it with: brew install softhsm',
  },
  win32: {
    paths: [
      'C:\\SoftHSM2\\lib\\softhsm2-x64.dll',
      'C:\\Program Files\\SoftHSM2\\lib\\softhsm2-x64.dll',
      'C:\\Program Files (x86)\\SoftHSM2\\lib\\softhsm2-x64.dll',
    ],
    advice: 'Install SoftHSM2 for Windows (64 bit) into C:\\SoftHSM2.',
  },
  linux: {
    paths: [
      '/usr/lib64/pkcs11/libsofthsm2.so',
      '/usr/lib64/softhsm/libsofthsm2.so',
      '/usr/lib/softhsm/libsofthsm2.so',
      '/usr/lib/pkcs11/libsofthsm2.so',
    ],
    advice: 'Install it with your package manager, for example: dnf install softhsm, pacman -S softhsm',
  },
};

const known = () => Object.entries(elsewhere).find(([platform]) => platform === process.platform)?.[1];

/** Whether SoftHSM2 is in one of the usual places, or where SOFTHSM2_MODULE says. */
export const hasSoftHsm = () => {
  const own = process.env['SOFTHSM2_MODULE'];
  return [...(own ? [own] : []), ...(known()?.paths ?? [])].some((path) => existsSync(path));
};

/** What to tell a person who lacks it. */
export const softHsmAdvice = () =>
  `SoftHSM2 was not found; rehearsals and tests use it for their tokens. ${known()?.advice ?? ''}\n` +
  'If it is somewhere else, name its library in SOFTHSM2_MODULE.';
