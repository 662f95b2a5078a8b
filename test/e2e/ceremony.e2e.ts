import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readContainer } from '../../ceremonies/formats/asic.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { temporaryFolder } from '../temporary.ts';
import { keepFile, keepScreen, launch } from './launch.ts';
import { answerDialogs, goThrough, heard, listen, openPeople } from './people.ts';

test.describe.configure({ timeout: 240_000 });

const exported = (_question: Question | null, isExported: boolean): boolean => isExported;

test('a whole ceremony by keyboard alone, in English, with the engine killed amid the shares', async () => {
  const home = temporaryFolder('ceremony');
  const out = join(home, 'usb');
  mkdirSync(out);
  const { app, page, close } = await launch(home);
  const { t } = texts('en');
  await listen(page);
  await answerDialogs(app, out);
  const people = openPeople(page, 'en');

  await expect(people.button('screen.start.begin-rehearsal')).toBeVisible();
  await keepScreen(page, 'a-en-00-start');
  await people.press(people.button('screen.start.begin-rehearsal'));
  await expect(page.getByRole('heading', { name: t('screen.set-up.title') })).toBeVisible();
  await keepScreen(page, 'a-en-00-set-up');
  await people.press(people.button('screen.set-up.begin-rehearsal'));

  // A wrong PIN is told, and changes nothing.
  await goThrough(page, people, 'en', (question) => question?.kind === 'choose-hsm', 'a');
  await page.getByRole('radio', { name: /Rehearsal HSM/ }).check();
  await people.type(page.locator('input[name="pin"]'), '00000000');
  await people.press(people.button('screen.hsm.use'));
  await expect(page.getByText('pin-wrong')).toBeVisible();
  await keepScreen(page, 'a-en-wrong-pin');

  const secondShare = (question: Question | null): boolean =>
    question?.kind === 'card-pin' &&
    question.purpose === 'store-share' &&
    question.participant === 'custodian-2';
  await goThrough(page, people, 'en', secondShare, 'a');

  // An exception by two people, and a look at the dialog.
  await people.press(people.button('screen.exception.open'));
  const dialog = page.getByRole('dialog');
  await people.type(dialog.getByLabel(t('screen.exception.expected')), 'Silence in the room');
  await people.type(dialog.getByLabel(t('screen.exception.happened')), 'A telephone rang');
  await people.type(dialog.getByLabel(t('screen.exception.decided')), 'It was taken out of the room; go on');
  await dialog.getByRole('checkbox').nth(0).check();
  await dialog.getByRole('checkbox').nth(1).check();
  await keepScreen(page, 'a-en-exception');
  await people.press(people.button('screen.exception.record'));
  await expect(dialog).toBeHidden();

  // The engine is killed: the shares handed out are dead, and the act begins again with a fresh recovery key.
  const pid = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find((each) => each.name === 'Ceremony engine')?.pid ?? 0,
  );
  expect(pid).toBeGreaterThan(0);
  process.kill(pid, 'SIGKILL');
  const resume = people.button('screen.start.resume').first();
  await expect(resume).toBeVisible();
  await keepScreen(page, 'a-en-engine-killed');
  await listen(page);
  await people.press(resume);

  await goThrough(page, people, 'en', exported, 'b');
  await expect(page.getByRole('heading', { name: t('screen.exported.title') })).toBeVisible();
  await keepScreen(page, 'a-en-99-exported');

  const snapshot = await heard(page);
  expect(snapshot?.state.sets.map((set) => set.state)).toEqual(['void', 'proved']);
  const [name = ''] = readdirSync(out);
  const bytes = new Uint8Array(readFileSync(join(out, name)));
  const verdict = await verifyBundle(bytes);
  expect(verdict.claims.filter((claim) => claim.status === 'failed')).toEqual([]);
  expect(verdict.outcome).toBe('good');
  expect(verdict.summary?.exceptions).toBe(1);
  const files = await readContainer(bytes);
  const pdf = files.ok ? files.value.get('report.pdf') : undefined;
  expect(pdf?.subarray(0, 5)).toEqual(new TextEncoder().encode('%PDF-'));
  keepFile('a-en-report.pdf', pdf ?? new Uint8Array());

  // The second screen: the bundle, opened again, and a changed one.
  await people.press(people.button('screen.exported.leave'));
  await people.press(people.button('screen.start.open-verify'));
  await answerDialogs(app, join(out, name));
  await people.press(people.button('screen.verify.choose'));
  await expect(page.getByRole('heading', { name: t('screen.verify.outcomes.good') })).toBeVisible();
  await keepScreen(page, 'a-en-verified');
  await close();
});

test('a ceremony in Estonian, left by a power cut and resumed in a new window', async () => {
  const home = temporaryFolder('ceremony');
  const out = join(home, 'usb');
  mkdirSync(out);
  const first = await launch(home);
  const { t } = texts('et');
  await first.page
    .getByLabel(texts('en').t('screen.settings.language'))
    .getByRole('button', { name: 'Eesti' })
    .click();
  await listen(first.page);
  const before = openPeople(first.page, 'et');
  await keepScreen(first.page, 'c-et-00-start');
  await before.press(before.button('screen.start.begin-rehearsal'));
  await first.page.getByLabel(t('screen.set-up.dice')).check();
  await keepScreen(first.page, 'c-et-00-set-up');
  await before.press(before.button('screen.set-up.begin-rehearsal'));
  await goThrough(
    first.page,
    before,
    'et',
    (question) =>
      question?.kind === 'card-pin' && question.purpose === 'sign-act' && question.step.startsWith('key.'),
    'c',
  );
  const gone = first.app.waitForEvent('close');
  first.app.process().kill('SIGKILL');
  await gone;

  const second = await launch(home);
  await second.page
    .getByLabel(texts('en').t('screen.settings.language'))
    .getByRole('button', { name: 'Eesti' })
    .click();
  await listen(second.page);
  await answerDialogs(second.app, out);
  const people = openPeople(second.page, 'et');
  await expect(people.button('screen.start.resume')).toBeVisible();
  await keepScreen(second.page, 'c-et-50-unfinished');
  await people.press(people.button('screen.start.resume'));
  await goThrough(second.page, people, 'et', exported, 'd');
  await keepScreen(second.page, 'd-et-99-exported');
  const [name = ''] = readdirSync(out);
  const bytes = new Uint8Array(readFileSync(join(out, name)));
  expect((await verifyBundle(bytes)).outcome).toBe('good');
  const files = await readContainer(bytes);
  keepFile('d-et-report.pdf', (files.ok ? files.value.get('report.pdf') : undefined) ?? new Uint8Array());
  await second.close();
});
