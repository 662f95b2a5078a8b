import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, type Page, expect, test } from 'playwright/test';
import { furnishRehearsalRoom, rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { good, type ErrorCode } from '../../ceremonies/model/error.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { withSession } from '../../ceremonies/tokens/session.ts';
import { makeFileKey, placeOnHsm } from '../keys/backup/hsm.ts';
import { temporaryFolder } from '../temporary.ts';
import { certificateIn, holdKey, inRehearsalRoom, rehearsal } from './held.ts';
import { keepScreen, killEngine, launch, nextFrame, type Launched } from './launch.ts';
import { answerDialogs, openPeople, type People } from './people.ts';

test.describe.configure({ timeout: 300_000 });

const plan: CeremonyPlan = { kind: 'generate', parameters: rehearsal };

type Embassy = {
  readonly home: string;
  readonly bundle: string;
  readonly certificate: string;
  /** Of one of two RSA keys in the second HSM, which has no certificate of either. */
  readonly rsaCertificate: string;
};

type FileKey = { readonly label: string; readonly pkcs8: Uint8Array };

/** Two RSA keys, of neither of which there is a certificate. */
const placeInSecondHsm = async (module: Pkcs11Module, keys: readonly FileKey[]): Promise<void> => {
  furnishRehearsalRoom(module, { cards: 0, hsm: 'empty' });
  const second = module.tokens().find(({ label }) => label === 'Rehearsal HSM 2');
  if (second === undefined) throw new Error('no second HSM');
  const placed = await withSession(
    module,
    second,
    { kind: 'user', pin: rehearsalPins.hsm },
    async (session) => {
      for (const { label, pkcs8 } of keys) await placeOnHsm(session, pkcs8, 'rsa2048', `${label}.v1`);
      return good(null);
    },
  );
  expect(placed.ok).toBe(true);
};

/** A key that was made before the story begins, in the first HSM of the app's rehearsal room; a second HSM holds others. */
const withKey = async (): Promise<Embassy> => {
  const home = temporaryFolder('backup');
  const [health, court] = [makeFileKey('rsa2048', 'health'), makeFileKey('rsa2048', 'court')];
  const bundle = await inRehearsalRoom(home, async (module) => {
    const held = await holdKey(module, home, rehearsal);
    await placeInSecondHsm(module, [
      { label: 'health', pkcs8: health.pkcs8 },
      { label: 'court', pkcs8: court.pkcs8 },
    ]);
    return held.bundle;
  });
  const certificate = await certificateIn(home, bundle);
  return { home, bundle, certificate, rsaCertificate: join(court.folder, 'embassy.pem') };
};

const sizes = [
  { name: '1920', width: 1920, height: 1080 },
  { name: '1280', width: 1280, height: 720 },
] as const;

/** A picture of what is on the screen in both sizes; in none of them may anything be cut off at a side. */
const picture = async (page: Page, name: string): Promise<void> => {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await nextFrame(page);
    const cut = await page.evaluate(() =>
      [
        document.documentElement,
        ...document.querySelectorAll('.page, .top, .section, .facts, .note, .actions'),
      ]
        .filter((box) => box.scrollWidth > box.clientWidth + 1)
        .map((box) => box.className),
    );
    expect(cut, `${name} at ${size.name}`).toEqual([]);
    await keepScreen(page, `backup-${name}-${size.name}`);
  }
};

type Desk = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly people: People;
  readonly t: ReturnType<typeof texts>['t'];
  readonly work: (work: 'open' | 'seal') => Promise<void>;
  /** Presses a button that opens a dialog, which answers with this. */
  readonly choose: (key: string, path: string) => Promise<void>;
  readonly saveAs: (path: string) => Promise<void>;
  readonly heading: (key: string) => Promise<void>;
  readonly refused: (code: ErrorCode) => Promise<void>;
};

