import {
  constants,
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createPublicKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { agree } from '../../../ceremonies/tokens/agree.ts';
import { decryptOaep } from '../../../ceremonies/tokens/decrypt.ts';
import { readFileSync } from 'node:fs';
import { embassyKeyUses } from '../../../ceremonies/conductor/hsmKeys.ts';
import { concatKdf } from '../../../ceremonies/keys/rewrap/ecdhEs.ts';
import type { EmbassyKeyVersion } from '../../../ceremonies/keys/rewrap/versions.ts';
import {
  dataKeyRecord,
  notMovedRecord,
  type DataKeyRecord,
  type NotMovedRecord,
} from '../../../ceremonies/model/inventory.ts';
import type { KeyAlgorithm } from '../../../ceremonies/model/keyAlgorithm.ts';
import { generateAesKey, generateKeyPair } from '../../../ceremonies/tokens/generate.ts';
import type { KeyUse } from '../../../ceremonies/tokens/keyTypes.ts';
import { readPublicKey } from '../../../ceremonies/tokens/publicKey.ts';
import { readDataKey, wrapBytes } from '../../../ceremonies/tokens/dataKeys.ts';
import type { Session } from '../../../ceremonies/tokens/session.ts';
import { value } from '../../tokens/softhsm.ts';

/** A version of an embassy key, made on the HSM as a ceremony makes it. */
export const makeVersion = async (
  session: Session,
  kid: string,
  algorithm: KeyAlgorithm,
  uses: readonly KeyUse[] = embassyKeyUses(algorithm),
): Promise<EmbassyKeyVersion> => {
  const spec = { label: kid, id: randomBytes(16), uses, lifetime: 'token', extractable: false } as const;
  if (algorithm === 'aes256') return { kid, algorithm, key: value(await generateAesKey(session, 32, spec)) };
  const { privateKey, publicKey } = value(await generateKeyPair(session, algorithm, spec));
  return { kid, algorithm, key: privateKey, publicKey };
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** AES key wrap by OpenSSL, as a stranger does it (RFC 3394). */
export const opensslWrap = (kek: Uint8Array, key: Uint8Array): Buffer => {
  const cipher = createCipheriv('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6));
  return Buffer.concat([cipher.update(key), cipher.final()]);
};

export type Party = { readonly apu?: string; readonly apv?: string };

/**
 * Wraps data keys under a version as registers' owners do: with its public half and OpenSSL; for AES, on the HSM. Nothing of what is
 * tested takes part, but for the key derivation, which RFC 7518's own example checks.
 */
export const ownerOf = (session: Session, version: EmbassyKeyVersion) => {
  if (version.algorithm === 'aes256')
    return (dataSet: string, id: string, dataKey: Uint8Array): DataKeyRecord => ({
      ...{ dataSet, id, kid: version.kid, alg: 'A256KW' },
      encrypted_key: text(value(wrapBytes(session, version.key, Buffer.from(dataKey)))),
    });
  const spki = value(readPublicKey(session, version.publicKey));
  if (version.algorithm !== 'ecp384') {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const oaep = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
    return (dataSet: string, id: string, dataKey: Uint8Array): DataKeyRecord => ({
      ...{ dataSet, id, kid: version.kid, alg: 'RSA-OAEP' },
      encrypted_key: text(publicEncrypt(oaep, dataKey)),
    });
  }
  return (dataSet: string, id: string, dataKey: Uint8Array, party: Party = {}): DataKeyRecord => {
    const ephemeral = createECDH('secp384r1');
    const point = ephemeral.generateKeys();
    const z = ephemeral.computeSecret(spki.subarray(-97));
    const kek = concatKdf(z, 'ECDH-ES+A256KW', 32, party);
    return {
      ...{ dataSet, id, kid: version.kid, alg: 'ECDH-ES+A256KW' },
      encrypted_key: text(opensslWrap(kek, dataKey)),
      epk: { kty: 'EC', crv: 'P-384', x: text(point.subarray(1, 49)), y: text(point.subarray(49)) },
      ...party,
    };
  };
};

export const sha256Of = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

export const jsonLines = (values: readonly unknown[]): string =>
  values.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');

const readLines = <T>(path: string, parse: (value: unknown) => T): readonly T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => parse(JSON.parse(line)));

export const readMoved = (path: string): readonly DataKeyRecord[] =>
  readLines(path, (each) => dataKeyRecord.parse(each));
export const readListed = (path: string): readonly NotMovedRecord[] =>
  readLines(path, (each) => notMovedRecord.parse(each));

/** Opens a data key under a version, by the HSM's plainest operation and OpenSSL: nothing of what moved it takes part. */
export const openDataKey = async (
  session: Session,
  version: EmbassyKeyVersion,
  record: DataKeyRecord,
): Promise<Buffer> => {
  const wrapped = Buffer.from(record.encrypted_key, 'base64url');
  if (version.algorithm === 'aes256') return value(readDataKey(session, version.key, wrapped));
  if (version.algorithm !== 'ecp384') return value(await decryptOaep(session, version.key, 'sha1', wrapped));
  if (record.alg !== 'ECDH-ES+A256KW') throw new Error(record.alg);
  const { epk } = record;
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(epk.x, 'base64url'),
    Buffer.from(epk.y, 'base64url'),
  ]);
  const party = { apu: record.apu, apv: record.apv };
  return opensslUnwrap(
    concatKdf(value(agree(session, version.key, point)), 'ECDH-ES+A256KW', 32, party),
    wrapped,
  );
};

export const opensslUnwrap = (kek: Uint8Array, wrapped: Uint8Array): Buffer => {
  const decipher = createDecipheriv('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6));
  return Buffer.concat([decipher.update(wrapped), decipher.final()]);
};
