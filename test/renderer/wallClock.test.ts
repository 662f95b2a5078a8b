import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { answer } from '../../ceremonies/model/question.ts';
import { differenceSeconds, offsetsMinutes, wallClockOf } from '../../renderer/questions/wallClock.ts';

describe('a wall clock reading', () => {
  const read: readonly (readonly [string, string, number, string | null])[] = [
    ['2026-11-22', '16:40:05', 120, '2026-11-22T16:40:05+02:00'],
    [' 2026-1-2 ', '6.40', 0, '2026-01-02T06:40:00+00:00'],
    ['2026-11-22', '16:40', -210, '2026-11-22T16:40:00-03:30'],
    ['2026-02-30', '16:40', 0, null],
    ['22.11.2026', '16:40', 0, null],
    ['2026-11-22', '24:00', 0, null],
    ['2026-11-22', '16:60', 0, null],
    ['', '', 0, null],
  ];
  for (const [date, time, offset, expected] of read) {
    it(`“${date}” “${time}” is ${expected ?? 'no time yet'}`, () =>
      assert.equal(wallClockOf(date, time, offset), expected));
  }

  it('is always one that the program takes, and means the moment that was typed', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('2020-01-01T00:00:00Z'),
          max: new Date('2099-12-31T23:59:59Z'),
          noInvalidDate: true,
        }),
        fc.constantFrom(...offsetsMinutes),
        (moment, offset) => {
          const local = new Date(Math.floor(moment.getTime() / 1000) * 1000 + offset * 60_000).toISOString();
          const wallClock = wallClockOf(local.slice(0, 10), local.slice(11, 19), offset);
          assert.ok(wallClock !== null);
          const readings = ['administrator', 'witness'].map((by) => ({ by, wallClock }));
          assert.ok(answer.safeParse({ kind: 'clock', readings }).success, wallClock);
          assert.ok(Math.abs(differenceSeconds(wallClock, moment.toISOString())) <= 1);
        },
      ),
    );
  });
});
