import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentInfo } from '@peculiar/asn1-cms';
import { OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { parse, serialize } from '../../ceremonies/formats/asn1.ts';
import { view } from '../../ceremonies/formats/bytes.ts';
import { MessageImprint, TimeStampResp, TstInfo } from '../../ceremonies/formats/timestampStructures.ts';
import { temporaryFolder } from '../temporary.ts';

/** How an authority signs. `ess`: the digest by which it names its certificate; SHA-1 makes it an ESSCertID of the old kind. */
export type Manner = {
  readonly key: 'rsa:2048' | 'rsa:3072' | 'P-256' | 'P-384';
  readonly digest: 'sha256' | 'sha384' | 'sha512';
  readonly ess: 'sha1' | 'sha256' | 'sha384';
};

/** A time-stamping authority that OpenSSL plays: a root, an issuer below it, and one certificate for time-stamping. */
export type Authority = {
  readonly folder: string;
  /** The root, PEM. */
  readonly rootPath: string;
  /** Answers a TimeStampReq with a TimeStampResp, both DER. */
  readonly answer: (query: Uint8Array) => Uint8Array;
  /** A TimeStampResp with a token that OpenSSL would not give: any time, signed by any of the certificates below. */
  readonly forge: (imprint: Uint8Array, genTime: string, signer?: Signer) => Uint8Array;
};

/** `tsa`: the true one. The others lack something that it has. */
export type Signer = 'tsa' | 'no-usage' | 'not-critical' | 'two-usages' | 'no-signature';

const usages: Readonly<Record<Signer, string>> = {
  tsa: 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping',
  'no-usage': 'keyUsage=critical,digitalSignature',
  'not-critical': 'keyUsage=critical,digitalSignature\nextendedKeyUsage=timeStamping',
  'two-usages': 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping,emailProtection',
  'no-signature': 'keyUsage=critical,keyEncipherment\nextendedKeyUsage=critical,timeStamping',
};

const config = ({ digest, ess }: Manner): string => `
[req]
distinguished_name = dn
[dn]
[tsa]
default_tsa = here
[here]
serial = serial
signer_digest = ${digest}
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 6
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = ${ess}
`;

const keyArguments = (key: Manner['key']): readonly string[] =>
  key.startsWith('rsa')
    ? ['-newkey', key]
    : ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${key}`, '-pkeyopt', 'ec_param_enc:named_curve'];

export const makeAuthority = (name: string, manner: Manner): Authority => {
  const folder = temporaryFolder('tsa');
  const path = (file: string): string => join(folder, file);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', [...args], { cwd: folder, stdio: 'pipe' });
  const issue = (file: string, subject: string, extensions: string, issuer?: string): void => {
    writeFileSync(path(`${file}.ext`), extensions);
    const by =
      issuer === undefined
        ? ['-signkey', `${file}.key`]
        : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`];
    openssl(
      ...['req', '-config', 'tsa.cnf', ...keyArguments(manner.key), '-nodes', '-subj', subject],
      ...['-keyout', `${file}.key`, '-out', `${file}.csr`],
    );
    openssl(
      ...[
        'x509',
        '-req',
        '-in',
        `${file}.csr`,
        '-days',
        '365',
        '-extfile',
        `${file}.ext`,
        `-${manner.digest}`,
      ],
      ...[...by, '-out', `${file}.pem`],
    );
  };
  const authority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign';
  writeFileSync(path('tsa.cnf'), config(manner));
  writeFileSync(path('serial'), '01');
  issue('root', `/O=${name}/CN=${name} Root`, authority);
  issue('issuer', `/O=${name}/CN=${name} Issuer`, authority.replace('CA:TRUE', 'CA:TRUE,pathlen:0'), 'root');
  const signers = new Set<Signer>();
  const signerFile = (signer: Signer): string => {
    if (!signers.has(signer)) issue(signer, `/O=${name}/CN=${name} Unit`, usages[signer], 'issuer');
    signers.add(signer);
    return signer;
  };
  signerFile('tsa');

  return {
    folder,
    rootPath: path('root.pem'),
    answer: (query) => {
      writeFileSync(path('query.tsq'), query);
      openssl(
        ...['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-signer', 'tsa.pem'],
        ...['-inkey', 'tsa.key', '-chain', 'issuer.pem', '-out', 'answer.tsr'],
      );
      return new Uint8Array(readFileSync(path('answer.tsr')));
    },
    forge: (imprint, genTime, signer = 'tsa') => {
      writeFileSync(path('info'), tstInfo(imprint, genTime));
      const file = signerFile(signer);
      openssl(
        ...[
          'cms',
          '-sign',
          '-binary',
          '-nodetach',
          '-cades',
          '-in',
          'info',
          '-outform',
          'DER',
          '-out',
          'token',
        ],
        ...['-econtent_type', '1.2.840.113549.1.9.16.1.4', '-md', manner.digest],
        ...['-signer', `${file}.pem`, '-inkey', `${file}.key`, '-certfile', 'issuer.pem'],
      );
      return answerWith(new Uint8Array(readFileSync(path('token'))));
    },
  };
};

/** GeneralizedTime: `20261122120000Z`. */
const tstInfo = (imprint: Uint8Array, genTime: string): Uint8Array => {
  const time = new TextEncoder().encode(genTime);
  return serialize(
    Object.assign(new TstInfo(), {
      policy: '1.3.6.1.4.1.99999.1',
      messageImprint: Object.assign(new MessageImprint(), {
        hashAlgorithm: new AlgorithmIdentifier({ algorithm: '2.16.840.1.101.3.4.2.1', parameters: null }),
        hashedMessage: new OctetString(view(imprint)),
      }),
      serialNumber: Uint8Array.of(7).buffer,
      genTime: Uint8Array.of(0x18, time.length, ...time).buffer,
    }),
  );
};

/** TimeStampResp, granted, around a token. */
export const answerWith = (token: Uint8Array): Uint8Array =>
  serialize(Object.assign(new TimeStampResp(), { timeStampToken: parse(token, ContentInfo) }));
