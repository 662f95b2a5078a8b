import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, expect, test } from 'playwright/test';
import { withRole } from '../../ceremonies/model/parameters.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { bundleIn, homeWithKey, loseCard, rehearsal, type Home } from './held.ts';
import { cutPower, keepScreen, killWhatIsLeft } from './launch.ts';
import { answerDialogs, answering, comes, heard, sitDown, typeRows, untilExported } from './people.ts';

test.describe.configure({ mode: 'parallel', timeout: 300_000 });
test.afterEach(killWhatIsLeft);

const custodians = withRole(rehearsal.participants, 'custodian').map(({ name }) => name);

/** A key with sheets of paper, whose cards lie in the app's rehearsal room. */
const afterALoss = (): Promise<Home> => homeWithKey({ ...rehearsal, sheets: true });

const presenting = (question: Question | null): boolean => question?.kind === 'present-share';

/** What the window shows of the shares that are here. */
const progress = (page: Page) => page.locator('.brought-count strong');

/** What main lets the page have when it asks for the camera. */
const cameraFor = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    await globalThis.ceremony.request('allow-camera', { allowed: true });
    const { state } = await navigator.permissions.query({ name: 'camera' });
    await globalThis.ceremony.request('allow-camera', { allowed: false });
    return state;
  });

