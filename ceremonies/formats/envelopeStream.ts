import { OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { CeremonyError } from '../model/error.ts';
import { malformed, parse } from './asn1.ts';
import {
  berTags,
  constructedBit,
  contentsOf,
  elementsOf,
  isConstructed,
  maxHeaderBytes,
  readBerHeader,
  readElement,
} from './ber.ts';
import { concat } from './bytes.ts';
import { envelopeOids, nonceBytes, readRecipientInfo, tagBytes, type AnyRecipient } from './envelopedData.ts';
import { oidText } from './oid.ts';
import { GcmParameters } from './structures.ts';

/**
 * Sealed files of any size: CMS AuthEnvelopedData with AES-256-GCM (RFC 5083, RFC 5084), and EnvelopedData with AES-256-CBC
 * (RFC 5652 section 6, RFC 3565), which others still write. What stands before the content and behind it is small and is read
 * whole; the octets of the content come in between, in one piece or in many, and pass through an {@link openOctets} reader.
 *
 * Offsets count from the start of the file.
 */

/** Identifier octets of context-specific tags, by what they mean here. */
export const envelopeTags = {
  content: 0xa0,
  originatorInfo: 0xa0,
  encryptedContent: 0x80,
  authenticatedAttributes: 0xa1,
  unprotectedAttributes: 0xa1,
  unauthenticatedAttributes: 0xa2,
} as const;

const blockBytes = 16;
/** The shortest tag of all that RFC 5084 section 3.2 allows. */
const tagBytesMin = 12;

/** What may stand before the content, and behind it: thousands of recipients, and whatever attributes. */
export const envelopeLimits = {
  headBytes: 512 * 1024,
  tailBytes: 64 * 1024,
  /** NIST SP 800-38D section 5.2.1.1: what one key and nonce can carry. */
  gcmContentBytes: 2 ** 36 - 32,
} as const;

export type ContentCipher =
  /** Authenticated: `tagBytes` of the tag follow the content. */
  | { readonly kind: 'aes-256-gcm'; readonly nonce: Uint8Array; readonly tagBytes: number }
  /** Nothing authenticates the content. */
  | { readonly kind: 'aes-256-cbc'; readonly iv: Uint8Array };

export type EnvelopeHead = {
  readonly cipher: ContentCipher;
  readonly recipients: readonly AnyRecipient[];
  readonly content: {
    /** Where its first octet, or the header of its first piece, stands. */
    readonly startsAt: number;
    /** Where it ends; Infinity where an end-of-contents marker tells. */
    readonly endsAt: number;
    /** OCTET STRINGs inside, rather than the octets themselves. */
    readonly inPieces: boolean;
  };
  /** The ends of the structures around the content, from the outermost; Infinity as above. */
  readonly around: readonly number[];
};

const truncated = () => new CeremonyError('backup-truncated');
const unsupported = (found: string) => new CeremonyError('backup-unsupported', { found });

/** A place in bytes that begin at the file's offset `startsAt`, inside structures that end at `around`. */
type Cursor = { readonly bytes: Uint8Array; readonly startsAt: number; offset: number; around: number[] };

const headerAt = ({ bytes, startsAt, offset }: Cursor) => {
  const header = readBerHeader(bytes, offset - startsAt);
  if (header === null) throw truncated();
  return header;
};

/** Where the innermost structure that says so must end. */
const limitOf = (around: readonly number[]): number => Math.min(Infinity, ...around);

/** Steps into a constructed element. */
const enter = (cursor: Cursor, tag: number, expected: string): void => {
  const header = headerAt(cursor);
  if (header.tag !== tag) throw malformed(expected);
  cursor.offset += header.headerBytes;
  const endsAt = cursor.offset + header.lengthBytes;
  if (endsAt !== Infinity && endsAt > limitOf(cursor.around)) throw malformed('length');
  cursor.around.push(endsAt);
};

/** Steps out of the innermost structure, which must end here. */
const leave = (cursor: Cursor): void => {
  const endsAt = cursor.around.pop();
  if (endsAt !== Infinity) {
    if (endsAt !== cursor.offset) throw malformed('end');
    return;
  }
  const { tag, lengthBytes, headerBytes } = headerAt(cursor);
  if (tag !== berTags.endOfContents || lengthBytes !== 0) throw malformed('end');
  cursor.offset += headerBytes;
};

/** Whether an element of this tag comes next, inside the innermost structure. */
const comesNext = (cursor: Cursor, tag: number): boolean =>
  cursor.around.at(-1) !== cursor.offset && headerAt(cursor).tag === tag;

/** One whole element, in DER. */
const take = (cursor: Cursor): Uint8Array => {
  const read = readElement(cursor.bytes, cursor.offset - cursor.startsAt);
  if (read === null) throw truncated();
  cursor.offset = cursor.startsAt + read.endsAt;
  if (cursor.offset > limitOf(cursor.around)) throw malformed('length');
  return read.der;
};

const takeTagged = (cursor: Cursor, tag: number, expected: string): Uint8Array => {
  if (!comesNext(cursor, tag)) throw malformed(expected);
  return take(cursor);
};

// --- before the content ---

/** The recipients that one RecipientInfo (DER) of a stranger's making names. */
export const readAnyRecipientInfo = (der: Uint8Array): readonly AnyRecipient[] => {
  try {
    return readRecipientInfo(der);
  } catch (error) {
    // Somebody else's recipient may be of a kind that we cannot read; that must not lock out the others.
    if (error instanceof CeremonyError && error.code === 'encoding-malformed')
      return [{ kind: 'unknown', identifier: null }];
    throw error;
  }
};

const readCipher = (contentType: string, algorithm: Uint8Array): ContentCipher => {
  const { algorithm: oid, parameters } = parse(algorithm, AlgorithmIdentifier);
  if (contentType === envelopeOids.authEnvelopedData && oid === envelopeOids.aes256Gcm && parameters) {
    const { nonce, icvLength } = parse(parameters, GcmParameters);
    if (nonce.byteLength !== nonceBytes) throw unsupported('nonce');
    if (icvLength < tagBytesMin || icvLength > tagBytes) throw unsupported('tag');
    return { kind: 'aes-256-gcm', nonce: new Uint8Array(nonce.buffer), tagBytes: icvLength };
  }
  if (contentType === envelopeOids.envelopedData && oid === envelopeOids.aes256Cbc && parameters) {
    const iv = new Uint8Array(parse(parameters, OctetString).buffer);
    if (iv.length !== blockBytes) throw malformed('iv');
    return { kind: 'aes-256-cbc', iv };
  }
  throw unsupported(oid);
};

/** Only what CMS begins with is taken for a damaged envelope; all else is another kind of file. */
const enterContentInfo = (cursor: Cursor): string => {
  try {
    enter(cursor, berTags.sequence, 'content-info');
    return oidText(contentsOf(takeTagged(cursor, berTags.objectIdentifier, 'content-type')));
  } catch (error) {
    if (error instanceof CeremonyError && error.code === 'encoding-malformed')
      throw new CeremonyError('backup-not-sealed');
    throw error;
  }
};

const readHead = (bytes: Uint8Array): EnvelopeHead => {
  const cursor: Cursor = { bytes, startsAt: 0, offset: 0, around: [] };
  const contentType = enterContentInfo(cursor);
  if (contentType !== envelopeOids.authEnvelopedData && contentType !== envelopeOids.envelopedData)
    throw unsupported(contentType);
  enter(cursor, envelopeTags.content, 'content');
  enter(cursor, berTags.sequence, 'enveloped-data');
  takeTagged(cursor, berTags.integer, 'version');
  if (comesNext(cursor, envelopeTags.originatorInfo)) take(cursor);
  const recipients = elementsOf(takeTagged(cursor, berTags.set, 'recipients')).flatMap(readAnyRecipientInfo);

  enter(cursor, berTags.sequence, 'encrypted-content-info');
  const inner = oidText(contentsOf(takeTagged(cursor, berTags.objectIdentifier, 'content-type')));
  if (inner !== envelopeOids.data) throw unsupported(inner);
  const cipher = readCipher(contentType, takeTagged(cursor, berTags.sequence, 'algorithm'));
  if (cursor.around.at(-1) === cursor.offset) throw unsupported('detached');

  const { tag, lengthBytes, headerBytes } = headerAt(cursor);
  if (tag === berTags.endOfContents) throw unsupported('detached');
  if ((tag & ~constructedBit) !== envelopeTags.encryptedContent) throw malformed('encrypted-content');
  const startsAt = cursor.offset + headerBytes;
  const endsAt = startsAt + lengthBytes;
  if (endsAt !== Infinity && endsAt > limitOf(cursor.around)) throw malformed('length');
  return {
    cipher,
    recipients,
    content: { startsAt, endsAt, inPieces: isConstructed(tag) },
    around: cursor.around,
  };
};

/** A malformed encoding, told as what it is to people: a damaged backup. */
const ofBackup = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof CeremonyError && error.code === 'encoding-malformed')
      throw new CeremonyError('backup-malformed', error.details, error);
    throw error;
  }
};

