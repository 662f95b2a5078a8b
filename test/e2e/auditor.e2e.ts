import { expect, test } from 'playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../../build/paths.mjs';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { Bridge } from '../../electron/contract.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { hold, makeBundle, toRotate } from '../verify/fixture.ts';
import { sampled, tamperings } from '../verify/tamperTable.ts';
import { commandLine } from './commandLine.ts';
import { keepScreen } from './launch.ts';
import { answerDialogs, sitDown } from './people.ts';

/** The auditor in the app: what they bring along, what changed between two bundles, and a page to check without this program. */

const bundles = async () => {
  const folder = temporaryFolder('auditor');
  const made = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  const rotated = await hold(await toRotate(made, null));
  const write = (name: string, content: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const known = made.events.flatMap((event) =>
    event.type === 'card-enrolled' && event.signed.statement.purpose === 'enrol'
      ? [{ name: 'Mari Maasikas', certificateSha256: event.signed.statement.certificateSha256 }]
      : [],
  );
  return {
    folder,
    first: write('01.asice', made.bytes),
    second: write('02.asice', rotated.bytes),
    people: write('people.json', toUtf8(JSON.stringify(known.slice(0, 1)))),
    nobody: write('nobody.json', toUtf8('[]')),
  };
};

const atWork = async (language: Language) => {
  const { app, page, people, t, close } = await sitDown({
    home: temporaryFolder('auditor-home'),
    language,
    path: '',
  });
  await people.press(people.button('screen.start.open-verify'));
  const press = async (key: string, path: string): Promise<void> => {
    await answerDialogs(app, path);
    await people.press(people.button(key));
  };
  return { app, page, people, t, close, press };
};

test('whom an auditor knows decides who is known among those who signed', async () => {
  const { first, people: list, nobody } = await bundles();
  const { app, page, people, t, close, press } = await atWork('en');
  await press('screen.verify.choose', first);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.outcomes.good'));
  await expect(page.locator('[data-standing]')).toHaveCount(0);
  await people.press(page.getByText(t('verifier.trust')));
  const ofPeople = page.locator('.trust li', { hasText: t('verifier.trusted.people') });
  await answerDialogs(app, list);
  await people.press(ofPeople.getByRole('button'));
  await expect(page.locator('[data-standing=listed]')).toHaveCount(1);
  await keepScreen(page, 'auditor-en-01-trusted');
  await answerDialogs(app, nobody);
  await people.press(ofPeople.getByRole('button').first());
  await expect(page.locator('.note .trace').first()).toContainText('people-malformed');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.title'));
  await people.press(ofPeople.getByRole('button').last());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.outcomes.good'));
  await close();
});

test('two bundles are compared on the screen as the command line does', async () => {
  const { first, second } = await bundles();
  const { page, t, close, press } = await atWork('et');
  await press('screen.verify.choose', second);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.outcomes.good'));
  await press('screen.verify.choose-earlier', first);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.compare.title'));
  await expect(page.getByText(t('diff.continuity.continues', { count: 0 }))).toBeVisible();
  await expect(page.getByRole('heading', { name: /land-register v2/ })).toBeVisible();
  await keepScreen(page, 'auditor-et-02-compared');
  await close();
});

test('a folder is verified with a bar that anybody can stop, and two bundles of it are compared', async () => {
  const { folder, first, second } = await bundles();
  const { page, people, t, close, press } = await atWork('en');
  // Pressed as soon as it is there: what stops it is on its way before anything can be over.
  await page.evaluate(() => {
    new MutationObserver((_changes, watch) => {
      const bar = document.querySelector('.underway');
      if (bar === null) return;
      watch.disconnect();
      document.documentElement.dataset['bar'] = bar.textContent;
      bar.querySelector('button')?.click();
    }).observe(document.body, { childList: true, subtree: true });
  });
  await press('embassy.chain.choose', folder);
  await expect(page.getByText(t('verifier.stopped'))).toBeVisible();
  await expect(page.locator('.underway')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.title'));
  expect(await page.evaluate(() => document.documentElement.dataset['bar'])).toContain(t('verifier.stop'));
  await press('embassy.chain.choose', folder);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('embassy.chain.outcomes.good'));
  await expect(page.locator('.underway')).toHaveCount(0);
  await keepScreen(page, 'auditor-en-04-chain');
  await people.press(people.button('screen.compare.show'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.compare.title'));
  for (const path of [first, second]) await expect(page.getByText(path)).toBeVisible();
  await people.press(people.button('screen.compare.back'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('embassy.chain.outcomes.good'));
  await close();
});

test('the page that checks without this program is handed out whole, and overwrites nothing', async () => {
  const folder = temporaryFolder('auditor-page');
  const { page, people, close, press } = await atWork('en');
  const path = join(folder, 'verifier.html');
  await keepScreen(page, 'auditor-en-03-alone');
  await press('verifier.save-copy', path);
  await expect(page.getByText(path)).toBeVisible();
  expect(readFileSync(path).equals(readFileSync(join(dist, 'verifier.html')))).toBe(true);
  await people.press(people.button('verifier.save-copy'));
  await expect(page.locator('.note .trace').first()).toContainText('file-exists');
  await close();
});

test('the app says of everything that can be wrong with a bundle just what the command line says', async () => {
  test.setTimeout(300_000);
  const folder = temporaryFolder('auditor-table');
  const { app, page, people, t, close } = await atWork('en');
  const trusted = { people: null, trustAnchors: null, timeAnchors: null };
  let chosen: Parameters<typeof t>[0] = 'screen.verify.choose';
  for (const [index, { name, outcome, bytes }] of sampled(await tamperings()).entries()) {
    const file = join(folder, `${index}.asice`);
    writeFileSync(file, bytes);
    await answerDialogs(app, file);
    await people.press(people.button(chosen));
    chosen = 'screen.verify.choose-other';
    await expect(page.getByText(file, { exact: true }), name).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 }), name).toHaveText(
      t(`screen.verify.outcomes.${outcome}`),
    );
    const reply = await page.evaluate(
      (message) => (window as Window & { ceremony?: Bridge }).ceremony?.request('verify-bundle', message),
      { file, previous: null, trusted },
    );
    expect(reply, name).toEqual({ ok: true, value: JSON.parse(await commandLine(file)) as unknown });
  }
  await close();
});
