import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openSeenNames } from '../../../ceremonies/keys/rewrap/seen.ts';

describe('names seen before', () => {
  test('are known, however many there are, and no others', () => {
    const seen = openSeenNames();
    const name = (number: number) => ({ dataSet: `set ${number % 7}`, id: `${number}` });
    for (let number = 0; number < 20_000; number += 1) assert.ok(seen.add(name(number)));
    for (let number = 0; number < 20_000; number += 1) assert.ok(!seen.add(name(number)));
    assert.ok(seen.add(name(20_000)));
  });

  test('are told apart wherever data set and id meet', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }))), (names) => {
        const seen = openSeenNames();
        const model = new Set<string>();
        for (const [dataSet, id] of names) {
          const isNew = !model.has(JSON.stringify([dataSet, id]));
          model.add(JSON.stringify([dataSet, id]));
          assert.equal(seen.add({ dataSet, id }), isNew);
        }
      }),
    ));
});
