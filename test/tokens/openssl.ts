import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `openssl` in a directory that holds `files`, and returns what it wrote to `out`, or to stdout. Throws if it fails. */
export const openssl = (
  files: Readonly<Record<string, Uint8Array | string>>,
  args: readonly string[],
): Buffer => {
  const directory = mkdtempSync(join(tmpdir(), 'openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    const stdout = execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    return args.includes('out') ? readFileSync(join(directory, 'out')) : stdout;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** AES-KWP (RFC 5649) undone by the command line alone. */
export const opensslUnwrap = (key: Uint8Array, wrapped: Uint8Array): Buffer =>
  openssl({ wrapped }, [
    ...['enc', '-d', '-id-aes256-wrap-pad', '-K', Buffer.from(key).toString('hex'), '-iv', 'A65959A6'],
    ...['-in', 'wrapped', '-out', 'out'],
  ]);

/** The SubjectPublicKeyInfo that OpenSSL computes from a PKCS#8 private key. */
export const opensslPublic = (pkcs8: Uint8Array): Buffer =>
  openssl({ key: pkcs8 }, [
    'pkey',
    '-inform',
    'DER',
    '-in',
    'key',
    '-pubout',
    '-outform',
    'DER',
    '-out',
    'out',
  ]);

export const opensslVerifies = (
  spki: Uint8Array,
  hash: string,
  data: Uint8Array,
  signature: Uint8Array,
): boolean => {
  try {
    openssl({ spki, data, signature }, [
      ...['dgst', `-${hash}`, '-keyform', 'DER', '-verify', 'spki', '-signature', 'signature', 'data'],
    ]);
    return true;
  } catch {
    return false;
  }
};
