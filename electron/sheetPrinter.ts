/** A custodian's sheet on paper: which printer, and in a rehearsal without one, which file. */
import { writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import type { Domain } from '../ceremonies/model/domain.ts';
import { bad, good } from '../ceremonies/model/error.ts';
import { leaving as english } from '../ceremonies/texts/en/leaving.ts';
import { leaving as estonian } from '../ceremonies/texts/et/leaving.ts';
import { leaving as french } from '../ceremonies/texts/fr/leaving.ts';
import type { Language } from '../ceremonies/texts/languages.ts';
import type { PrintResult } from './engineWire.ts';
import { printers, printPaper, printToFile } from './printing.ts';

const texts: Readonly<Record<Language, typeof english>> = { en: english, et: estonian, fr: french };

type Asker = { readonly window: BrowserWindow | undefined; readonly language: Language };

/**
 * The printer is named in the transcript, so people choose it here and not in the system's dialog, which does not say what was
 * chosen. One printer needs no choice.
 *
 * Problems: `printer-missing`, `print-cancelled`, `print-failed`, and in a rehearsal `not-writable`.
 */
export const printSheet = async (html: string, domain: Domain, asker: Asker): Promise<PrintResult> => {
  const { window } = asker;
  if (window === undefined) return bad('print-cancelled');
  const names = (await printers(window.webContents)).map(({ name }) => name);
  if (names.length === 0) return domain === 'rehearsal' ? printInFile(html, window) : bad('printer-missing');
  const printer = names.length === 1 ? names[0] : await choosePrinter(names, window, asker.language);
  if (printer === undefined) return bad('print-cancelled');
  const printed = await printPaper(html, { printer });
  return printed.ok ? good({ printer }) : printed;
};

const choosePrinter = async (
  names: readonly string[],
  window: BrowserWindow,
  language: Language,
): Promise<string | undefined> => {
  const { whichPrinter, whichPrinterMore, noPrinter } = texts[language];
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: whichPrinter,
    detail: whichPrinterMore,
    buttons: [...names, noPrinter],
    cancelId: names.length,
    noLink: true,
  });
  return names[response];
};

/** A rehearsed share protects nothing, so it may lie in a file; a real one never does. */
const printInFile = async (html: string, window: BrowserWindow): Promise<PrintResult> => {
  const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: 'sheet.pdf' });
  if (canceled || filePath === '') return bad('print-cancelled');
  const page = await printToFile(html);
  if (!page.ok) return page;
  try {
    await writeFile(filePath, page.value);
  } catch {
    return bad('not-writable', { path: filePath });
  }
  return good({ printer: 'PDF' });
};
