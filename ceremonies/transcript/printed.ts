import { toUtf8 } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';
import type { CeremonyEvent } from '../model/event.ts';
import type { Register } from '../model/register.ts';
import type { Script } from '../model/script.ts';
import type { State } from '../model/state.ts';
import { languages, type Language } from '../texts/languages.ts';
import { certificate } from './certificate.ts';
import { footOfCertificate, footOfJournal, footOfReport, footOfScript, footOfTranslation } from './foot.ts';
import type { Foot } from './footStyle.ts';
import { report } from './report.ts';
import { scriptSheet } from './scriptSheet.ts';

/** A document on its way to paper: one HTML file, and what stands at the foot of each of its pages. */
export type Printed = { readonly html: string; readonly foot: Foot };

/** The script, before the ceremony or in it. `register`: that of the bundle before. */
export const printedScript = async (
  script: Script,
  register: Register | null,
  language: Language,
): Promise<Printed> => ({
  html: scriptSheet(script, language, register),
  foot: await footOfScript(script, language),
});

/** report.html of a bundle that is being made, for its report.pdf. */
export const printedReport = async (html: string, language: Language): Promise<Printed> => ({
  html,
  foot: await footOfReport(html, language),
});

/** The destruction certificate in any language: its foot names the bundle that proves it. Null where nothing was destroyed. */
export const printedCertificate = (
  state: State,
  bundleSha256: string,
  language: Language,
): Printed | null => {
  const html = certificate(state, language);
  return html === null ? null : { html, foot: footOfCertificate(bundleSha256, language) };
};

/**
 * The record in any language. In the language that was signed it is the signed report; in another it is made anew from the
 * same events, and its foot names the bundle and the language that counts.
 *
 * `head`: SHA-256 of the last of `events`; `bundleSha256`: null while there is no bundle.
 */
export const printedRecord = async (
  state: State,
  events: readonly CeremonyEvent[],
  head: string,
  bundleSha256: string | null,
  language: Language,
): Promise<Printed> => {
  const html = report(state, events, head, language);
  if (bundleSha256 === null) return { html, foot: footOfJournal(head, language) };
  const signed = state.bundle.reports.findLast(({ name }) => name === 'report.html')?.sha256;
  const made = await Promise.all(
    languages.map(
      async (each) => [each, await sha256Hex(toUtf8(report(state, events, head, each)))] as const,
    ),
  );
  // No language at all: another version of the program wrote the report in other words.
  const signedLanguage = made.find(([, digest]) => digest === signed)?.[0] ?? null;
  return signedLanguage === language
    ? printedReport(html, language)
    : { html, foot: footOfTranslation(bundleSha256, signedLanguage, language) };
};
