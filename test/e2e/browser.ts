import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright/test';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

export type Opened = {
  readonly page: Page;
  /** What the console said that is no mere information, and what nobody caught. */
  readonly complaints: readonly string[];
  /** Addresses that the page asked for, its own left out. */
  readonly requests: readonly string[];
};

/** The browser of the system: no program of ours is around what it shows. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = installed.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('no chromium: run `npm run set-up`');
  return chromium.launch({ executablePath });
};

/** Opens a file, as an auditor would from a stick. */
export const openFile = async (
  browser: Browser,
  file: string,
  use: (opened: Opened) => Promise<void>,
): Promise<void> => {
  const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1366, height: 768 } });
  const complaints: string[] = [];
  const requests: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  try {
    await page.goto(address);
    await use({ page, complaints, requests });
  } finally {
    await page.close();
  }
};
