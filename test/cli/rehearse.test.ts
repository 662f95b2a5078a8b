import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../temporary.ts';
import { ceremonyCommand, start } from './command.ts';

const rehearse = async (...args: readonly string[]) => {
  const { code, out, err } = await start(ceremonyCommand(['rehearse', ...args])).ended;
  return { code, lines: out.trimEnd().split('\n'), err: err.trimEnd() };
};
const isBundleLine = (line: string): boolean => /^\/\S+\.asice {2}SHA-256 [0-9a-f]{64}$/u.test(line);

describe('ceremony rehearse', () => {
  test('plays what is named along one chain, with nothing but a line for each bundle', async () => {
    const out = temporaryFolder('rehearse');
    const { code, lines, err } = await rehearse(
      'rotate',
      '--out',
      out,
      '--custodians',
      '3',
      '--threshold',
      '2',
    );
    assert.deepEqual([code, err], [0, '']);
    // What is rotated must have been made.
    assert.deepEqual(readdirSync(out).sort(), ['01-generate.asice', '02-rotate.asice']);
    assert.deepEqual(lines.map(isBundleLine), [true, true]);
  });

  test('says under a rotation what it moved, what it did not and why, and where that lies', async () => {
    const out = temporaryFolder('rehearse-data');
    const keys = join(out, 'keys.jsonl');
    const first = await rehearse('rotate', '--out', join(out, 'a'), '--data-keys', keys);
    assert.equal(first.code, 0, first.err);
    const written = join(out, 'a', 'land-register.v2.jsonl');
    const [generated = '', rotated = '', moved = '', notMoved = '', path = ''] = first.lines;
    assert.ok(isBundleLine(generated) && isBundleLine(rotated));
    assert.match(moved, /^ {2}moved: .*land-register v2.* 1000/u);
    assert.match(notMoved, /^ {2}not moved: none/u);
    assert.ok(path.endsWith(written));

    // Keys of another chain, one of them twice, and a line that is none.
    const lines = readFileSync(keys, 'utf8').trimEnd().split('\n').slice(0, 3);
    const mixed = join(out, 'mixed.jsonl');
    writeFileSync(mixed, `${[...lines, lines[0] ?? '', 'no record'].join('\n')}\n`);
    const second = await rehearse('rotate', '--out', join(out, 'b'), '--data-keys', mixed);
    assert.equal(second.code, 0, second.err);
    const left = second.lines.find((line) => line.startsWith('  not moved: ')) ?? '';
    assert.match(left, / 5 \(/u);
    for (const count of [/3 altered/u, /1 named twice/u, /1 no data key/u]) assert.match(left, count);
  });

  const refused: readonly (readonly [
    what: string,
    args: (folder: string) => readonly string[],
    code: string,
  ])[] = [
    ['an inventory that is a folder', (folder) => ['rotate', '--data-keys', folder], 'not-a-file'],
    [
      'an inventory without a data key',
      (folder) => {
        writeFileSync(join(folder, 'text'), 'This is no inventory.\n');
        return ['rotate', '--data-keys', join(folder, 'text')];
      },
      'inventory-malformed',
    ],
    [
      'an inventory that could not be made',
      (folder) => ['rotate', '--data-keys', join(folder, 'nowhere', 'keys.jsonl')],
      'file-absent',
    ],
    [
      'backups that are not there',
      (folder) => ['rotate', '--backups', join(folder, 'nowhere')],
      'file-absent',
    ],
    [
      'backups under an AES key, to which nothing is sealed',
      (folder) => ['rotate', '--backups', folder, '--key', 'aes256'],
      'seal-key-symmetric',
    ],
    [
      'a result that is there already',
      (folder) => {
        mkdirSync(join(folder, 'out'));
        writeFileSync(join(folder, 'out', 'land-register.v2.jsonl'), '');
        return ['rotate', '--data-keys', join(folder, 'keys.jsonl')];
      },
      'file-exists',
    ],
    ['data that nothing moves', (folder) => ['generate', '--backups', folder], 'usage'],
    [
      'a bundle before whose tokens nothing has kept',
      (folder) => ['rotate', '--previous', join(folder, '01-generate.asice')],
      'usage',
    ],
    ['a threshold that is no number', () => ['--threshold', 'three'], 'usage'],
    ['a key of no kind', () => ['--key', 'dsa'], 'usage'],
  ];
  for (const [what, args, code] of refused) {
    test(`refuses ${what} before anything is made`, async () => {
      const folder = temporaryFolder('rehearse-refused');
      const out = join(folder, 'out');
      const ended = await rehearse(...args(folder), '--out', out);
      assert.deepEqual([ended.code, ended.lines], [2, ['']]);
      assert.ok(ended.err.startsWith(`${code}: `), ended.err);
      assert.equal(ended.err.split('\n').length, 1);
      const made = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      assert.deepEqual(
        made.filter((name) => name.endsWith('.asice')),
        [],
      );
    });
  }
});
