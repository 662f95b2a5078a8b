import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readContainer } from '../../ceremonies/formats/asic.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { temporaryFolder } from '../temporary.ts';
import { archiveOf, openPackage, packagedExecutable, start } from './packaged.ts';
import { goThrough, heard, listen, openPeople } from './people.ts';

test.describe.configure({ timeout: 240_000 });

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const foreignCode = "require('node:fs').writeSync(2, 'FOREIGN CODE\\n');\n";
const describeRoom = () => globalThis.ceremony.request('describe-room', {});

let executable = '';
test.beforeAll(() => {
  executable = packagedExecutable();
});

test('the packaged app plays a rehearsal whose bundle is good, and names the archive’s digest in it', async () => {
  const { page, home, close } = await openPackage(executable);
  const people = openPeople(page, 'en');
  await listen(page);
  await people.press(people.button('screen.start.begin-rehearsal'));
  await people.press(people.button('screen.set-up.begin-rehearsal'));
  await goThrough(page, people, 'en', (question) => question?.kind === 'export', 'packaged');

  // The system's dialog is out of a test's reach here: the answer is given as the screen gives it.
  const out = join(home, 'usb');
  mkdirSync(out);
  const question = (await heard(page))?.question?.id ?? -1;
  await page.evaluate(
    ([id, directory]) =>
      globalThis.ceremony.request('answer', { question: id, answer: { kind: 'export', directory } }),
    [question, out] as const,
  );
  await expect(page.getByRole('heading', { name: texts('en').t('screen.exported.title') })).toBeVisible();

  const bytes = new Uint8Array(readFileSync(join(out, readdirSync(out)[0] ?? '')));
  expect((await verifyBundle(bytes)).outcome).toBe('good');
  const files = await readContainer(bytes);
  const transcript = files.ok
    ? [...files.value].map(([, file]) => new TextDecoder().decode(file)).join('')
    : '';
  expect(transcript).toContain(`"appHash":"${sha256(readFileSync(archiveOf(executable)))}"`);
  await close();
});

test('the packaged app rehearses with the SoftHSM2 that it brings', async () => {
  const { page, app, close } = await openPackage(executable);
  await expect(
    page.getByRole('button', { name: texts('en').t('screen.start.begin-rehearsal') }),
  ).toBeEnabled();
  const own = join(dirname(archiveOf(executable)), 'softhsm', 'libsofthsm2.so');
  const mapped = (): boolean =>
    readdirSync(`/proc/${app.pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${app.pid}/task/${task}/children`, 'utf8').trim().split(' '))
      .some((pid) => pid !== '' && readFileSync(`/proc/${pid}/maps`, 'utf8').includes(own));
  await expect.poll(mapped).toBe(true);
  await close();
});

test('no argument, variable or folder makes other code run in the packaged app', async () => {
  const home = temporaryFolder('fuses');
  const mark = join(home, 'mark.cjs');
  writeFileSync(mark, foreignCode);
  const ways: readonly (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
    [[], { NODE_OPTIONS: `--require=${mark}` }],
    [['--inspect=0'], {}],
    [[mark], { ELECTRON_RUN_AS_NODE: '1' }],
    [[mark], {}],
  ];
  for (const [args, env] of ways) {
    const app = await start(executable, home, [...args, '--remote-debugging-port=0'], env);
    await app.line(/^DevTools listening on/);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(app.said()).not.toMatch(/FOREIGN CODE|Debugger listening/);
    await app.end();
  }
  rmSync(home, { recursive: true, force: true });
});

test('a packaged app of which one file was changed holds no real ceremony and names no hash', async () => {
  const copy = join(temporaryFolder('damaged'), 'app');
  cpSync(dirname(executable), copy, { recursive: true });
  const unpacked = `${archiveOf(join(copy, 'x'))}.unpacked`;
  const native = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).find((each) =>
    each.endsWith('pkcs11.node'),
  );
  appendFileSync(join(unpacked, native ?? ''), '\0');
  // Where other apps of this kind would look for their program first.
  const planted = join(copy, 'resources', 'app');
  mkdirSync(planted);
  writeFileSync(join(planted, 'package.json'), '{"main":"main.cjs"}');
  writeFileSync(join(planted, 'main.cjs'), foreignCode);
  const { page, app, close } = await openPackage(join(copy, basename(executable)));
  const room = await page.evaluate(describeRoom);
  expect(room.ok && room.value.modes.production).toMatchObject({ code: 'program-damaged' });
  expect(room.ok && room.value.software.appHash).toBeNull();
  expect(app.said()).not.toContain('FOREIGN CODE');
  await close();
  rmSync(copy, { recursive: true, force: true });
});
