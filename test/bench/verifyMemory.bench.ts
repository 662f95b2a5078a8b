/**
 * Memory for a transcript of 100 MB: the command line as it was built, the same from its sources, and the auditor's page in the system's
 * chromium.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../../build/paths.mjs';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { ceremonyCommand } from '../cli/command.ts';
import { launchBrowser, openFile } from '../e2e/browser.ts';
import { temporaryFolder } from '../temporary.ts';
import { memoryOf, mib, mostOf, pagesNow, watching, type Memory } from './memory.ts';
import { openPaddedRoom } from './padding.ts';
import { heading, ms, table } from './print.ts';

const events = Number(process.env['BENCH_VERIFY_EVENTS'] ?? 25_000);
const { t } = texts('en');

heading('Memory for a long transcript');
const padded = await openPaddedRoom(3, 5);
const { bytes } = await padded(events, 'The reader showed no light. '.repeat(142));
const path = join(temporaryFolder('bench-verify-memory'), 'long.asice');
writeFileSync(path, bytes);
console.log(`  a bundle of ${mib(bytes.length)}\n`);

type Seen = Memory & { readonly tookMs: number };

const inNode = async ([command, ...args]: readonly [string, ...string[]]): Promise<Seen> => {
  const fromMs = performance.now();
  const child = spawn(command, args, { stdio: 'ignore' });
  const peak = watching(() => (child.pid === undefined ? [] : [child.pid]));
  const [code] = (await once(child, 'close')) as readonly unknown[];
  if (code !== 0) throw new CeremonyError('internal', { reason: 'not good' });
  return { tookMs: performance.now() - fromMs, ...(await peak()) };
};

/** Before a file is chosen, up to the verdict, and with what happened shown below it. */
const inPage = async (): Promise<readonly Seen[]> => {
  const browser = await launchBrowser();
  const seen: Seen[] = [];
  try {
    await openFile(browser, join(dist, 'verifier.html'), async ({ page }) => {
      const choose = page.getByRole('button', { name: t('verifier.choose') });
      await choose.waitFor();
      seen.push({ tookMs: 0, ...mostOf(pagesNow().map(memoryOf)) });
      const asked = page.waitForEvent('filechooser');
      await choose.click();
      const toVerdict = watching(pagesNow);
      const toTheEnd = watching(pagesNow);
      const fromMs = performance.now();
      await (await asked).setFiles(path);
      await page
        .getByRole('heading', { level: 1, name: t('screen.verify.outcomes.good') })
        .waitFor({ timeout: 600_000 });
      seen.push({ tookMs: performance.now() - fromMs, ...(await toVerdict()) });
      await page.locator('.record table').first().waitFor({ timeout: 600_000 });
      seen.push({ tookMs: performance.now() - fromMs, ...(await toTheEnd()) });
    });
    return seen;
  } finally {
    await browser.close();
  }
};

const names = [
  'command line, as built',
  'command line, from its sources',
  'page (its process in the browser), before',
  'page, up to the verdict',
  'page, with what happened shown',
];
const rows = [
  await inNode([process.execPath, join(dist, 'cli.js'), 'verify', path]),
  await inNode(ceremonyCommand(['verify', path])),
  ...(await inPage()),
];
table([
  ['', 'took', 'memory at the most', 'of its own'],
  ...rows.map(({ tookMs, residentBytes, ownBytes }, row) => [
    names[row] ?? '',
    ms(tookMs),
    mib(residentBytes),
    mib(ownBytes),
  ]),
]);