const deskOf = ({ app, page }: Launched, language: Language): Desk => {
  const people = openPeople(page, language);
  const { t } = texts(language);
  return {
    app,
    page,
    people,
    t,
    work: (work) => people.press(people.button(`backups.works.${work}`)),
    choose: async (key, path) => {
      await answerDialogs(app, { file: path });
      const button = page
        .locator('.section', { hasText: t(key) })
        .getByRole('button')
        .first();
      await people.press(button);
    },
    saveAs: async (path) => {
      await answerDialogs(app, { save: path });
      await people.press(people.button('backups.output.choose'));
    },
    heading: (key) =>
      expect(page.getByRole('heading', { level: 1, name: t(key), exact: true })).toBeVisible({
        timeout: 60_000,
      }),
    refused: (code) => expect(page.locator('.note .trace').first()).toContainText(code, { timeout: 60_000 }),
  };
};

const file = 'backups.content.title.seal';
const sealedFile = 'backups.sealed.title';
const bundleOf = 'backups.bundle.title';

const sealTo = async (desk: Desk, bundle: string, input: string, output: string): Promise<void> => {
  await desk.work('seal');
  await desk.choose(file, input);
  await desk.choose(bundleOf, bundle);
  await desk.saveAs(output);
};

/** From the screen for opening: the sealed file, the HSM, its PIN, and where the content goes. */
const openWith = async (
  desk: Desk,
  input: string,
  output: string,
  given: { readonly hsm?: RegExp; readonly pin?: string } = {},
): Promise<void> => {
  await desk.work('seal');
  await desk.work('open');
  await desk.choose(sealedFile, input);
  await desk.saveAs(output);
  const { page, people } = desk;
  if (given.hsm !== undefined) await people.choose(page.getByRole('radio', { name: given.hsm }));
  await people.type(page.locator('input[name="pin"]'), given.pin ?? rehearsalPins.hsm);
};

/** Nothing that was begun under this name is there. */
const nothingAt = (path: string): void => {
  expect(existsSync(path)).toBe(false);
  expect(existsSync(`${path}.partial`)).toBe(false);
};

let embassy: Embassy;
let usb: string;

test.beforeAll(async () => {
  embassy = await withKey();
  usb = join(embassy.home, 'usb');
  mkdirSync(usb);
});

const at = (name: string): string => join(usb, name);

for (const language of ['en', 'et'] as const) {
  test(`a file is sealed and opened again by keyboard alone (${language})`, async () => {
    const content = randomBytes(3_000_000);
    const [plain, sealed, opened] = [
      at(`${language}.tar`),
      at(`${language}.tar.p7m`),
      at(`${language}.back`),
    ];
    writeFileSync(plain, content);
    const launched = await launch(embassy.home);
    const desk = deskOf(launched, language);
    const { page, people, t } = desk;
    if (language === 'et') await page.getByRole('button', { name: 'Eesti' }).click();
    await expect(page.locator('.identity')).toBeVisible({ timeout: 30_000 });
    await picture(page, `${language}-00-start`);
    await people.press(people.button('backups.way-open'));
    await desk.heading('backups.title.open');
    await picture(page, `${language}-01-open-empty`);

    await desk.work('seal');
    await desk.heading('backups.title.seal');
    await picture(page, `${language}-02-seal-empty`);
    await desk.choose(file, plain);
    await desk.choose(bundleOf, embassy.bundle);
    await expect(page.getByText('land-register v1')).toBeVisible();
    writeFileSync(at('taken.p7m'), 'somebody’s');
    await desk.saveAs(at('taken.p7m'));
    await desk.refused('file-exists');
    await picture(page, `${language}-03-seal-name-taken`);
    await expect(people.button('backups.begin.seal')).toBeDisabled();
    await desk.saveAs(sealed);
    await picture(page, `${language}-04-seal-ready`);
    await people.press(people.button('backups.begin.seal'));
    await desk.heading('backups.done.sealed');
    await picture(page, `${language}-05-sealed`);
    expect(readFileSync(sealed).includes(content.subarray(0, 64))).toBe(false);

    await people.press(people.button('screen.back'));
    await people.press(people.button('backups.way-open'));
    await desk.choose(sealedFile, sealed);
    const named = page.getByRole('radio', {
      name: t('backups.hsm.holds.named', { keys: 'land-register.v1' }),
    });
    await expect(named).toBeChecked();
    await desk.saveAs(opened);
    await people.type(page.locator('input[name="pin"]'), '11112222');
    await people.press(people.button('backups.begin.open'));
    await desk.refused('pin-wrong');
    const pin = page.locator('input[name="pin"]');
    await expect(pin).toBeFocused();
    await expect(pin).toHaveValue('');
    await picture(page, `${language}-06-wrong-pin`);
    await expect(pin).toBeInViewport({ ratio: 1 });
    nothingAt(opened);
    // Enter opens, as it sends any form.
    await page.keyboard.type(rehearsalPins.hsm);
    await picture(page, `${language}-07-open-ready`);
    await page.keyboard.press('Enter');
    await desk.heading('backups.done.authentic');
    await picture(page, `${language}-08-opened`);
    expect(readFileSync(opened).equals(content)).toBe(true);
    expect(existsSync(`${opened}.partial`)).toBe(false);
    await launched.app.close();
  });
}

