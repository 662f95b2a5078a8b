import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Page, expect, test } from 'playwright/test';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import type { Work } from '../../ceremonies/model/snapshot.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { continueDraftFor, planOf } from '../../renderer/screens/continueDraft.ts';
import { bundleIn, certificateIn, homeWithKey, inventoryIn, layOutData, rehearsal } from './held.ts';
import { cutPower, keepFile, keepScreen, killWhatIsLeft, nextFrame } from './launch.ts';
import { answerDialogs, answering, heard, sitDown, untilExported, type Sitting } from './people.ts';
import { pdfFacts } from './paper/pdf.ts';

test.describe.configure({ mode: 'parallel', timeout: 400_000 });
test.afterEach(killWhatIsLeft);

/** Everything that a person has to see is on the screen of the projector, without scrolling. */
const fits = async (page: Page, name: string): Promise<void> => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await nextFrame(page);
  await keepScreen(page, name);
  const over = await page.evaluate(() =>
    [...document.querySelectorAll('.middle')].map((box) => box.scrollHeight - box.clientHeight),
  );
  expect(Math.max(0, ...over)).toBeLessThanOrEqual(1);
};

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

const workOf = async (page: Page): Promise<Work | null> => (await heard(page))?.work ?? null;

const verifies = async (bundle: string, previous: string): Promise<void> => {
  const { outcome, claims } = await verifyBundle(bytesOf(bundle), { previous: bytesOf(previous) });
  expect(claims.filter((claim) => claim.status === 'failed')).toEqual([]);
  expect(outcome).toBe('good');
};

/** Both who lead say so. */
const bothPress = async ({ page, people }: Sitting): Promise<void> => {
  for (const own of await page.locator('.confirmation').all()) await people.press(own);
};

