/** Renders a page for people to PDF, in a window that nobody sees and that can do nothing but be laid out. */
import { BrowserWindow, session } from 'electron';

const printOrigin = 'app://print';

/** The page brings everything with it: its own style, and pictures and fonts as data. */
const printPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/**
 * A4, tagged for screen readers, with an outline from its headings; `@page` rules of the style decide margins.
 *
 * @param html a whole document
 * @returns the PDF file
 */
export const renderPdf = async (html: string): Promise<Uint8Array> => {
  // A session for each print, held in memory, so two prints cannot see each other's page.
  const own = session.fromPartition(`print-${crypto.randomUUID()}`);
  own.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !url.startsWith(`${printOrigin}/`) && !url.startsWith('data:') });
  });
  own.protocol.handle(
    'app',
    () =>
      new Response(html, {
        headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': printPolicy },
      }),
  );
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
    },
  });
  try {
    await window.loadURL(`${printOrigin}/`);
    const pdf = await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    });
    return new Uint8Array(pdf);
  } finally {
    window.destroy();
  }
};
