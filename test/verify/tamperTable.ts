import { deflateRawSync } from 'node:zlib';
import { containerType, manifestPath, signaturePath } from '../../ceremonies/formats/asic.ts';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { buildCertificate, type KeyUsage } from '../../ceremonies/formats/certificate.ts';
import type { ErrorCode, Problem } from '../../ceremonies/model/error.ts';
import type { CeremonyEvent } from '../../ceremonies/model/event.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { zip, type Entry } from '../formats/oddZip.ts';
import { inFolder, pem } from '../formats/openssl.ts';
import { parametersFor, play } from '../model/straightRun.ts';
import {
  bundleOf,
  closeWith,
  ecPair,
  entriesOf,
  eventsOf,
  flipped,
  makeBundle,
  selfSigned,
  signAll,
  signerOf,
  softwareRoom,
  textOf,
  transcriptOf,
  withEntries,
  withFittingManifests,
  withHolder,
  type Bundle,
  type Entries,
  type Pair,
  type SoftwareRoom,
} from './fixture.ts';

/**
 * What can be wrong with a bundle, a row each: the same table is put before the verifier, the command line, the auditor's page and the
 * app, which must all say the same. `because`: what is said of it, among perhaps more.
 */
export type Tampering = {
  readonly name: string;
  readonly outcome: Verdict['outcome'];
  readonly because: ErrorCode | null;
  readonly bytes: Uint8Array;
};

type Make = (good: Made) => Uint8Array | Promise<Uint8Array>;
type Made = { readonly bundle: Bundle; readonly other: Bundle; readonly entries: Entries };
type Row = readonly [name: string, outcome: Verdict['outcome'], because: ErrorCode | null, make: Make];

export const parameters = parametersFor(2, 2, { auditors: 0, sheets: true });

/** Every row, made from one good bundle and, where another ceremony is needed, from a second. */
export const tamperings = async (): Promise<readonly Tampering[]> => {
  const bundle = await makeBundle(parameters);
  const made: Made = {
    bundle,
    other: await makeBundle(parameters),
    entries: await entriesOf(bundle.bytes),
  };
  const rows = [
    ...sound,
    ...ofEveryFile(made.entries),
    ...ofEvents,
    ...ofSignatures,
    ...ofContainer,
    ...ofFormats,
  ];
  return Promise.all(
    rows.map(async ([name, outcome, because, make]) => ({ name, outcome, because, bytes: await make(made) })),
  );
};

// --- means ---

const changed =
  (change: (entries: Entries) => void): Make =>
  ({ bundle }) =>
    withEntries(bundle.bytes, change);

const rewritten = (path: string, change: (text: string) => string): Make =>
  changed((entries) => entries.set(path, toUtf8(change(textOf(entries, path)))));

/** Events told otherwise, with manifests to match: only the chain and the signatures speak. */
const retold =
  (change: (events: readonly CeremonyEvent[], made: Made) => readonly CeremonyEvent[]): Make =>
  (made) =>
    withEntries(made.bundle.bytes, (entries) => {
      entries.set('transcript.jsonl', transcriptOf(change(eventsOf(entries), made)));
      for (const [path, content] of withFittingManifests(entries)) entries.set(path, content);
    });

const mimetype: Entry = { name: 'mimetype', content: toUtf8(containerType) };

/** The files as another program packs them. */
const packed = (entries: Entries, method: number): readonly Entry[] =>
  [...entries].map(([name, content]) => ({ name, content, method }));

/** The good bundle with one entry more, which our own writer would never write. */
const withOdd =
  (odd: Entry): Make =>
  ({ entries }) =>
    zip([mimetype, ...packed(entries, 0), odd]);

const pack = (...entries: readonly Entry[]): Uint8Array => zip([mimetype, ...entries]);

/** A bundle in which everything fits, made by people whose administrator has this certificate. */
const withAdministrator = async (
  certify: (pair: Pair) => Promise<Uint8Array>,
  digest: 'sha1' | 'sha256' | null = null,
): Promise<Uint8Array> => {
  const pair = ecPair();
  const certificate = await certify(pair);
  const room = withHolder(await softwareRoom(parameters), 'administrator', { certificate, pair });
  const closing: SoftwareRoom = {
    ...room,
    close: (signer, manifest, at) =>
      signer === 'administrator' && digest !== null
        ? signedByOpenssl(digest, manifest, certificate, pair)
        : room.close(signer, manifest, at),
  };
  return (await bundleOf(await play(parameters, room), closing)).bytes;
};

const certificate =
  (keyUsage: readonly KeyUsage[], notAfter: string) =>
  (pair: Pair): Promise<Uint8Array> =>
    buildCertificate(
      {
        subject: { commonName: 'Mari Maasikas', organizationalUnits: [] },
        spki: pair.spki,
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date(notAfter),
        keyUsage,
        rehearsal: true,
      },
      signerOf(pair),
    );

