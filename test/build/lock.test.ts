import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../../build/paths.mjs';
import { temporaryFolder } from '../temporary.ts';

const lock = pathToFileURL(join(root, 'build', 'lock.mjs')).href;

/** Runs `work` under the lock in a process of its own; TMPDIR keeps these locks apart from real ones. */
const locked = (folder: string, work: string) =>
  new Promise<number | null>((resolve) => {
    const code = `const { alone } = await import('${lock}'); const { appendFileSync } = await import('node:fs');
      const note = (text) => appendFileSync(process.env.TMPDIR + '/notes', text);
      await alone(async () => { ${work} });`;
    spawn(process.execPath, ['--input-type=module', '--eval', code], {
      env: { ...process.env, TMPDIR: folder },
      stdio: 'inherit',
    }).on('close', resolve);
  });

describe('the lock of set-up and build', () => {
  it('lets one process work at a time', async () => {
    const folder = temporaryFolder('lock');
    const work = `note('<'); await new Promise((resolve) => setTimeout(resolve, 100)); note('>');`;
    await Promise.all([locked(folder, work), locked(folder, work), locked(folder, work)]);
    assert.equal(readFileSync(join(folder, 'notes'), 'utf8'), '<><><>');
  });

  it('is taken over from a process that died, and leaves nothing behind', async () => {
    const folder = temporaryFolder('lock');
    await locked(folder, `process.kill(process.pid, 'SIGKILL');`);
    assert.equal(await locked(folder, `note('after');`), 0);
    assert.equal(readFileSync(join(folder, 'notes'), 'utf8'), 'after');
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      left.filter((name) => name.endsWith('.lock')),
      [],
    );
  });
});
