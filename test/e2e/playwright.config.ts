import { defineConfig } from 'playwright/test';

/** One window at a time: the tests share one screen. Screenshots are kept in `out/screens`. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  workers: 1,
  timeout: 180_000,
  reporter: 'list',
  outputDir: '../../test-results',
});
