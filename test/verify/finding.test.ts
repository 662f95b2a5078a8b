import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { checkEach } from '../../ceremonies/verify/finding.ts';

const items = Array.from({ length: 100 }, (_, item) => item);

describe('checking each of many', () => {
  test('checks every one, with its number', async () => {
    const checked: number[] = [];
    await checkEach(items, async (item, index) => {
      assert.equal(item, index);
      await setTimeout(item % 3);
      checked.push(item);
    });
    assert.deepEqual(
      checked.sort((a, b) => a - b),
      items,
    );
  });

  test('tells the first failure in order, not in time', () =>
    assert.rejects(
      checkEach(items, async (item) => {
        await setTimeout(item === 5 ? 20 : 0);
        if (item >= 5) throw new CeremonyError('signature-invalid', { event: item });
      }),
      { code: 'signature-invalid', details: { event: 5 } },
    ));
});