/** OpenSSL signs what our own writer refuses to: by a certificate that may not, and over a weak digest. */
const signedByOpenssl = (
  digest: 'sha1' | 'sha256',
  content: Uint8Array,
  der: Uint8Array,
  { privateKey }: Pair,
): Promise<Uint8Array> =>
  inFolder(({ write, read, run }) => {
    write('content', content);
    write('certificate.pem', pem('CERTIFICATE', der));
    write('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }));
    run(
      `openssl cms -sign -binary -md ${digest} -outform DER -cades -in content -signer certificate.pem -inkey key.pem -out signature`,
    );
    return read('signature');
  });

// --- the table ---

const sound: readonly Row[] = [
  ['as it was made', 'good', null, ({ bundle }) => bundle.bytes],
  ['packed anew without compression', 'good', null, ({ entries }) => pack(...packed(entries, 0))],
  ['packed anew with compression', 'good', null, ({ entries }) => pack(...packed(entries, 8))],
  ['packed anew in another order', 'good', null, ({ entries }) => pack(...packed(entries, 8).toReversed())],
];

/** Manifests and signatures speak of themselves; all else is what they are about. */
const isPayload = (path: string): boolean => !path.startsWith('META-INF/');

const ofEveryFile = (entries: Entries): readonly Row[] =>
  [...entries.keys()].flatMap((path): readonly Row[] => [
    [
      `${path} with a bit flipped`,
      'bad',
      isPayload(path) ? 'bundle-entry-changed' : null,
      changed((copy) => {
        const content = copy.get(path) ?? new Uint8Array();
        copy.set(path, flipped(content, content.length >> 1));
      }),
    ],
    [
      `${path} removed`,
      path === 'transcript.jsonl' ? 'unreadable' : 'bad',
      'bundle-entry-missing',
      changed((copy) => void copy.delete(path)),
    ],
    [
      `${path} under another name`,
      path === 'transcript.jsonl' ? 'unreadable' : 'bad',
      null,
      changed((copy) => {
        const content = copy.get(path) ?? new Uint8Array();
        copy.delete(path);
        copy.set(`${path}.old`, content);
      }),
    ],
    [
      `${path} twice`,
      'unreadable',
      'bundle-entry-twice',
      ({ entries: all }) =>
        pack(...packed(all, 0), { name: path, content: all.get(path) ?? new Uint8Array() }),
    ],
  ]);

const ofEvents: readonly Row[] = [
  ['the last event cut off', 'bad', null, retold((events) => events.slice(0, -1))],
  ['the last act cut off', 'bad', null, retold((events) => events.slice(0, -8))],
  ['an event cut from the middle', 'bad', 'chain-broken', retold((events) => events.toSpliced(20, 1))],
  [
    'two events swapped',
    'bad',
    'chain-broken',
    retold((events) => {
      const [first, second] = events.slice(20, 22);
      return first === undefined || second === undefined ? [] : events.toSpliced(20, 2, second, first);
    }),
  ],
  [
    'an event replayed from another ceremony',
    'bad',
    'chain-broken',
    retold((events, { other }) =>
      events.map((event, index) => (index === 20 ? (other.events[20] ?? event) : event)),
    ),
  ],
  [
    'an event told a millisecond later',
    'bad',
    'chain-broken',
    retold((events) =>
      events.map((event) =>
        event.seq === 20 ? { ...event, at: new Date(Date.parse(event.at) + 1).toISOString() } : event,
      ),
    ),
  ],
  [
    'a rehearsal offered as production',
    'bad',
    null,
    rewritten('transcript.jsonl', (text) => text.replaceAll('"domain":"rehearsal"', '"domain":"production"')),
  ],
];

const ofSignatures: readonly Row[] = [
  [
    'signed by a stranger of the same name',
    'bad',
    'signer-unknown',
    async ({ bundle: { state, files, room } }) => {
      const pair = ecPair();
      const stranger = { certificate: await selfSigned(pair, 'Mari Maasikas', true), ...signerOf(pair) };
      return signAll(state, files, (signer, manifest) =>
        signer === 'administrator' ? closeWith(stranger, manifest) : room.close(signer, manifest),
      );
    },
  ],
  [
    'signed by the right person over another ceremony',
    'bad',
    'signature-invalid',
    async ({ bundle: { state, files, room }, other }) => {
      const theirs = textOf(await entriesOf(other.bytes), manifestPath(1));
      return signAll(state, files, (signer, manifest) =>
        room.close(signer, signer === 'administrator' ? toUtf8(theirs) : manifest),
      );
    },
  ],
  [
    'a signature missing',
    'bad',
    'bundle-entry-missing',
    changed((entries) => {
      entries.delete(manifestPath(2));
      entries.delete(signaturePath(2));
    }),
  ],
  [
    'two signatures in one another’s places',
    'bad',
    'signature-invalid',
    changed((entries) => {
      const [second, third] = [entries.get(signaturePath(2)), entries.get(signaturePath(3))];
      if (second !== undefined) entries.set(signaturePath(3), second);
      if (third !== undefined) entries.set(signaturePath(2), third);
    }),
  ],
  [
    'signed by a certificate that had expired',
    'bad',
    null,
    () => withAdministrator(certificate(['digitalSignature'], '2026-05-01T00:00:00Z')),
  ],
  [
    'signed by a certificate that may not sign',
    'bad',
    null,
    () => withAdministrator(certificate(['keyEncipherment'], '2036-01-01T00:00:00Z'), 'sha256'),
  ],
  [
    'signed over a weak digest',
    'bad',
    null,
    () => withAdministrator(certificate(['digitalSignature'], '2036-01-01T00:00:00Z'), 'sha1'),
  ],
  [
    'a manifest of a weak digest',
    'bad',
    null,
    rewritten(manifestPath(1), (text) =>
      text.replace('http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1'),
    ),
  ],
];

const bombBytes = 300 * 1024 * 1024;
const tenGigabytes = 10 * 1024 ** 3;

const ofContainer: readonly Row[] = [
  ['empty', 'unreadable', 'bundle-not-zip', () => new Uint8Array()],
  ['no container at all', 'unreadable', 'bundle-not-zip', () => toUtf8('Dear auditor, all went well.')],
  ['cut in half', 'unreadable', null, ({ bundle }) => bundle.bytes.slice(0, bundle.bytes.length >> 1)],
  ['a byte more', 'unreadable', null, ({ bundle }) => new Uint8Array([...bundle.bytes, 0])],
  [
    'the media type last',
    'unreadable',
    'bundle-malformed',
    ({ entries }) => zip([...packed(entries, 0), mimetype]),
  ],
  [
    'a file that nobody signed',
    'bad',
    'bundle-entry-extra',
    changed((entries) => entries.set('extra.txt', toUtf8('more'))),
  ],
  [
    'a bomb',
    'unreadable',
    'bundle-too-large',
    withOdd({
      name: 'bomb',
      method: 8,
      packed: new Uint8Array(deflateRawSync(new Uint8Array(bombBytes), { level: 9 })),
      sizeBytes: bombBytes,
      crc: 0,
    }),
  ],
  [
    'a bomb that says it is small',
    'unreadable',
    null,
    withOdd({
      name: 'bomb',
      method: 8,
      packed: new Uint8Array(deflateRawSync(new Uint8Array(bombBytes), { level: 9 })),
      sizeBytes: 10,
      crc: 0,
    }),
  ],
  [
    'an entry of ten gigabytes',
    'unreadable',
    null,
    withOdd({
      name: 'sparse',
      method: 0,
      sizeBytes: tenGigabytes % 2 ** 32,
      packed: new Uint8Array(),
      crc: 0,
    }),
  ],
  ['a path out of the bundle', 'unreadable', 'bundle-entry-path', withOdd({ name: '../../etc/passwd' })],
  [
    'a path a thousand folders deep',
    'unreadable',
    'bundle-entry-path',
    withOdd({ name: `${'d/'.repeat(1000)}f` }),
  ],
  [
    'a symbolic link',
    'unreadable',
    'bundle-entry-path',
    withOdd({ name: 'link', content: toUtf8('/etc/passwd'), attributes: 0o120777 * 0x10000 }),
  ],
];

const ofFormats: readonly Row[] = [
  [
    'a later format',
    'unreadable',
    'format-newer',
    rewritten('transcript.jsonl', (text) =>
      text.replace('embassy-key-ceremony/transcript/1', 'embassy-key-ceremony/transcript/2'),
    ),
  ],
  [
    'entities in a manifest',
    'bad',
    null,
    rewritten(manifestPath(1), (text) =>
      text.replace(
        '?>',
        '?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>',
      ),
    ),
  ],
  [
    'a line that is not canonical',
    'bad',
    null,
    rewritten('transcript.jsonl', (text) => text.replace('{', '{ ')),
  ],
];

/** Everything that a verdict says against a bundle. */
export const problemsOf = ({ problem, claims }: Verdict): readonly Problem[] => [
  ...(problem === null ? [] : [problem]),
  ...claims.flatMap((claim) => (claim.problem === null ? [] : [claim.problem])),
];

/** Enough of the table where each row takes long: of what is done to every file, three files. */
export const sampled = (rows: readonly Tampering[]): readonly Tampering[] =>
  rows.filter(({ name }) => {
    const [, path] = /^(\S+\/\S+|\w+\.\w+) (with a bit|removed|under another|twice)/.exec(name) ?? [];
    return path === undefined || sampledPaths.has(path);
  });
const sampledPaths: ReadonlySet<string> = new Set([
  'transcript.jsonl',
  'register.json',
  'META-INF/signature002.p7s',
]);
