import { encodeManifest, manifestPath, signaturePath, writeContainer } from '../formats/asic.ts';
import { toUtf8 } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';

/** Media types by the ending of a file's name: all that a bundle can hold. */
const mediaTypes: Readonly<Record<string, string>> = {
  jsonl: 'application/jsonl',
  json: 'application/json',
  pem: 'application/x-pem-file',
  kwp: 'application/octet-stream',
  canary: 'application/octet-stream',
  p7m: 'application/pkcs7-mime',
  txt: 'text/plain',
  html: 'text/html',
  pdf: 'application/pdf',
};

/** The media type that a manifest gives for a path. */
export const mediaTypeOf = (path: string): string =>
  mediaTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * META-INF/ASiCManifest00n.xml, which the nth signer of `signersOf` signs, as bytes: the path of that signature, and the
 * path, media type and SHA-256 of every file in the order of `files`. Number: from 1. Each file is hashed once for all
 * manifests.
 */
export const manifestsFor = async (files: Files): Promise<(number: number) => Uint8Array> => {
  const entries = await Promise.all(
    [...files].map(async ([uri, content]) => ({
      uri,
      mimeType: mediaTypeOf(uri),
      sha256: await sha256Hex(content),
    })),
  );
  return (number) => toUtf8(encodeManifest({ signature: signaturePath(number), files: entries }));
};

/** One manifest of `manifestsFor`. */
export const manifestFor = async (files: Files, number: number): Promise<Uint8Array> =>
  (await manifestsFor(files))(number);

/**
 * The bundle: the files, and then each manifest with its signature. `signatures`: CMS SignedData (DER) over the manifest
 * of the same number, in the order of `signersOf`. The same arguments give the same bytes.
 *
 * @throws CeremonyError bundle-entry-path, bundle-entry-twice, bundle-too-large
 */
export const assemble = async (files: Files, signatures: readonly Uint8Array[]): Promise<Uint8Array> => {
  const manifest = await manifestsFor(files);
  const signed = signatures.flatMap((signature, index): (readonly [string, Uint8Array])[] => [
    [manifestPath(index + 1), manifest(index + 1)],
    [signaturePath(index + 1), signature],
  ]);
  return writeContainer(new Map([...files, ...signed]));
};
