import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { readQr } from '../../ceremonies/formats/qrImage.ts';
import { canonicalJson } from '../../ceremonies/formats/canonical.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages, type Language } from '../../ceremonies/texts/languages.ts';
import { inFours } from '../../ceremonies/transcript/footStyle.ts';
import { hashEvent } from '../../ceremonies/transcript/chain.ts';
import {
  printedRecord,
  printedReport,
  printedScript,
  type Printed,
} from '../../ceremonies/transcript/printed.ts';
import { report } from '../../ceremonies/transcript/report.ts';
import { temporaryFolder } from '../temporary.ts';
import { parametersFor } from '../model/straightRun.ts';
import { freshSplit, hold, makeBundle, toDestroy, toRebuild, type Bundle } from '../verify/fixture.ts';
import { keepFile } from './launch.ts';
import { withMiniApp } from './miniApp.ts';
import { fontsOf, pagesOf, pdfFacts, picturesOf, scanned, wordsOf } from './paper/pdf.ts';
import { typefaces } from './paper/typefaces.ts';

/** Names as long as they may be, in a language that joins words. */
const longNames = {
  embassy: 'Eesti Vabariigi andmesaatkond Luksemburgi Suurhertsogiriigis Rahvastikuregistrivarukoopiahoidla',
  place: 'Siseministeeriumi infotehnoloogia- ja arenduskeskuse võtmetseremooniaruum, Mäealuse 2/2, Tallinn',
};

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

type Paper = {
  readonly name: string;
  readonly language: Language;
  readonly page: Printed;
  /** What the foot's digest must be. */
  readonly digest: string;
  /** What the code on the first page must say; null where there is none. */
  readonly code: string | null;
};

const headOf = ({ events }: Bundle): Promise<string> => {
  const last = events.at(-1);
  if (last === undefined) throw new Error('no events');
  return hashEvent(last);
};

/** The report as it was signed, in `language`; then the same in every other. */
const records = async (name: string, bundle: Bundle, language: Language): Promise<readonly Paper[]> => {
  const { state, events, bytes } = bundle;
  const head = await headOf(bundle);
  const html = report(state, events, head, language);
  const made = {
    ...state,
    bundle: { ...state.bundle, reports: [{ name: 'report.html', sha256: sha256(html) }] },
  };
  const bundleSha256 = sha256(bytes);
  return Promise.all(
    languages.map(async (each): Promise<Paper> => ({
      name,
      language: each,
      page: await printedRecord(made, events, head, bundleSha256, each),
      digest: each === language ? sha256(html) : bundleSha256,
      code: head.toUpperCase(),
    })),
  );
};

const scripts = (name: string, { state }: Bundle): Promise<readonly Paper[]> =>
  Promise.all(
    languages.map(async (language): Promise<Paper> => ({
      name,
      language,
      page: await printedScript(state.script, state.previousBundle?.register ?? null, language),
      digest: sha256(canonicalJson(state.script)),
      code: null,
    })),
  );

let papers: readonly Paper[] = [];
test.beforeAll(async () => {
  const made = await makeBundle(parametersFor(2, 3, { sheets: true, ...longNames }));
  const rebuilt = await hold(await toRebuild(made, { ...freshSplit(made), threshold: 3 }));
  const destroyed = await hold(await toDestroy(made, { kind: 'key', label: 'land-register', version: 1 }));
  papers = (
    await Promise.all([
      scripts('script-generate', made),
      scripts('script-reconstitute', rebuilt),
      records('record-generate', made, 'et'),
      records('record-destroy', destroyed, 'en'),
    ])
  ).flat();
});

test('every document is A4, tagged, in its language, in real fonts, in black, and names itself on every page', async () => {
  test.setTimeout(240_000);
  const folder = temporaryFolder('paper');
  await withMiniApp('electron/printing.ts', 'renderPdf', await typefaces(), async (app) => {
    for (const { name, language, page, digest, code } of papers) {
      const file = `paper-${name}-${language}.pdf`;
      const base64 = await app.evaluate(async (_electron, printed) => {
        const renderPdf = Reflect.get(globalThis, 'renderPdf') as (page: unknown) => Promise<Uint8Array>;
        return Buffer.from(await renderPdf(printed)).toString('base64');
      }, page);
      const pdf = Buffer.from(base64, 'base64');
      const path = join(folder, file);
      writeFileSync(path, pdf);
      keepFile(file, pdf);
      execFileSync('pdftoppm', ['-r', '70', '-gray', '-png', path, path.slice(0, -4)]);

      const facts = pdfFacts(path);
      expect(facts.tagged, file).toBe('yes');
      expect(facts.size, file).toContain('A4');
      expect(facts.title, file).toContain(
        texts(language).t(name.startsWith('script') ? 'report.sheet.title' : 'report.title'),
      );
      expect(facts.creator, file).not.toContain('Mozilla');
      expect(pdf.toString('latin1'), file).toContain(`/Lang (${language})`);

      const fonts = fontsOf(path);
      expect(
        fonts.filter(({ type, embedded }) => type === 'Type 3' || !embedded),
        file,
      ).toEqual([]);
      expect(
        fonts.filter(({ name: font }) => !font.startsWith('AtkinsonHyperlegible')),
        file,
      ).toEqual([]);

      expect(page.foot.digest, file).toBe(digest);
      const pages = pagesOf(path);
      expect(pages).toHaveLength(facts.pages);
      for (const [index, text] of pages.entries()) {
        expect(text, file).toContain(inFours(digest));
        // A reader of PDF has common spaces only.
        expect(text, file).toContain(page.foot.says.replaceAll('\u00a0', ' '));
        expect(text, file).toMatch(
          new RegExp(`${page.foot.page}\\s+${index + 1} / ${facts.pages}\\s*$`, 'mu'),
        );
        expect(text, file).toContain(texts(language).t('report.rehearsal'));
      }

      if (code !== null) expect(readQr(scanned(path)), file).toEqual({ ok: true, value: code });

      // Within the margins: no name however long pushes anything off the page.
      const outside = wordsOf(path).filter(({ from, to }) => from < 44 || to > 551);
      expect(outside, file).toEqual([]);

      for (const picture of picturesOf(path)) {
        let coloured = 0;
        for (let at = 0; at < picture.length; at += 3)
          if (picture[at] !== picture[at + 1] || picture[at] !== picture[at + 2]) coloured += 1;
        expect(coloured, file).toBe(0);
      }
    }
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.png')))
      keepFile(name, readFileSync(join(folder, name)));
    rmSync(folder, { recursive: true });
  });
});

test('a report is printed with the digest that sha256sum gives for report.html', async () => {
  const paper = papers.find(({ name, language }) => name === 'record-generate' && language === 'et');
  const { html } = paper?.page ?? { html: '' };
  const said = execFileSync('sha256sum', { input: html, encoding: 'utf8' }).slice(0, 64);
  expect((await printedReport(html, 'et')).foot.digest).toBe(said);
  expect(paper?.page.foot.digest).toBe(said);
});
