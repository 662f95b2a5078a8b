import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readQr } from '../../ceremonies/formats/qrImage.ts';
import { encodeShare } from '../../ceremonies/shares/share.ts';
import { qrToShare } from '../../ceremonies/shares/shareQr.ts';
import { sheetHtml, type Sheet } from '../../ceremonies/shares/sheet.ts';
import { shareToWords, wordsToShare } from '../../ceremonies/shares/shareWords.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { contextOf, freshShares } from '../shares/paperTools.ts';
import { keepFile } from './launch.ts';
import { withMiniApp } from './miniApp.ts';
import { fontsOf, scanned } from './paper/pdf.ts';
import { typefaces } from './paper/typefaces.ts';

const about = { place: 'Tallinn, Toompea 1', date: '2026-11-22', ceremony: randomUUID() };
const longest = freshShares(200, 255).at(-1);
if (longest === undefined) throw new Error('no share');

const sheets: Readonly<Record<string, Sheet>> = {
  usual: { ...about, share: freshShares(3, 5)[1], domain: 'production', custodian: 'Mart Mänd' },
  fullest: {
    ...about,
    share: {
      ...longest,
      embassy: 'Wõ'.repeat(60),
      keyLabels: Array.from({ length: 100 }, (_, i) => `${i}-${'w'.repeat(36)}`),
    },
    domain: 'rehearsal',
    custodian: 'W'.repeat(64),
    place: 'Wabc '.repeat(24),
  },
};

const cases = Object.entries(sheets).flatMap(([name, sheet]) =>
  languages.map((language) => [name, language, sheet] as const),
);

for (const [name, language, sheet] of cases) {
  test(`a sheet is one page of paper from which the share comes back: ${name}, ${language}`, async () => {
    await withMiniApp('electron/printing.ts', 'printToFile', await typefaces(), async (app, folder) => {
      const base64 = await app.evaluate(
        async (_electron, page) => {
          type Printed = { readonly ok: boolean; readonly value: Uint8Array };
          const printToFile = Reflect.get(globalThis, 'printToFile') as (html: string) => Promise<Printed>;
          return Buffer.from((await printToFile(page)).value).toString('base64');
        },
        sheetHtml(sheet, language),
      );
      const path = join(folder, 'sheet.pdf');
      writeFileSync(path, Buffer.from(base64, 'base64'));
      keepFile(`sheet-${name}-${language}.pdf`, Buffer.from(base64, 'base64'));
      keepFile(
        `sheet-${name}-${language}.png`,
        execFileSync('pdftoppm', ['-r', '80', '-gray', '-singlefile', '-png', path], { maxBuffer: 1 << 26 }),
      );

      expect(execFileSync('pdfinfo', [path], { encoding: 'utf8' })).toMatch(/Pages:\s+1\n/);

      for (const { name: font, type, embedded } of fontsOf(path))
        expect({ font, type, embedded }).toEqual({
          font: expect.stringMatching(/^AtkinsonHyperlegible/) as unknown,
          type: 'CID TrueType',
          embedded: true,
        });

      const { share } = sheet;
      const payload = encodeShare(share);
      const text = readQr(scanned(path));
      const byCode = text.ok ? qrToShare(text.value, contextOf(share)) : text;
      expect(byCode.ok && encodeShare(byCode.value).equals(payload)).toBe(true);

      const lines = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).split('\n');
      const rows = lines.flatMap((line) => {
        const words = /^\s*\d+((?:\s+[a-z]+){10})\s*$/u.exec(line)?.[1];
        return words === undefined ? [] : [words.trim().split(/\s+/u)];
      });
      expect(rows).toEqual(shareToWords(share));
      const byWords = wordsToShare(rows, contextOf(share));
      expect(byWords.ok && encodeShare(byWords.value).equals(payload)).toBe(true);

      // What people write on must be there, however long the names are.
      const shown = lines.join('\n');
      for (const box of ['Bag number', 'Holder’s signature', 'Date']) expect(shown).toContain(box);
      // The last line of the instructions, in both languages.
      expect(shown.match(/Rebuilding by/gu)).toHaveLength(2);
    });
  });
}
