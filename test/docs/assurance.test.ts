import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { claims } from '../../ceremonies/texts/en/claims.ts';
import { claimIds } from '../../ceremonies/verify/verify.ts';

const text = readFileSync(new URL('../../docs/ASSURANCE.md', import.meta.url), 'utf8');
const rows = [...text.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\| (\S+\.test\.ts)(?:: “(.+)”)? +\|$/gmu)].map(
  ([, id = '', argument = '', file = '', name]) => ({ id, argument, file, name }),
);

describe('docs/ASSURANCE.md', () => {
  test('argues for exactly the claims that the verifier makes', () =>
    assert.deepEqual(rows.map(({ id }) => id).sort(), [...claimIds].sort()));

  test('names tests that exist', () => {
    for (const { id, file, name } of rows) {
      const path = new URL(`../../${file}`, import.meta.url);
      assert.ok(existsSync(path), `${id}: ${file}`);
      if (name !== undefined) assert.ok(readFileSync(path, 'utf8').includes(name), `${id}: ${name}`);
    }
  });

  test('has a sentence in the catalogue for each', () => {
    for (const id of claimIds) assert.ok(id in claims, id);
  });
});
