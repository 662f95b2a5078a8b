import { CeremonyError, bad, good, type Result } from '../model/error.ts';
import { equal, fromBase64, fromHex, toBase64, toHex, toUtf8 } from './bytes.ts';
import { wholeOf, type Content, type Source } from './source.ts';
import { writeZip } from './writeZip.ts';
import { openZip, readZip, type ZipEntry, type ZipLimits } from './zip.ts';

/**
 * The container ASiC-E with CAdES signatures (ETSI EN 319 162-1): a zip that begins with its media type, stored, so that the
 * type stands at a fixed place in the file. Each signature META-INF/signature001.p7s signs its own
 * META-INF/ASiCManifest001.xml, which names the files by digest.
 */

export const containerType = 'application/vnd.etsi.asic-e+zip';
const typeEntry = 'mimetype';

/**
 * Packs the files, in the order given, behind the media type. The same files give the same bytes.
 *
 * @throws CeremonyError bundle-entry-path, bundle-entry-twice, bundle-too-large
 */
export const writeContainer = async (
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> => {
  if (files.has(typeEntry)) throw new CeremonyError('bundle-entry-twice');
  return writeZip(new Map([[typeEntry, toUtf8(containerType)], ...files]));
};

/**
 * The files of a container, in its order, without the media type. How they are packed does not matter: a container that an
 * ordinary tool packed anew is the same one. Problems: those of `readZip`, and bundle-malformed when the media type is not
 * first, not stored or another.
 */
export const readContainer = async (
  bytes: Uint8Array,
  limits?: ZipLimits,
): Promise<Result<ReadonlyMap<string, Uint8Array>>> => {
  const entries = await readZip(bytes, limits);
  return entries.ok ? filesOf(entries.value) : entries;
};

/** The same of a source, of which only what the limits say is kept. */
export const openContainer = async (
  source: Source,
  limits: ZipLimits,
): Promise<Result<ReadonlyMap<string, Content>>> => {
  const entries = await openZip(source, limits);
  return entries.ok ? filesOf(entries.value) : entries;
};

const filesOf = <Holds extends Content>(
  entries: readonly (ZipEntry & { readonly content: Holds })[],
): Result<ReadonlyMap<string, Holds>> => {
  const [type, ...files] = entries;
  const typed =
    type?.path === typeEntry && type.stored && equal(wholeOf(type.content), toUtf8(containerType));
  if (!typed) return bad('bundle-malformed', { reason: 'mimetype' });
  return good(new Map(files.map(({ path, content }) => [path, content])));
};

export type ManifestFile = {
  /** The entry's path; letters, digits and `._-/`, so that it is its own URI. */
  readonly uri: string;
  readonly mimeType: string;
  /** Of the entry's content, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Marks, in an archive manifest, the archive manifest before it. */
  readonly rootfile?: true;
};

export type Manifest = {
  /** The entry that signs this manifest: a signature, or a time-stamp. */
  readonly signature: string;
  readonly files: readonly ManifestFile[];
};

const signatureEntry = /^META-INF\/signature(\d{3})\.p7s$/;
const timestampEntry = /^META-INF\/timestamp\d{3}\.tst$/;

/** The paths of the nth manifest and its signature, from 1 to 999. */
export const manifestPath = (n: number): string => `META-INF/ASiCManifest${String(n).padStart(3, '0')}.xml`;
export const signaturePath = (n: number): string => `META-INF/signature${String(n).padStart(3, '0')}.p7s`;

/**
 * The paths of the nth time-stamp, from 1 to 999, and of the archive manifest that it is over (annex A.7): the last one has no
 * number, and gets one when the next is added.
 */
export const timestampPath = (n: number): string => `META-INF/timestamp${String(n).padStart(3, '0')}.tst`;
export const archiveManifestPath = (n: number, last: number): string =>
  `META-INF/ASiCArchiveManifest${n === last ? '' : String(n).padStart(3, '0')}.xml`;

/** Whether an entry is a time-stamp by its name. */
export const isTimestampPath = (path: string): boolean => timestampEntry.test(path);

const uriPattern = /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/;
const mimeTypePattern = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/;
const sha256Pattern = /^[0-9a-f]{64}$/;

const isManifest = ({ signature, files }: Manifest): boolean =>
  (signatureEntry.test(signature) || timestampEntry.test(signature)) &&
  files.length > 0 &&
  new Set(files.map(({ uri }) => uri)).size === files.length &&
  files.every(
    ({ uri, mimeType, sha256, rootfile }) =>
      uriPattern.test(uri) &&
      mimeTypePattern.test(mimeType) &&
      sha256Pattern.test(sha256) &&
      (rootfile === undefined || timestampEntry.test(signature)),
  );

const head = `<?xml version="1.0" encoding="UTF-8"?>
<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
`;
const foot = `</asic:ASiCManifest>
`;

const reference = ({ uri, mimeType, sha256, rootfile }: ManifestFile): string =>
  `  <asic:DataObjectReference URI="${uri}" MimeType="${mimeType}"${rootfile ? ' Rootfile="true"' : ''}>
    <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
    <ds:DigestValue>${toBase64(fromHex(sha256))}</ds:DigestValue>
  </asic:DataObjectReference>
`;

const signatureTypes = {
  signature: 'application/pkcs7-signature',
  timestamp: 'application/vnd.etsi.timestamp-token',
};

/**
 * ASiCManifest (EN 319 162-1 annex A.4; over a time-stamp, annex A.7) in one fixed layout. No value in it can hold a character that XML would escape.
 *
 * @throws CeremonyError bundle-malformed for paths, types or digests that do not fit, a file twice, or no file
 */
export const encodeManifest = (manifest: Manifest): string => {
  if (!isManifest(manifest)) throw new CeremonyError('bundle-malformed', { reason: 'manifest' });
  const type = signatureTypes[timestampEntry.test(manifest.signature) ? 'timestamp' : 'signature'];
  const signature = `  <asic:SigReference URI="${manifest.signature}" MimeType="${type}"/>\n`;
  return head + signature + manifest.files.map(reference).join('') + foot;
};

const attributePattern = (element: string) =>
  new RegExp(`<asic:${element} URI="([^"]*)" MimeType="([^"]*)"( Rootfile="true")?`, 'g');

/**
 * Reads what {@link encodeManifest} writes and nothing else: the values are picked out, written again, and the text must be
 * the same. So there is no XML to parse, and no entity, comment or namespace to be fooled by. Problem: bundle-malformed.
 */
export const decodeManifest = (text: string): Result<Manifest> => {
  const problem = bad('bundle-malformed', { reason: 'manifest' });
  const [signature] = [...text.matchAll(attributePattern('SigReference'))].map(([, uri = '']) => uri);
  const digests = [...text.matchAll(/<ds:DigestValue>([^<]*)</g)].map(([, base64 = '']) => base64);
  const references = [...text.matchAll(attributePattern('DataObjectReference'))];
  try {
    const files = references.map(([, uri = '', mimeType = '', rootfile], index): ManifestFile => ({
      uri,
      mimeType,
      sha256: toHex(fromBase64(digests[index] ?? '')),
      ...(rootfile !== undefined && { rootfile: true }),
    }));
    const manifest = { signature: signature ?? '', files };
    return encodeManifest(manifest) === text ? good(manifest) : problem;
  } catch (error) {
    if (error instanceof CeremonyError) return problem;
    throw error;
  }
};
