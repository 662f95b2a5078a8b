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