/**
 * Reads what stands before the content, from the file's first bytes: all of them, or at least `envelopeLimits.headBytes`.
 * `sizeBytes` is the file's, Infinity where it cannot be known: a file that is shorter than it claims is found here.
 *
 * @throws CeremonyError backup-not-sealed (no CMS), backup-unsupported (found: what it is instead), backup-truncated,
 * backup-malformed, backup-too-large
 */
export const readEnvelopeHead = (start: Uint8Array, sizeBytes: number): EnvelopeHead =>
  ofBackup(() => {
    let head: EnvelopeHead;
    try {
      head = readHead(start);
    } catch (error) {
      const isCut = error instanceof CeremonyError && error.code === 'backup-truncated';
      throw isCut && start.length < sizeBytes && start.length >= envelopeLimits.headBytes
        ? malformed('smaller-head')
        : error;
    }
    const { content, cipher, around } = head;
    const claimed = [...around, content.endsAt].filter((endsAt) => endsAt !== Infinity);
    const claimedBytes = Math.max(0, ...claimed);
    if (claimedBytes > sizeBytes) throw new CeremonyError('backup-truncated', { claimedBytes, sizeBytes });
    const contentBytes = Math.min(content.endsAt, sizeBytes) - content.startsAt;
    if (cipher.kind === 'aes-256-gcm' && !content.inPieces && contentBytes > envelopeLimits.gcmContentBytes)
      throw new CeremonyError('backup-too-large', { maxBytes: envelopeLimits.gcmContentBytes });
    return head;
  });

