import { expect, test } from 'playwright/test';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { keepScreen, killWhatIsLeft, launch, nextFrame } from './launch.ts';

test.describe.configure({ mode: 'parallel' });
test.afterEach(killWhatIsLeft);

/** Of projectors, and of the smallest one that is still about. */
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
] as const;

test('all that can be begun is in sight at once, in every language and on a small projector, too', async () => {
  const { page, close } = await launch();
  // It says more when the room was looked at.
  await expect(page.locator('.identity')).toBeVisible();
  for (const language of languages) {
    const { t } = texts(language);
    await page.getByRole('button', { name: t(`screen.settings.languages.${language}`) }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.start.title'));
    for (const size of sizes) {
      await page.setViewportSize(size);
      await nextFrame(page);
      await keepScreen(page, `start-${language}-${size.width}`);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
      );
      expect(beyond, `${language} at ${size.width}`).toBeLessThanOrEqual(0);
    }
  }
  await close();
});

test('what is pressed before its screen is read is busy until it is there, by keyboard, too', async () => {
  const { app, page, close } = await launch();
  await app.evaluate(({ session }) => {
    session.fromPartition('ceremony').webRequest.onBeforeRequest(({ url }, answer) => {
      if (url.includes('/parts/others-')) Object.assign(globalThis, { letThrough: () => answer({}) });
      else answer({});
    });
  });
  await page.reload();
  const { t } = texts('en');
  const heading = page.getByRole('heading', { level: 1 });
  const begin = page.getByRole('button', { name: t('screen.start.begin-rehearsal') });
  await begin.press('Enter');
  await expect(begin).toHaveAttribute('aria-busy', 'true');
  await expect(begin).toBeFocused();
  await expect(heading).toHaveText(t('screen.start.title'));
  await nextFrame(page);
  await keepScreen(page, 'start-busy');
  // What was pressed last counts.
  const verify = page.getByRole('button', { name: t('screen.start.open-verify') });
  await verify.click();
  await expect(verify).toHaveAttribute('aria-busy', 'true');
  await expect(begin).not.toHaveAttribute('aria-busy');

  await expect.poll(() => app.evaluate(() => 'letThrough' in globalThis)).toBe(true);
  await app.evaluate(() => (Reflect.get(globalThis, 'letThrough') as () => void)());
  await expect(heading).toHaveText(t('screen.verify.title'));
  await expect(heading).toBeFocused();
  await close();
});

test('a program that cannot read its other screens says so, and goes on saying it', async () => {
  const { app, page, close } = await launch();
  await app.evaluate(({ session }) => {
    session
      .fromPartition('ceremony')
      .webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: url.includes('/parts/others-') }));
  });
  await page.reload();
  const said = page.getByRole('alert').filter({ hasText: 'part=screens' });
  await expect(said).toBeVisible();
  // After what the page asked itself.
  await page.evaluate(() => globalThis.ceremony.request('describe-room', {}));
  await nextFrame(page);
  await expect(said).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await keepScreen(page, 'start-unreadable');
  await close();
});