test('what cannot be opened is refused by name, and leaves nothing', async () => {
  const content = randomBytes(200_000);
  writeFileSync(at('plain'), content);
  const openssl = (cipher: string, out: string): void => {
    execFileSync('openssl', [
      ...['cms', '-encrypt', '-binary', '-stream', `-aes-256-${cipher}`, '-keyid', '-in', at('plain')],
      ...['-recip', embassy.certificate, '-outform', 'DER', '-out', at(out)],
    ]);
  };
  openssl('gcm', 'gcm.p7m');
  openssl('cbc', 'cbc.p7m');
  const altered = readFileSync(at('gcm.p7m'));
  altered[100_000] = (altered[100_000] ?? 0) ^ 1;
  writeFileSync(at('altered.p7m'), altered);
  writeFileSync(at('short.p7m'), readFileSync(at('gcm.p7m')).subarray(0, 150_000));

  const launched = await launch(embassy.home);
  const desk = deskOf(launched, 'en');
  const { page, people } = desk;
  await people.press(people.button('backups.way-open'));

  await desk.choose(sealedFile, at('plain'));
  await desk.refused('backup-not-sealed');
  await expect(page.locator('input[name="pin"]')).toHaveCount(0);
  await picture(page, 'en-10-not-sealed');

  const open = people.button('backups.begin.open');
  await openWith(desk, at('gcm.p7m'), at('out'), { hsm: /does not show/ });
  await people.press(open);
  await desk.refused('backup-key-absent');
  await expect(page.locator('.note .trace').first()).toContainText(/sealedTo=key [0-9a-f]{20}/);
  await picture(page, 'en-11-wrong-token');
  nothingAt(at('out'));

  await openWith(desk, at('altered.p7m'), at('out'));
  await people.press(open);
  await desk.refused('backup-altered');
  await picture(page, 'en-12-altered');
  nothingAt(at('out'));

  await openWith(desk, at('short.p7m'), at('out'));
  await people.press(open);
  await desk.refused('backup-truncated');
  nothingAt(at('out'));

  await openWith(desk, at('cbc.p7m'), at('out'));
  await picture(page, 'en-13-cbc-before');
  await people.press(open);
  await desk.heading('backups.done.unproved');
  await picture(page, 'en-14-cbc-opened');
  expect(readFileSync(at('out')).equals(content)).toBe(true);
  await launched.app.close();
});

test('where several keys fit, people name the one', async () => {
  const content = randomBytes(100_000);
  writeFileSync(at('court'), content);
  execFileSync('openssl', [
    ...['cms', '-encrypt', '-binary', '-aes-256-gcm', '-in', at('court'), '-recip', embassy.rsaCertificate],
    ...['-outform', 'DER', '-out', at('court.p7m')],
  ]);
  const launched = await launch(embassy.home);
  const desk = deskOf(launched, 'en');
  const { page, people, t } = desk;
  await people.press(people.button('backups.way-open'));
  await openWith(desk, at('court.p7m'), at('court.back'), { hsm: /Rehearsal HSM 2/ });
  await people.press(people.button('backups.begin.open'));
  await desk.refused('backup-key-unclear');
  await people.type(page.getByLabel(t('backups.hsm.label'), { exact: true }), 'court.v1');
  await people.type(page.locator('input[name="pin"]'), rehearsalPins.hsm);
  await picture(page, 'en-15-several-keys');
  await people.press(people.button('backups.begin.open'));
  await desk.heading('backups.done.authentic');
  expect(readFileSync(at('court.back')).equals(content)).toBe(true);
  await launched.app.close();
});

