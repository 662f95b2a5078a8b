import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { decodeEcdsaSignature, readPublicKey } from '../../ceremonies/formats/algorithms.ts';
import { decodeManifest, readContainer } from '../../ceremonies/formats/asic.ts';
import { readElement } from '../../ceremonies/formats/ber.ts';
import { fromUtf8, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { parseCanonical } from '../../ceremonies/formats/canonical.ts';
import { lintCertificate, parseCertificate } from '../../ceremonies/formats/certificate.ts';
import { readEnveloped } from '../../ceremonies/formats/envelopedData.ts';
import { openOctets, readEnvelopeHead, readEnvelopeTail } from '../../ceremonies/formats/envelopeStream.ts';
import { readQr } from '../../ceremonies/formats/qrImage.ts';
import { verifyDetached } from '../../ceremonies/formats/signedData.ts';
import { authorityPath, readTimestampAnswer, verifyTimestamp } from '../../ceremonies/formats/timestamp.ts';
import { readZip } from '../../ceremonies/formats/zip.ts';
import { findArmour, openArmour } from '../../ceremonies/keys/backup/armour.ts';
import { parseDice } from '../../ceremonies/keys/dice.ts';
import { unwrapKey } from '../../ceremonies/keys/keyWrap.ts';
import { readNotMoved } from '../../ceremonies/keys/rewrap/notMoved.ts';
import { readInventory } from '../../ceremonies/keys/rewrap/readInventory.ts';
import { readRecipientHeader } from '../../ceremonies/keys/rewrap/recipientHeader.ts';
import { parseNotMoved } from '../../ceremonies/keys/rewrap/results.ts';
import { parsePlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { bad, good, type Result } from '../../ceremonies/model/error.ts';
import { readRecord } from '../../ceremonies/model/inventory.ts';
import { genesis } from '../../ceremonies/model/event.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { findRegisterFault } from '../../ceremonies/model/register.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { decodeShare } from '../../ceremonies/shares/share.ts';
import { qrToShare } from '../../ceremonies/shares/shareQr.ts';
import { wordsToShare } from '../../ceremonies/shares/shareWords.ts';
import { checkChain, decodeTranscript, encodeLine, hashEvent } from '../../ceremonies/transcript/chain.ts';
import { journalName, readJournal } from '../../ceremonies/transcript/journal.ts';
import { certificatesInPem } from '../../ceremonies/transcript/pem.ts';
import { verifyChain } from '../../ceremonies/verify/chain.ts';
import { diffBundles } from '../../ceremonies/verify/diff.ts';
import { readHead } from '../../ceremonies/verify/newest.ts';
import { readPeople } from '../../ceremonies/verify/people.ts';
import { registerIn } from '../../ceremonies/verify/registerFile.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { measureArchive } from '../../electron/archive.ts';
import { requestNames } from '../../electron/channels.ts';
import { requests } from '../../electron/contract.ts';
import { readModuleSettings } from '../../electron/moduleSettings.ts';
import { isPlainMessage } from '../../electron/plainMessage.ts';
import { temporaryFolder } from '../temporary.ts';
import { withEntries } from '../verify/fixture.ts';
import { content, kek, shareContext } from './constants.ts';
import * as corpus from './corpus.ts';
import type { Likeness } from './mutations.ts';

/** Something that takes bytes from outside. */
export type Parser = {
  readonly name: string;
  readonly like: Likeness;
  readonly good: corpus.Corpus;
  /** To begin with besides, though they are refused. */
  readonly odd?: corpus.Corpus;
  /** Gives a value or a Result, or throws a CeremonyError: everything else is a fault. */
  readonly parse: (bytes: Uint8Array) => unknown;
  /** Inputs of a sample, where one costs more than others. */
  readonly runs?: number;
};

const inFile = (name: string, read: (path: string, folder: string) => unknown) => {
  let folder: string | undefined;
  return (bytes: Uint8Array): unknown => {
    folder ??= temporaryFolder('fuzz');
    writeFileSync(join(folder, name), bytes);
    return read(join(folder, name), folder);
  };
};

const inText =
  (read: (text: string) => unknown) =>
  (bytes: Uint8Array): unknown =>
    read(fromUtf8(bytes));

const lent = <T>(bytes: Uint8Array, read: (secret: Secret) => T): T => {
  const secret = Secret.take(Uint8Array.from(bytes));
  try {
    return read(secret);
  } finally {
    secret.wipe();
  }
};

const wiped = (result: Result<{ readonly body: Secret }>): unknown => {
  if (result.ok) result.value.body.wipe();
  return result;
};

const readSealedFile = (bytes: Uint8Array): unknown => {
  const head = readEnvelopeHead(bytes, bytes.length);
  const octets = openOctets(head);
  octets.push(bytes.slice(head.content.startsAt));
  const endedAt = octets.endedAt() ?? bytes.length;
  return readEnvelopeTail(head, bytes.subarray(endedAt), endedAt);
};

const readArmour = (bytes: Uint8Array): unknown => {
  const found = findArmour(bytes);
  if (found === null) return bad('backup-not-sealed');
  const armour = openArmour();
  armour.push(bytes.subarray(found.startsAt));
  return armour.finish();
};

const readTranscript = async (bytes: Uint8Array): Promise<unknown> => {
  const events = decodeTranscript(bytes);
  if (!events.ok) return events;
  const chained = await checkChain(events.value);
  replay(events.value);
  return chained;
};

const readToken = async (bytes: Uint8Array): Promise<unknown> => {
  const token = await verifyTimestamp(bytes, content);
  return token.ok ? authorityPath(token.value, token.value.others) : token;
};

const readCertificate = (bytes: Uint8Array): unknown => {
  const certificate = parseCertificate(bytes);
  return certificate.ok ? lintCertificate(certificate.value, 'signature') : certificate;
};

/** As main takes it from the window. */
const receive = (name: unknown, message: unknown): unknown => {
  const known = requestNames.find((each) => each === name);
  if (known === undefined || !isPlainMessage(message)) return bad('message-malformed');
  return requests[known].safeParse(message).success ? good(null) : bad('message-malformed');
};

const readMessage = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'name' in value && 'message' in value
    ? receive(value.name, value.message)
    : bad('message-malformed');

const readJson = (read: (value: unknown) => unknown) => (bytes: Uint8Array) => {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch {
    return bad('message-malformed');
  }
  return read(value);
};

/** What a stranger's process could send: to read it back is not ours, what came of it is. */
const readClone = (bytes: Uint8Array): unknown => {
  let value: unknown;
  try {
    value = deserialize(bytes);
  } catch {
    return bad('message-malformed');
  }
  for (const name of requestNames) receive(name, value);
  return readMessage(value);
};

const readPicture = (bytes: Uint8Array): unknown => {
  const side = Math.floor(Math.sqrt(bytes.length));
  const data = new Uint8ClampedArray(4 * side * side);
  for (let at = 0; at < side * side; at += 1) data.fill(bytes[at] ?? 0, 4 * at, 4 * at + 4);
  return readQr({ width: side, height: side, data });
};

const readRegister = (bytes: Uint8Array): unknown => {
  const register = registerIn(new Map([['register.json', bytes]]));
  return register.ok ? findRegisterFault(register.value) : register;
};

/** Whoever forges events chains them anew. */
const chainedAnew = async (bytes: Uint8Array): Promise<Uint8Array> => {
  const events = decodeTranscript(bytes);
  if (!events.ok) return bytes;
  const lines: string[] = [];
  let previous = genesis;
  for (const event of events.value) {
    const chained = { ...event, previous };
    previous = await hashEvent(chained);
    lines.push(encodeLine(chained));
  }
  return toUtf8(lines.join(''));
};

/** The verifier makes a failed claim of what nobody thought of; here it is a fault. */
const verify = async (bytes: Uint8Array): Promise<unknown> => {
  const verdict = await verifyBundle(bytes);
  const failed = verdict.claims.find(({ problem }) => problem?.code === 'internal');
  return failed === undefined ? verdict : { ok: false, problem: failed.problem };
};

/** A bundle of this process, in which one entry is another: what is behind the first look at it is tried, too. */
const withEntry = (path: string) => async (bytes: Uint8Array) => {
  const changed = path === 'transcript.jsonl' ? await chainedAnew(bytes) : bytes;
  return verify(await withEntries(await corpus.firstBundle(), (entries) => void entries.set(path, changed)));
};

const fileOf = (name: string, bytes: Uint8Array) => ({ name, read: () => Promise.resolve(good(bytes)) });

export const parsers: readonly Parser[] = [
  { name: 'zip', like: 'zip', good: corpus.bundles, parse: (bytes) => readZip(bytes), runs: 60 },
  { name: 'container', like: 'zip', good: corpus.bundles, parse: readContainer, runs: 40 },
  { name: 'manifest', like: 'text', good: corpus.manifests, parse: inText(decodeManifest) },
  { name: 'canonical JSON', like: 'json', good: corpus.canonicalTexts, parse: inText(parseCanonical) },
  {
    name: 'certificate',
    like: 'der',
    good: corpus.certificates,
    odd: corpus.largeCertificates,
    parse: readCertificate,
  },
  {
    name: 'file of certificates',
    like: 'text',
    good: corpus.certificateFiles,
    parse: (bytes) => certificatesInPem(new TextDecoder().decode(bytes)),
  },
  { name: 'public key', like: 'der', good: corpus.publicKeys, parse: readPublicKey },
  {
    name: 'ECDSA signature',
    like: 'der',
    good: corpus.ecdsaSignatures,
    parse: (bytes) => decodeEcdsaSignature(bytes, 'P-256'),
  },
  {
    name: 'detached signature',
    like: 'der',
    good: corpus.detached,
    parse: (bytes) => verifyDetached(bytes, content),
  },
  { name: 'time-stamp answer', like: 'der', good: corpus.timestampAnswers, parse: readTimestampAnswer },
  { name: 'time-stamp', like: 'der', good: corpus.timestampTokens, parse: readToken },
  { name: 'sealed share', like: 'der', good: corpus.enveloped, parse: readEnveloped },
  { name: 'sealed file', like: 'der', good: corpus.sealedFiles, parse: readSealedFile },
  { name: 'recipients of a sealed file', like: 'der', good: corpus.sealedFiles, parse: readRecipientHeader },
  { name: 'BER element', like: 'der', good: corpus.sealedFiles, parse: (bytes) => readElement(bytes) },
  { name: 'armour', like: 'text', good: corpus.armoured, parse: readArmour },
  {
    name: 'wrapped key',
    like: 'bytes',
    good: corpus.wrappedKeys,
    parse: (bytes) => lent(kek, (key) => unwrapKey(key, bytes)),
  },
  {
    name: 'share payload',
    like: 'json',
    good: corpus.payloads,
    parse: (bytes) => lent(bytes, (payload) => wiped(decodeShare(payload))),
  },
  {
    name: 'text of a QR code',
    like: 'text',
    good: corpus.qrTexts,
    parse: inText((text) => wiped(qrToShare(text, shareContext))),
  },
  {
    name: 'words of a sheet',
    like: 'text',
    good: corpus.wordSheets,
    parse: inText((text) =>
      wiped(
        wordsToShare(
          text.split('\n').map((row) => row.split(' ')),
          shareContext,
        ),
      ),
    ),
  },
  { name: 'picture of a QR code', like: 'bytes', good: corpus.pictures, parse: readPicture, runs: 6 },
  {
    name: 'dice',
    like: 'text',
    good: corpus.rolls,
    parse: (bytes) => {
      const read = parseDice(Uint8Array.from(bytes));
      if (read.ok) read.value.rolls.wipe();
      return read;
    },
  },
  { name: 'inventory line', like: 'json', good: corpus.inventoryLines, parse: inText(readRecord) },
  { name: 'inventory', like: 'json', good: corpus.inventories, parse: inFile('a.jsonl', readInventory) },
  { name: 'line not moved', like: 'json', good: corpus.notMovedLists, parse: inText(parseNotMoved) },
  {
    name: 'list of what was not moved',
    like: 'json',
    good: corpus.notMovedLists,
    parse: inFile('b.jsonl', (path) => readNotMoved(path, 1000)),
  },
  { name: 'plan', like: 'json', good: corpus.plans, parse: readJson(parsePlan) },
  {
    name: 'transcript',
    like: 'json',
    good: corpus.entry('transcript.jsonl'),
    parse: readTranscript,
    runs: 60,
  },
  {
    name: 'journal',
    like: 'json',
    good: corpus.journals,
    parse: inFile(journalName, (_, folder) => readJournal(folder)),
    runs: 60,
  },
  { name: 'register', like: 'json', good: corpus.entry('register.json'), parse: readRegister },
  {
    name: 'settings of modules',
    like: 'json',
    good: corpus.moduleSettings,
    parse: inFile('modules.json', (_, folder) => readModuleSettings(folder)),
  },
  {
    name: 'archive of a packaged app',
    like: 'bytes',
    good: corpus.archives,
    parse: inFile('app.asar', measureArchive),
  },
  { name: 'people', like: 'json', good: corpus.peopleFiles, parse: readPeople },
  { name: 'bundle', like: 'zip', good: corpus.bundles, parse: verify, runs: 8 },
  ...(
    [
      ['transcript.jsonl', 'json'],
      ['register.json', 'json'],
      ['META-INF/ASiCManifest001.xml', 'text'],
      ['META-INF/signature001.p7s', 'der'],
    ] as const
  ).map(([path, like]) => ({
    name: `bundle with another ${path}`,
    like,
    good: corpus.entry(path),
    parse: withEntry(path),
    runs: 8,
  })),
  { name: 'head of a bundle', like: 'zip', good: corpus.bundles, parse: readHead, runs: 20 },
  {
    name: 'two bundles compared',
    like: 'zip',
    good: corpus.bundles,
    parse: (bytes) => diffBundles(bytes, bytes),
    runs: 8,
  },
  {
    name: 'folder of bundles',
    like: 'zip',
    good: corpus.bundles,
    parse: (bytes) => verifyChain([fileOf('a.asice', bytes), fileOf('b.asice', bytes)]),
    runs: 4,
  },
  { name: 'message', like: 'json', good: corpus.messageTexts, parse: readJson(readMessage) },
  { name: 'message as a clone', like: 'bytes', good: corpus.clones, odd: corpus.oddClones, parse: readClone },
];

/** What the harness must find; no part of the program. */
const kept: Uint8Array[] = [];
const none: corpus.Corpus = () => Promise.resolve([content]);
export const faultyParsers: readonly Parser[] = [
  {
    name: 'throws no code',
    like: 'bytes',
    good: none,
    parse: () => {
      throw new TypeError('no code');
    },
  },
  {
    name: 'refuses with no code',
    like: 'bytes',
    good: none,
    parse: () => ({ ok: false, problem: { code: 'x' } }),
  },
  {
    name: 'fails when it has answered',
    like: 'bytes',
    good: none,
    parse: () => void Promise.reject(new Error('late')),
  },
  {
    name: 'hangs',
    like: 'bytes',
    good: none,
    parse: () => {
      for (;;);
    },
  },
  { name: 'crashes', like: 'bytes', good: none, parse: () => process.abort() },
  { name: 'keeps', like: 'bytes', good: none, parse: () => kept.push(new Uint8Array(4_000_000).fill(1)) },
];

export const findParser = (name: string): Parser => {
  const found = [...parsers, ...faultyParsers].find((each) => each.name === name);
  if (found === undefined) throw new Error(`no parser ${name}`);
  return found;
};
