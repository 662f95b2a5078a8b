import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize as cloned } from 'node:v8';
import { createPackageWithOptions } from '@electron/asar';
import { encodeManifest, signaturePath } from '../../ceremonies/formats/asic.ts';
import { concat, fromBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { canonicalJson } from '../../ceremonies/formats/canonical.ts';
import { signDetached } from '../../ceremonies/formats/signedData.ts';
import { encodeTimestampQuery, imprintOf, readTimestampAnswer } from '../../ceremonies/formats/timestamp.ts';
import { sealEnveloped } from '../../ceremonies/formats/envelopedData.ts';
import { wrapKey } from '../../ceremonies/keys/keyWrap.ts';
import { must } from '../../ceremonies/model/error.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { shareToQr } from '../../ceremonies/shares/shareQr.ts';
import { encodeShare, labelShares, type Share } from '../../ceremonies/shares/share.ts';
import { shareToWords } from '../../ceremonies/shares/shareWords.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';
import { encodeEvent, hashEvent } from '../../ceremonies/transcript/chain.ts';
import { certificatePem } from '../../ceremonies/transcript/pem.ts';
import { tlv } from '../formats/ber.ts';
import { fit } from '../formats/candidates.ts';
import {
  attribute,
  calling,
  extension,
  handMade,
  having,
  sequence,
  set,
  types,
  utf8,
  type Fields,
} from '../formats/handMade.ts';
import { certificateFor, documentSigner, p256, p384, parsed, rsa, testKeys } from '../formats/keys.ts';
import { inFolder, pem } from '../formats/openssl.ts';
import { makeAuthority } from '../formats/tsa.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { entriesOf, hold, makeBundle, toCheck, toRotate, type Bundle } from '../verify/fixture.ts';
import { content, kek, shareContext } from './constants.ts';

/** Good inputs, each made when it is first asked for. */
export type Corpus = () => Promise<readonly Uint8Array[]>;

const lazily = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

// --- bundles and what is in them ---

const first = lazily(() => makeBundle(parametersFor(2, 3, { sheets: true })));

const made = lazily(async (): Promise<readonly Bundle[]> => {
  const bundle = await first();
  return [bundle, await hold(await toCheck(bundle)), await hold(await toRotate(bundle))];
});

export const firstBundle = async (): Promise<Uint8Array> => (await first()).bytes;

export const bundles: Corpus = async () => (await made()).map(({ bytes }) => bytes);

/** An entry of each bundle. */
export const entry =
  (path: string): Corpus =>
  async () =>
    Promise.all(
      (await bundles()).map(async (bytes) => (await entriesOf(bytes)).get(path) ?? new Uint8Array()),
    );

export const journals: Corpus = async () =>
  Promise.all(
    (await made()).map(async ({ events }) => {
      const lines = events.map(async (event) => `${await hashEvent(event)} ${encodeEvent(event)}\n`);
      return toUtf8((await Promise.all(lines)).join(''));
    }),
  );

export const manifests: Corpus = () =>
  Promise.resolve(
    [1, 12].map((count) =>
      toUtf8(
        encodeManifest({
          signature: signaturePath(count),
          files: Array.from({ length: count }, (_, index) => ({
            uri: `keys/file-${index}.json`,
            mimeType: 'application/json',
            sha256: 'ab'.repeat(32),
          })),
        }),
      ),
    ),
  );

// --- certificates, signatures, time-stamps, sealed contents ---

export const certificates: Corpus = async () => [
  ...(await Promise.all(testKeys.map((key) => certificateFor(key)))),
  await certificateFor(p384, { keyUsage: ['keyAgreement'] }),
  ...(await Promise.all(Object.values(fit).map((changes) => handMade(p384, changes)))),
  ...authorityCertificates((await authority()).root),
];

/** As much of one thing as a certificate holds: an arc, attributes, extensions, names. */
export const largeCertificates: Corpus = () => {
  const arc = concat(new Uint8Array(30_000).fill(0xff), Uint8Array.of(1));
  const attributes = Array.from({ length: 2500 }, () => set(attribute('55040b', utf8(''))));
  const extensions = Array.from({ length: 5000 }, (_, index) =>
    extension(
      `2a${(0x8100 + (index & 0x7f)).toString(16)}${(index >> 7).toString(16).padStart(2, '0')}`,
      new Uint8Array(),
    ),
  );
  const names = Array.from({ length: 15_000 }, () => tlv(0x82, utf8('')));
  const large: readonly Partial<Fields>[] = [
    calling(sequence(set(sequence(tlv(6, arc), utf8('x'))))),
    calling(sequence(...attributes)),
    { extensions },
    having(types.subjectAltName, sequence(...names)),
  ];
  return Promise.all(large.map((changes) => handMade(p384, changes)));
};

const authorityCertificates = (text: string): readonly Uint8Array[] =>
  [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END/gu)].map(([, body = '']) =>
    fromBase64(body.replace(/\s/gu, '')),
  );