test('keys are rebuilt after a loss by keyboard alone, with every mistake named, left and resumed in the middle', async () => {
  const { home, out, bundle, pins, sheets } = await afterALoss();
  loseCard(home, 'custodian-1');
  pins.delete('custodian-1');
  const first = await sitDown({ home, pins, path: bundle });
  const { page, people, t, through } = first;
  await people.press(people.button('screen.start.begin-reconstitute'));
  await keepScreen(page, 'r-en-00-bundle-wanted');
  expect(await cameraFor(page)).toBe('denied');
  await people.press(people.button('screen.continue.choose'));
  await expect(page.getByRole('heading', { name: t('screen.continue.good.reconstitute') })).toBeVisible();
  for (const name of custodians) await expect(page.locator('.guest').getByText(name)).toBeVisible();
  await people.type(
    page.getByLabel(t('screen.set-up.name-of', { who: t('screen.roles.administrator') })),
    'Maarja Lepik',
  );
  await people.type(
    page.getByLabel(t('screen.set-up.name-of', { who: t('screen.roles.witness') })),
    'Andres Kivi',
  );
  await keepScreen(page, 'r-en-00-set-up');
  await people.press(people.button('screen.continue.begin.reconstitute'));

  // The HSM that holds the key already is refused.
  await through((question) => question?.kind === 'choose-hsm', 'r');
  await people.choose(page.getByRole('radio', { name: /Rehearsal HSM Serial/ }));
  await people.type(page.locator('input[name="pin"]'), '24682468');
  await people.press(people.button('screen.hsm.use'));
  await expect(page.getByText('label-present')).toBeVisible();
  await keepScreen(page, 'r-en-hsm-holds-the-key');

  await through(presenting, 'r');
  await expect(progress(page)).toHaveText(t('screen.present.collect.count', { done: 0, total: 2 }));
  await keepScreen(page, 'r-en-shares-none');
  expect(await cameraFor(page)).toBe('granted');

  // A wrong PIN, then the right one: the third custodian comes first.
  await comes(page, people, 'Triin Sepp');
  await people.type(page.locator('input[name="user-pin"]'), '000000');
  await people.press(people.button('screen.present.collect.do'));
  await expect(page.getByText('pin-wrong')).toBeVisible();
  await keepScreen(page, 'r-en-shares-wrong-pin');
  await people.type(page.locator('input[name="user-pin"]'), people.pinOf('custodian-3'));
  await people.press(people.button('screen.present.collect.do'));
  await expect(progress(page)).toHaveText(t('screen.present.collect.count', { done: 1, total: 2 }));
  await keepScreen(page, 'r-en-shares-one');
  // Nobody is counted twice: whose share is here cannot be chosen again.
  await expect(page.locator('.comers [data-state="presented"]')).toHaveText(/^Triin Sepp/);
  await expect(page.locator('.comers [data-state="presented"] input')).toBeDisabled();

  // Left in the middle: what was brought is gone, and the screen says so.
  await cutPower(first.app);

  const second = await sitDown({ home, pins, path: out });
  const { page: again, people: resumed } = second;
  await expect(resumed.button('screen.start.resume')).toBeVisible();
  await keepScreen(again, 'r-en-unfinished');
  await resumed.press(resumed.button('screen.start.resume'));
  await second.through(presenting, 's');
  await expect(progress(again)).toHaveText(t('screen.present.collect.count', { done: 0, total: 2 }));
  await keepScreen(again, 's-en-shares-asked-again');

  await comes(again, resumed, 'Triin Sepp');
  await resumed.type(again.locator('input[name="user-pin"]'), resumed.pinOf('custodian-3'));
  await resumed.press(resumed.button('screen.present.collect.do'));
  await expect(progress(again)).toHaveText(t('screen.present.collect.count', { done: 1, total: 2 }));

  // The first custodian lost the card: a new one to sign with, and the share on paper.
  await comes(again, resumed, 'Liis Saar');
  const fresh = again.locator('.visitor input[name="token"]');
  await resumed.choose(again.getByRole('radio', { name: /Fresh card/ }).first());
  expect(await fresh.count()).toBeGreaterThan(0);
  await keepScreen(again, 's-en-shares-blank-card');
  await resumed.press(resumed.button('screen.present.on-paper'));

  // Another's sheet, one that is here already, a wrong word: each is named at once.
  await typeRows(again, (sheets[1] ?? []).slice(0, 1));
  await expect(again.getByText('share-of-another')).toBeVisible();
  await keepScreen(again, 's-en-sheet-of-another');
  await typeRows(again, (sheets[2] ?? []).slice(0, 1));
  await expect(again.getByText('share-twice')).toBeVisible();
  const own = sheets[0] ?? [];
  const [row1 = []] = own;
  await typeRows(again, [row1.with(3, row1[3] === 'zoo' ? 'abandon' : 'zoo')]);
  await expect(again.getByText('word-wrong')).toBeVisible();
  await keepScreen(again, 's-en-sheet-wrong-word');
  await typeRows(again, [[row1[3] ?? ''], ...own.slice(1)]);
  await expect(again.getByText(t('screen.present.paper-read'))).toBeVisible();
  await keepScreen(again, 's-en-sheet-read');

  // A slip in the PIN of the blank card does not cost the words.
  const secrets = async (soPin: string): Promise<void> => {
    await resumed.type(again.locator('input[name="so-pin"]'), soPin);
    await resumed.type(again.locator('input[name="user-pin"]'), resumed.pinOf('custodian-1'));
    await resumed.type(again.locator('input[name="user-pin-again"]'), resumed.pinOf('custodian-1'));
    await resumed.press(resumed.button('screen.present.collect.do'));
  };
  await secrets('99999999');
  await expect(again.getByText('pin-wrong')).toBeVisible();
  await expect(again.getByText(t('screen.present.paper-read'))).toBeVisible();
  await keepScreen(again, 's-en-sheet-kept');
  await answering(again, () => secrets('13571357'));

  await second.through(untilExported, 't');
  await expect(again.getByText(t('screen.outcome.keys-proved'))).toBeVisible();
  await keepScreen(again, 't-en-99-exported');
  const snapshot = await heard(again);
  expect(snapshot?.state.resumptions).toBe(1);
  expect(snapshot?.state.presentation.shares.map(({ source }) => source)).toEqual(['card-object', 'sheet']);
  expect(snapshot?.state.hsm?.token.label).toBe('Rehearsal HSM 2');

  const rebuilt = bundleIn(out);
  const verdict = await verifyBundle(new Uint8Array(readFileSync(rebuilt)), {
    previous: new Uint8Array(readFileSync(bundle)),
  });
  expect(verdict.claims.filter((claim) => claim.status === 'failed')).toEqual([]);
  expect(verdict.outcome).toBe('good');
  await second.close();
});

