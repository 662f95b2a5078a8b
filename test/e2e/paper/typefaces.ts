import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../../build/paths.mjs';

/** The file that printing.ts looks for beside itself, made as the build makes it. */
export const typefaces = async (): Promise<Readonly<Record<string, string>>> => {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'renderer/styles/paper.css')],
    bundle: true,
    write: false,
    loader: { '.woff2': 'dataurl' },
  });
  return { 'paper.css': outputFiles[0]?.text ?? '' };
};
