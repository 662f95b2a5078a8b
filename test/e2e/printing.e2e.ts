import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { withMiniApp } from './miniApp.ts';

let server: Server;
let visits = 0;

test.beforeAll(async () => {
  server = createServer((_request, response) => {
    visits += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

test.afterAll(() => {
  server.close();
});

test('a page becomes a tagged A4 document, its scripts dead and its outside pictures not fetched', async () => {
  const outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.png`;
  const html = `<!doctype html><html lang="et"><head><title>Aruanne</title><style>@page { margin: 20mm }</style></head>
    <body><h1>Võtme label: šahtid</h1><p id="p">untouched</p><img src="${outside}" alt="">
    <script>document.getElementById('p').textContent = 'changed'</script></body></html>`;

  await withMiniApp('electron/printing.ts', 'renderPdf', {}, async (app, folder) => {
    const base64 = await app.evaluate(async (_electron, page) => {
      const renderPdf = Reflect.get(globalThis, 'renderPdf') as (page: object) => Promise<Uint8Array>;
      const foot = { says: 'of "this"', digest: 'ab'.repeat(32), page: 'Lk' };
      return Buffer.from(await renderPdf({ html: page, foot })).toString('base64');
    }, html);
    const path = join(folder, 'page.pdf');
    writeFileSync(path, Buffer.from(base64, 'base64'));

    const facts = execFileSync('pdfinfo', [path], { encoding: 'utf8' });
    expect(facts).toMatch(/Page size:.*A4/);
    expect(facts).toMatch(/Tagged:\s+yes/);
    expect(facts).toMatch(/Title:\s+Aruanne/);
    const text = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' });
    expect(text).toContain('Võtme label: šahtid');
    expect(text).toContain('untouched');
    expect(text).toContain('of "this"');
    expect(text).toMatch(/Lk 1 \/ 1/);
    expect(visits).toBe(0);
  });
});

test('where no printer is, a page is not printed, and its window is gone', async () => {
  await withMiniApp('electron/printing.ts', 'printPaper', {}, async (app) => {
    const answers = await app.evaluate(async ({ BrowserWindow }) => {
      type Printed = { readonly ok: boolean; readonly problem?: { readonly code: string } };
      const printPaper = Reflect.get(globalThis, 'printPaper') as (
        html: string,
        to: object,
      ) => Promise<Printed>;
      const results = [
        await printPaper('<p>share</p>', { dialog: true }),
        await printPaper('<p>share</p>', { printer: 'no such printer' }),
      ];
      return {
        codes: results.map((result) => result.problem?.code ?? 'printed'),
        windows: BrowserWindow.getAllWindows().length,
      };
    });
    expect(answers).toEqual({ codes: ['printer-missing', 'printer-missing'], windows: 0 });
  });
});
