import { execFileSync } from 'node:child_process';
import { createPublicKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wrapKey } from '../../../ceremonies/keys/keyWrap.ts';
import { Secret } from '../../../ceremonies/secrets/secret.ts';
import type { KeyPairAlgorithm } from '../../../ceremonies/tokens/keyTypes.ts';
import { storePublicKey } from '../../../ceremonies/tokens/publicKey.ts';
import type { Session } from '../../../ceremonies/tokens/session.ts';
import { importWrappingKey, unwrapPrivateKey } from '../../../ceremonies/tokens/wrap.ts';
import { temporaryFolder } from '../../temporary.ts';
import { value } from '../../tokens/softhsm.ts';

/** A key pair that OpenSSL made, in files: `key.pem`, and the certificate `embassy.pem`. */
export type FileKey = {
  readonly folder: string;
  readonly pkcs8: Uint8Array;
  readonly certificate: Uint8Array;
};

const newKey: Readonly<Record<'ecp256' | 'ecp384' | 'rsa2048' | 'rsa3072', readonly string[]>> = {
  ecp256: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  ecp384: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  rsa2048: ['-newkey', 'rsa:2048'],
  rsa3072: ['-newkey', 'rsa:3072'],
};

export const run = (folder: string, commandLine: string): Buffer => {
  const [command = '', ...words] = commandLine.split(' ');
  return execFileSync(command, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
};

/** A key pair of a stranger's making: OpenSSL names it in its own way (a SHA-1 key identifier, a random serial number). */
export const makeFileKey = (algorithm: keyof typeof newKey, name: string): FileKey => {
  const folder = temporaryFolder('backup-key');
  run(
    folder,
    `openssl req -x509 -nodes ${newKey[algorithm].join(' ')} -keyout key.pem -out embassy.pem -subj /O=Embassy/CN=${name} -days 30`,
  );
  run(folder, 'openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der');
  run(folder, 'openssl x509 -in embassy.pem -outform DER -out embassy.der');
  const read = (file: string) => new Uint8Array(readFileSync(join(folder, file)));
  return { folder, pkcs8: read('key.der'), certificate: read('embassy.der') };
};

/** Puts a private key (PKCS #8) onto the HSM as a rebuilding does: wrapped, with its public key beside it, without a certificate. */
export const placeOnHsm = async (
  session: Session,
  pkcs8: Uint8Array,
  algorithm: KeyPairAlgorithm,
  label: string,
): Promise<void> => {
  const recoveryKey = randomBytes(32);
  const wrappingKey = value(importWrappingKey(session, recoveryKey, `wrapping ${label}`));
  const wrapped = wrapKey(Secret.take(recoveryKey), Secret.take(Uint8Array.from(pkcs8)));
  const uses = algorithm.startsWith('ec') ? (['derive'] as const) : (['decrypt'] as const);
  const id = randomBytes(16);
  value(
    await unwrapPrivateKey(session, wrappingKey, wrapped, algorithm, { label, id, uses, extractable: false }),
  );
  const spki = createPublicKey({
    key: `-----BEGIN PRIVATE KEY-----\n${Buffer.from(pkcs8).toString('base64')}\n-----END PRIVATE KEY-----\n`,
    format: 'pem',
  }).export({ type: 'spki', format: 'der' });
  value(storePublicKey(session, spki, { label, id, uses, lifetime: 'token' }));
};
