import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ceremonyNames, prepare } from './ceremonies.ts';
import { elsewhere } from './elsewhere.ts';
import { deadlyKinds, faultsOfRun } from './faults.ts';
import { openFaultRoom } from './room.ts';
import { openWalk } from './walk.ts';

/** Where LONG is set, engines of every ceremony die, one in every stretch between two questions; else one, in the middle. */
const isLong = process.env['LONG'] !== undefined;
const names = isLong ? ceremonyNames : (['generate'] as const);

const room = openFaultRoom();

describe('an engine whose driver', () => {
  for (const [at, name] of names.entries()) {
    for (const [number, kind] of deadlyKinds.entries()) {
      test(`${kind.name} in a ceremony to ${name} is followed by another, which finishes it`, async () => {
        const walked = await prepare(room, name);
        const walk = openWalk(room, walked);
        const stretches = await walk.stretches();
        const shift = ((at * deadlyKinds.length + number) * 0.618034) % 1;
        const faults = [...faultsOfRun(stretches, kind, { run: 0, runs: 1, shift })];
        // A stretch can have a call more or less than in the straight run, and then its fault may find nothing to strike.
        const tries = isLong ? [faults] : faults.slice(12 + number * 3).map((fault) => [fault]);
        let struck = 0;
        for (const chosen of tries) {
          const { begin, raws } = elsewhere(room, walked, new Map(chosen));
          const outcome = await walk.survive(() => null, begin);
          assert.deepEqual(outcome.wrong, []);
          assert.deepEqual(raws, []);
          struck += outcome.struck;
          if (struck > 0) break;
        }
        assert.ok(struck > 0);
      });
    }
  }
});
