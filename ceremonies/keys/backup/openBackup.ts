import { createDecipheriv } from 'node:crypto';
import {
  envelopeLimits,
  openOctets,
  readEnvelopeHead,
  readEnvelopeTail,
  type ContentCipher,
  type EnvelopeHead,
} from '../../formats/envelopeStream.ts';
import { bad, CeremonyError, must, type ErrorCode, type Result } from '../../model/error.ts';
import { withSecret, type Secret } from '../../secrets/secret.ts';
import type { Session } from '../../tokens/session.ts';
import { findArmour, openArmour } from './armour.ts';
import { openInput, requireFree, type Input } from './files.ts';
import { attemptJob, withFiles, type Job } from './job.ts';
import { describeRecipients, matchKeys } from './recipients.ts';
import { findTokenKeys, openContentKey } from './tokenKeys.ts';
import { readChunks, requireGoingOn, type OnProgress } from './transfer.ts';

export type OpenRequest = {
  /** Logged in as the user of the token that holds the key. */
  readonly session: Session;
  /** For a key that asks for it at each use. */
  readonly pin?: string;
  /** The label of the key on the token, where it cannot be told which it is. */
  readonly keyLabel?: string;
  /** Certificates of embassy keys (X.509, DER), as in a bundle: senders name keys by them, and an HSM need not hold them. */
  readonly certificates?: readonly Uint8Array[];
  readonly input: string;
  /** Where the content goes; nothing may be there. */
  readonly output: string;
};

export type OpenedBackup = {
  /** The label of the key that opened it. */
  readonly keyLabel: string;
  readonly cipher: ContentCipher['kind'];
  /** False for AES-CBC: whether the content is what was sealed, nothing in the file can tell. */
  readonly authenticated: boolean;
  readonly contentBytes: number;
};

type Sealed = {
  readonly head: EnvelopeHead;
  /** Where the envelope begins, and whether as text. */
  readonly startsAt: number;
  readonly isText: boolean;
};

