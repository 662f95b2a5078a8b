import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Work } from '../../ceremonies/model/snapshot.ts';
import { minutesOf, paceOf } from '../../renderer/parts/pace.ts';

const work = (done: number, elapsedMs: number): Work => ({
  step: 'rewrap',
  done,
  total: 100_000,
  unit: 'data-keys',
  elapsedMs,
  pausable: true,
});

describe('the pace of long work', () => {
  it('is how many a second since it was first seen, and how long the rest takes at that', () => {
    assert.deepEqual(paceOf(work(12_400, 40_000), work(0, 0)), {
      perSecond: 310,
      secondsLeft: (100_000 - 12_400) / 310,
    });
  });

  it('does not count what was done before a restart', () => {
    assert.equal(paceOf(work(91_000, 10_000), work(90_000, 0))?.perSecond, 100);
  });

  it('does not count what another step did', () => {
    const before = { ...work(5, 1000), step: 'read-inventory' as const };
    assert.equal(paceOf(work(100, 10_000), before)?.perSecond, 10);
  });

  it('is not told before there is enough to measure', () => {
    assert.equal(paceOf(work(0, 60_000), work(0, 0)), null);
    assert.equal(paceOf(work(50, 500), work(0, 0)), null);
  });

  it('leaves nothing to wait for at the end', () => {
    assert.equal(paceOf(work(100_000, 40_000), work(0, 0))?.secondsLeft, 0);
  });

  it('is told in whole minutes, never in too few', () => {
    assert.deepEqual([0, 59, 60, 61, 3599].map(minutesOf), [0, 0, 1, 2, 60]);
  });
});
