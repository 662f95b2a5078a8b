// @ts-check
import { join } from 'node:path';
import { sha256 } from './bundle.mjs';
import { root } from './paths.mjs';
import { SetupError, npmOutput } from './shell.mjs';

/**
 * @typedef {{ 'bom-ref': string, type: string, name: string, version: string } & Record<string, unknown>} Component
 * @typedef {{ serialNumber: string, metadata: { timestamp: string, component: Component }, components: readonly Component[],
 *   dependencies: readonly { ref: string, dependsOn: readonly string[] }[] } & Record<string, unknown>} Bom
 */

/**
 * The bill of materials: what npm says of the locked packages that are in the app, and what npm knows nothing of. The same
 * contents give the same bytes, so its number is made of them.
 *
 * @param {object} about
 * @param {string} about.name of the product
 * @param {readonly import('./licences.mjs').Shipped[]} about.packages
 * @param {readonly Component[]} about.others
 * @param {number} about.epochSeconds
 * @returns {string} CycloneDX 1.5, JSON
 * @throws {SetupError} when npm cannot make one, or a package in the app is not in it
 */
export const makeSbom = ({ name, packages, others, epochSeconds }) => {
  const bom = npmBom();
  const wanted = new Set(packages.map((each) => `${each.name}@${each.version}`));
  const inApp = bom.components.filter((each) => wanted.has(`${each.name}@${each.version}`));
  const found = new Set(inApp.map((each) => `${each.name}@${each.version}`));
  const missing = [...wanted].filter((each) => !found.has(each));
  if (missing.length > 0) throw new SetupError(`npm's bill of materials lacks ${missing.join(', ')}.`);

  const self = { ...bom.metadata.component, type: 'application', name };
  const components = [...inApp, ...others];
  const refs = new Set([self['bom-ref'], ...components.map((each) => each['bom-ref'])]);
  const content = {
    components,
    dependencies: [
      ...bom.dependencies
        .filter(({ ref }) => refs.has(ref))
        .map(({ ref, dependsOn }) => ({
          ref,
          dependsOn: [
            ...dependsOn.filter((each) => refs.has(each)),
            ...(ref === self['bom-ref'] ? others.map((each) => each['bom-ref']) : []),
          ],
        })),
      ...others.map((each) => ({ ref: each['bom-ref'], dependsOn: [] })),
    ],
  };
  const number = sha256(JSON.stringify([self, content])).slice(0, 32);
  const whole = {
    ...bom,
    serialNumber: `urn:uuid:${uuidOf(number)}`,
    metadata: {
      ...bom.metadata,
      timestamp: new Date(epochSeconds * 1000).toISOString(),
      component: self,
    },
    ...content,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
};

/** @returns {Bom} */
const npmBom = () => {
  // From the lock file alone: the checkout may lack what other systems need.
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--loglevel=error'];
  const output = npmOutput(args, { cwd: join(root) });
  if (output === undefined)
    throw new SetupError('npm could not make a bill of materials (npm 10 or newer is needed).');
  /** @type {unknown} */
  const bom = JSON.parse(output);
  return /** @type {Bom} */ (bom);
};

/**
 * RFC 9562, version 8: the bits that are ours to choose are those of a digest.
 *
 * @param {string} hex 32 digits
 */
const uuidOf = (hex) =>
  [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join(
    '-',
  );