test('a long work is paused by both who lead, goes on, survives a power cut, and loses nothing', async () => {
  const count = 2000;
  const { home, out, bundle, pins } = await homeWithKey(rehearsal, [], layOutData(count));
  const [sealed, moved] = [join(home, 'sealed'), join(home, 'moved')];
  for (const folder of [sealed, moved]) mkdirSync(folder);
  const certificate = await certificateIn(home, bundle);
  for (const name of ['2026-10', '2026-11']) {
    writeFileSync(join(home, 'plain'), randomBytes(200_000));
    execFileSync('openssl', [
      ...['cms', '-encrypt', '-binary', '-aes-256-gcm', '-keyid', '-in', join(home, 'plain')],
      ...['-recip', certificate, '-outform', 'DER', '-out', join(sealed, `${name}.p7m`)],
    ]);
  }
  const first = await sitDown({ home, pins, path: bundle });
  const { app, page, people, t } = first;
  await people.press(people.button('embassy.open.choose'));
  await people.press(people.button('embassy.offers.rotate.begin'));
  await people.press(people.button('screen.continue.begin.rotate'));
  await first.through((question) => question?.kind === 'bring-data', 'long-a');

  // Either kind of data is brought, and can be left out again.
  await answerDialogs(app, sealed);
  await people.press(people.button('embassy.bring.backups.choose'));
  await expect(page.getByText(sealed)).toBeVisible();
  await people.press(people.button('embassy.bring.backups.without'));
  await expect(page.getByText(sealed)).toHaveCount(0);
  await people.press(people.button('embassy.bring.backups.choose'));
  await answerDialogs(app, { file: inventoryIn(home), folder: moved });
  await people.press(people.button('embassy.bring.inventory.choose'));
  await people.press(people.button('embassy.bring.out.choose'));
  await fits(page, 'long-en-01-brought');
  await answering(page, () => people.press(people.button('embassy.bring.read')));
  await first.through((question) => question?.kind === 'confirm', 'long-b');
  await fits(page, 'long-en-02-read');
  await bothPress(first);

  await expect(people.button('embassy.work.pause')).toBeVisible({ timeout: 60_000 });
  await keepScreen(page, 'long-en-03-working');
  await people.press(people.button('embassy.work.pause'));
  for (const leader of await page.locator('dialog input[type="checkbox"]').all()) await people.tick(leader);
  await keepScreen(page, 'long-en-04-pause');
  await people.press(
    page.getByRole('dialog').getByRole('button', { name: t('screen.pause.do'), exact: true }),
  );
  await expect(page.getByRole('heading', { name: t('screen.paused.title') })).toBeVisible();
  const held = await workOf(page);
  expect(held?.done).toBeLessThan(held?.total ?? 0);
  await fits(page, 'long-en-05-paused');
  await page.waitForTimeout(1500);
  // What had begun when they paused is finished; nothing is begun any more.
  const still = await workOf(page);
  await page.waitForTimeout(1500);
  expect(await workOf(page)).toEqual(still);

  await bothPress(first);
  await expect(page.getByRole('heading', { name: t('screen.paused.title') })).toHaveCount(0);
  await expect.poll(async () => (await workOf(page))?.done ?? 0).toBeGreaterThan(still?.done ?? 0);
  await keepScreen(page, 'long-en-06-going-on');
  await cutPower(app);

  const second = await sitDown({ home, pins, path: out });
  await second.people.press(second.people.button('screen.start.resume'));
  await second.through((question) => question?.kind === 'bring-data', 'long-c');
  await keepScreen(second.page, 'long-en-07-asked-again');
  // This machine remembers where everything lies; nobody chooses it twice.
  for (const place of [inventoryIn(home), sealed, moved])
    await expect(second.page.getByText(place, { exact: true })).toBeVisible();
  await second.through((question) => question?.kind === 'export', 'long-d');
  await answerDialogs(second.app, out);
  await second.through(untilExported, 'long-d');
  await expect(second.page.getByText(t('embassy.outcome.all-moved'))).toBeVisible();
  await expect(second.page.getByText(moved, { exact: true })).toBeVisible();
  await fits(second.page, 'long-en-08-exported');

  await verifies(bundleIn(out), bundle);
  const names = readdirSync(moved, { recursive: true }).map(String);
  const inventory = names.filter((name) => name.endsWith('.jsonl') && !name.includes('not-moved'));
  const lines = inventory.flatMap((name) => readFileSync(join(moved, name), 'utf8').trim().split('\n'));
  expect(new Set(lines.map((line) => (JSON.parse(line) as { readonly id: string }).id)).size).toBe(count);
  expect(names.filter((name) => name.endsWith('.p7m')).length).toBe(2);
  await second.close();
});

/** It is handed on by itself: on one page. */
const printCertificate = async ({ app, people }: Sitting, path: string): Promise<void> => {
  await answerDialogs(app, { save: path });
  await people.press(people.button('embassy.outcome.print'));
  await expect.poll(() => existsSync(path)).toBe(true);
  keepFile(`end-en-${basename(path)}`, bytesOf(path));
  expect(pdfFacts(path).pages).toBe(1);
};

/** Everybody gets a fresh share; the old ones lie on the cards still. */
const rebuiltWithFreshShares = (previous: PreviousBundle) => {
  const draft = continueDraftFor('reconstitute', previous);
  return planOf({ ...draft, fresh: true, people: draft.people.map((each) => ({ ...each, isHere: true })) });
};

