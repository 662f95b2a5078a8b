import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { openWatchdog } from '../../electron/watchdog.ts';

/** A watchdog whose clock the test turns: `says` in the order in which it said it. */
const openWatched = () => {
  const says: string[] = [];
  let nowMs = 0;
  mock.method(performance, 'now', () => nowMs);
  const watchdog = openWatchdog(
    { hung: () => says.push('hung'), recovered: () => says.push('recovered') },
    { silentMs: 3000, stalledMs: 8000 },
  );
  const wait = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 500) {
      nowMs += 500;
      mock.timers.tick(500);
    }
  };
  return {
    watchdog,
    says,
    wait,
    /** The engine's heartbeat goes on meanwhile. */
    waitHearing: (ms: number): void => {
      for (let passed = 0; passed < ms; passed += 1000) {
        wait(1000);
        watchdog.heard();
      }
    },
    sleep: (ms: number): void => {
      nowMs += ms;
    },
  };
};

describe('a watchdog over the engine', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  test('says nothing while the engine speaks, however long nobody answers its question', () => {
    const { watchdog, says, waitHearing } = openWatched();
    watchdog.heard();
    watchdog.shown(false);
    waitHearing(60_000);
    assert.deepEqual(says, []);
  });

  test('tells of an engine that falls silent, again while it stays so, and that it came back', () => {
    const { watchdog, says, wait } = openWatched();
    watchdog.heard();
    wait(5000);
    assert.deepEqual(says, ['hung']);
    wait(5000);
    assert.deepEqual(says, ['hung', 'hung']);
    watchdog.heard();
    assert.deepEqual(says, ['hung', 'hung', 'recovered']);
  });

  test('tells of work that gets no further although the engine speaks', () => {
    const { watchdog, says, waitHearing } = openWatched();
    watchdog.heard();
    watchdog.shown(true);
    waitHearing(7000);
    watchdog.shown(true);
    waitHearing(7000);
    assert.deepEqual(says, []);
    waitHearing(3000);
    assert.deepEqual(says, ['hung']);
    watchdog.shown(false);
    assert.deepEqual(says, ['hung', 'recovered']);
  });

  test('watches nothing before an engine spoke, and after it was ended', () => {
    const { watchdog, says, wait } = openWatched();
    wait(10_000);
    watchdog.heard();
    watchdog.shown(true);
    watchdog.rest();
    wait(10_000);
    assert.deepEqual(says, []);
  });

  test('does not take a machine that slept for an engine that hangs', () => {
    const { watchdog, says, wait, sleep } = openWatched();
    watchdog.heard();
    wait(1000);
    sleep(3_600_000);
    wait(1000);
    assert.deepEqual(says, []);
  });
});
