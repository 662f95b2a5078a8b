/**
 * Verifying 10 000 events with 1 000 signatures, in Node and in the auditor's page, beside the WebCrypto calls that it makes, made
 * again with nothing around them in the same process. The page is `dist/verifier.html` in the system's chromium.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { dist } from '../../build/paths.mjs';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { launchBrowser, openFile } from '../e2e/browser.ts';
import { temporaryFolder } from '../temporary.ts';
import { openPaddedRoom } from './padding.ts';
import { heading, median, ms, table, times } from './print.ts';
import type { Verified } from './verify.child.ts';
import type { InPage } from './verify.worker.ts';
import type { WebCryptoCost } from './webCrypto.ts';

/** Each signs for enrolling, for a share, at the end, and a manifest; and has a certificate. */
const custodians = Number(process.env['BENCH_VERIFY_CUSTODIANS'] ?? 195);
const length = 10_000;
const rounds = 3;
const { t } = texts('en');
const mib = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

heading('Verifying 10 000 events with 1 000 signatures');
const { bytes, events } = await (await openPaddedRoom(3, custodians))(length);
const path = join(temporaryFolder('bench-verify'), 'long.asice');
writeFileSync(path, bytes);

const run = promisify(execFile);
const childFile = join(import.meta.dirname, 'verify.child.ts');
const inNode = async (): Promise<readonly Verified[]> => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', childFile, path, '4']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Verified);
};

/** How long the page ever kept whoever uses it waiting, and when it could be used at all. */
type Felt = { readonly usableMs: number; readonly longestMs: number };

const prefix = buildSync({
  entryPoints: [join(import.meta.dirname, 'verify.worker.ts')],
  bundle: true,
  format: 'iife',
  write: false,
}).outputFiles.map(({ text }) => text)[0];

/** Only the worker's script is made of text. */
const beforeWorker = `
  const Own = Blob;
  globalThis.Blob = class extends Own {
    constructor(parts, options) {
      super(options?.type === 'text/javascript' ? [${JSON.stringify(prefix)}, ...parts] : parts, options);
    }
  };`;
const heartbeat = `
  globalThis.longestMs = 0;
  let lastMs = performance.now();
  setInterval(() => {
    const nowMs = performance.now();
    globalThis.longestMs = Math.max(globalThis.longestMs, nowMs - lastMs);
    lastMs = nowMs;
  }, 4);`;

const inPage = async (): Promise<InPage & Felt> => {
  const browser = await launchBrowser();
  const seen: (InPage & Felt)[] = [];
  try {
    await openFile(browser, join(dist, 'verifier.html'), async ({ page }) => {
      await page.addInitScript({ content: beforeWorker });
      await page.reload();
      const choosing = page.getByRole('button', { name: t('verifier.choose') });
      await choosing.waitFor();
      const usableMs = await page.evaluate<number>('performance.now()');
      const [asked, started] = [page.waitForEvent('filechooser'), page.waitForEvent('worker')];
      await choosing.click();
      await page.evaluate(heartbeat);
      await (await asked).setFiles(path);
      const worker = await started;
      await page
        .getByRole('heading', { level: 1, name: t('screen.verify.outcomes.good') })
        .waitFor({ timeout: 300_000 });
      const longestMs = await page.evaluate<number>('longestMs');
      seen.push({ ...(await worker.evaluate<InPage>('measured')), usableMs, longestMs });
    });
  } finally {
    await browser.close();
  }
  const [first] = seen;
  if (first === undefined) throw new CeremonyError('internal', { reason: 'nothing measured' });
  return first;
};

const repeat = async <T>(work: () => Promise<T>): Promise<readonly T[]> => {
  const results: T[] = [];
  for (let round = 0; round < rounds; round += 1) results.push(await work());
  return results;
};

const row = (name: string, seen: readonly (WebCryptoCost & { readonly tookMs: number })[]) => [
  name,
  ms(median(seen.map(({ tookMs }) => tookMs))),
  ms(median(seen.map(({ oneByOneMs }) => oneByOneMs))),
  times(median(seen.map(({ tookMs, oneByOneMs }) => tookMs / oneByOneMs)), 1),
  ms(median(seen.map(({ allAtOnceMs }) => allAtOnceMs))),
];

const processes = await repeat(inNode);
const pages = await repeat(inPage);
const calls = Object.entries(processes[0]?.[0]?.calls ?? {}).map(([name, count]) => `${name} ${count}×`);
console.log(`  ${events.length} events, ${mib(bytes.length)}; WebCrypto: ${calls.join(', ')}\n`);
table([
  ['', 'ours', 'bare, one by one', 'ratio', 'bare, all at once'],
  row(
    'Node, first in a process',
    processes.flatMap((each) => each.slice(0, 1)),
  ),
  row(
    'Node, later',
    processes.flatMap((each) => each.slice(1)),
  ),
  row('page, each in a new worker', pages),
]);
const peak = Math.max(...processes.map(([first]) => first?.peakBytes ?? 0));
console.log(`
  Node: ${mib(peak)} of memory at the most, some 40 of them for tsx
  page: usable after ${ms(median(pages.map(({ usableMs }) => usableMs)))}, then never busy for longer than ${ms(median(pages.map(({ longestMs }) => longestMs)))}`);