test('shares are checked in Estonian: one by card, one by somebody else on paper, one does not come', async () => {
  const { home, out, bundle, pins, sheets } = await afterALoss();
  for (const id of ['custodian-2', 'custodian-3']) loseCard(home, id);
  const { app, page, people, t, through, close } = await sitDown({
    home,
    language: 'et',
    pins,
    path: bundle,
  });
  await people.press(people.button('screen.start.begin-check'));
  await people.press(people.button('screen.continue.choose'));
  await people.press(people.button('screen.continue.add-surrogate'));
  const fourth = t('screen.set-up.name-of', { who: `${t('screen.roles.custodian')} 4` });
  await people.type(page.getByLabel(fourth), 'Helena Aas');
  await keepScreen(page, 'u-et-00-set-up');
  await people.press(people.button('screen.continue.begin.check'));
  await answerDialogs(app, out);

  // The first row tells whose share it is. Whoever brings it, and both who lead, must each agree to the exception.
  await through(presenting, 'u');
  await comes(page, people, 'Helena Aas');
  await keepScreen(page, 'u-et-surrogate');
  await people.choose(page.getByRole('radio', { name: /Fresh card/ }).first());
  await people.press(people.button('screen.present.on-paper'));
  await typeRows(page, (sheets[1] ?? []).slice(0, 1));
  await expect(page.getByText('share-of-another')).toBeVisible();
  await keepScreen(page, 'u-et-surrogate-refused');
  await people.press(page.locator('.paper').getByRole('button', { name: t('screen.exception.open') }));
  const dialog = page.getByRole('dialog');
  await people.type(dialog.getByLabel(t('screen.exception.expected')), 'Peeter Mägi toob oma osaku');
  await people.type(dialog.getByLabel(t('screen.exception.happened')), 'Peeter Mägi on haiglas');
  await people.type(dialog.getByLabel(t('screen.exception.decided')), 'Tema lehe toob Helena Aas');
  for (const agrees of await dialog.getByRole('checkbox').all()) {
    await expect(people.button('screen.exception.record')).toBeDisabled();
    await people.tick(agrees);
  }
  await people.press(people.button('screen.exception.record'));
  await expect(dialog).toBeHidden();
  await typeRows(page, sheets[1] ?? []);
  await people.type(page.locator('input[name="so-pin"]'), '13571357');
  await people.type(page.locator('input[name="user-pin"]'), people.pinOf('custodian-4'));
  await people.type(page.locator('input[name="user-pin-again"]'), people.pinOf('custodian-4'));
  await people.press(people.button('screen.present.show.do'));
  await expect(progress(page)).toHaveText(t('screen.present.show.count', { done: 1, total: 3 }));
  await keepScreen(page, 'u-et-surrogate-shown');

  await through(untilExported, 'u');
  await expect(
    page.getByText(t('screen.outcome.shown', { done: 2, total: 3 }), { exact: false }),
  ).toBeVisible();
  await keepScreen(page, 'u-et-99-exported');
  const verdict = await verifyBundle(new Uint8Array(readFileSync(bundleIn(out))));
  expect(verdict.outcome).toBe('good');
  expect(verdict.summary?.health.map(({ shown, missing }) => ({ shown, missing }))).toEqual([
    { shown: 2, missing: ['Triin Sepp'] },
  ]);
  await close();
});

test('keys are rebuilt, and their shares made anew, on paper too', async () => {
  const { home, out, bundle, pins } = await afterALoss();
  const { app, page, people, t, through, close } = await sitDown({ home, pins, path: bundle });
  await people.press(people.button('screen.start.begin-reconstitute'));
  await people.press(people.button('screen.continue.choose'));
  const tick = (name: string): Promise<void> => people.tick(page.getByRole('checkbox', { name }));
  await tick(t('screen.continue.fresh'));
  await tick(t('screen.continue.is-here', { who: 'Peeter Mägi' }));
  await tick(t('screen.continue.is-here', { who: 'Triin Sepp' }));
  await tick(t('screen.set-up.sheets'));
  await tick(t('screen.set-up.accept-no-spare'));
  await keepScreen(page, 'w-en-00-set-up');
  await people.press(people.button('screen.continue.begin.reconstitute'));
  // No printer is set up: a rehearsal prints into a file.
  await answerDialogs(app, { folder: out, save: join(home, 'sheet.pdf') });
  await through(untilExported, 'w');
  await expect(page.getByText(t('screen.outcome.fresh'))).toBeVisible();
  await keepScreen(page, 'w-en-99-exported');
  expect(readFileSync(join(home, 'sheet.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  const verdict = await verifyBundle(new Uint8Array(readFileSync(bundleIn(out))), {
    previous: new Uint8Array(readFileSync(bundle)),
  });
  expect(verdict.claims.filter((claim) => claim.status === 'failed')).toEqual([]);
  expect(verdict.outcome).toBe('good');
  const snapshot = await heard(page);
  expect(snapshot?.state.sets.at(-1)?.sheets.length).toBe(2);
  await close();
});

test('a bundle that was changed is refused, with the reason, and nothing is begun', async () => {
  const { home, bundle } = await afterALoss();
  const bytes = readFileSync(bundle);
  const changed = join(home, 'changed.asice');
  const at = bytes.indexOf('register.json') + 400;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(changed, bytes);
  const { page, people, t, close } = await sitDown({ home, path: changed });
  await people.press(people.button('screen.start.begin-reconstitute'));
  await people.press(people.button('screen.continue.choose'));
  await expect(page.getByRole('heading', { name: t('screen.continue.refused') })).toBeVisible();
  await keepScreen(page, 'v-en-bundle-refused');
  await expect(people.button('screen.continue.begin.reconstitute')).toHaveCount(0);
  await close();
});
