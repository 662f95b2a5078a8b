/**
 * Takes a picture of every screen, in each language and appearance, and a page that shows them all.
 *
 *     xvfb-run -a -s '-screen 0 2048x1280x24' node --import tsx test/renderer/pictures.ts OUT [--only NAME,…] [--quick]
 *     xvfb-run -a -s '-screen 0 2048x1280x24' node --import tsx test/renderer/pictures.ts docs/images --readme
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { Appearance } from '../../renderer/store.ts';
import { withPage, type Shown } from '../e2e/withPage.ts';
import { scenes, type Scene } from './scenes.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    /** Only those that the README shows. */
    readme: { type: 'boolean', default: false },
  },
});
const out = resolve(positionals[0] ?? 'out/pictures');

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
  { name: 'fr-light-1280', language: 'fr', appearance: 'light', width: 1280, height: 720 },
  { name: 'en-contrast-1280', language: 'en', appearance: 'contrast', width: 1280, height: 720 },
];

const plain = { appearance: 'light', width: 1200 } as const;
/** What the README shows: the name of the file, and the scene. */
const ofReadme: readonly (readonly [file: string, scene: string, language: Language, height: number])[] = [
  ['sign-act', 'sign-act', 'en', 675],
  ['embassy', 'start-embassy', 'en', 750],
  ['verified', 'verify-good', 'en', 1150],
  ['store-share-et', 'store-share', 'et', 675],
];

const wanted = values.only?.split(',');
mkdirSync(out, { recursive: true });

/** By polling: the policy forbids the page to evaluate strings, so Playwright cannot wait inside it. */
const until = async (read: () => Promise<unknown>, wanted: unknown): Promise<void> => {
  for (let tries = 0; (await read()) !== wanted; tries += 1) {
    if (tries > 100) throw new Error(`never came to ${String(wanted)}: ${String(await read())}`);
    await new Promise((later) => setTimeout(later, 30));
  }
};

const show = async ({ app, page: at }: Shown, scene: Scene, variant: Variant): Promise<void> => {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, variant);
  await until(() => at.evaluate(() => `${innerWidth}×${innerHeight}`), `${variant.width}×${variant.height}`);
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

/** Takes every picture, and tells of what was cut off or complained about. */
const takeAll = async (shown: Shown): Promise<void> => {
  const { page } = shown;
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  for (const scene of scenes()) {
    if (wanted !== undefined && !wanted.includes(scene.name)) continue;
    for (const variant of values.quick ? variants.slice(0, 2) : variants) {
      await show(shown, scene, variant);
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
      const remarks = [
        ...cut,
        ...(over > 1 ? [`middle scrolls ${over}px`] : []),
        ...complaints.slice(before),
      ];
      if (remarks.length > 0) process.stdout.write(`${scene.name}.${variant.name}: ${remarks.join('; ')}\n`);
    }
  }
  for (const complaint of new Set(complaints)) process.stdout.write(`page: ${complaint}\n`);
};

const takeForReadme = async (shown: Shown): Promise<void> => {
  for (const [name, scene, language, height] of ofReadme) {
    const found = scenes().find((each) => each.name === scene);
    if (found === undefined) throw new Error(`no scene ${scene}`);
    await show(shown, found, { ...plain, name, language, height });
    await shown.page.screenshot({ path: join(out, `${name}.png`) });
  }
};
await withPage('test/renderer/story.tsx', '', values.readme ? takeForReadme : takeAll);

/** All of them on one page. */
const writeIndex = (): void => {
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
};
if (!values.readme) writeIndex();
