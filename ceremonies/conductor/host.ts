import type { Result } from '../model/error.ts';
import type { Language } from '../texts/languages.ts';
import type { Finding, Software } from '../model/event.ts';
import type { Printed } from '../transcript/printed.ts';

/** What the conductor needs of the machine it runs on: Electron's main process for the app, plain Node without a screen. */
export type Host = {
  readonly software: Software;
  readonly now: () => Date;
  readonly airGap: () => Promise<readonly Finding[]>;
  /** The language of the report that is signed. */
  readonly language: () => Language;
  /**
   * Puts one custodian's sheet on paper and gives the printer's name; null where nothing prints. The document holds a share in
   * the clear. Problems: printer-missing, print-cancelled, print-failed.
   */
  readonly printSheet: ((html: string) => Promise<Result<{ readonly printer: string }>>) | null;
  /** A document as PDF; null where nothing can lay it out. */
  readonly renderPdf: ((page: Printed) => Promise<Uint8Array>) | null;
};
