import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, test } from 'playwright/test';
import { makeFileKey } from '../keys/backup/hsm.ts';
import { temporaryFolder } from '../temporary.ts';
import { rehearsal } from './held.ts';
import { cutPower, keepScreen, killWhatIsLeft } from './launch.ts';
import { heard, sitDown } from './people.ts';

test.afterEach(killWhatIsLeft);

/** Those that secrets are typed into and sent to. */
const processesOf = (
  app: ElectronApplication,
): Promise<{ readonly window: number; readonly engine: number }> =>
  app.evaluate(({ app: electron, BrowserWindow }) => ({
    window: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    engine: electron.getAppMetrics().find(({ name }) => name === 'Ceremony engine')?.pid ?? 0,
  }));

test('a ceremony that is left takes the processes of the window and of the engine with it, and nothing else', async () => {
  const home = temporaryFolder('renewal');
  const out = join(home, 'usb');
  mkdirSync(out);
  const { app, page, people, t } = await sitDown({ home, language: 'et', path: out });
  await page.getByLabel(t('screen.settings.appearance')).selectOption('dark');
  const plan = { kind: 'generate', parameters: rehearsal };
  const began = await page.evaluate((request) => globalThis.ceremony.request('start-ceremony', request), {
    plan,
    previousBundle: null,
  } as never);
  expect(began.ok, JSON.stringify(began)).toBe(true);
  await expect.poll(async () => (await heard(page))?.question ?? null).not.toBeNull();
  const before = await processesOf(app);
  const frame = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { id: window?.id, bounds: window?.getBounds() };
  });

  const left = page.evaluate(() => globalThis.ceremony.request('leave-ceremony', {}));
  // The page that asks is gone before anybody can tell it.
  await left.catch(() => undefined);
  await expect(people.button('screen.start.resume')).toBeVisible();
  await expect.poll(() => existsSync(`/proc/${before.window}`)).toBe(false);
  await expect.poll(() => existsSync(`/proc/${before.engine}`)).toBe(false);
  const after = await processesOf(app);
  expect(after.window).toBeGreaterThan(0);
  expect(after.engine).toBeGreaterThan(0);

  await expect(page.locator('html')).toHaveAttribute('lang', 'et');
  await expect(page.locator('html')).toHaveAttribute('data-appearance', 'dark');
  await expect(page.getByText(t('errors.engine-lost'))).toHaveCount(0);
  expect(
    await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return { id: window?.id, bounds: window?.getBounds() };
    }),
  ).toEqual(frame);
  await keepScreen(page, 'renewal-et-start');

  // Whoever has the keyboard goes on.
  await people.press(people.button('screen.start.resume'));
  await expect.poll(async () => (await heard(page))?.question ?? null).not.toBeNull();
  expect(await processesOf(app)).toEqual(after);
  await cutPower(app);
  rmSync(home, { recursive: true, force: true });
});

test('the PIN that opens a file goes with the screen that it was typed on, though it was never sent', async () => {
  const home = temporaryFolder('renewal');
  const { folder } = makeFileKey('rsa2048', 'renewal');
  const sealed = join(home, 'sealed.p7m');
  execFileSync('openssl', [
    ...['cms', '-encrypt', '-binary', '-aes-256-gcm', '-in', join(folder, 'embassy.der'), '-outform', 'DER'],
    ...['-recip', join(folder, 'embassy.pem'), '-out', sealed],
  ]);
  const { app, page, people, t } = await sitDown({ home, path: sealed });
  await people.press(people.button('backups.way-open'));
  await people.press(people.button('backups.sealed.choose'));
  await people.type(page.locator('input[name="pin"]'), '123456');
  const before = await processesOf(app);
  await people.press(people.button('screen.back'));
  await expect.poll(() => existsSync(`/proc/${before.window}`)).toBe(false);
  await expect.poll(() => existsSync(`/proc/${before.engine}`)).toBe(false);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('screen.start.title'));
  await expect(people.button('screen.start.begin-rehearsal')).toBeEnabled();
  await cutPower(app);
  rmSync(home, { recursive: true, force: true });
});

test('a page that is renewed before it has opened the last bundle leaves it to the next one', async () => {
  const home = temporaryFolder('renewal');
  const bundle = join(home, 'nowhere.asice');
  const { app, page, people } = await sitDown({ home, path: bundle });
  const shown = page.getByText(bundle, { exact: true });
  await people.press(people.button('embassy.open.choose'));
  await expect(shown).toBeVisible();
  const afresh = async (begins: boolean): Promise<void> => {
    await page.evaluate((goesOn) => sessionStorage.setItem('begins', String(goesOn)), begins);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  };
  await page.addInitScript(() => {
    // It stands, and does not get any further.
    if (sessionStorage.getItem('begins') === 'false') globalThis.requestIdleCallback = () => 0;
  });
  await afresh(false);
  await expect(shown).toHaveCount(0);
  await afresh(true);
  await expect(shown).toBeVisible();
  await cutPower(app);
  rmSync(home, { recursive: true, force: true });
});

const prlimit = '/usr/bin/prlimit';
/** Of core files, for this process and those that it starts. */
const allowCores = (soft: string): boolean =>
  spawnSync(prlimit, [`--core=${soft}:`, '--pid', String(process.pid)]).status === 0;

test('no process of the app may write a core file, though the machine allows it', async () => {
  test.skip(!existsSync(prlimit), 'there is no prlimit here');
  test.skip(!allowCores('unlimited'), 'this machine itself allows no core files');
  const { app, people, close } = await sitDown({ home: temporaryFolder('core'), path: '' });
  try {
    await expect(people.button('screen.start.open-verify')).toBeEnabled();
    // The engine is started for the first question that the page asks.
    await expect.poll(async () => (await processesOf(app)).engine).toBeGreaterThan(0);
    const pids = await app.evaluate(({ app: electron }) =>
      electron.getAppMetrics().map(({ pid, type, name }) => ({ pid, name: name ?? type })),
    );
    expect(pids.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Browser', 'Tab', 'Ceremony engine']),
    );
    for (const { pid, name } of pids)
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8'), name).toMatch(/^Max core file size +0 +0 /m);
  } finally {
    allowCores('0');
  }
  await close();
});
