import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ElectronApplication, expect, test } from 'playwright/test';
import { root } from '../../build/paths.mjs';
import { requestNames } from '../../electron/channels.ts';
import { temporaryFolder } from '../temporary.ts';
import { runInPage, show, watch } from './attack/driver.ts';
import { packagedElectron } from './attack/packaged.ts';
import { keepScreen, launch, launchAttached, untilAwake, type Launched } from './launch.ts';
import { withMiniApp } from './miniApp.ts';

/** What the window is, and what it takes from a page that got into it: the attacks that are no line of code (attacks.e2e.ts). */
let launched: Launched;

test.beforeAll(async () => {
  launched = await launch();
  await launched.page.waitForLoadState('load');
  await watch(launched.app);
});

test.afterAll(() => launched.close());

const page = 'app://ceremony/index.html';

test('the one window shows our page and nothing of Node', async () => {
  await keepScreen(launched.page, 'start');
  const globals = await launched.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ceremony'].filter((name) => name in globalThis),
  );
  expect(globals).toEqual(['ceremony']);
  expect(launched.app.windows()).toHaveLength(1);
});

test('the window is as the docs say: sandboxed, isolated, without Node', async () => {
  const preferences = await launched.app.evaluate(() => {
    const own: unknown = Reflect.get(globalThis.attacked, 'getLastWebPreferences');
    return typeof own === 'function' ? (own.call(globalThis.attacked) as Record<string, unknown>) : {};
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  expect(preferences['nodeIntegrationInSubFrames'] ?? false).toBe(false);
  expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false);
  expect(preferences['allowRunningInsecureContent'] ?? false).toBe(false);
  expect(preferences['navigateOnDragDrop'] ?? false).toBe(false);
});

for (const [partition, code] of [
  ['ceremony', 'ERR_BLOCKED_BY_CLIENT'],
  ['another', 'ERR_NAME_NOT_RESOLVED'],
] as const)
  test(`main itself reaches nobody through the session “${partition}”`, async () => {
    const error = await launched.app.evaluate(async ({ session }, name) => {
      try {
        await session.fromPartition(name).fetch('http://127.0.0.1:54321/');
        return 'fetched';
      } catch (caught) {
        return String(caught);
      }
    }, partition);
    expect(error).toContain(code);
  });

// --- the channel ---

/** What a page can make of values, in its own language; none is a message of the contract, whatever it is sent as. */
const malformed: readonly string[] = [
  'undefined',
  'null',
  '0',
  'NaN',
  '1n',
  "'x'",
  '[]',
  '[{}]',
  '{ extra: 1 }',
  '{ constructor: { prototype: { ok: true } } }',
  '{ of: JSON.parse(\'{ "__proto__": { "ok": true } }\') }',
  'new Date()',
  'new Map()',
  'new Error()',
  'new Uint8Array(9)',
  '(() => { const self = {}; self.self = self; return self; })()',
];

/** More than any message is: each of a kind that would pass some schema, or is refused only after all of it was looked at. */
const oversized: readonly string[] = [
  "{ file: 'a'.repeat(100_000_000) }",
  "{ by: new Array(3_000_000).fill('custodian-1') }",
  '{ file: new Uint8Array(100_000_000) }',
  '(() => { let deep = {}; for (let level = 0; level < 3_000; level += 1) deep = { deep }; return deep; })()',
  "Object.fromEntries(Array.from({ length: 300_000 }, (_, name) => [name, 'x']))",
];

/** What the channel says to a value under each of the names: the problem's code, or `rejected`. */
const saidTo = (value: string, names: readonly string[]): Promise<unknown> =>
  runInPage(
    launched.app,
    `return Promise.all(${JSON.stringify(names)}.map(async (name) => {
       try { const said = await ceremony.request(name, ${value}); return said.ok ? 'taken by ' + name : said.problem.code }
       catch { return 'rejected' }
     })).then((said) => [...new Set(said)])`,
    // The bridge copies large values slowly, in the page's own process.
    30_000,
  );

for (const value of malformed)
  test(`no request takes ${value}`, async () => {
    expect(['message-malformed', 'rejected']).toContain(String(await saidTo(value, requestNames)));
  });

for (const value of oversized)
  test(`no request takes the oversized ${value.slice(0, 60)}`, async () => {
    const said = await saidTo(value, ['pause', 'verify-bundle', 'start-ceremony']);
    expect(['message-malformed', 'rejected']).toContain(String(said));
    expect(await runInPage(launched.app, "return (await ceremony.request('describe-room', {})).ok")).toBe(
      true,
    );
  });

test('a name that is not of the contract reaches nothing', async () => {
  for (const name of ['shell', '', '__proto__', 'constructor', 'toString', 'ELECTRON_BROWSER_REQUIRE']) {
    expect(await saidTo('{}', [name]), name).toEqual(['rejected']);
  }
});

test('main listens to the names of the contract and to nothing else', async () => {
  const heard = await launched.app.evaluate(({ ipcMain }) => {
    const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
    return {
      handlers: handlers instanceof Map ? [...handlers.keys()].map(String) : [],
      events: ipcMain.eventNames().map(String),
    };
  });
  expect(heard.handlers.toSorted()).toEqual(requestNames.toSorted());
  // Electron's own, so that an error in one of its channels ends nothing.
  expect(heard.events).toEqual(['error']);
});

/** Each tries to get more out of the preload’s functions than they give, and returns whether it did. */
const pollutions: Readonly<Record<string, string>> = {
  'an exchanged function':
    'const mine = () => 0; try { ceremony.request = mine } catch {} return ceremony.request === mine',
  'an exchanged bridge': 'try { globalThis.ceremony = {} } catch {} return !("request" in ceremony)',
  'a removed bridge': 'try { delete globalThis.ceremony } catch {} return !("ceremony" in globalThis)',
  'an added function': 'try { ceremony.more = 1 } catch {} return "more" in ceremony',
  'the maker of functions':
    'try { return ceremony.request.constructor(\'return typeof require === "function"\')() } catch { return false }',
  'a polluted look-up': `Object.hasOwn = () => true; Object.prototype.shell = true;
    try { await ceremony.request('shell', {}); return true } catch { return false } finally { delete Object.prototype.shell }`,
  'a polluted promise': `const then = Promise.prototype.then; let caught = null;
    Promise.prototype.then = function (...told) { caught ??= this; return then.apply(this, told) };
    try { await ceremony.request('shell', {}); return true } catch { return false } finally { Promise.prototype.then = then }`,
  'a polluted message': `Object.prototype.sitting = '00000000-0000-4000-8000-000000000000';
    try { return (await ceremony.request('resume-ceremony', {})).problem.code !== 'message-malformed' }
    finally { delete Object.prototype.sitting }`,
  'a listener to what is not pushed': `let heard = false; ceremony.listen('error', () => { heard = true });
    await ceremony.request('describe-room', {}); return heard`,
  'a file that nobody dropped': "return ceremony.fileOf(new File(['x'], '/etc/passwd')) !== ''",
  'a file that is none':
    "try { return ceremony.fileOf({ path: '/etc/passwd' }) !== '' } catch { return false }",
};

for (const [name, code] of Object.entries(pollutions))
  test(`the bridge is not bent by ${name}`, async () => {
    expect(await runInPage(launched.app, code)).toBe(false);
  });

test('only the top frame of our own page in our own window is answered', async () => {
  await withMiniApp('test/e2e/attack/senders.ts', 'askAs', {}, async (app) => {
    const said = await app.evaluate(
      (_electron, preload) => {
        const ask = Reflect.get(globalThis, 'askAs') as (path: string) => Promise<Record<string, unknown>>;
        return ask(preload);
      },
      join(root, 'dist/electron/preload.cjs'),
    );
    const { 'our page': ours, ...others } = said;
    expect(ours).toEqual({ ok: true, value: null });
    expect(Object.keys(others)).toHaveLength(7);
    for (const [sender, told] of Object.entries(others)) {
      expect(told, sender).toMatchObject({ ok: false, problem: { code: 'message-malformed' } });
    }
  });
});

// --- what people can be made to do ---

/** Lets a file go over the window, as if dragged from elsewhere; whether the window, or another, now shows it. */
const dropFile = (app: ElectronApplication, file: string): Promise<boolean> =>
  app.evaluate(async (_electron, path) => {
    const { attacked, traces } = globalThis;
    const before = attacked.getURL();
    traces.length = 0;
    attacked.debugger.attach();
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      const data = { items: [], files: [path], dragOperationsMask: 1 };
      await attacked.debugger.sendCommand('Input.dispatchDragEvent', { type, x: 99, y: 99, data });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    attacked.debugger.detach();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return attacked.getURL() !== before || traces.includes('window');
  }, file);

test('a file that is dropped into the window is not shown in it', async () => {
  const folder = temporaryFolder('dropped');
  const [first, file] = [join(folder, 'first.html'), join(folder, 'mine.html')];
  for (const each of [first, file]) writeFileSync(each, '<!doctype html><html style="height:100%">');
  await withMiniApp('test/e2e/attack/openWindow.ts', 'openWindow', {}, async (app) => {
    await app.evaluate((_electron, url) => {
      const open = Reflect.get(globalThis, 'openWindow') as (address: string) => Promise<void>;
      return open(url);
    }, pathToFileURL(first).href);
    await watch(app);
    expect(await dropFile(app, file)).toBe(true);
  });
  expect(await dropFile(launched.app, file)).toBe(false);
});

/** Asks for the developer tools by every key there is for them, and by their own call; whether they came. */
const openTools = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(async () => {
    const { attacked } = globalThis;
    const press = (keyCode: string, ...modifiers: ('control' | 'shift')[]) => {
      for (const type of ['keyDown', 'keyUp'] as const) attacked.sendInputEvent({ type, keyCode, modifiers });
    };
    press('F12');
    for (const key of ['I', 'J', 'C']) press(key, 'control', 'shift');
    attacked.openDevTools({ mode: 'detach' });
    for (let tries = 0; tries < 20 && !attacked.isDevToolsOpened(); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const came = attacked.isDevToolsOpened();
    attacked.closeDevTools();
    return came;
  });

test('developer tools are there in development, and not in a package', async () => {
  expect(await openTools(launched.app)).toBe(true);
  const home = temporaryFolder('packaged-home');
  const packaged = await launchAttached({
    executablePath: packagedElectron(),
    args: [`--user-data-dir=${join(home, 'profile')}`, root],
  });
  try {
    await untilAwake(await packaged.firstWindow());
    await watch(packaged);
    expect(await packaged.evaluate(({ app }) => app.isPackaged)).toBe(true);
    expect(await openTools(packaged)).toBe(false);
    expect(packaged.windows()).toHaveLength(1);
  } finally {
    await packaged.close();
  }
});

test('after all of that the window shows our page, alone', async () => {
  await show(launched.app, page);
  expect(launched.app.windows()).toHaveLength(1);
  expect(launched.page.url()).toBe(page);
});
