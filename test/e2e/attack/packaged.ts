import { copyFileSync, linkSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installedRuntime } from '../../../build/runtime.mjs';
import { temporaryFolder } from '../../temporary.ts';

/** Electron under the app's own name, as a package has it: it then takes itself for packaged, and the app is in production. */
export const packagedElectron = (): string => {
  const runtime = installedRuntime();
  if (runtime === undefined) throw new Error('no Electron runtime: run `npm run set-up`');
  const from = dirname(runtime.executable);
  const folder = temporaryFolder('packaged');
  const executable = join(folder, 'embassy-key-ceremony');
  for (const name of readdirSync(from)) {
    if (!['electron', 'resources'].includes(name)) symlinkSync(join(from, name), join(folder, name));
  }
  // A link by name would lead it back to where it lies as `electron`.
  try {
    linkSync(runtime.executable, executable);
  } catch {
    copyFileSync(runtime.executable, executable);
  }
  mkdirSync(join(folder, 'resources'));
  symlinkSync(join(import.meta.dirname, '..', 'attached'), join(folder, 'resources', 'app'));
  return executable;
};
