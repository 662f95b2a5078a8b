import type { EngineEvents, EngineHost } from '../../electron/engineHost.ts';
import { expect, test } from 'playwright/test';
import { withMiniApp } from './miniApp.ts';

/** An engine that is slow to listen, answers with its own process number, dies when told to, and asks for a page and a sheet. */
const engine = `
let printing = 0;
await new Promise((resolve) => setTimeout(resolve, 300));
process.parentPort.on('message', ({ data }) => {
  if (data.kind === 'rendered') process.parentPort.postMessage({ kind: 'reply', id: 2, reply: [...data.pdf] });
  else if (data.kind === 'printed') process.parentPort.postMessage({ kind: 'reply', id: printing, reply: data.result });
  else if (data.name === 'pause') process.exit(7);
  else if (data.name === 'continue') {
    printing = data.id;
    process.parentPort.postMessage({ kind: 'print-sheet', id: 1, html: 'sheet', domain: 'rehearsal' });
  }
  else if (data.name === 'page-to-print') process.parentPort.postMessage({ kind: 'render', id: 1, page: { html: 'page' } });
  else process.parentPort.postMessage({ kind: 'reply', id: data.id, reply: process.pid });
});`;

type Start = (entry: string, args: readonly string[], events: EngineEvents) => EngineHost;

test('the engine is asked, renders through main, dies, and is there again', async () => {
  await withMiniApp(
    'electron/engineHost.ts',
    'startEngine',
    { 'engine.mjs': engine },
    async (app, folder) => {
      const seen = await app.evaluate(async (_electron, entry) => {
        const start = Reflect.get(globalThis, 'startEngine') as Start;
        let restarts = 0;
        const host = start(entry, [], {
          pushed: () => undefined,
          restarted: () => {
            restarts += 1;
          },
          hung: () => undefined,
          recovered: () => undefined,
          render: ({ html }) => Promise.resolve(new TextEncoder().encode(html)),
          printSheet: (html, domain) =>
            Promise.resolve({ ok: true, value: { printer: `${html} of a ${domain}` } }),
        });
        const first: unknown = await host.request('look-again', {});
        const page: unknown = await host.request('page-to-print', { what: 'script', language: 'en' });
        const sheet: unknown = await host.request('continue', { by: [] });
        const died: unknown = await host.request('pause', { by: [] });
        const second: unknown = await host.request('look-again', {});
        const afterOne = restarts;
        for (let death = 0; death < 3; death += 1) await host.request('pause', { by: [] });
        const afterMany = restarts;
        const third: unknown = await host.request('look-again', {});
        host.stop();
        return { first, page, sheet, died, second, afterOne, afterMany, third };
      }, `${folder}/engine.mjs`);

      expect(seen.page).toEqual([...new TextEncoder().encode('page')]);
      expect(seen.sheet).toEqual({ ok: true, value: { printer: 'sheet of a rehearsal' } });
      expect(seen.died).toMatchObject({ ok: false, problem: { code: 'engine-lost' } });
      expect(typeof seen.first).toBe('number');
      expect(new Set([seen.first, seen.second, seen.third]).size).toBe(3);
      expect(seen.afterOne).toBe(1);
      // Three deaths in a row are mended at once; after the fourth it waits until it is asked.
      expect(seen.afterMany).toBe(3);
    },
  );
});

/** One that hears one request, and then stands in a call that never comes back, as a driver's. */
const hangingEngine = `
process.parentPort.on('message', ({ data }) => {
  if (data.name === 'pause') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  process.parentPort.postMessage({ kind: 'reply', id: data.id, reply: process.pid });
});`;

type StartPatiently = (
  entry: string,
  args: readonly string[],
  events: EngineEvents,
  patience: { readonly silentMs: number; readonly stalledMs: number },
) => EngineHost;

