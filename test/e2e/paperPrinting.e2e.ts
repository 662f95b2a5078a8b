import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import { temporaryFolder } from '../temporary.ts';
import { keepScreen, killWhatIsLeft } from './launch.ts';
import { fontsOf } from './paper/pdf.ts';
import { answerDialogs, sitDown } from './people.ts';

test.describe.configure({ timeout: 180_000 });
test.afterEach(killWhatIsLeft);

test('the script is printed before anything is begun, in any language, and is the one that the ceremony follows', async () => {
  const home = temporaryFolder('ceremony');
  const out = join(home, 'usb');
  mkdirSync(out);
  const { app, page, people, t, close } = await sitDown({ home, path: out });
  const paper = page.getByLabel(t('screen.print.language'));

  /** Prints in a language; what stands on the paper, page by page. */
  const print = async (name: string, language: Language): Promise<readonly string[]> => {
    const filePath = join(out, name);
    await answerDialogs(app, { save: filePath });
    await paper.selectOption(language);
    await people.press(people.button('screen.print.script'));
    await expect.poll(() => existsSync(filePath), { timeout: 30_000 }).toBe(true);
    await expect(people.button('screen.print.script')).toBeEnabled();
    expect(fontsOf(filePath).filter(({ type, embedded }) => type === 'Type 3' || !embedded)).toEqual([]);
    const text = execFileSync('pdftotext', ['-layout', filePath, '-'], { encoding: 'utf8' });
    expect(text).toContain(texts(language).t('report.sheet.title'));
    return text.split('\f').slice(0, -1);
  };
  const digestOn = (text = ''): string => /(?:[0-9a-f]{4} ){15}[0-9a-f]{4}/u.exec(text)?.[0] ?? '';

  await people.press(people.button('screen.start.begin-rehearsal'));
  const before = await print('before.pdf', 'fr');
  await keepScreen(page, 'paper-set-up');
  const digest = digestOn(before[0]);
  expect(digest).toHaveLength(79);
  for (const each of before) expect(digestOn(each)).toBe(digest);
  expect(digestOn((await print('again.pdf', 'et'))[0])).toBe(digest);

  await people.press(people.button('screen.set-up.begin-rehearsal'));
  await expect(people.button('screen.pause.open')).toBeVisible();
  expect(digestOn((await print('during.pdf', 'en'))[0])).toBe(digest);
  await keepScreen(page, 'paper-during');
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  });
  await close();
});
