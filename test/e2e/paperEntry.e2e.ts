import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type ElectronApplication, type Page } from 'playwright/test';
import type { QrMatrix } from '../../ceremonies/formats/qrCode.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { labelShares } from '../../ceremonies/shares/share.ts';
import { qrToShare, shareToQr } from '../../ceremonies/shares/shareQr.ts';
import { shareToWords } from '../../ceremonies/shares/shareWords.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';
import { contextOf } from '../shares/paperTools.ts';
import { temporaryFolder } from '../temporary.ts';
import { keepScreen } from './launch.ts';
import { withPage, type Shown } from './withPage.ts';

const [share] = labelShares(splitSecret(Secret.random(32), { threshold: 3, count: 5 }), {
  setId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  threshold: 3,
  embassy: 'Eesti andmesaatkond',
  keyLabels: ['land-register'],
});
if (share === undefined) throw new Error('no share');
const rows = shareToWords(share);
const code = shareToQr(share);

const [width, height, modulePixels] = [1280, 720, 8];
const isDark = (matrix: QrMatrix | null, x: number, y: number): boolean => {
  const left = (width - code.length * modulePixels) / 2;
  const top = (height - code.length * modulePixels) / 2;
  return matrix?.[Math.floor((y - top) / modulePixels)]?.[Math.floor((x - left) / modulePixels)] ?? false;
};

/** A film of a sheet that somebody holds still: YUV4MPEG2, grey. */
const filmOf = (matrix: QrMatrix | null): Buffer => {
  const luma = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) luma[y * width + x] = isDark(matrix, x, y) ? 40 : 210;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`),
    frame,
    frame,
  ]);
};

/** A picture file: BMP needs no compression. */
const pictureOf = (matrix: QrMatrix | null): Buffer => {
  const pixels = Buffer.alloc(width * height * 3, 255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isDark(matrix, x, y))
        pixels.fill(0, 3 * ((height - 1 - y) * width + x), 3 * ((height - 1 - y) * width + x) + 3);
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + pixels.length, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  return Buffer.concat([head, pixels]);
};

const inRoom = async (
  shown: string,
  film: QrMatrix | null,
  use: (room: Shown) => Promise<void>,
): Promise<void> => {
  const camera = join(temporaryFolder('paper'), 'camera.y4m');
  writeFileSync(camera, filmOf(film));
  process.env['CEREMONY_FAKE_CAMERA'] = camera;
  try {
    await withPage('test/e2e/paper/page.tsx', shown, async (room) => {
      await room.page.locator('section').waitFor();
      await use(room);
    });
  } finally {
    delete process.env['CEREMONY_FAKE_CAMERA'];
  }
};

const given = async (page: Page): Promise<unknown> => {
  const text = await page.evaluate(() => document.documentElement.dataset['given']);
  return text === undefined ? undefined : JSON.parse(text);
};

const allow = (app: ElectronApplication, allowed: boolean) =>
  app.evaluate((_electron, now) => {
    (Reflect.get(globalThis, 'allowCamera') as (allowed: boolean) => void)(now);
  }, allowed);

test('words are typed by keyboard alone, unseen but while a key is held', async () => {
  await inRoom('words-en', null, async ({ page }) => {
    const [first = []] = rows;
    const field = page.locator('input');
    await page.keyboard.type(
      `${first
        .slice(0, 2)
        .map((word) => `${word.slice(0, 4)} `)
        .join('')}${first[2]?.slice(0, 3)}`,
    );
    const text = () => page.locator('section').innerText();
    expect(await text()).not.toContain(first[0]);
    expect(await field.getAttribute('type')).toBe('password');
    await keepScreen(page, 'paper-words-hidden');

    await page.keyboard.down('F2');
    await expect.poll(text).toContain(first[0]);
    expect(await field.getAttribute('type')).toBe('text');
    await keepScreen(page, 'paper-words-held');
    await page.keyboard.up('F2');
    await expect.poll(text).not.toContain(first[0]);

    // The rest of the word, the row with one word wrong, and then put right.
    await page.keyboard.type(`${first[2]?.slice(3) ?? ''} `);
    const wrong = first[5] === 'zoo' ? 'zone' : 'zoo';
    await page.keyboard.type(
      [...first.slice(3, 5), wrong, ...first.slice(6)].map((word) => `${word} `).join(''),
    );
    await expect(page.getByRole('alert')).toContainText('word-wrong');
    await expect(page.getByRole('alert')).toContainText('word 6');
    await keepScreen(page, 'paper-words-wrong');
    await page.keyboard.type(`${first[5] ?? ''} `);
    await expect(page.getByRole('alert')).toHaveCount(0);

    await page.keyboard.type(
      rows
        .slice(1)
        .flat()
        .map((word) => `${word.slice(0, 4)} `)
        .join(''),
    );
    await expect.poll(() => given(page)).toEqual({ kind: 'words', rows });
    expect(await field.inputValue()).toBe('');
    expect(await text()).toContain('Row 1 of 11');
  });
});

test('a code is scanned only while the button is held, and only while main allows the camera', async () => {
  await inRoom('scan-en', code, async ({ app, page }) => {
    const button = page.locator('button.hold');
    const video = page.locator('video');
    await expect(video).toBeHidden();

    await button.focus();
    await page.keyboard.down('Space');
    await expect(page.getByRole('alert')).toContainText('camera-unavailable');
    await page.keyboard.up('Space');
    expect(await given(page)).toBeUndefined();

    await allow(app, true);
    await page.keyboard.down('Space');
    await expect.poll(() => given(page), { timeout: 15_000 }).toBeDefined();
    const input = (await given(page)) as { readonly kind: string; readonly text: string };
    expect(input.kind).toBe('qr');
    expect(qrToShare(input.text, contextOf(share)).ok).toBe(true);
    await expect(video).toBeHidden();
    await page.keyboard.up('Space');
    await keepScreen(page, 'paper-scan');

    const refused = await page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        (error: unknown) => (error instanceof DOMException ? error.name : String(error)),
      ),
    );
    expect(refused).toBe('NotAllowedError');
  });
});

test('the camera’s picture goes when the hand lets go', async () => {
  await inRoom('scan-et', null, async ({ app, page }) => {
    await allow(app, true);
    const video = page.locator('video');
    await page.locator('button.hold').focus();
    await page.keyboard.down('Space');
    await expect(video).toBeVisible();
    await expect.poll(() => video.evaluate((each: HTMLVideoElement) => each.videoWidth)).toBeGreaterThan(0);
    await keepScreen(page, 'paper-scan-held-et');
    await page.keyboard.up('Space');
    await expect(video).toBeHidden();
    await expect.poll(() => video.evaluate((each: HTMLVideoElement) => each.srcObject === null)).toBe(true);
    expect(await given(page)).toBeUndefined();
  });
});

test('a picture file gives the code, or says that there is none', async () => {
  await inRoom('scan-en', null, async ({ page, folder }) => {
    const choose = page.locator('input[type="file"]');
    const files = { blank: pictureOf(null), code: pictureOf(code), text: Buffer.from('no picture') };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, `${name}.bmp`), content);
    for (const name of ['blank', 'text']) {
      await choose.setInputFiles(join(folder, `${name}.bmp`));
      await expect(page.getByRole('alert')).toContainText('no-code-found');
    }
    await keepScreen(page, 'paper-scan-no-code');
    await choose.setInputFiles(join(folder, 'code.bmp'));
    await expect.poll(() => given(page)).toMatchObject({ kind: 'qr' });
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});