test('people are told of an engine that hangs in a call, and may have another in its place', async () => {
  await withMiniApp(
    'electron/engineHost.ts',
    'startEngine',
    { 'engine.mjs': hangingEngine },
    async (app, folder) => {
      const seen = await app.evaluate(async (_electron, entry) => {
        const start = Reflect.get(globalThis, 'startEngine') as StartPatiently;
        const happened: string[] = [];
        const host = start(
          entry,
          [],
          {
            pushed: () => undefined,
            restarted: () => happened.push('restarted'),
            hung: () => {
              happened.push('hung');
              host.restart();
            },
            recovered: () => happened.push('recovered'),
            render: (page) => Promise.resolve(new TextEncoder().encode(page.html)),
            printSheet: () => Promise.resolve({ ok: true, value: { printer: '' } }),
          },
          { silentMs: 500, stalledMs: 60_000 },
        );
        const first: unknown = await host.request('look-again', {});
        const hung: unknown = await host.request('pause', { by: [] });
        const second: unknown = await host.request('look-again', {});
        host.stop();
        return { happened, first, hung, second };
      }, `${folder}/engine.mjs`);

      expect(seen.hung).toMatchObject({ ok: false, problem: { code: 'engine-lost' } });
      expect(seen.happened).toEqual(['hung', 'recovered', 'restarted']);
      expect(typeof seen.second).toBe('number');
      expect(seen.second).not.toBe(seen.first);
    },
  );
});

/** One that tells its own number, in which language it is to speak, and answers `continue` only once a page was laid out for it. */
const renewableEngine = `
let language = 'none';
let waiting = 0;
process.parentPort.on('message', ({ data }) => {
  const reply = (id, value) => process.parentPort.postMessage({ kind: 'reply', id, reply: value });
  if (data.kind === 'rendered') reply(waiting, process.pid);
  else if (data.name === 'set-language') { language = data.message.language; reply(data.id, null); }
  else if (data.name === 'continue') {
    waiting = data.id;
    process.parentPort.postMessage({ kind: 'render', id: 1, page: { html: 'page' } });
  }
  else reply(data.id, { pid: process.pid, language });
});`;

test('an engine is renewed when nobody waits for it, tells nobody, knows its language, and loses nothing', async () => {
  await withMiniApp(
    'electron/engineHost.ts',
    'startEngine',
    { 'engine.mjs': renewableEngine },
    async (app, folder) => {
      const seen = await app.evaluate(async (_electron, entry) => {
        const start = Reflect.get(globalThis, 'startEngine') as Start;
        const happened: string[] = [];
        let layOut: () => void = () => undefined;
        const host = start(entry, [], {
          pushed: () => undefined,
          restarted: () => happened.push('restarted'),
          hung: () => undefined,
          recovered: () => undefined,
          render: () =>
            new Promise((resolve) => {
              layOut = () => resolve(new Uint8Array());
              happened.push('asked for a page');
            }),
          printSheet: () => Promise.resolve({ ok: true, value: { printer: '' } }),
        });
        // Nothing runs yet, so there is nothing to renew.
        await host.renew();
        await host.request('set-language', { language: 'et' });
        const first: unknown = await host.request('look-again', {});
        const slow = host.request('continue', { by: [] }).then((pid: unknown) => {
          happened.push('answered');
          return pid;
        });
        const renewed = host.renew().then(() => happened.push('renewed'));
        const second = host.request('look-again', {});
        // Answered by the one that it was asked of, however long it takes.
        while (!happened.includes('asked for a page'))
          await new Promise((resolve) => setTimeout(resolve, 20));
        layOut();
        const slowly: unknown = await slow;
        await renewed;
        const later: unknown = await second;
        // More often than deaths are allowed.
        for (let time = 0; time < 5; time += 1) await host.renew();
        const last: unknown = await host.request('look-again', {});
        host.stop();
        return { happened, first, slowly, later, last };
      }, `${folder}/engine.mjs`);

      const { pid } = seen.first as { readonly pid: number };
      expect(seen.slowly).toBe(pid);
      expect(seen.happened).toEqual(['asked for a page', 'answered', 'renewed']);
      for (const answer of [seen.later, seen.last]) expect(answer).toMatchObject({ language: 'et' });
      const pids = [seen.first, seen.later, seen.last].map(
        (answer) => (answer as { readonly pid: number }).pid,
      );
      expect(new Set(pids).size).toBe(3);
    },
  );
});
