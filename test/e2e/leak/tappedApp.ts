import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../build/paths.mjs';
import { buildTapped } from '../../attack/tap.ts';
import { temporaryFolder } from '../../temporary.ts';

/** The app as it is built, but for an engine that tells its secrets and a main that writes down what passes. @returns its folder */
export const tappedApp = async (): Promise<string> => {
  const folder = temporaryFolder('tapped-app');
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const description = { name: 'tapped', version: '0.0.0', type: 'module', main: 'dist/electron/main.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description));
  const out = join(folder, 'dist', 'electron');
  await buildTapped(['test/e2e/leak/recordMain.ts', 'electron/main.ts'], join(out, 'main.js'));
  await buildTapped(['test/attack/tapped.ts', 'electron/engine.ts'], join(out, 'engine.js'));
  mkdirSync(join(folder, 'told'));
  return folder;
};
