import { defineConfig } from 'playwright/test';
import { hasDisplay } from '../../build/display.mjs';

/**
 * Two tests at a time, each worker with a screen of its own (screen.ts); one at a time on the only screen that somebody has. Pictures are
 * kept in `out/screens`.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  workers: hasDisplay() ? 1 : 2,
  timeout: 180_000,
  // Now and then the runtime's own browser process ends itself (SIGTRAP). What passes only then is listed as flaky, for people to look at.
  retries: 1,
  // A build server may be busy with other things: nothing here is told by how long it takes.
  expect: { timeout: 20_000 },
  reporter: 'list',
  outputDir: '../../test-results',
});
