import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { hold, makeBundle, toRotate, withEntries } from '../verify/fixture.ts';
import { ceremonyCommand, start, type Ended } from './command.ts';

const folder = temporaryFolder('diff');
const at = (name: string): string => join(folder, name);
const ceremony = (...args: string[]): Promise<Ended> => start(ceremonyCommand(args)).ended;

before(async () => {
  const made = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  const rotated = await hold(await toRotate(made, null));
  writeFileSync(at('a.asice'), made.bytes);
  writeFileSync(at('b.asice'), rotated.bytes);
  const forged = await withEntries(rotated.bytes, (entries) => entries.set('report.html', toUtf8('No.')));
  writeFileSync(at('forged.asice'), forged);
  writeFileSync(at('empty.asice'), '');
});

describe('ceremony diff', () => {
  test('says first how the two stand to each other, then each one’s verdict, then what changed', async () => {
    const { code, out, err } = await ceremony('diff', at('a.asice'), at('b.asice'));
    assert.deepEqual([code, err], [0, '']);
    const [first = '', , a = '', b = ''] = out.split('\n');
    assert.match(first, /B continues from A directly/);
    assert.ok(a.startsWith('A: ') && a.endsWith(' good') && b.startsWith('B: ') && b.endsWith(' good'));
    assert.match(out, /land-register v2/);
  });

  test('exits 0 for a forged bundle, too, and says of it that it is bad', async () => {
    const { code, out } = await ceremony('diff', at('a.asice'), at('forged.asice'));
    assert.equal(code, 0);
    assert.match(out, /^B: .*BAD: manifests-cover-files/mu);
  });

  test('gives the same as JSON for tools', async () => {
    const { code, out } = await ceremony('diff', at('a.asice'), at('forged.asice'), '--json');
    assert.equal(code, 0);
    const found = JSON.parse(out) as {
      continuity: unknown;
      outcomes: { a: { outcome: string }; b: { outcome: string } };
      groups: { group: string; changes: { path: string[]; before: unknown; after: unknown }[] }[];
    };
    assert.deepEqual(found.continuity, { kind: 'continues', between: 0 });
    assert.deepEqual([found.outcomes.a.outcome, found.outcomes.b.outcome], ['good', 'bad']);
    const keys = found.groups.find(({ group }) => group === 'keys')?.changes ?? [];
    assert.ok(
      keys.some(({ path, after }) => path.join() === 'land-register v1,state' && after === 'deactivated'),
    );
  });

  test('exits 2 for what cannot be read, and for wrong usage', async () => {
    const unread = await ceremony('diff', at('a.asice'), at('empty.asice'));
    assert.equal(unread.code, 2);
    assert.match(unread.err, /^bundle-not-zip: /);
    for (const [args, code] of [
      [[at('a.asice')], 'usage'],
      [[at('a.asice'), at('b.asice'), at('a.asice')], 'usage'],
      [[at('a.asice'), at('none.asice')], 'file-absent'],
    ] as const) {
      const { code: exit, err } = await ceremony('diff', ...args);
      assert.equal(exit, 2);
      assert.ok(err.startsWith(`${code}: `), err);
    }
  });
});
