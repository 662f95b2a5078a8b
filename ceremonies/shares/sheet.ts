import { qrPath, type QrMatrix } from '../formats/qrCode.ts';
import { dataWords, rowLength, type WordRow } from '../formats/wordRows.ts';
import { bytesToWords } from '../formats/words.ts';
import type { Domain } from '../model/domain.ts';
import { texts } from '../texts/catalogue.ts';
import type { Language } from '../texts/languages.ts';
import type { Texts } from '../texts/texts.ts';
import { html, pagePolicy, type Content, type Markup } from '../transcript/html.ts';
import { setIdBytes, shareCommitment } from './commitment.ts';
import type { Share } from './share.ts';
import { shareToQr } from './shareQr.ts';
import { sheetStyle } from './sheetStyle.ts';
import { shareToWords } from './shareWords.ts';

/** What stands on a custodian's sheet. */
export type Sheet = {
  readonly share: Share;
  readonly domain: Domain;
  readonly custodian: string;
  readonly place: string;
  /** When the ceremony was held: an ISO time or date, of which the day is shown. */
  readonly date: string;
  /** The ceremony's UUID: it names the bundle. */
  readonly ceremony: string;
};

/**
 * The words at the foot of a sheet, which its owner reads back: whoever has them holds the right page, printed to its end.
 * They are of the share's commitment, which everybody may know.
 *
 * @param commitment hex, as published
 */
export const sheetControl = (commitment: string): readonly string[] =>
  bytesToWords(Buffer.from(commitment.slice(0, 8), 'hex'));

/** More would push the share off the page; the bundle names all keys. */
const labelLettersMax = 90;

const between = (parts: readonly string[]): string => [...new Set(parts)].join(' · ');

const labelsOf = (labels: readonly string[], { t }: Texts): string => {
  const shown = labels.filter((_, place) => labels.slice(0, place + 1).join(', ').length <= labelLettersMax);
  return shown.length === labels.length
    ? labels.join(', ')
    : t('sheet.more', { labels: shown.join(', '), count: labels.length - shown.length });
};

/** Of large letters, on one line. */
const prominentLettersMax = 48;

/** What people look for first: large, unless it is too long for one line. */
const prominent = (text: string): Markup =>
  text.length <= prominentLettersMax
    ? html`<span class="strong">${text}</span>`
    : html`<span class="strong long">${text}</span>`;

/** In groups of eight, so that two people can compare it. */
const grouped = (hash: string): string => (hash.match(/.{8}/g) ?? []).join(' ');

const factsOf = (
  { share, domain, custodian, place, date, ceremony }: Sheet,
  tongues: readonly Texts[],
): Markup => {
  const name = (key: string) => between(tongues.map(({ t }) => t(`sheet.facts.${key}`)));
  const setWords = bytesToWords(setIdBytes(share.setId).subarray(0, 4)).join(' ');
  const [first] = tongues;
  const facts: readonly (readonly [string, Content])[] = [
    ['embassy', prominent(share.embassy)],
    ['keys', first === undefined ? '' : prominent(labelsOf(share.keyLabels, first))],
    ['custodian', prominent(custodian)],
    ['made', `${date.slice(0, 10)}, ${place}`],
    ['ceremony', html`<code>${ceremony}</code>`],
    ['set', html`<code>${share.setId}</code> (${setWords})`],
    ['commitment', html`<code>${grouped(shareCommitment(domain, share))}</code>`],
  ];
  return html`<dl>
    ${facts.map(
      ([key, value]) =>
        html`<dt>${name(key)}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
};

const instructions = ({ threshold, count }: Share, { language, t }: Texts): Markup =>
  html`<section lang="${language}">
    <h2>${t('sheet.what')}</h2>
    <p>${t('sheet.whatSays', { threshold, count })}</p>
    <h2>${t('sheet.keep')}</h2>
    <ol>
      ${['bag', 'store', 'use', 'alone'].map((step) => html`<li>${t(`sheet.steps.${step}`)}</li>`)}
    </ol>
  </section>`;

const readingHelp = ({ language, t }: Texts): Markup =>
  html`<section lang="${language}">
    <h2>${t('sheet.code')}</h2>
    <p>${t('sheet.codeSays')}</p>
    <h2>${t('sheet.words')}</h2>
    <p>${t('sheet.wordsSays')}</p>
  </section>`;

const drawing = (code: QrMatrix): Markup =>
  html`<svg viewBox="0 0 ${code.length} ${code.length}" shape-rendering="crispEdges">
    <path d="${qrPath(code)}" />
  </svg>`;

const columnClass = (place: number): Markup => (place === dataWords ? html` class="check"` : html``);

const wordTable = (rows: readonly WordRow[]): Markup =>
  html`<table class="rows" lang="en">
    <tr>
      <th></th>
      ${Array.from({ length: rowLength }, (_, place) => html`<th${columnClass(place)}>${place + 1}</th>`)}
    </tr>
    ${rows.map(
      (row, place) =>
        html`<tr>
          <th class="number">${place + 1}</th>
          ${row.map((word, column) => html`<td${columnClass(column)}>${word}</td>`)}
        </tr>`,
    )}
  </table>`;

/** A sheet explains itself twice: to those who were there when it was printed, and to whoever must read it elsewhere. */
const languagesOf = (language: Language): readonly [Language, Language] =>
  language === 'en' ? ['en', 'et'] : [language, 'en'];

/**
 * A share on one page of A4, in `language` and in English (in English: and in Estonian), for there is no room for more. What it
 * is and belongs to, open; and below a line, to be folded inward, the share itself as a code and as words. One HTML document,
 * no scripts, nothing loaded.
 *
 * It holds the share in the clear, in strings that cannot be wiped: hand it to the printer and let go of it; never keep
 * it, log it, or show it. Throws `share-malformed` for a share that is not of a recovery key.
 */
export const sheetHtml = (sheet: Sheet, language: Language): string => {
  const { share, domain } = sheet;
  const { index, threshold, count } = share;
  const tongues = languagesOf(language).map(texts);
  const inAll = (key: string) =>
    between(tongues.map(({ t }) => t(`sheet.${key}`, { index, threshold, count })));
  return html`<!DOCTYPE html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        ${pagePolicy}
        <title>${inAll('title')}</title>
        <style>
          ${{ markup: sheetStyle }}
        </style>
      </head>
      <body>
        <div class="open">
          ${domain === 'rehearsal' ? html`<p class="band">${inAll('rehearsal')}</p>` : html``}
          <div class="title">
            <h1>${inAll('title')}</h1>
            <p class="strong">${inAll('any')}</p>
          </div>
          ${factsOf(sheet, tongues)}
          <div class="tongues">${tongues.map((each) => instructions(share, each))}</div>
          <div class="boxes">
            ${['bag', 'signature', 'date'].map((key) => html`<div>${inAll(key)}</div>`)}
          </div>
        </div>
        <div class="secret upper">
          <p>${inAll('secret')}</p>
          <div class="code">
            ${drawing(shareToQr(share))}
            <div class="tongues">${tongues.map(readingHelp)}</div>
          </div>
        </div>
        <div class="secret lower">
          ${inAll('fold')} ${wordTable(shareToWords(share))}
          <p class="control">
            ${inAll('control')}:
            <span class="strong">${sheetControl(shareCommitment(domain, share)).join(' ')}</span>
          </p>
        </div>
      </body>
    </html> `.markup;
};