export const certificateFiles: Corpus = async () => {
  const texts = (await certificates()).map(certificatePem);
  return [...texts.slice(0, 2), texts.join('and\n')].map(toUtf8);
};

export const publicKeys: Corpus = () => Promise.resolve([p256, p384, rsa].map(({ spki }) => spki));

export const ecdsaSignatures: Corpus = async () => [await p256.sign(content), await p256.sign(toUtf8('b'))];

export const detached: Corpus = () =>
  Promise.all(testKeys.map(async (key) => signDetached(content, await documentSigner(key), new Date())));

const authority = lazily(async () => {
  const played = makeAuthority('Fuzz', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
  const answer = played.answer(encodeTimestampQuery(await imprintOf('SHA-256', content)));
  return { answer, root: readFileSync(played.rootPath, 'utf8') };
});

export const timestampAnswers: Corpus = async () => [(await authority()).answer];
export const timestampTokens: Corpus = async () => [must(readTimestampAnswer((await authority()).answer))];

export const enveloped: Corpus = async () => {
  const recipients = await Promise.all(
    testKeys.map(async (key) => ({
      spki: key.spki,
      keyIdentifier: parsed(await certificateFor(key)).subjectKeyIdentifier ?? new Uint8Array(),
      oaepHash: 'sha256' as const,
    })),
  );
  return [await sealEnveloped(content, recipients), await sealEnveloped(content, recipients.slice(0, 1))];
};

/** By OpenSSL, in every form that a file can have. */
export const sealedFiles: Corpus = lazily(async () => {
  const certificate = await certificateFor(p384, { keyUsage: ['keyAgreement'] });
  const files: Uint8Array[] = [];
  await inFolder(({ write, read, run }) => {
    write('plain', new Uint8Array(9000).fill(7));
    write('embassy.pem', pem('CERTIFICATE', certificate));
    for (const cipher of ['gcm', 'cbc'])
      for (const form of ['', ' -stream']) {
        run(
          `openssl cms -encrypt -binary -aes-256-${cipher}${form} -recip embassy.pem -in plain -outform DER -out sealed`,
        );
        files.push(read('sealed'));
      }
  });
  return files;
});

export const armoured: Corpus = async () =>
  (await sealedFiles()).flatMap((file) => [
    toUtf8(pem('CMS', file)),
    concat(
      toUtf8(
        'MIME-Version: 1.0\nContent-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n',
      ),
      toUtf8(`${Buffer.from(file).toString('base64')}\n`),
    ),
  ]);

export const wrappedKeys: Corpus = () =>
  Promise.resolve(
    [32, 185].map((size) =>
      wrapKey(Secret.take(kek.slice()), Secret.take(new Uint8Array(randomBytes(size)))),
    ),
  );

// --- shares ---

const shares = (): readonly Share[] =>
  labelShares(splitSecret(Secret.random(32), shareContext), shareContext);

const bytesOf = (secret: Secret): Uint8Array => secret.use((bytes) => Uint8Array.from(bytes));

export const payloads: Corpus = () => Promise.resolve(shares().map((share) => bytesOf(encodeShare(share))));

export const qrTexts: Corpus = () =>
  Promise.resolve(
    shares().map((share) =>
      toUtf8(
        [
          'embassy-key-ceremony/share/1',
          ...[share.setId, share.index, share.threshold, share.count],
          Buffer.from(share.salt).toString('hex'),
          Buffer.from(bytesOf(share.body)).toString('hex'),
        ]
          .join('/')
          .toUpperCase(),
      ),
    ),
  );

export const wordSheets: Corpus = () =>
  Promise.resolve(
    shares().map((share) =>
      toUtf8(
        shareToWords(share)
          .map((row) => row.join(' '))
          .join('\n'),
      ),
    ),
  );

/** Grey pixels of a square picture, a byte each. */
export const pictures: Corpus = () =>
  Promise.resolve(
    shares()
      .slice(0, 1)
      .map((share) => {
        const matrix = shareToQr(share);
        const scale = 3;
        const side = matrix.length * scale;
        return Uint8Array.from({ length: side * side }, (_, at) => {
          const [x, y] = [Math.floor((at % side) / scale), Math.floor(at / side / scale)];
          return matrix[y]?.[x] === true ? 0 : 255;
        });
      }),
  );

export const rolls: Corpus = () =>
  Promise.resolve([toUtf8('123456 '.repeat(20)), toUtf8('1 2 3 4 5 6\n'.repeat(9))]);

// --- lists and messages ---

const jsonLines = (...values: readonly unknown[]): Uint8Array =>
  toUtf8(values.map((value) => JSON.stringify(value)).join('\n'));

const record = {
  dataSet: 'parcels',
  id: '7c9e6679',
  kid: 'land-register.v1',
  alg: 'A256KW',
  encrypted_key: Buffer.alloc(40, 7).toString('base64url'),
};
const ecdhRecord = {
  ...record,
  alg: 'ECDH-ES+A256KW',
  epk: {
    kty: 'EC',
    crv: 'P-384',
    x: Buffer.alloc(48, 1).toString('base64url'),
    y: Buffer.alloc(48, 2).toString('base64url'),
  },
};
export const inventoryLines: Corpus = () => Promise.resolve([jsonLines(record), jsonLines(ecdhRecord)]);
export const inventories: Corpus = () =>
  Promise.resolve([
    concat(jsonLines(record, ecdhRecord, { ...record, id: 'õ' }), toUtf8('\n')),
    jsonLines(record, 'no record', record),
  ]);
export const notMovedLists: Corpus = () =>
  Promise.resolve([
    concat(
      jsonLines(
        { line: 3, dataSet: 'parcels', id: '7c9e6679', code: 'inventory-altered' },
        { line: 4, dataSet: null, id: null, code: 'inventory-line-malformed' },
      ),
      toUtf8('\n'),
    ),
  ]);

export const peopleFiles: Corpus = () =>
  Promise.resolve([
    jsonLines(
      Array.from({ length: 4 }, (_, index) => ({
        name: `Õie ${index}`,
        certificateSha256: String(index).repeat(64),
      })),
    ),
  ]);

export const moduleSettings: Corpus = () =>
  Promise.resolve([
    toUtf8(
      JSON.stringify({
        hsm: '/opt/hsm.so',
        cards: { path: '/usr/lib/cards.so', parameters: "configdir='/k'" },
      }),
    ),
  ]);

/** A small app, packed by the tool that packs the real one. */
export const archives: Corpus = lazily(async () => {
  const folder = temporaryFolder('archive');
  const app = join(folder, 'app');
  mkdirSync(join(app, 'deep'), { recursive: true });
  writeFileSync(join(app, 'deep', 'main.js'), 'console.log("the app")');
  writeFileSync(join(app, 'native.node'), 'machine code');
  await createPackageWithOptions(app, join(folder, 'app.asar'), { unpack: '*.node' });
  return [new Uint8Array(readFileSync(join(folder, 'app.asar')))];
});

export const canonicalTexts: Corpus = async () => [
  ...(await entry('register.json')()),
  toUtf8(canonicalJson({ a: [1, 1.5, -0, 1e21, 'õ\u0001', null, true], b: { c: {} } })),
];

export const plans: Corpus = async () =>
  (await made()).map(({ state: { script } }) =>
    jsonLines({ kind: script.kind, parameters: script.parameters }),
  );

const by = ['administrator', 'witness'];
const token = { label: 'card', serial: '1' };
const messages = async (): Promise<readonly { readonly name: string; readonly message: unknown }[]> => [
  ...(await made()).map(({ state: { script } }) => ({
    name: 'start-ceremony',
    message: { plan: { kind: script.kind, parameters: script.parameters }, previousBundle: '/a.asice' },
  })),
  { name: 'describe-room', message: {} },
  { name: 'inspect-bundle', message: { file: '/media/stick/last.asice' } },
  { name: 'answer', message: { question: 1, answer: { kind: 'confirm', by } } },
  { name: 'answer', message: { question: 2, answer: { kind: 'dice', rolls: '123456'.repeat(20) } } },
  {
    name: 'answer',
    message: {
      question: 3,
      answer: {
        kind: 'present-share',
        offer: {
          kind: 'share',
          participant: 'custodian-1',
          token,
          mode: { kind: 'adopt', userPin: '123456' },
          from: { kind: 'words', rows: [['abandon', 'ability'], ['able']] },
        },
      },
    },
  },
  {
    name: 'raise-exception',
    message: { about: { kind: 'other' }, expected: 'a', happened: 'b', decided: 'c', by },
  },
  {
    name: 'mark-compromised',
    message: { label: 'land-register', version: 1, by, reason: 'A copy was found.' },
  },
  { name: 'abandon', message: { by, reason: 'The room is needed.', hsmPin: null } },
  { name: 'compare-bundles', message: { a: '/a.asice', b: '/b.asice' } },
  { name: 'set-language', message: { language: 'et' } },
];

export const messageTexts: Corpus = async () => (await messages()).map((message) => jsonLines(message));

const asClones = (values: readonly unknown[]): readonly Uint8Array[] =>
  values.map((value) => new Uint8Array(cloned(value)));

export const clones: Corpus = async () => asClones(await messages());

/** What no text can hold, and no window should send. */
export const oddClones: Corpus = () => {
  const ring: { self?: unknown } = {};
  ring.self = ring;
  const sparse: unknown[] = [];
  sparse.length = 1_000_000;
  const odd = [new Date(), /a/u, new Uint8Array(9), -0, NaN, undefined, 'õ'];
  return Promise.resolve(asClones([ring, sparse, new Map([[{}, new Set([1n])]]), odd]));
};
