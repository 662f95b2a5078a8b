/**
 * Takes a picture of every screen, in each language and appearance, and a page that shows them all.
 *
 *     xvfb-run -a -s '-screen 0 2048x1280x24' node --import tsx test/renderer/pictures.ts OUT [--electron PATH] [--only NAME,…] [--quick]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, readdirSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { _electron as electron, type Page } from 'playwright';
import { texts, type Language } from '../../ceremonies/texts/catalogue.ts';
import type { Appearance } from '../../renderer/store.ts';
import { scenes, type Scene } from './scenes.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    electron: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const out = resolve(positionals[0] ?? 'out/pictures');
const root = resolve(import.meta.dirname, '../..');

type Variant = {
  readonly name: string;
  readonly language: Language;
  readonly appearance: Appearance;
  readonly width: number;
  readonly height: number;
};
const variants: readonly Variant[] = [
  { name: 'en-light-1920', language: 'en', appearance: 'light', width: 1920, height: 1080 },
  { name: 'et-light-1280', language: 'et', appearance: 'light', width: 1280, height: 720 },
  { name: 'et-dark-1920', language: 'et', appearance: 'dark', width: 1920, height: 1080 },
  { name: 'en-contrast-1280', language: 'en', appearance: 'contrast', width: 1280, height: 720 },
];

const app = mkdtempSync(join(tmpdir(), 'pictures-'));
await build({
  entryPoints: [join(root, 'test/renderer/story.tsx')],
  outfile: join(app, 'main.js'),
  bundle: true,
  format: 'esm',
  target: 'chrome130',
  jsx: 'automatic',
  loader: { '.woff2': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'error',
});
copyFileSync(join(root, 'renderer/index.html'), join(app, 'index.html'));
writeFileSync(join(app, 'package.json'), JSON.stringify({ main: 'shell.cjs' }));
// The program's own policy, so that what it would block is missing from the pictures too.
writeFileSync(
  join(app, 'shell.cjs'),
  `const { app, BrowserWindow, protocol, net } = require('electron');
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'";
app.whenReady().then(() => {
  protocol.handle('app', async (request) => {
    const file = await net.fetch('file://' + ${JSON.stringify(app)} + new URL(request.url).pathname);
    const headers = new Headers(file.headers);
    headers.set('Content-Security-Policy', policy);
    return new Response(file.body, { headers });
  });
  const window = new BrowserWindow({ width: 1920, height: 1080, useContentSize: true, frame: false, webPreferences: { sandbox: true } });
  window.loadURL('app://story/index.html');
});`,
);

const shell = await electron.launch({
  ...(values.electron === undefined ? {} : { executablePath: values.electron }),
  args: ['--no-sandbox', app],
});
const page = await shell.firstWindow();
const complaints: string[] = [];
page.on('console', (message) => {
  if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
});
page.on('pageerror', (error) => complaints.push(error.message));

/** By polling: the policy forbids the page to evaluate strings, so Playwright cannot wait inside it. */
const until = async (read: () => Promise<unknown>, wanted: unknown): Promise<void> => {
  for (let tries = 0; (await read()) !== wanted; tries += 1) {
    if (tries > 100) throw new Error(`never came to ${String(wanted)}: ${String(await read())}`);
    await new Promise((later) => setTimeout(later, 30));
  }
};

const show = async (at: Page, scene: Scene, variant: Variant): Promise<void> => {
  await shell.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, variant);
  await until(() => at.evaluate(() => innerWidth), variant.width);
  await at.evaluate((message) => window.postMessage(message, '*'), {
    scene,
    language: variant.language,
    appearance: variant.appearance,
  });
  await until(() => at.evaluate(() => document.documentElement.dataset['scene']), scene.name);
  const { t, has } = texts(variant.language);
  // A name of the catalogue, or a person's.
  for (const key of scene.press ?? [])
    await at
      .locator('main, dialog, .controls')
      .getByText(has(key) ? t(key) : key, { exact: true })
      .first()
      .click();
  await at.evaluate(() => document.fonts.ready);
  await at.waitForTimeout(120);
};

const wanted = values.only?.split(',');
mkdirSync(out, { recursive: true });
for (const scene of scenes()) {
  if (wanted !== undefined && !wanted.includes(scene.name)) continue;
  for (const variant of values.quick ? variants.slice(0, 2) : variants) {
    await show(page, scene, variant);
    const before = complaints.length;
    await page.screenshot({ path: join(out, `${scene.name}.${variant.name}.png`) });
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.middle, .page, .top, .rail, .controls')]
        .filter((box) => box.scrollWidth > box.clientWidth + 1)
        .map((box) => `${box.className} is ${box.scrollWidth - box.clientWidth}px too narrow`),
    );
    const over = await page.evaluate(() => {
      const middle = document.querySelector<HTMLElement>('.middle');
      return middle === null ? 0 : middle.scrollHeight - middle.clientHeight;
    });
    const remarks = [...cut, ...(over > 1 ? [`middle scrolls ${over}px`] : []), ...complaints.slice(before)];
    if (remarks.length > 0) process.stdout.write(`${scene.name}.${variant.name}: ${remarks.join('; ')}\n`);
  }
}
await shell.close();
rmSync(app, { recursive: true, force: true });
for (const complaint of new Set(complaints)) process.stdout.write(`page: ${complaint}\n`);

const pictures = readdirSync(out).filter((name) => name.endsWith('.png'));
writeFileSync(
  join(out, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Screens</title>${pictures
    .map(
      (name) =>
        `<figure><img src="${name}" width="960" loading="lazy" alt=""><figcaption>${name}</figcaption></figure>`,
    )
    .join('')}`,
);
process.stdout.write(`${pictures.length} pictures in ${out}\n`);
