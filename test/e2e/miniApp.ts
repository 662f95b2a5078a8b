import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ElectronApplication } from 'playwright/test';
import { root } from '../../build/paths.mjs';
import { installedRuntime } from '../../build/runtime.mjs';
import { temporaryFolder } from '../temporary.ts';
import { launchAttached } from './launch.ts';

/**
 * Runs a part of the shell in the real Electron by itself: an app whose main process does nothing but put `exported` of the module
 * `source` on `globalThis`, from where a test drives it.
 *
 * @param files other files of the app, by name
 * @param executable another way to start Electron
 */
export const withMiniApp = async (
  source: string,
  exported: string,
  files: Readonly<Record<string, string>>,
  use: (app: ElectronApplication, folder: string) => Promise<void>,
  executable?: string,
) => {
  const runtime = installedRuntime();
  if (runtime === undefined) throw new Error('no Electron runtime: run `npm run set-up`');
  const folder = temporaryFolder('mini-app');
  await build({
    stdin: {
      contents: `import { app } from 'electron'; import { ${exported} } from './${source}';
        app.on('window-all-closed', () => undefined); globalThis.${exported} = ${exported};`,
      resolveDir: root,
    },
    outfile: join(folder, 'main.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['electron'],
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'mini', main: 'main.mjs' }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const app = await launchAttached({
    executablePath: executable ?? runtime.executable,
    args: [`--user-data-dir=${join(folder, 'profile')}`, folder],
  });
  try {
    await app.evaluate(({ app: running }) => running.whenReady());
    await use(app, folder);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
