import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { errorCodes } from '../../ceremonies/model/error.ts';

const page = readFileSync(new URL('../../docs/OPERATIONS.md', import.meta.url), 'utf8');

describe('docs/OPERATIONS.md', () => {
  test('speaks of codes that the program knows', () => {
    const [, section = ''] = page.split(/^## When something goes wrong$/mu);
    const table = section.split(/^### /mu)[0] ?? '';
    const named = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`/gu)].map(([, code = '']) => code);
    assert.ok(named.length > 0);
    for (const code of named)
      assert.ok(
        errorCodes.some((known) => known === code),
        code,
      );
  });
});
