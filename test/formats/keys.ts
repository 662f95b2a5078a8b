import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { SignatureAlgorithm } from '../../ceremonies/formats/algorithms.ts';
import {
  buildCertificate,
  parseCertificate,
  type CertificateRequest,
} from '../../ceremonies/formats/certificate.ts';
import type { DocumentSigner } from '../../ceremonies/formats/signedData.ts';

/** A key pair as a card would hold it, with the private part at hand for OpenSSL. */
export type TestKey = {
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  readonly privateKey: KeyObject;
  readonly privatePem: string;
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
};

const hashes = { 'ecdsa-sha256': 'sha256', 'ecdsa-sha384': 'sha384', 'rsa-pkcs1-sha256': 'sha256' } as const;

const testKey = (
  name: string,
  algorithm: SignatureAlgorithm,
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
): TestKey => ({
  name,
  algorithm,
  spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
  privateKey,
  privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  sign: (data) => Promise.resolve(new Uint8Array(sign(hashes[algorithm], data, privateKey))),
});

export const p256 = testKey('P-256', 'ecdsa-sha256', generateKeyPairSync('ec', { namedCurve: 'P-256' }));
export const p384 = testKey('P-384', 'ecdsa-sha384', generateKeyPairSync('ec', { namedCurve: 'P-384' }));
export const rsa = testKey('RSA', 'rsa-pkcs1-sha256', generateKeyPairSync('rsa', { modulusLength: 2048 }));
export const testKeys = [p256, p384, rsa] as const;

const dayMs = 24 * 60 * 60 * 1000;

export const requestFor = (key: TestKey, changes: Partial<CertificateRequest> = {}): CertificateRequest => ({
  subject: {
    commonName: 'Mari Õunapuu-Šmidt',
    organization: 'Registrite ja Infosüsteemide Keskus',
    country: 'EE',
    organizationalUnits: [],
  },
  spki: key.spki,
  notBefore: new Date(Date.now() - dayMs),
  notAfter: new Date(Date.now() + 3650 * dayMs),
  keyUsage: ['digitalSignature', 'nonRepudiation'],
  rehearsal: false,
  ...changes,
});

export const certificateFor = (
  key: TestKey,
  changes: Partial<CertificateRequest> = {},
): Promise<Uint8Array> => buildCertificate(requestFor(key, changes), key);

export const documentSigner = async (key: TestKey): Promise<DocumentSigner> => ({
  certificate: await certificateFor(key),
  algorithm: key.algorithm,
  sign: key.sign,
});

/** The certificate read, or a failed test. */
export const parsed = (der: Uint8Array) => {
  const certificate = parseCertificate(der);
  if (!certificate.ok) throw new Error(certificate.problem.code);
  return certificate.value;
};
