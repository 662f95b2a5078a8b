import assert from 'node:assert/strict';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'playwright/test';
import { type Launched, keepScreen, launch } from './launch.ts';

/** A page that got into the window by whatever means tries to leave it. The server counts who got through. */
let launched: Launched;
let server: Server;
let visits = 0;
let outside = '';

test.beforeAll(async () => {
  server = createServer((_request, response) => {
    visits += 1;
    response.setHeader('Access-Control-Allow-Origin', '*').end('outside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  launched = await launch();
});

test.afterAll(async () => {
  await launched.close();
  server.close();
});

test.afterEach(() => {
  expect(visits).toBe(0);
  expect(launched.page.url()).toBe('app://ceremony/index.html');
  expect(launched.app.windows()).toHaveLength(1);
});

test('the server that nobody reaches can be reached', async () => {
  assert.equal(await (await fetch(outside)).text(), 'outside');
  assert.equal(visits, 1);
  visits = 0;
});

test('the one window shows our page and nothing of Node', async () => {
  const { page } = launched;
  await page.waitForLoadState('load');
  await keepScreen(page, 'start');
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ceremony'].filter((name) => name in globalThis),
  );
  expect(globals).toEqual(['ceremony']);
});

test('the page cannot fetch from anywhere, not even from itself', async () => {
  for (const target of [outside, 'app://ceremony/index.html', 'file:///etc/hostname']) {
    const refused = await launched.page.evaluate(async (url) => {
      try {
        await fetch(url);
        return false;
      } catch {
        return true;
      }
    }, target);
    expect(refused, target).toBe(true);
  }
});

test('without its policy the page still cannot fetch', async () => {
  const error = await launched.app.evaluate(async ({ session }, url) => {
    try {
      await session.fromPartition('ceremony').fetch(url);
      return 'fetched';
    } catch (caught) {
      return String(caught);
    }
  }, outside);
  expect(error).toContain('ERR_BLOCKED_BY_CLIENT');
});

test('no name resolves, and no address is reached, by any other way through Chromium', async () => {
  const error = await launched.app.evaluate(async ({ session }, url) => {
    try {
      await session.fromPartition('another').fetch(url);
      return 'fetched';
    } catch (caught) {
      return String(caught);
    }
  }, outside);
  expect(error).toContain('ERR_NAME_NOT_RESOLVED');
});

test('pictures, scripts, frames, sockets and beacons from outside are refused', async () => {
  const loaded = await launched.page.evaluate(async (url) => {
    const tryElement = (name: 'img' | 'script' | 'iframe') =>
      new Promise<string | null>((resolve) => {
        const element = document.createElement(name);
        element.onload = () => resolve(name === 'iframe' ? null : name);
        element.onerror = () => resolve(null);
        try {
          element.setAttribute('src', url);
        } catch {
          resolve(null);
        }
        document.body.append(element);
        setTimeout(() => resolve(null), 1000);
      });
    const socket = () =>
      new Promise<string | null>((resolve) => {
        try {
          const opened = new WebSocket(url.replace('http', 'ws'));
          opened.onopen = () => resolve('socket');
          opened.onerror = () => resolve(null);
        } catch {
          resolve(null);
        }
      });
    try {
      navigator.sendBeacon(url, 'x');
    } catch {
      // Refused at once.
    }
    return Promise.all([tryElement('img'), tryElement('script'), tryElement('iframe'), socket()]);
  }, outside);
  expect(loaded).toEqual([null, null, null, null]);
});

test('the page cannot navigate, open a window, or post a form', async () => {
  const { page } = launched;
  const opened = await page.evaluate((url) => window.open(url) !== null, outside);
  expect(opened).toBe(false);
  for (const target of [
    outside,
    'file:///etc/hostname',
    'app://ceremony/other.html',
    'mailto:a@example.org',
  ]) {
    await page.evaluate((url) => {
      location.href = url;
    }, target);
  }
  await page.evaluate((url) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = url;
    document.body.append(form);
    form.submit();
  }, outside);
  await page.waitForTimeout(500);
});

test('the page cannot run text as code', async () => {
  const ran = await launched.page.evaluate(() => {
    const script = document.createElement('script');
    try {
      script.textContent = 'globalThis.injected = true';
    } catch {
      return false;
    }
    document.body.append(script);
    return 'injected' in globalThis;
  });
  expect(ran).toBe(false);
});

test('every permission is refused', async () => {
  const states = await launched.page.evaluate(async () =>
    Promise.all(
      ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read'].map(async (name) => {
        const status = await navigator.permissions.query({ name: name as PermissionName });
        return status.state;
      }),
    ),
  );
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('a download is refused', async () => {
  const { page, app } = launched;
  const items = await app.evaluate(({ session }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seenDownloads: seen });
    session.fromPartition('ceremony').on('will-download', (event, item) => {
      if (!event.defaultPrevented) seen.push(item.getURL());
    });
    return seen;
  });
  expect(items).toEqual([]);
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'data:text/plain,secret';
    link.download = 'secret.txt';
    document.body.append(link);
    link.click();
  });
  await page.waitForTimeout(300);
  const kept = await app.evaluate(() => Reflect.get(globalThis, 'seenDownloads') as string[]);
  expect(kept).toEqual([]);
});

test('a request that is not of the contract reaches nothing', async () => {
  const { page } = launched;
  const answers = await page.evaluate(async () => {
    const { request } = Reflect.get(globalThis, 'ceremony') as {
      request: (name: string, message: unknown) => Promise<{ ok: boolean; problem?: { code: string } }>;
    };
    const unknown = await request('shell', {}).catch(() => 'rejected');
    const malformed = await request('resume-ceremony', { sitting: '../../etc' });
    return [unknown, malformed.problem?.code];
  });
  expect(answers).toEqual(['rejected', 'message-malformed']);
});
