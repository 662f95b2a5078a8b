import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ElectronApplication, Page } from 'playwright/test';
import { root } from '../../build/paths.mjs';
import { temporaryFolder } from '../temporary.ts';
import { withMiniApp } from './miniApp.ts';

export type Shown = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly folder: string;
};

/**
 * Shows a page of a test's own, made of parts of the renderer, as the app would: from the app's protocol, under its policy and
 * lockdown.
 *
 * @param entry the page's script, from the root of the repository
 * @param part what stands after the `#` of its address
 */
export const withPage = async (
  entry: string,
  part: string,
  use: (shown: Shown) => Promise<void>,
): Promise<void> => {
  const folder = temporaryFolder('page');
  await build({
    entryPoints: [join(root, entry)],
    outfile: join(folder, 'main.js'),
    bundle: true,
    format: 'esm',
    target: 'chrome130',
    jsx: 'automatic',
    loader: { '.woff2': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  copyFileSync(join(root, 'renderer/index.html'), join(folder, 'index.html'));
  try {
    await withMiniApp('test/e2e/paper/shell.ts', 'openPage', {}, async (app) => {
      await app.evaluate(
        async (_electron, [pages, shown]) => {
          const openPage = Reflect.get(globalThis, 'openPage') as (
            ...args: readonly string[]
          ) => Promise<unknown>;
          Object.assign(globalThis, { allowCamera: await openPage(pages, shown) });
        },
        [folder, part] as const,
      );
      await use({ app, page: app.windows()[0] ?? (await app.firstWindow()), folder });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
