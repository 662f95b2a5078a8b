import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findSoftHsm, useSoftHsmDirectory } from '../../ceremonies/tokens/softhsm.ts';

const directory = mkdtempSync(join(tmpdir(), 'softhsm-'));
after(() => rmSync(directory, { recursive: true, force: true }));

test('the library is found where packages put it, or where the environment says', () => {
  const found = findSoftHsm({});
  assert.ok(found !== null && existsSync(found));
  const other = join(directory, 'other.so');
  writeFileSync(other, '');
  assert.equal(findSoftHsm({ SOFTHSM2_MODULE: other }), other);
  assert.equal(findSoftHsm({ SOFTHSM2_MODULE: join(directory, 'none.so') }), found);
});

test('a directory is made ready for its owner only, and a second time left as it is', () => {
  const room = join(directory, 'room');
  const { tokens } = useSoftHsmDirectory(room);
  const configuration = process.env['SOFTHSM2_CONF'];
  assert.ok(configuration !== undefined);
  assert.match(readFileSync(configuration, 'utf8'), new RegExp(`^directories.tokendir = ${tokens}$`, 'm'));
  assert.equal(statSync(tokens).mode & 0o077, 0);
  writeFileSync(join(tokens, 'kept'), '');
  assert.deepEqual(useSoftHsmDirectory(room), { tokens });
  assert.ok(existsSync(join(tokens, 'kept')));
});
