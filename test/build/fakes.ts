import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../build/paths.mjs';
import { temporaryFolder } from '../temporary.ts';

/** A folder of programs that stand in for the system's own, so that a test can watch what the set-up would do to a machine. */
export const fakePrograms = (scripts: Readonly<Record<string, string>>): string => {
  const folder = temporaryFolder('fakes');
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\ncd '${folder}'\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
};

/**
 * Runs a script of the build's own functions in a process of its own.
 *
 * @param module a file of `build/`, whose exports the script sees as `m`
 * @param env added to the environment; `fakes` come first on the path
 */
export const inProcess = (module: string, script: string, fakes: string, env: NodeJS.ProcessEnv = {}) => {
  const url = pathToFileURL(join(root, 'build', module)).href;
  const code = `const m = await import('${url}');
    try { ${script} } catch (error) { console.log(error.constructor.name); console.log(error.message); }`;
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
    env: { ...process.env, ...env, PATH: `${fakes}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  return run.stdout;
};
