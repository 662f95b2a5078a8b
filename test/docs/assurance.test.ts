import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { claims } from '../../ceremonies/texts/en/claims.ts';
import { chainClaimIds } from '../../ceremonies/verify/chainClaims.ts';
import { clauses, requirementsOf } from '../../ceremonies/verify/requirements.ts';
import { claimIds } from '../../ceremonies/verify/verify.ts';

const text = readFileSync(new URL('../../docs/ASSURANCE.md', import.meta.url), 'utf8');
const found = [
  ...text.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\| ([^|]+?) +\| (\S+\.test\.ts)(?:: “(.+)”)? +\|$/gmu),
].map(([, id = '', , answers = '']) => ({ id, answers: answers === '–' ? [] : answers.split('; ') }));
const rows = found.map(({ id }) => id);

describe('docs/ASSURANCE.md', () => {
  test('argues for exactly the claims that the verifier makes', () =>
    assert.deepEqual([...rows].sort(), [...claimIds, ...chainClaimIds].sort()));

  test('names the clauses that each claim answers, as its verdict does', () => {
    for (const { id, answers } of found) assert.deepEqual(answers, requirementsOf(id), id);
    const answered = new Set(found.flatMap(({ answers }) => answers));
    assert.deepEqual([...answered].sort(), Object.keys(clauses).sort());
  });

  test('names tests that exist', () => {
    const named = [...text.matchAll(/(test\/\S+\.(?:test|e2e)\.ts)(?:: “(.+?)”)?/gu)];
    assert.ok(named.length > rows.length);
    for (const [where, file = '', name] of named) {
      const path = new URL(`../../${file}`, import.meta.url);
      assert.ok(existsSync(path), where);
      if (name !== undefined) assert.ok(readFileSync(path, 'utf8').includes(name), where);
    }
  });

  test('has a sentence in the catalogue for each', () => {
    for (const id of [...claimIds, ...chainClaimIds]) assert.ok(id in claims, id);
  });
});
