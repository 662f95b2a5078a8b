/** Lays pages out for paper, in windows that nobody sees, that can do nothing else, and that are gone with the print. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, BrowserWindow, session, type WebContents, type WebContentsPrintOptions } from 'electron';
import { bad, good, type Result } from '../ceremonies/model/error.ts';
import { footStyle, type Foot } from '../ceremonies/transcript/footStyle.ts';
import type { Printed } from '../ceremonies/transcript/printed.ts';
import { withMetadata } from './pdfMetadata.ts';

const printOrigin = 'app://print';

/** The page brings everything with it: its own style, and pictures and fonts as data. */
const printPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': printPolicy,
  'Cache-Control': 'no-store',
};

/** Made from paper.css by the build. Without it a document stands in the system's typeface, which is better than no document. */
const typefaces = (): Promise<string> =>
  readFile(join(import.meta.dirname, 'paper.css'), 'utf8').catch(() => '');

/** A typeface that only the margins use would come too late for them; this shows nothing, and asks for each in time. */
const askForTypefaces = `<div style="position:absolute;top:0;left:0;visibility:hidden" aria-hidden="true">
  <b style="font-family:'Atkinson Hyperlegible Next'">Aš</b><span style="font-family:'Atkinson Hyperlegible Next'">Aš</span>
  <b style="font-family:'Atkinson Hyperlegible Mono'">A</b><span style="font-family:'Atkinson Hyperlegible Mono'">Aš</span>
</div>`;

/** What is only for paper joins the document here, so that the digest at the foot can be of the document. */
const onPaper = async (html: string, foot: Foot | null): Promise<string> => {
  const style = `<style>${await typefaces()}${foot === null ? '' : footStyle(foot)}</style>`;
  // As functions: a replacement text would give a meaning to its dollars.
  return html
    .replace('</head>', () => `${style}</head>`)
    .replace('</body>', () => `${askForTypefaces}</body>`);
};

/**
 * Shows a page to nobody: in a hidden, sandboxed window without scripts, preload or network, over a session of its own that
 * lives in memory and has no cache. Window and session are emptied however `use` ends.
 *
 * The page may be a share. So it is no `data:` URL, which would hold it in the history, in every crash report and in the
 * arguments of what logs navigations: the window loads `app://print/`, and this session's handler answers once,
 * from memory, and forgets.
 */
const layOut = async <T>(html: string, use: (contents: WebContents) => Promise<T>): Promise<T> => {
  let page: string | undefined = html;
  // A session for each print, so two prints cannot see each other's page.
  const own = session.fromPartition(`print-${crypto.randomUUID()}`, { cache: false });
  own.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !url.startsWith(`${printOrigin}/`) && !url.startsWith('data:') });
  });
  own.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  own.setPermissionCheckHandler(() => false);
  own.protocol.handle('app', () => {
    const once = page;
    page = undefined;
    return once === undefined
      ? new Response('', { status: 404 })
      : new Response(once, { headers: pageHeaders });
  });
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
      devTools: false,
      spellcheck: false,
      // Of CSS Paged Media; a matter of course since Chromium 131.
      enableBlinkFeatures: 'PageMarginBoxes',
    },
  });
  try {
    await window.loadURL(`${printOrigin}/`);
    return await use(window.webContents);
  } finally {
    page = undefined;
    window.destroy();
    own.protocol.unhandle('app');
    await own.clearStorageData();
  }
};

/**
 * A4, tagged for screen readers, with an outline from its headings; `@page` rules of the style decide margins.
 *
 * @returns the PDF file
 */
export const renderPdf = ({ html, foot }: Printed): Promise<Uint8Array> => pdfOf(html, foot);

const pdfOf = async (html: string, foot: Foot | null): Promise<Uint8Array> =>
  layOut(await onPaper(html, foot), async (contents) => {
    const pdf = await contents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    });
    return withMetadata(new Uint8Array(pdf), {
      title: contents.getTitle(),
      language: /<html lang="([\w-]+)">/.exec(html)?.[1] ?? 'en',
      creator: `${app.getName()} ${app.getVersion()}`,
    });
  });

/** Where a sheet goes: to a printer by name, or to the one that people choose in the system's dialog. */
export type PrintTo = { readonly printer: string } | { readonly dialog: true };

/** A printer as the system knows it. */
export type Printer = { readonly name: string; readonly description: string };

const optionsFor = (to: PrintTo): WebContentsPrintOptions => ({
  ...('printer' in to ? { silent: true, deviceName: to.printer } : { silent: false }),
  color: false,
  copies: 1,
  duplexMode: 'simplex',
  pageSize: 'A4',
  printBackground: true,
  // The page's own `@page` margins, and nothing of the browser's: no address, no date, no title.
  margins: { marginType: 'none' },
});

/** Chromium says why in English; only that people changed their mind is told from the rest. */
const printProblem = (reason: string): Result<never> =>
  /cancel/iu.test(reason) ? bad('print-cancelled') : bad('print-failed');

const printContents = (contents: WebContents, to: PrintTo): Promise<Result<null>> =>
  new Promise((resolve) => {
    contents.print(optionsFor(to), (done, reason) => {
      resolve(done ? good(null) : printProblem(reason));
    });
  });

/** The printers that the system offers. */
export const printers = async (contents: WebContents): Promise<readonly Printer[]> =>
  (await contents.getPrintersAsync()).map(({ name, description }) => ({ name, description }));

/**
 * Prints a page on paper, one copy, one side. Ends when the print system has taken it, which is not yet paper: only people see
 * that. What the print system may keep is said in docs/OPERATIONS.md.
 *
 * Problems: `printer-missing` (none is set up, or not the one named), `print-cancelled`, `print-failed`.
 */
export const printPaper = async (html: string, to: PrintTo): Promise<Result<null>> => {
  try {
    return await layOut(await onPaper(html, null), async (contents) => {
      const known = await printers(contents);
      const missing = 'printer' in to ? !known.some(({ name }) => name === to.printer) : known.length === 0;
      return missing ? bad('printer-missing') : printContents(contents, to);
    });
  } catch {
    // What Chromium throws may quote the page.
    return bad('print-failed');
  }
};

/** The same page as a PDF file, for rehearsals where no printer is. Problem: `print-failed`. */
export const printToFile = async (html: string): Promise<Result<Uint8Array>> => {
  try {
    return good(await pdfOf(html, null));
  } catch {
    return bad('print-failed');
  }
};
