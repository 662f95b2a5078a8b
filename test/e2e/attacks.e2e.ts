import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ElectronApplication, expect, test } from 'playwright/test';
import { root } from '../../build/paths.mjs';
import { temporaryFolder } from '../temporary.ts';
import { attacks, type Attack } from './attack/attacks.ts';
import {
  describeOutcome,
  isSeen,
  observe,
  pause,
  runInPage,
  show,
  watch,
  type Outcome,
} from './attack/driver.ts';
import { openListeners, type Listeners } from './attack/listeners.ts';
import { electronAskingHere } from './attack/withResolver.ts';
import { keepFile, launchAttached, untilAwake } from './launch.ts';
import { withMiniApp } from './miniApp.ts';

/**
 * Every attack of the table is made three times: from a window without the app's lockdown, where it has to succeed, or it would
 * prove nothing; from a script that got into the app's own page; and from a hostile page in the place of the app's own, without
 * any policy. From the app nothing may come of any of them.
 */
test.describe.configure({ timeout: 300_000 });

let listeners: Listeners;
let electron: string;
const room = temporaryFolder('attacks');
const file = pathToFileURL(join(room, 'one.html')).href;

test.beforeAll(async () => {
  listeners = await openListeners();
  electron = electronAskingHere(listeners.hearsLookups);
  const files = {
    'one.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    'one.js': 'globalThis.ranFromFile = true',
    'one.html': '<p>a file</p>',
    'control.html': '<!doctype html><title>control</title><p>control',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(room, name), text);
});

test.afterAll(() => listeners.close());

/** Where nobody can listen to lookups, those attacks are not made. */
const chosen = (): readonly Attack[] =>
  attacks.filter(({ seenBy }) => seenBy !== 'lookup' || listeners.hearsLookups);

const keepTable = (name: string, outcomes: readonly Outcome[]): void =>
  keepFile(`attacks-${name}.txt`, new TextEncoder().encode(outcomes.map(describeOutcome).join('\n')));

test('from a window that is not locked down, each attack succeeds', async () => {
  const outcomes: Outcome[] = [];
  const fromWeb = `http://localhost:${listeners.ports.web}/control.html`;
  const fromFile = pathToFileURL(join(room, 'control.html')).href;
  const source = 'test/e2e/attack/openWindow.ts';
  const attackAll = async (app: ElectronApplication): Promise<void> => {
    await app.evaluate((_electron, url) => {
      const open = Reflect.get(globalThis, 'openWindow') as (address: string) => Promise<void>;
      return open(url);
    }, fromWeb);
    await watch(app);
    for (const attack of chosen()) {
      const page = attack.fromFile === true ? fromFile : fromWeb;
      await show(app, page);
      listeners.take();
      outcomes.push(await observe(app, attack, { page, file, patienceMs: 30_000 }, listeners));
    }
  };
  await withMiniApp(source, 'openWindow', {}, attackAll, electron);
  keepTable('control', outcomes);
  expect(outcomes.filter((outcome) => !isSeen(outcome)).map(describeOutcome)).toEqual([]);
});

const page = 'app://ceremony/index.html';

/** The app over a home of its own, with its one window ready to be attacked. */
const withApp = async (use: (app: ElectronApplication) => Promise<void>): Promise<void> => {
  const home = temporaryFolder('attacked');
  const app = await launchAttached({
    executablePath: electron,
    args: [`--user-data-dir=${join(home, 'profile')}`, root],
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, 'config') },
  });
  try {
    await untilAwake(await app.firstWindow());
    await watch(app);
    await use(app);
  } finally {
    await app.close();
  }
};

/** What is late is waited for once, at the end, and counts as well. */
const expectNothing = async (
  app: ElectronApplication,
  name: string,
  made: readonly Attack[],
): Promise<void> => {
  listeners.take();
  const outcomes: Outcome[] = [];
  for (const attack of made) {
    outcomes.push(await observe(app, attack, { page, file, patienceMs: 150 }, listeners));
  }
  keepTable(name, outcomes);
  await pause(2000);
  expect(outcomes.filter(({ traces }) => traces.length > 0).map(describeOutcome)).toEqual([]);
  expect(listeners.take()).toEqual([]);
  expect(app.windows()).toHaveLength(1);
};

test('a script that got into the app’s own page gets nowhere', async () => {
  await withApp((app) => expectNothing(app, 'own-page', chosen()));
});

test('a hostile page in the place of the app’s own, without its policy, gets nowhere either', async () => {
  await withApp(async (app) => {
    await app.evaluate(({ session }) => {
      const { protocol } = session.fromPartition('ceremony');
      protocol.unhandle('app');
      protocol.handle('app', ({ url }) => {
        const isCode = url.includes('sw.js');
        const body = isCode
          ? "fetch(new URL(location).searchParams.get('target'))"
          : '<!doctype html><title>hostile</title><p>hostile';
        return new Response(body, { headers: { 'Content-Type': isCode ? 'text/javascript' : 'text/html' } });
      });
    });
    await show(app, page);
    expect(await runInPage(app, 'return document.title')).toBe('hostile');
    await expectNothing(
      app,
      'hostile-page',
      chosen().filter(({ againstPolicyOnly }) => againstPolicyOnly !== true),
    );
  });
});
