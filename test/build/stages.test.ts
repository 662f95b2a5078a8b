import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../../build/paths.mjs';
import { temporaryFolder } from '../temporary.ts';

const stagesModule = pathToFileURL(join(root, 'build', 'stages.mjs')).href;

/** Runs stages that are scripts, in a process of their own, as `npm test` would run the real ones. */
const ran = (
  ...stages: readonly { readonly name: string; readonly script: string; readonly beside?: true }[]
) => {
  const code = `const { runStages } = await import('${stagesModule}');
    const stages = ${JSON.stringify(stages)};
    process.exitCode = await runStages(stages.map((stage) => ({ ...stage, args: () => ['--eval', stage.script] })));`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
  });
  const lines = stderr
    .replaceAll(/\d+\.\d s/g, '… s')
    .trim()
    .split('\n');
  return { status, lines, last: lines.at(-1) };
};

const good = '';
const bad = 'process.exitCode = 3';

describe('the stages of npm test', () => {
  test('are good when each of them is', () => {
    const { status, last } = ran(
      { name: 'one', script: good },
      { name: 'two', script: good },
      { name: 'three', script: good, beside: true },
    );
    assert.equal(last, 'one passed (… s) · two passed (… s) · three passed (… s)');
    assert.equal(status, 0);
  });

  test('stop after the first that fails', () => {
    const { status, last } = ran(
      { name: 'one', script: bad },
      { name: 'two', script: good },
      { name: 'three', script: good, beside: true },
    );
    assert.equal(last, 'one FAILED (… s) · two not run · three not run');
    assert.equal(status, 1);
  });

  test('fail when only one beside another fails, and when only that other does', () => {
    const beside = ran({ name: 'one', script: good }, { name: 'two', script: bad, beside: true });
    assert.equal(beside.last, 'one passed (… s) · two FAILED (… s)');
    assert.equal(beside.status, 1);
    const front = ran({ name: 'one', script: bad }, { name: 'two', script: good, beside: true });
    assert.equal(front.last, 'one FAILED (… s) · two passed (… s)');
    assert.equal(front.status, 1);
  });

  test('fail when a signal ends one', () => {
    const { status } = ran(
      { name: 'one', script: good },
      { name: 'two', script: `process.kill(process.pid, 'SIGKILL')`, beside: true },
    );
    assert.equal(status, 1);
  });

  test('do not mix what two of them say: one says it at once, the one beside it in the end', () => {
    const said = JSON.stringify(join(temporaryFolder('stages'), 'said'));
    const { lines } = ran(
      {
        name: 'one',
        script: `console.error('first');
          setInterval(() => { if (fs.existsSync(${said})) { console.error('last'); process.exit(); } }, 10);`,
      },
      {
        name: 'two',
        script: `console.log('found'); console.error('wrong'); fs.writeFileSync(${said}, ''); ${bad}`,
        beside: true,
      },
    );
    assert.deepEqual(lines.slice(0, 3), ['── one, two', 'first', 'last']);
    assert.deepEqual(lines.slice(3, 5).sort(), ['found', 'wrong']);
    assert.deepEqual(lines.slice(5), ['one passed (… s) · two FAILED (… s)']);
  });
});