test('old shares are destroyed on the cards that still have them, then a card itself', async () => {
  const { home, out, bundle, pins } = await homeWithKey(rehearsal, [rebuiltWithFreshShares]);
  const sitting = await sitDown({ home, pins, path: bundle });
  const { app, page, people, t, through, close } = sitting;
  await people.press(people.button('embassy.open.choose'));
  await expect(page.getByRole('heading', { name: rehearsal.embassy })).toBeVisible();
  await keepScreen(page, 'end-en-00-embassy');
  await answerDialogs(app, out);

  await people.press(people.button('embassy.offers.destroy.begin'));
  const sets = page.getByRole('radiogroup', { name: t('embassy.destroy.kinds.set') });
  // The set that guards the key is closed to destruction, and says why.
  await expect(sets.locator('input[aria-disabled="true"]')).toHaveCount(1);
  await expect(sets.getByText('land-register v1', { exact: false }).first()).toBeVisible();
  await people.choose(sets.locator('input:not([aria-disabled="true"])'));
  await people.tick(page.locator('.tick[data-tone="warn"] input'));
  await fits(page, 'end-en-01-destroy-set');
  await people.press(people.button('screen.continue.begin.destroy'));
  await through((question) => question?.kind === 'present-share', 'end-set');
  await fits(page, 'end-en-02-hand-in');
  await through(untilExported, 'end-set');
  await expect(page.getByText(t('embassy.outcome.handed-in', { done: 3, total: 3 }))).toBeVisible();
  await fits(page, 'end-en-03-set-destroyed');
  // Nothing is left to look for.
  await expect(page.getByText(t('screen.exported.todo.missing-old-shares'))).toHaveCount(0);
  await printCertificate(sitting, join(home, 'set.pdf'));
  const afterSet = bundleIn(out);
  await verifies(afterSet, bundle);
  await people.press(people.button('screen.exported.leave'));
  await expect(people.button('embassy.offers.destroy.begin')).toBeVisible();
  await keepScreen(page, 'end-en-04-embassy');

  const cards = join(home, 'cards');
  mkdirSync(cards);
  await answerDialogs(app, cards);
  await people.press(people.button('embassy.offers.destroy.begin'));
  await people.choose(page.getByRole('radio', { name: /Triin Sepp/ }));
  await people.tick(page.locator('.tick[data-tone="warn"] input'));
  await fits(page, 'end-en-05-destroy-card');
  await people.press(people.button('screen.continue.begin.destroy'));
  await through((question) => question?.kind === 'destroy-card', 'end-card');
  await fits(page, 'end-en-06-card');
  await people.type(page.locator('input[name="pin"]'), people.pinOf('custodian-3'));
  await answering(page, () => people.press(people.button('embassy.destroy-card.erase')));
  await through(untilExported, 'end-card');
  await fits(page, 'end-en-07-card-destroyed');
  await printCertificate(sitting, join(home, 'card.pdf'));
  const after = bundleIn(cards);
  await verifies(after, afterSet);
  keepFile('end-en-card.asice', bytesOf(after));
  await close();
});

test('a bundle that is dropped on the start screen is opened', async () => {
  const { home, bundle } = await homeWithKey();
  const { page, t, close } = await sitDown({ home, path: join(home, 'nothing-is-chosen') });
  const session = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop', file: string): Promise<unknown> =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 600,
      y: 500,
      data: { items: [], files: [file], dragOperationsMask: 1 },
    });
  // The page hears of a drag only once it has been laid out.
  await expect(async () => {
    await drag('dragEnter', bundle);
    await drag('dragOver', bundle);
    await expect(page.locator('main[data-over]')).toBeVisible({ timeout: 500 });
  }).toPass();
  await keepScreen(page, 'drop-en-01-over');
  await drag('drop', bundle);
  await expect(page.getByRole('heading', { name: rehearsal.embassy })).toBeVisible();
  await expect(page.getByText(t('embassy.keys.version', { version: 1 }))).toBeVisible();
  await keepScreen(page, 'drop-en-02-embassy');

  // What is no bundle is refused, with the reason.
  const other = join(home, 'notes.txt');
  writeFileSync(other, 'not a bundle');
  await drag('dragEnter', other);
  await drag('drop', other);
  await expect(page.getByRole('heading', { name: rehearsal.embassy })).toHaveCount(0);
  await expect(page.getByText('notes.txt')).toBeVisible();
  await keepScreen(page, 'drop-en-03-refused');
  await close();
});
