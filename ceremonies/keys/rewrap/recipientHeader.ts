import {
  berTags,
  contentsOf,
  derElement,
  derElementOf,
  derHeader,
  elementsOf,
  readBerHeader,
  readElement,
} from '../../formats/ber.ts';
import { compare, concat } from '../../formats/bytes.ts';
import { envelopeOids, type AnyRecipient } from '../../formats/envelopedData.ts';
import { envelopeTags, readAnyRecipientInfo } from '../../formats/envelopeStream.ts';
import { oidText } from '../../formats/oid.ts';
import { CeremonyError } from '../../model/error.ts';

/**
 * The part of a sealed file that says who can open it: all that stands before its EncryptedContentInfo (RFC 5652 section 6.1,
 * RFC 5083 section 2.1). It can be written anew without a change to a single byte behind it, which are called the body here.
 */

/** One RecipientInfo. Several recipients may share one of key agreement. */
export type RecipientEntry = {
  /** As it stands in the file. */
  readonly bytes: Uint8Array;
  readonly recipients: readonly AnyRecipient[];
};

/** A structure around the recipients and the body. */
type Around = {
  readonly tag: number;
  /** Infinity where an end-of-contents marker, which is part of the body, will tell. */
  readonly lengthBytes: number;
  /** Of its contents before the body. */
  readonly headBytes: number;
};

export type RecipientHeader = {
  readonly around: {
    readonly contentInfo: Around;
    readonly explicit: Around;
    readonly enveloped: Around;
  };
  /** The content type's element. */
  readonly contentType: Uint8Array;
  /** CMSVersion. */
  readonly version: number;
  /** The element, or nothing. */
  readonly originatorInfo: Uint8Array;
  readonly entries: readonly RecipientEntry[];
  /** All of it, as it stands in the file. */
  readonly bytes: Uint8Array;
};

const malformed = (expected: string) => new CeremonyError('backup-malformed', { expected });

type Cursor = { readonly bytes: Uint8Array; offset: number };

const headerOf = ({ bytes, offset }: Cursor) => {
  const header = readBerHeader(bytes, offset);
  if (header === null) throw new CeremonyError('backup-truncated');
  return header;
};

/** One whole element as it stands in the file. */
const take = (cursor: Cursor): Uint8Array => {
  const read = readElement(cursor.bytes, cursor.offset);
  if (read === null) throw new CeremonyError('backup-truncated');
  const element = cursor.bytes.slice(cursor.offset, read.endsAt);
  cursor.offset = read.endsAt;
  return element;
};

const enter = (cursor: Cursor, tag: number) => {
  const header = headerOf(cursor);
  if (header.tag !== tag) throw malformed('recipients');
  cursor.offset += header.headerBytes;
  return { tag, lengthBytes: header.lengthBytes, startsAt: cursor.offset };
};

/** An element in DER, whatever its encoding. */
const inDer = (element: Uint8Array): Uint8Array => {
  const read = readElement(element);
  if (read === null) throw new CeremonyError('backup-truncated');
  return read.der;
};

const readEntries = (cursor: Cursor): readonly RecipientEntry[] => {
  const { startsAt, lengthBytes } = enter(cursor, berTags.set);
  const entries: RecipientEntry[] = [];
  for (;;) {
    if (cursor.offset === startsAt + lengthBytes) return entries;
    const { tag, headerBytes } = headerOf(cursor);
    if (lengthBytes === Infinity && tag === berTags.endOfContents) {
      cursor.offset += headerBytes;
      return entries;
    }
    const bytes = take(cursor);
    entries.push({ bytes, recipients: readAnyRecipientInfo(inDer(bytes)) });
  }
};

/**
 * Reads it from a file's first bytes, of which `readEnvelopeHead` has said that they are a sealed file's.
 * @throws CeremonyError backup-malformed, backup-truncated
 */
export const readRecipientHeader = (start: Uint8Array): RecipientHeader => {
  const cursor: Cursor = { bytes: start, offset: 0 };
  const contentInfo = enter(cursor, berTags.sequence);
  const contentType = take(cursor);
  const explicit = enter(cursor, envelopeTags.content);
  const enveloped = enter(cursor, berTags.sequence);
  const [version, ...more] = contentsOf(take(cursor));
  if (version === undefined || more.length > 0) throw malformed('version');
  const hasOriginator = headerOf(cursor).tag === envelopeTags.originatorInfo;
  const originatorInfo = hasOriginator ? take(cursor) : new Uint8Array();
  const entries = readEntries(cursor);
  const endsAt = cursor.offset;
  const around = ({ tag, lengthBytes, startsAt }: typeof contentInfo): Around => ({
    tag,
    lengthBytes,
    headBytes: endsAt - startsAt,
  });
  return {
    around: { contentInfo: around(contentInfo), explicit: around(explicit), enveloped: around(enveloped) },
    contentType,
    version,
    originatorInfo,
    entries,
    bytes: start.slice(0, endsAt),
  };
};

/**
 * An entry without some of its recipients: as it stands where it keeps them all, null where it keeps none. In an entry of key
 * agreement that others share, only what is for the one recipient goes.
 */
export const withoutRecipients = (
  { bytes, recipients }: RecipientEntry,
  isGoing: (recipient: AnyRecipient) => boolean,
): Uint8Array | null => {
  const going = recipients.map(isGoing);
  if (!going.includes(true)) return bytes;
  if (!going.includes(false)) return null;
  const elements = elementsOf(inDer(bytes));
  const encryptedKeys = elementsOf(elements.at(-1) ?? bytes).filter((_, index) => going[index] !== true);
  const [tag = 0] = bytes;
  const keysLeft = derElementOf(berTags.sequence, encryptedKeys);
  return derElementOf(tag, elements.with(-1, keysLeft));
};

/**
 * The version of EnvelopedData (RFC 5652 section 6.1) when an entry joins whose own version is 2 or 3: no longer 0. That of
 * AuthEnvelopedData is always 0.
 */
const versionWithNew = ({ contentType, version }: RecipientHeader): number =>
  oidText(contentsOf(contentType)) === envelopeOids.envelopedData ? Math.max(2, version) : version;

/**
 * The header with other entries, in the order of DER. What had a length has the right one; what was open to an end-of-contents
 * marker still is. At least one of the entries is taken to be by key identifier, as the entries that are made here are.
 */
export const writeRecipientHeader = (
  header: RecipientHeader,
  entries: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> => {
  /** The first part of a structure: its contents before the body. */
  const begin = ({ tag, lengthBytes, headBytes }: Around, ...head: readonly Uint8Array[]) => {
    const contents = concat(...head);
    const begun =
      lengthBytes === Infinity
        ? Uint8Array.of(tag, 0x80)
        : derHeader(tag, lengthBytes - headBytes + contents.length);
    return concat(begun, contents);
  };
  const { contentInfo, explicit, enveloped } = header.around;
  const version = derElement(berTags.integer, Uint8Array.of(versionWithNew(header)));
  const recipientInfos = derElementOf(berTags.set, entries.toSorted(compare));
  const inside = begin(enveloped, version, header.originatorInfo, recipientInfos);
  return begin(contentInfo, header.contentType, begin(explicit, inside));
};