test('it is stopped, killed or closed midway, and nothing half-written gets the name', async () => {
  const large = at('large');
  writeFileSync(large, '');
  truncateSync(large, 3 * 2 ** 30);
  const small = at('small');
  writeFileSync(small, 'small');
  const launched = await launch(embassy.home);
  const { app } = launched;
  const desk = deskOf(launched, 'en');
  const { page, people, t } = desk;
  const seal = people.button('backups.begin.seal');
  const begin = async (): Promise<void> => {
    await people.press(seal);
    await desk.heading('backups.working.title.seal');
    await expect(page.locator('.backup-now strong')).toHaveText(/^[1-9]\d* %$/, { timeout: 60_000 });
  };
  await people.press(people.button('backups.way-open'));
  await sealTo(desk, embassy.bundle, large, at('large.p7m'));
  await expect(page.getByText(t('backups.large'))).toBeVisible();
  await picture(page, 'en-20-large');

  await begin();
  await picture(page, 'en-21-working');
  expect(existsSync(at('large.p7m.partial'))).toBe(true);
  expect(existsSync(at('large.p7m'))).toBe(false);
  // The room is in use: no ceremony begins.
  const other = await page.evaluate(
    (wanted) => globalThis.ceremony.request('start-ceremony', { plan: wanted, previousBundle: null }),
    plan,
  );
  expect(other).toMatchObject({ ok: false, problem: { code: 'room-in-use' } });
  await people.press(people.button('backups.working.stop'));
  await desk.refused('cancelled');
  await desk.heading('backups.refused.stopped');
  await picture(page, 'en-22-stopped');
  nothingAt(at('large.p7m'));

  await begin();
  await killEngine(app);
  await desk.refused('engine-lost');
  await desk.heading('backups.refused.seal');
  await picture(page, 'en-23-engine-lost');
  expect(existsSync(at('large.p7m'))).toBe(false);
  expect(existsSync(at('large.p7m.partial'))).toBe(true);

  // The next run under this name deletes what the dead one left.
  await desk.choose(file, small);
  await desk.saveAs(at('large.p7m'));
  await people.press(seal);
  await desk.heading('backups.done.sealed');
  expect(existsSync(at('large.p7m.partial'))).toBe(false);

  await people.press(people.button('backups.done.again.seal'));
  await desk.choose(file, large);
  await desk.saveAs(at('closed.p7m'));
  await begin();
  const asked = await app.evaluate(({ dialog, BrowserWindow }) => {
    const messages: string[] = [];
    dialog.showMessageBox = ((_window: unknown, { message }: Electron.MessageBoxOptions) => {
      messages.push(message);
      return Promise.resolve({ response: messages.length === 1 ? 0 : 1, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    for (const window of BrowserWindow.getAllWindows()) window.close();
    return messages;
  });
  expect(asked).toEqual([t('backups.leaving.message')]);
  expect(page.isClosed()).toBe(false);
  const quit = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
  await quit;
  nothingAt(at('closed.p7m'));
});

test('while a ceremony is in the room, no file is opened', async () => {
  const launched = await launch(embassy.home);
  const { page } = launched;
  const replies = await page.evaluate(
    async ({ wanted, input, pin }) => {
      const { request } = globalThis.ceremony;
      await request('describe-room', {});
      const begun = await request('start-ceremony', { plan: wanted, previousBundle: null });
      const inspected = await request('inspect-backup', { file: input, bundle: null });
      const opened = await request('open-backup', {
        input,
        output: `${input}.out`,
        bundle: null,
        keyLabel: null,
        token: { domain: 'rehearsal', label: 'Rehearsal HSM', serial: '' },
        pin,
      });
      return { begun, inspected, opened };
    },
    { wanted: plan, input: at('gcm.p7m'), pin: rehearsalPins.hsm },
  );
  expect(replies.begun).toEqual({ ok: true, value: null });
  for (const reply of [replies.inspected, replies.opened])
    expect(reply).toMatchObject({ ok: false, problem: { code: 'room-in-use', details: { by: 'ceremony' } } });
  expect(readdirSync(usb)).not.toContain('gcm.p7m.out');
  await launched.app.evaluate(({ app }) => app.exit());
});
