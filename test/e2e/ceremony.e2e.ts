import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readContainer } from '../../ceremonies/formats/asic.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { temporaryFolder } from '../temporary.ts';
import { bundleIn } from './held.ts';
import { cutPower, keepFile, keepScreen, killEngine, killWhatIsLeft } from './launch.ts';
import { answerDialogs, heard, listen, sitDown, untilExported } from './people.ts';

test.describe.configure({ mode: 'parallel', timeout: 240_000 });
test.afterEach(killWhatIsLeft);

test('a whole ceremony by keyboard alone, in English, with the engine killed amid the shares', async () => {
  const home = temporaryFolder('ceremony');
  const out = join(home, 'usb');
  mkdirSync(out);
  const { app, page, people, t, through, close } = await sitDown({ home, path: out });

  await expect(people.button('screen.start.begin-rehearsal')).toBeVisible();
  await keepScreen(page, 'a-en-00-start');
  await people.press(people.button('screen.start.begin-rehearsal'));
  await expect(page.getByRole('heading', { name: t('screen.set-up.title') })).toBeVisible();
  await keepScreen(page, 'a-en-00-set-up');
  await people.press(people.button('screen.set-up.begin-rehearsal'));

  // A wrong PIN is told, and changes nothing.
  await through((question) => question?.kind === 'choose-hsm', 'a');
  await page.getByRole('radio', { name: /Rehearsal HSM/ }).check();
  await people.type(page.locator('input[name="pin"]'), '00000000');
  await people.press(people.button('screen.hsm.use'));
  await expect(page.getByText('pin-wrong')).toBeVisible();
  await keepScreen(page, 'a-en-wrong-pin');

  const secondShare = (question: Question | null): boolean =>
    question?.kind === 'card-pin' &&
    question.purpose === 'store-share' &&
    question.participant === 'custodian-2';
  await through(secondShare, 'a');

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
  await killEngine(app);
  const resume = people.button('screen.start.resume').first();
  await expect(resume).toBeVisible();
  await keepScreen(page, 'a-en-engine-killed');
  await listen(page);
  await people.press(resume);

  await through(untilExported, 'b');
  await expect(page.getByRole('heading', { name: t('screen.exported.title') })).toBeVisible();
  await keepScreen(page, 'a-en-99-exported');

  const snapshot = await heard(page);
  expect(snapshot?.state.sets.map((set) => set.state)).toEqual(['void', 'proved']);
  const bytes = new Uint8Array(readFileSync(bundleIn(out)));
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
  await answerDialogs(app, bundleIn(out));
  await people.press(people.button('screen.verify.choose'));
  await expect(page.getByRole('heading', { name: t('screen.verify.outcomes.good') })).toBeVisible();
  await keepScreen(page, 'a-en-verified');
  await close();
});

test('a ceremony in Estonian, left by a power cut and resumed in a new window', async () => {
  const home = temporaryFolder('ceremony');
  const out = join(home, 'usb');
  mkdirSync(out);
  const first = await sitDown({ home, language: 'et', path: out });
  const { t, people: before } = first;
  await keepScreen(first.page, 'c-et-00-start');
  await before.press(before.button('screen.start.begin-rehearsal'));
  await first.page.getByLabel(t('screen.set-up.dice')).check();
  await keepScreen(first.page, 'c-et-00-set-up');
  await before.press(before.button('screen.set-up.begin-rehearsal'));
  await first.through(
    (question) =>
      question?.kind === 'card-pin' && question.purpose === 'sign-act' && question.step.startsWith('key.'),
    'c',
  );
  await cutPower(first.app);

  const second = await sitDown({ home, language: 'et', path: out });
  const { people } = second;
  await expect(people.button('screen.start.resume')).toBeVisible();
  await keepScreen(second.page, 'c-et-50-unfinished');
  await people.press(people.button('screen.start.resume'));
  await second.through(untilExported, 'd');
  await keepScreen(second.page, 'd-et-99-exported');
  const bytes = new Uint8Array(readFileSync(bundleIn(out)));
  expect((await verifyBundle(bytes)).outcome).toBe('good');
  const files = await readContainer(bytes);
  keepFile('d-et-report.pdf', (files.ok ? files.value.get('report.pdf') : undefined) ?? new Uint8Array());
  await second.close();
});