/** Reads the start of a file, as far as it is needed to know what stands before the content. */
const readStart = async ({ handle, sizeBytes }: Input): Promise<Sealed> => {
  const start = Buffer.alloc(Math.min(envelopeLimits.headBytes, sizeBytes));
  let filled = 0;
  while (filled < start.length) {
    const { bytesRead } = await handle.read(start, filled, start.length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  const found = start.subarray(0, filled);
  const armour = findArmour(found);
  if (armour === null) return { head: readEnvelopeHead(found, sizeBytes), startsAt: 0, isText: false };
  const { startsAt } = armour;
  return {
    head: readEnvelopeHead(openArmour().push(found.subarray(startsAt)), Infinity),
    startsAt,
    isText: true,
  };
};

/** The envelope in chunks that may be changed, but not kept. */
async function* readEnvelope(
  { input, meter }: Job,
  { startsAt, isText }: Sealed,
): AsyncGenerator<Uint8Array> {
  meter.add(startsAt);
  const armour = openArmour();
  for await (const chunk of readChunks(input.handle, startsAt)) {
    meter.add(chunk.length);
    yield isText ? armour.push(chunk) : chunk;
  }
  if (isText) yield armour.finish();
}

/**
 * What stands before the content of a sealed file; also looks whether the output, where it is known already, may be written
 * at all. What can be refused is so refused before anybody types a PIN. Problems: those of `openBackup` about the files.
 */
export const inspectBackup = (paths: {
  readonly input: string;
  readonly output: string | null;
}): Promise<Result<EnvelopeHead>> =>
  attemptJob(async () => {
    const input = await openInput(paths.input);
    try {
      if (paths.output !== null) await requireFree(paths.output, input);
      return (await readStart(input)).head;
    } finally {
      await input.handle.close();
    }
  });

/** What a wrong key does. */
export const anotherKey: ReadonlySet<ErrorCode> = new Set(['ciphertext-invalid', 'envelope-invalid']);

type Unlocked = { readonly contentKey: Secret; readonly label: string };

/** The content key, by the first of the token's keys that gives one. */
const unlock = async (
  { session, pin, keyLabel, certificates = [] }: OpenRequest,
  { recipients }: EnvelopeHead,
): Promise<Result<Unlocked>> => {
  const keys = await findTokenKeys(session, certificates);
  if (!keys.ok) return keys;
  const allowed = keys.value.filter(({ label }) => keyLabel === undefined || label === keyLabel);
  const match = matchKeys(
    recipients,
    allowed.filter(({ able }) => able),
  );
  if (!match.ok) {
    const unable = matchKeys(
      recipients,
      allowed.filter(({ able }) => !able),
    );
    const [attempt] = unable.ok && unable.value.named ? unable.value.attempts : [];
    return attempt === undefined ? match : bad('key-unsuitable', { label: attempt.key.label });
  }
  const { attempts, named } = match.value;
  let lacking: Result<never> | undefined;
  for (const attempt of attempts) {
    const contentKey = await openContentKey(session, attempt, pin);
    if (contentKey.ok) return { ok: true, value: { contentKey: contentKey.value, label: attempt.key.label } };
    if (contentKey.problem.code === 'mechanism-missing') lacking ??= contentKey;
    else if (!anotherKey.has(contentKey.problem.code)) return contentKey;
  }
  if (lacking !== undefined) return lacking;
  const sealedTo = describeRecipients(recipients);
  return named ? bad('backup-altered', { part: 'key', sealedTo }) : bad('backup-key-absent', { sealedTo });
};

export type Opening = {
  readonly update: (sealed: Uint8Array) => Buffer;
  /** The last octets, if everything is as it was sealed; as far as the cipher can tell. Throws otherwise. */
  readonly finish: (tag: Uint8Array) => Buffer;
};

/** Begins to decrypt a content with its key (32 bytes). */
export const startOpening = (cipher: ContentCipher, key: Uint8Array): Opening => {
  if (cipher.kind === 'aes-256-cbc') {
    const decipher = createDecipheriv('aes-256-cbc', key, cipher.iv);
    return { update: (sealed) => decipher.update(sealed), finish: () => decipher.final() };
  }
  const decipher = createDecipheriv('aes-256-gcm', key, cipher.nonce, { authTagLength: cipher.tagBytes });
  return {
    update: (sealed) => decipher.update(sealed),
    finish: (tag) => decipher.setAuthTag(tag).final(),
  };
};

/** The bytes behind the content, which are few in any honest file. */
const extend = (rest: Uint8Array, more: Uint8Array): Uint8Array => {
  if (rest.length + more.length > envelopeLimits.tailBytes)
    throw new CeremonyError('backup-malformed', { expected: 'end-of-file' });
  return Buffer.concat([rest, more]);
};

/** Parts an envelope that comes in chunks: the octets of its content now, what stands behind them at the end. */
export const openContent = (
  head: EnvelopeHead,
): {
  /** The content's octets in the next chunk, whose memory is used for them. */
  readonly push: (chunk: Uint8Array) => Uint8Array;
  /** The tag, when all chunks were pushed. @throws CeremonyError backup-truncated, backup-malformed, backup-unsupported */
  readonly finish: () => Uint8Array;
} => {
  const octets = openOctets(head);
  let offset = 0;
  let sealedBytes = 0;
  let rest: Uint8Array = new Uint8Array();
  return {
    push: (chunk) => {
      const isBehind = octets.endedAt() !== null;
      const from = Math.min(chunk.length, Math.max(0, head.content.startsAt - offset));
      offset += chunk.length;
      if (isBehind) {
        rest = extend(rest, chunk.subarray(from));
        return chunk.subarray(0, 0);
      }
      const found = octets.push(chunk.subarray(from));
      const endedAt = octets.endedAt();
      if (endedAt !== null) rest = extend(rest, chunk.subarray(chunk.length - (offset - endedAt)));
      sealedBytes += found.length;
      if (head.cipher.kind === 'aes-256-gcm' && sealedBytes > envelopeLimits.gcmContentBytes)
        throw new CeremonyError('backup-too-large', { maxBytes: envelopeLimits.gcmContentBytes });
      return found;
    },
    finish: () => {
      const endedAt = octets.endedAt();
      if (endedAt === null) throw new CeremonyError('backup-truncated');
      return readEnvelopeTail(head, rest, endedAt);
    },
  };
};

/** The last octets. @throws CeremonyError backup-altered */
export const finish = (opening: Opening, { cipher, recipients }: EnvelopeHead, tag: Uint8Array): Buffer => {
  try {
    return opening.finish(tag);
  } catch (cause) {
    const part = cipher.kind === 'aes-256-gcm' ? 'content' : 'padding';
    throw new CeremonyError('backup-altered', { part, sealedTo: describeRecipients(recipients) }, cause);
  }
};

/** Decrypts the whole content to the output, and returns only when its tag was right. Gives its size. */
const decryptContent = async (
  job: Job,
  sealed: Sealed,
  contentKey: Secret,
  signal: AbortSignal | undefined,
): Promise<number> => {
  const { head } = sealed;
  const opening = contentKey.use((key) => startOpening(head.cipher, key));
  contentKey.wipe();
  const content = openContent(head);
  let contentBytes = 0;
  for await (const chunk of readEnvelope(job, sealed)) {
    requireGoingOn(signal);
    const octets = content.push(chunk);
    if (octets.length === 0) continue;
    const opened = opening.update(octets);
    contentBytes += opened.length;
    await job.output.write(opened);
  }
  const last = finish(opening, head, content.finish());
  await job.output.write(last);
  await job.input.requireUnchanged();
  return contentBytes + last.length;
};

/**
 * Opens a sealed file, as a stream, with a key that stays on its token: CMS AuthEnvelopedData (AES-256-GCM) or EnvelopedData
 * (AES-256-CBC); DER, BER, PEM or S/MIME; sealed to an EC key (ECDH) or an RSA key (OAEP, PKCS #1 v1.5). Memory does not grow
 * with the file.
 *
 * The content is written under the output's partial name (`.partial`), and gets its final name when its tag was found right.
 * With AES-CBC there is no tag, and the result says so.
 *
 * Problems: backup-not-sealed, backup-unsupported, backup-malformed, backup-truncated, backup-too-large; backup-key-absent,
 * backup-key-unclear, key-unsuitable (the token lets it only sign), mechanism-missing and the token's; backup-altered;
 * file-absent, file-unreadable, file-exists, same-file, file-busy, not-writable, disk-full, backup-changed; cancelled. Nothing
 * is left under either name then.
 */
export const openBackup = (
  request: OpenRequest,
  onProgress: OnProgress = () => undefined,
  signal?: AbortSignal,
): Promise<Result<OpenedBackup>> =>
  withFiles(request, onProgress, signal, async (job) => {
    const sealed = await readStart(job.input);
    const { head } = sealed;
    const { contentKey, label } = must(await unlock(request, head));
    const contentBytes = await withSecret(contentKey, (secret) =>
      decryptContent(job, sealed, secret, signal),
    );
    return {
      keyLabel: label,
      cipher: head.cipher.kind,
      authenticated: head.cipher.kind === 'aes-256-gcm',
      contentBytes,
    };
  });
