// @ts-check
import { copyFileSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licencesText, shippedPackages } from './licences.mjs';
import { dist } from './paths.mjs';
import { digestOf } from './runtime.mjs';
import { makeSbom } from './sbom.mjs';
import { SetupError, outputOf } from './shell.mjs';

/** @typedef {import('./products.mjs').Product} Product */

/** The package that SoftHSM2 is taken from: a rehearsal then needs nothing installed. */
const softHsm = {
  package: 'libsofthsm2',
  library: '/usr/lib/softhsm/libsofthsm2.so',
  copyright: '/usr/share/doc/libsofthsm2/copyright',
};

/**
 * Writes what lies beside the app: `root/…` beside the executable, `resources/…` beside the archive.
 *
 * @param {string} folder
 * @param {object} about
 * @param {Product} about.product
 * @param {{ readonly version: string, readonly codeSha256: string, readonly official: boolean }} about.runtime as it is packaged
 * @param {number} about.epochSeconds
 * @throws {SetupError} when SoftHSM2 is not installed from its Debian package
 */
export const stageBeside = async (folder, { product, runtime, epochSeconds }) => {
  const top = join(folder, 'root');
  const softHsmFolder = join(folder, 'resources', 'softhsm');
  mkdirSync(top, { recursive: true });
  mkdirSync(softHsmFolder, { recursive: true });
  for (const name of ['verifier.html', 'verifier.sha256']) copyFileSync(join(dist, name), join(top, name));
  if (product.kind === 'rehearsal') writeFileSync(join(top, 'REHEARSAL-ONLY.txt'), rehearsalOnly);

  const version = outputOf('dpkg-query', ['-W', '-f', '${Version}', softHsm.package]);
  if (version === undefined || !existsSync(softHsm.library))
    throw new SetupError(
      `A package takes SoftHSM2 from Debian's ${softHsm.package}, which is not installed.`,
    );
  const library = realpathSync(softHsm.library);
  copyFileSync(library, join(softHsmFolder, 'libsofthsm2.so'));
  copyFileSync(softHsm.copyright, join(softHsmFolder, 'copyright'));

  const packages = shippedPackages();
  writeFileSync(join(top, 'THIRD-PARTY-LICENCES.txt'), licencesText(packages));
  const others = [
    {
      'bom-ref': `electron@${runtime.version}`,
      type: 'framework',
      name: 'electron',
      version: runtime.version,
      description: runtime.official
        ? 'The official Electron, with the fuses set; the digest is of the executable.'
        : 'An unofficial build that nobody vouches for, for rehearsal only; the digest is of the executable.',
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [{ alg: 'SHA-256', content: runtime.codeSha256 }],
      ...(runtime.official ? { purl: `pkg:npm/electron@${runtime.version}` } : {}),
    },
    {
      'bom-ref': `${softHsm.package}@${version}`,
      type: 'library',
      name: softHsm.package,
      version,
      description: 'SoftHSM2, for rehearsals.',
      licenses: [{ license: { id: 'BSD-2-Clause' } }],
      hashes: [{ alg: 'SHA-256', content: await digestOf('sha256', library, 'hex') }],
      purl: `pkg:deb/debian/${softHsm.package}@${encodeURIComponent(version)}?arch=amd64`,
    },
  ];
  writeFileSync(join(top, 'sbom.cdx.json'), makeSbom({ name: product.name, packages, others, epochSeconds }));
};

const rehearsalOnly = `This package can only rehearse. It refuses real ceremonies, and nothing made with it verifies as real.
See pakett on ainult harjutamiseks. Päris tseremooniast see keeldub ja miski, mis sellega tehtud, ei kehti päris asjana.
`;
