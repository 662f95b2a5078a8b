/**
 * Verifying 10 000 events with 1 000 signatures, in Node and in the auditor's page, beside the WebCrypto calls that it makes, made
 * again with nothing around them in the same process. The page is `dist/verifier.html` in the system's chromium.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright/test';
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
/** From the job to what came of it, from the choice of a file to the verdict on the screen, and the longest that the page was busy meanwhile. */
const watch = `
  // Nothing, for the promise itself would be waited for.
  void (globalThis.felt = new Promise((resolve) => {
    let [fromMs, lastMs, longestMs, verifiedMs] = [0, 0, 0, 0];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...said) {
      const askedMs = performance.now();
      this.addEventListener('message', ({ data }) => {
        if (data.kind === 'bundle') verifiedMs = performance.now() - askedMs;
      });
      return post.apply(this, said);
    };
    const beat = setInterval(() => {
      const nowMs = performance.now();
      if (fromMs > 0) longestMs = Math.max(longestMs, nowMs - lastMs);
      lastMs = nowMs;
    }, 4);
    addEventListener('change', () => {
      fromMs = lastMs = performance.now();
      const seen = new MutationObserver(() => {
        if (!document.querySelector('h1')?.textContent.includes(${JSON.stringify(t('screen.verify.outcomes.good'))})) return;
        seen.disconnect();
        clearInterval(beat);
        resolve({ tookMs: performance.now() - fromMs, longestMs, verifiedMs });
      });
      seen.observe(document, { subtree: true, childList: true, characterData: true });
    }, { capture: true, once: true });
  }));`;

/** What somebody who has chosen a file sees, and when the page could be used at all. */
type Felt = {
  readonly tookMs: number;
  readonly verifiedMs: number;
  readonly longestMs: number;
  readonly usableMs: number;
};

const opened = async <T>(use: (page: Page) => Promise<T>, before = ''): Promise<T> => {
  const browser = await launchBrowser();
  const seen: T[] = [];
  try {
    await openFile(browser, join(dist, 'verifier.html'), async ({ page }) => {
      await page.addInitScript({ content: before });
      await page.reload();
      await page.getByRole('button', { name: t('verifier.choose') }).waitFor();
      seen.push(await use(page));
    });
  } finally {
    await browser.close();
  }
  const [first] = seen;
  if (first === undefined) throw new CeremonyError('internal', { reason: 'nothing measured' });
  return first;
};

const choose = async (page: Page): Promise<void> => {
  const asked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: t('verifier.choose') }).click();
  await (await asked).setFiles(path);
};

/** As long as it takes to find the file in the dialogue. */
const lookingMs = 2000;

const felt = (): Promise<Felt> =>
  opened(async (page) => {
    const usableMs = await page.evaluate<number>('performance.now()');
    await setTimeout(lookingMs);
    await page.evaluate(watch);
    await choose(page);
    return { usableMs, ...(await page.evaluate<Omit<Felt, 'usableMs'>>('felt')) };
  });

const bare = (): Promise<InPage> =>
  opened(async (page) => {
    await choose(page);
    await page
      .getByRole('heading', { level: 1, name: t('screen.verify.outcomes.good') })
      .waitFor({ timeout: 300_000 });
    const [worker] = page.workers();
    if (worker === undefined) throw new CeremonyError('internal', { reason: 'no worker' });
    return worker.evaluate<InPage>('measured');
  }, beforeWorker);

/** Bare and ours by turns. */
const inPage = async (): Promise<Felt & InPage> => ({ ...(await bare()), ...(await felt()) });

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
  row(
    'page, verifying',
    pages.map((each) => ({ ...each, tookMs: each.verifiedMs })),
  ),
  row('page, from the choice of a file to the verdict on the screen', pages),
]);
const peak = Math.max(...processes.map(([first]) => first?.peakBytes ?? 0));
console.log(`
  Node: ${mib(peak)} of memory at the most, some 40 of them for tsx
  page: usable after ${ms(median(pages.map(({ usableMs }) => usableMs)))}, then never busy for longer than ${ms(median(pages.map(({ longestMs }) => longestMs)))}`);
