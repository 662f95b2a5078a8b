import { decodeManifest, manifestPath, signaturePath, type Manifest } from '../../formats/asic.ts';
import { fromUtf8 } from '../../formats/bytes.ts';
import { contentSha256Hex, wholeOf, type Content } from '../../formats/source.ts';
import { must } from '../../model/error.ts';
import { demand } from '../../model/demand.ts';
import { mediaTypeOf } from '../../transcript/closing.ts';
import { type Container } from '../evidence.ts';
import { checkEach, proved, type Finding } from '../finding.ts';

/** An attacker controls every byte of the archive; what several tools could read differently has been refused by the reader. */
export const containerStrict = ({ files }: Container): Finding => proved({ files: files.size });

const isMeta = (path: string): boolean => path.startsWith('META-INF/');

/** Each manifest names every file by digest, and nothing else; the manifests and signatures are numbered without a gap. */
export const manifestsCoverFiles = async ({ files }: Container): Promise<Finding> => {
  const payload = [...files.keys()].filter((path) => !isMeta(path));
  // In the container's order, whichever is known first.
  const digests = new Map(payload.map((path) => [path, '']));
  await checkEach(payload, async (path) => {
    digests.set(path, await contentSha256Hex(contentOf(files, path)));
  });

  const meta = [...files.keys()].filter(isMeta);
  const signers = meta.length / 2;
  const numbered = numberedPaths(Math.ceil(signers));
  for (const path of meta) demand(numbered.has(path), 'bundle-entry-extra', { file: path });
  demand(signers > 0, 'bundle-entry-missing', { file: manifestPath(1) });

  let first = '';
  for (let number = 1; number <= signers; number += 1) {
    const text = fromUtf8(wholeOf(contentOf(files, manifestPath(number))));
    // One ceremony's manifests differ in nothing but the signature that they name: what was found of the first holds for such.
    if (number > 1 && text === first.replace(signaturePath(1), signaturePath(number))) continue;
    const manifest = must(decodeManifest(text));
    demand(manifest.signature === signaturePath(number), 'bundle-malformed', { file: manifestPath(number) });
    covers(manifest, digests, number);
    if (number === 1) first = text;
  }
  return proved({ manifests: signers, files: payload.length });
};

const contentOf = (files: Container['files'], path: string): Content => {
  const content = files.get(path);
  demand(content !== undefined, 'bundle-entry-missing', { file: path });
  return content;
};

const numberedPaths = (signers: number): ReadonlySet<string> =>
  new Set(
    Array.from({ length: signers }, (_, index) => index + 1).flatMap((number) => [
      manifestPath(number),
      signaturePath(number),
    ]),
  );

const covers = (manifest: Manifest, digests: ReadonlyMap<string, string>, number: number): void => {
  const named = new Map(manifest.files.map((file) => [file.uri, file]));
  for (const [path, sha256] of digests) {
    const file = named.get(path);
    demand(file !== undefined, 'bundle-entry-extra', { file: path, manifest: number });
    demand(file.sha256 === sha256, 'bundle-entry-changed', { file: path, manifest: number });
    demand(file.mimeType === mediaTypeOf(path), 'bundle-malformed', { file: path, manifest: number });
  }
  for (const path of named.keys()) {
    demand(digests.has(path), 'bundle-entry-missing', { file: path, manifest: number });
  }
};
