import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { root } from '../../build/paths.mjs';

const secretFile = /ceremonies\/secrets\/secret\.ts$/;
const made = 'secret.use(fill);\n';

/** Every secret is told as soon as it is made. */
const tap: Plugin = {
  name: 'tap',
  setup: (bundling) => {
    bundling.onLoad({ filter: secretFile }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (source.split(made).length !== 2)
        throw new Error('secrets are made in another way: none would be told');
      const told = `${made} secret.use((bytes) => globalThis.tapSecret(bytes));\n`;
      return { contents: source.replace(made, told), loader: 'ts' };
    });
  },
};

/**
 * A program of these modules, in this order, in which every secret is told to `tapSecret` (`tapped.ts`). Only tests are built so; the
 * product has no such door.
 *
 * @param modules from the root of the repository
 */
export const buildTapped = async (modules: readonly string[], outfile: string): Promise<void> => {
  await build({
    stdin: {
      contents: modules.map((path) => `import './${path}';`).join(' '),
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    charset: 'utf8',
    external: ['electron', 'pkcs11js', 'sodium-native'],
    define: { VERIFIER_SHA256: '""' },
    banner: {
      js: "import { createRequire } from 'node:module';\nglobalThis.require ??= createRequire(import.meta.url);",
    },
    plugins: [tap],
    logLevel: 'error',
    nodePaths: [join(root, 'node_modules')],
  });
};
