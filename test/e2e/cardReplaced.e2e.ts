import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { Question } from '../../ceremonies/model/question.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { temporaryFolder } from '../temporary.ts';
import { bundleIn } from './held.ts';
import { keepScreen, killWhatIsLeft } from './launch.ts';
import { answering, heard, sitDown, untilExported, type Sitting } from './people.ts';

test.describe.configure({ timeout: 240_000 });
test.afterEach(killWhatIsLeft);

const receives =
  (participant: string) =>
  (question: Question | null): boolean =>
    question?.kind === 'card-pin' &&
    question.purpose === 'store-share' &&
    question.participant === participant;

/** Both who lead say that the card on the screen does not do any more. */
const takeAnotherCard = async ({ page, people, t }: Sitting, picture: string): Promise<void> => {
  await answering(page, async () => {
    await people.press(people.button('screen.card.lost-ask'));
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('heading', { name: t('screen.card.lost-title') })).toBeVisible();
    await people.type(dialog.getByLabel(t('screen.exception.expected')), 'The card takes the share');
    await people.type(dialog.getByLabel(t('screen.exception.happened')), 'It does not answer');
    await people.type(dialog.getByLabel(t('screen.exception.decided')), 'Another; this one is in bag Z-1');
    await people.tick(dialog.getByRole('checkbox').nth(0));
    await people.tick(dialog.getByRole('checkbox').nth(1));
    await keepScreen(page, picture);
    await people.press(people.button('screen.exception.record'));
    await expect(dialog).toBeHidden();
  });
  await expect(page.getByRole('heading', { name: t('steps.replace-card.title') })).toBeVisible();
};

test('a custodian whose card breaks before its share takes another, by keyboard alone, and everybody vouches for it', async () => {
  const home = temporaryFolder('replaced');
  const out = join(home, 'usb');
  mkdirSync(out);
  const sitting = await sitDown({ home, path: out });
  const { page, people, through, close } = sitting;
  await people.press(people.button('screen.start.begin-rehearsal'));
  await people.press(people.button('screen.set-up.begin-rehearsal'));

  await through(receives('custodian-2'), 'k');
  // Nothing is said of a lost card to somebody whose card is there and has not failed.
  await expect(people.button('screen.card.lost-ask')).toBeHidden();
  await answering(page, async () => {
    await people.type(page.locator('input[name="pin"]'), '00000000');
    await people.press(people.button('screen.card.store-share'));
  });
  await expect(page.getByText('pin-wrong')).toBeVisible();
  await takeAnotherCard(sitting, 'k-en-card-lost');

  await through(untilExported, 'k');
  const state = (await heard(page))?.state;
  expect(state?.sets.map((set) => set.state)).toEqual(['proved']);
  expect(state?.replaced.map(({ card }) => card.participant)).toEqual(['custodian-2']);
  await keepScreen(page, 'k-en-99-exported');

  const verdict = await verifyBundle(new Uint8Array(readFileSync(bundleIn(out))));
  expect(verdict.claims.filter((claim) => claim.status === 'failed')).toEqual([]);
  expect(verdict.outcome).toBe('good');
  expect(verdict.summary?.replacements?.map(({ because }) => because)).toEqual(['It does not answer']);
  await close();
});