// --- the content ---

export type OctetReader = {
  /**
   * The octets of the content in the next bytes of the file: a view into `chunk`, whose memory is used to bring them together.
   * @throws CeremonyError backup-malformed
   */
  readonly push: (chunk: Uint8Array) => Uint8Array;
  /** Where the content ended, as an offset in the file; null before. */
  readonly endedAt: () => number | null;
};

/** Deeper than any writer nests the pieces of a string. */
const maxPieceDepth = 8;

/** Reads the content's octets out of consecutive parts of the file, from the head's `content.startsAt` on. */
export const openOctets = ({ content, around }: Pick<EnvelopeHead, 'content' | 'around'>): OctetReader => {
  let offset = content.startsAt;
  /** Ends of the strings that are open; the content itself is the first. */
  const open = [content.endsAt];
  /** Octets to come of the piece that is being read. */
  let left = content.inPieces ? 0 : content.endsAt - content.startsAt;
  /** A header's first bytes, when a chunk ended in it. */
  let held = new Uint8Array();

  const closeFinished = () => {
    while (open.at(-1) === offset) open.pop();
  };
  if (left === 0) closeFinished();

  /** Takes a header, or begins to; gives how many bytes of the chunk that took. */
  const header = (chunk: Uint8Array, at: number): number => {
    const known = concat(held, chunk.subarray(at, at + maxHeaderBytes));
    const read = readBerHeader(known);
    if (read === null) {
      held = known;
      return chunk.length - at;
    }
    const { tag, lengthBytes, headerBytes } = read;
    const taken = headerBytes - held.length;
    held = new Uint8Array();
    offset += headerBytes;
    if (tag === berTags.endOfContents) {
      if (lengthBytes !== 0 || open.pop() !== Infinity) throw malformed('piece');
      closeFinished();
      return taken;
    }
    const endsAt = offset + lengthBytes;
    if (endsAt !== Infinity && endsAt > Math.min(limitOf(around), ...open)) throw malformed('length');
    if (tag === berTags.octetString) left = lengthBytes;
    else if (tag === (berTags.octetString | constructedBit)) open.push(endsAt);
    else throw malformed('piece');
    if (open.length > maxPieceDepth) throw malformed('less-nesting');
    if (left === 0) closeFinished();
    return taken;
  };

  return {
    push: (chunk) =>
      ofBackup(() => {
        let [from, to] = [0, 0];
        while (from < chunk.length && open.length > 0) {
          if (left === 0) {
            from += header(chunk, from);
            continue;
          }
          const taken = Math.min(left, chunk.length - from);
          if (to !== from) chunk.copyWithin(to, from, from + taken);
          from += taken;
          to += taken;
          offset += taken;
          left -= taken;
          if (left === 0) closeFinished();
        }
        return chunk.subarray(0, to);
      }),
    endedAt: () => (open.length === 0 ? offset : null),
  };
};

// --- behind the content ---

const readTag = (cursor: Cursor, sizeBytes: number): Uint8Array => {
  // They would have to be fed to GCM before the content.
  if (comesNext(cursor, envelopeTags.authenticatedAttributes)) throw unsupported('authenticated attributes');
  const element = take(cursor);
  const tag = contentsOf(element);
  if (element[0] !== berTags.octetString || tag.length !== sizeBytes) throw malformed('tag');
  if (comesNext(cursor, envelopeTags.unauthenticatedAttributes)) take(cursor);
  return tag;
};

const readNoTag = (cursor: Cursor): Uint8Array => {
  if (comesNext(cursor, envelopeTags.unprotectedAttributes)) take(cursor);
  return new Uint8Array();
};

/**
 * Reads what stands behind the content to the very end of the file, and gives the tag (empty where the cipher has none).
 * `rest`: the file from the offset `startsAt`, where the content ended.
 *
 * @throws CeremonyError backup-truncated, backup-malformed (trailing bytes, too), backup-unsupported
 */
export const readEnvelopeTail = (head: EnvelopeHead, rest: Uint8Array, startsAt: number): Uint8Array =>
  ofBackup(() => {
    const cursor: Cursor = { bytes: rest, startsAt, offset: startsAt, around: [...head.around] };
    leave(cursor);
    const tag =
      head.cipher.kind === 'aes-256-gcm' ? readTag(cursor, head.cipher.tagBytes) : readNoTag(cursor);
    while (cursor.around.length > 0) leave(cursor);
    if (cursor.offset !== startsAt + rest.length) throw malformed('end-of-file');
    return tag;
  });
