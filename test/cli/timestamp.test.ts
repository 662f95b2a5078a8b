import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { makeAuthority, type Authority } from '../formats/tsa.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { makeBundle, withEntries } from '../verify/fixture.ts';
import { ceremonyCommand, start, type Ended } from './command.ts';

const folder = temporaryFolder('timestamp');
const at = (name: string): string => join(folder, name);
const ceremony = (...args: string[]): Promise<Ended> => start(ceremonyCommand(args)).ended;
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(at(name)));

let authority: Authority;
before(async () => {
  authority = makeAuthority('Zeit', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
  const { bytes } = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  writeFileSync(at('made.asice'), bytes);
});

/** One after the other: each goes on from the files of the one before. */
describe('ceremony timestamp', () => {
  test('writes a query, attaches the answer to a new file, and another to that one', async () => {
    const bundle = read('made.asice');
    for (const [file, number, made] of [
      ['made.asice', 1, 'made.stamp1.asice'],
      ['made.stamp1.asice', 2, 'made.stamp2.asice'],
    ] as const) {
      const asked = await ceremony('timestamp', at(file), '--request', at(`${number}.tsq`));
      assert.deepEqual([asked.code, asked.err], [0, '']);
      writeFileSync(at(`${number}.tsr`), authority.answer(read(`${number}.tsq`)));
      const attached = await ceremony('timestamp', at(file), '--attach', at(`${number}.tsr`));
      assert.equal(attached.code, 0, attached.err);
      assert.ok(attached.out.includes(at(made)) && attached.out.includes('Zeit Unit'));
    }
    assert.deepEqual(read('made.asice'), bundle);
  });

  test('makes bundles whose time verify shows, and proves by an anchor', async () => {
    const shown = await ceremony('verify', at('made.stamp2.asice'));
    assert.equal(shown.code, 0, shown.err);
    assert.match(shown.out, /^attested +time-stamped: /mu);
    assert.ok(shown.out.includes(await sha256Hex(read('made.asice'))));
    const proved = await ceremony('verify', at('made.stamp1.asice'), '--tsa-anchor', authority.rootPath);
    assert.match(proved.out, /^proved +time-stamped: /mu);
    assert.equal(proved.code, 0);
  });

  test('exits 1 with an anchor that did not stamp, and 2 with a file that holds none', async () => {
    const stranger = makeAuthority('Zeit', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
    const other = await ceremony('verify', at('made.stamp1.asice'), '--tsa-anchor', stranger.rootPath);
    assert.equal(other.code, 1);
    assert.match(other.out, /timestamp-untrusted/u);
    const none = await ceremony('verify', at('made.asice'), '--tsa-anchor', at('1.tsq'));
    assert.deepEqual([none.code, none.err.split(':')[0]], [2, 'certificate-malformed']);
  });

  test('overwrites nothing', async () => {
    const bytes = read('made.stamp1.asice');
    for (const args of [
      ['--attach', at('1.tsr')],
      ['--attach', at('1.tsr'), '--out', at('made.asice')],
      ['--request', at('1.tsq')],
    ]) {
      const { code, err } = await ceremony('timestamp', at('made.asice'), ...args);
      assert.deepEqual([code, err.split(':')[0]], [2, 'file-exists']);
    }
    assert.deepEqual(read('made.stamp1.asice'), bytes);
  });

  test('exits 1 and writes nothing for an answer to another question, a refusal, and a bad bundle', async () => {
    writeFileSync(at('refused.tsr'), authority.answer(Uint8Array.of(0x30, 0)));
    writeFileSync(
      at('bad.asice'),
      await withEntries(read('made.asice'), (entries) => entries.set('report.html', toUtf8('All is well.'))),
    );
    for (const [file, answer, expected] of [
      ['made.asice', '2.tsr', 'timestamp-invalid'],
      ['made.asice', 'refused.tsr', 'timestamp-refused'],
      ['bad.asice', '1.tsr', 'bundle-not-good'],
    ] as const) {
      const { code, err } = await ceremony(
        'timestamp',
        at(file),
        '--attach',
        at(answer),
        '--out',
        at('new.asice'),
      );
      assert.deepEqual([code, err.split(':')[0]], [1, expected]);
    }
    assert.equal(existsSync(at('new.asice')), false);
  });

  test('exits 2 for what it cannot read, and for wrong usage', async () => {
    for (const args of [
      [],
      [at('made.asice')],
      [at('made.asice'), '--request', at('a'), '--attach', at('1.tsr')],
      [at('made.asice'), '--request', at('a'), '--out', at('b')],
      [at('absent.asice'), '--request', at('a')],
      [at('made.asice'), '--attach', at('1.tsq')],
    ])
      assert.equal((await ceremony('timestamp', ...args)).code, 2, args.join(' '));
    assert.equal(existsSync(at('a')), false);
  });
});
