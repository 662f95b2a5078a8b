/**
 * What the auditor's page costs while it shows 10 000 events: nodes, and the memory of its process in the system's chromium. Four files are
 * chosen one after another, as somebody does who has several.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright/test';
import { dist } from '../../build/paths.mjs';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { launchBrowser, openFile } from '../e2e/browser.ts';
import { temporaryFolder } from '../temporary.ts';
import { memoryOf, mib, mostOf, pagesNow } from './memory.ts';
import { openPaddedRoom } from './padding.ts';
import { heading, table } from './print.ts';

const { t } = texts('en');
const length = 10_000;
/** Until what a verification left behind is collected, as far as the browser does so by itself. */
const restMs = 3000;

const countNodes = `(() => {
  const walker = document.createTreeWalker(document);
  let count = 0;
  while (walker.nextNode() !== null) count += 1;
  return count;
})()`;

const row = async (name: string, page: Page): Promise<readonly string[]> => {
  await setTimeout(restMs);
  const { residentBytes, ownBytes } = mostOf(pagesNow().map(memoryOf));
  return [name, String(await page.evaluate<number>(countNodes)), mib(ownBytes), mib(residentBytes)];
};

heading('A page that shows 10 000 events');
const folder = temporaryFolder('bench-verify-shown');
for (const custodians of [5, 195]) {
  const { bytes } = await (await openPaddedRoom(3, custodians))(length);
  const browser = await launchBrowser();
  const rows: (readonly string[])[] = [];
  try {
    await openFile(browser, join(dist, 'verifier.html'), async ({ page }) => {
      const choose = page.getByRole('button', { name: t('verifier.choose') });
      await choose.waitFor();
      rows.push(await row('before a file is chosen', page));
      for (const number of [1, 2, 3, 4]) {
        const path = join(folder, `${custodians}-${number}.asice`);
        writeFileSync(path, bytes);
        const asked = page.waitForEvent('filechooser');
        await choose.click();
        await (await asked).setFiles(path);
        await page.getByText(`${custodians}-${number}.asice`, { exact: true }).waitFor({ timeout: 300_000 });
        await page.locator('.record table').first().waitFor({ timeout: 300_000 });
        rows.push(await row(`file ${number}`, page));
      }
      await page.getByRole('button', { name: t('verifier.unfold') }).click();
      rows.push(await row('all that is folded opened', page));
    });
  } finally {
    await browser.close();
  }
  console.log(`  ${custodians} custodians, ${mib(bytes.length)}\n`);
  table([['', 'nodes', 'its own now', 'at the most so far'], ...rows]);
}
