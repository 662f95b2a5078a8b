import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, test } from 'playwright/test';
import { readPreviousBundle } from '../../ceremonies/conductor/previousBundle.ts';
import { writeRehearsalInventory } from '../../ceremonies/conductor/rehearsalData.ts';
import { must } from '../../ceremonies/model/error.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { temporaryFolder } from '../temporary.ts';
import { holdKey, inRehearsalRoom, rehearsal } from './held.ts';
import { keepScreen, launch } from './launch.ts';
import { answerDialogs, goThrough, listen, openPeople } from './people.ts';

test.describe.configure({ timeout: 300_000 });

const dataKeys = 40;

/** An inventory of data keys under the key that is held. */
const layOutData = async (module: Pkcs11Module, bundle: string, path: string): Promise<void> => {
  const [key] = must(await readPreviousBundle(bundle)).register.keys;
  const version = key?.versions[0];
  const hsm = version?.hsms[0]?.token;
  if (key === undefined || version === undefined || hsm === undefined) throw new Error('no key');
  await writeRehearsalInventory(module, hsm, { ...version, label: key.label }, path, dataKeys);
};

/** The system's own dialogs: this file where a file is asked for, this folder where a folder is. */
const answerFilesAndFolders = (app: ElectronApplication, file: string, folder: string): Promise<void> =>
  app.evaluate(
    ({ dialog }, [aFile, aFolder]) => {
      dialog.showOpenDialog = (...given: readonly unknown[]) => {
        const wanted = JSON.stringify(given.at(-1)).includes('openDirectory') ? aFolder : aFile;
        return Promise.resolve({ canceled: false, filePaths: [wanted] });
      };
    },
    [file, folder] as const,
  );

test('an embassy is opened by its last bundle: a key is replaced with its data, and the old version is destroyed', async () => {
  const home = temporaryFolder('embassy');
  const inventory = join(home, 'inventory.jsonl');
  const [out, moved] = [join(home, 'usb'), join(home, 'moved')];
  for (const folder of [out, moved]) mkdirSync(folder);
  const { bundle, pins } = await inRehearsalRoom(home, async (module) => {
    const held = await holdKey(module, home, rehearsal);
    await layOutData(module, held.bundle, inventory);
    return held;
  });
  for (const id of ['administrator', 'witness']) pins.delete(id);
  const { t } = texts('en');
  const { app, page, close } = await launch(home);
  await listen(page);
  await answerDialogs(app, bundle);
  const people = openPeople(page, 'en', pins);

  await people.press(people.button('embassy.open.choose'));
  await expect(page.getByRole('heading', { name: rehearsal.embassy })).toBeVisible();
  await expect(page.getByText(t('embassy.keys.version', { version: 1 }))).toBeVisible();
  await keepScreen(page, 'life-en-01-embassy');

  await people.press(people.button('embassy.offers.rotate.begin'));
  await keepScreen(page, 'life-en-02-rotate');
  await people.press(people.button('screen.continue.begin.rotate'));
  await answerFilesAndFolders(app, inventory, moved);
  await goThrough(page, people, 'en', (question) => question?.kind === 'export', 'life-rotate');
  await answerDialogs(app, out);
  await goThrough(page, people, 'en', (_question, exported) => exported, 'life-rotate');
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
  const understood = page.getByRole('checkbox', {
    name: t('embassy.destroy.understood', { name: 'land-register v1' }),
  });
  await people.reach(understood);
  await page.keyboard.press('Space');
  await keepScreen(page, 'life-en-05-destroy');
  await people.press(people.button('screen.continue.begin.destroy'));
  await goThrough(page, people, 'en', (_question, exported) => exported, 'life-destroy');
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
  const home = temporaryFolder('reshare');
  const { bundle, pins } = await inRehearsalRoom(home, (module) =>
    holdKey(module, home, { ...rehearsal, sheets: true }),
  );
  for (const id of ['administrator', 'witness']) pins.delete(id);
  const out = join(home, 'usb');
  mkdirSync(out);
  const { t } = texts('et');
  const { app, page, close } = await launch(home);
  await page
    .getByLabel(texts('en').t('screen.settings.language'))
    .getByRole('button', { name: 'Eesti' })
    .click();
  await listen(page);
  await answerDialogs(app, bundle);
  const people = openPeople(page, 'et', pins);
  await people.press(people.button('embassy.open.choose'));
  await people.press(people.button('embassy.offers.reshare.begin'));
  await people.press(people.button('screen.continue.begin.reshare'));
  await answerDialogs(app, out);

  await goThrough(page, people, 'et', (question) => question?.kind === 'clock', 'life-reshare');
  await people.press(people.button('embassy.compromised.open'));
  await expect(page.getByText(t('embassy.compromised.exposed'))).toBeVisible();
  await people.type(page.getByLabel(t('embassy.compromised.reason')), 'Varukoopia leiti mujalt.');
  for (const leader of await page.locator('dialog input[type="checkbox"]').all()) {
    await people.reach(leader);
    await page.keyboard.press('Space');
  }
  await keepScreen(page, 'life-et-01-compromised');
  await people.press(people.button('embassy.compromised.do'));
  await expect(page.locator('dialog')).toHaveCount(0);

  await goThrough(page, people, 'et', (_question, exported) => exported, 'life-reshare');
  await expect(page.getByText(t('embassy.compromised.rotate', { keys: 'land-register v1' }))).toBeVisible();
  await expect(page.getByText(t('embassy.outcome.handed-in', { done: 3, total: 3 }))).toBeVisible();
  await keepScreen(page, 'life-et-02-reshared');
  await people.press(people.button('screen.exported.leave'));
  await expect(page.getByText(t('embassy.due.urgency.now'))).toBeVisible();
  await keepScreen(page, 'life-et-03-due');
  await close();
});
