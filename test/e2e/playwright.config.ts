import { defineConfig } from 'playwright/test';
import { hasDisplay } from '../../build/display.mjs';

/**
 * More tests at a time than there are processors: they mostly wait for a window. Each worker has a screen of its own (screen.ts); on the
 * only screen that somebody has, one at a time. Pictures are kept in `out/screens`.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  workers: hasDisplay() ? 1 : 3,
  timeout: 180_000,
  // Now and then the runtime's own browser process ends itself (SIGTRAP). What passes only then is listed as flaky, for people to look at.
  retries: 1,
  // A build server may be busy with other things: nothing here is told by how long it takes.
  expect: { timeout: 20_000 },
  reporter: 'list',
  outputDir: '../../test-results',
});
