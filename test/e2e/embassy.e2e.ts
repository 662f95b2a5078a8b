import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { homeWithKey, inventoryIn, layOutData, rehearsal } from './held.ts';
import { keepScreen, killWhatIsLeft } from './launch.ts';
import { answerDialogs, sitDown, untilExported } from './people.ts';

test.describe.configure({ mode: 'parallel', timeout: 300_000 });
test.afterEach(killWhatIsLeft);

test('an embassy is opened by its last bundle: a key is replaced with its data, and the old version is destroyed', async () => {
  const { home, out, bundle, pins } = await homeWithKey(rehearsal, [], layOutData(40));
  const [inventory, moved] = [inventoryIn(home), join(home, 'moved')];
  mkdirSync(moved);
  const { app, page, people, t, through, close } = await sitDown({ home, pins, path: bundle });

  await people.press(people.button('embassy.open.choose'));
  await expect(page.getByRole('heading', { name: rehearsal.embassy })).toBeVisible();
  await expect(page.getByText(t('embassy.keys.version', { version: 1 }))).toBeVisible();
  await keepScreen(page, 'life-en-01-embassy');

  await people.press(people.button('embassy.offers.rotate.begin'));
  await keepScreen(page, 'life-en-02-rotate');
  await people.press(people.button('screen.continue.begin.rotate'));
  await answerDialogs(app, { file: inventory, folder: moved });
  await through((question) => question?.kind === 'export', 'life-rotate');
  await answerDialogs(app, out);
  await through(untilExported, 'life-rotate');
  await expect(page.getByText(t('embassy.outcome.all-moved'))).toBeVisible();
  await expect(page.getByText(moved)).toBeVisible();
  await expect(page.getByText(t('embassy.outcome.rotated', { key: 'land-register v2' }))).toBeVisible();
  await keepScreen(page, 'life-en-03-rotated');
  await people.press(people.button('screen.exported.leave'));

  // What was just made is the last bundle from now on.
  await expect(page.getByText(t('embassy.keys.version', { version: 2 }))).toBeVisible();
  await keepScreen(page, 'life-en-04-embassy');

  await people.press(people.button('embassy.offers.destroy.begin'));
  await people.choose(page.getByRole('radio', { name: /^land-register v1/ }));
  await people.tick(
    page.getByRole('checkbox', { name: t('embassy.destroy.understood', { name: 'land-register v1' }) }),
  );
  await keepScreen(page, 'life-en-05-destroy');
  await people.press(people.button('screen.continue.begin.destroy'));
  await through(untilExported, 'life-destroy');
  await expect(page.getByText(t('embassy.outcome.destroyed-key', { key: 'land-register v1' }))).toBeVisible();
  await keepScreen(page, 'life-en-06-destroyed');
  await people.press(people.button('screen.exported.leave'));
  await expect(page.getByText(t('embassy.states.destroyed'), { exact: true })).toBeVisible();
  await keepScreen(page, 'life-en-07-embassy');

  // The chain of what was made here, and of what it began with, is whole.
  copyFileSync(bundle, join(out, 'first.asice'));
  await people.press(people.button('screen.start.open-verify'));
  await people.press(people.button('embassy.chain.choose'));
  await expect(page.getByRole('heading', { name: t('embassy.chain.outcomes.good') })).toBeVisible();
  await keepScreen(page, 'life-en-08-chain');
  await close();
});

test('shares are replaced in Estonian: a key is marked as compromised on the way, old shares are handed in, and what is due is shown', async () => {
  const { home, out, bundle, pins } = await homeWithKey({ ...rehearsal, sheets: true });
  const { app, page, people, t, through, close } = await sitDown({
    home,
    language: 'et',
    pins,
    path: bundle,
  });
  await people.press(people.button('embassy.open.choose'));
  await people.press(people.button('embassy.offers.reshare.begin'));
  await people.press(people.button('screen.continue.begin.reshare'));
  await answerDialogs(app, out);

  await through((question) => question?.kind === 'clock', 'life-reshare');
  await people.press(people.button('embassy.compromised.open'));
  await expect(page.getByText(t('embassy.compromised.exposed'))).toBeVisible();
  await people.type(page.getByLabel(t('embassy.compromised.reason')), 'Varukoopia leiti mujalt.');
  for (const leader of await page.locator('dialog input[type="checkbox"]').all()) await people.tick(leader);
  await keepScreen(page, 'life-et-01-compromised');
  await people.press(people.button('embassy.compromised.do'));
  await expect(page.locator('dialog')).toHaveCount(0);

  await through(untilExported, 'life-reshare');
  await expect(page.getByText(t('embassy.compromised.rotate', { keys: 'land-register v1' }))).toBeVisible();
  await expect(page.getByText(t('embassy.outcome.handed-in', { done: 3, total: 3 }))).toBeVisible();
  await keepScreen(page, 'life-et-02-reshared');
  await people.press(people.button('screen.exported.leave'));
  await expect(page.getByText(t('embassy.due.urgency.now'))).toBeVisible();
  await keepScreen(page, 'life-et-03-due');
  await close();
});
