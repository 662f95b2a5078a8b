import { toUtf8 } from '../formats/bytes.ts';
import { canonicalJson } from '../formats/canonical.ts';
import { sha256Hex } from '../formats/digest.ts';
import type { Script } from '../model/script.ts';
import { cssString } from './html.ts';
import { texts, type Language } from '../texts/catalogue.ts';

/**
 * What stands at the foot of every printed page, so that no page can be exchanged for another's: a digest, what it is the
 * digest of, and the page's number. The digest is always that of a file that whoever holds the paper can have, and
 * `sha256sum` alone gives it. docs/FORMAT.md, "On paper".
 */
export type Foot = {
  readonly says: string;
  /** 64 hexadecimal digits. */
  readonly digest: string;
  /** What a page is called. */
  readonly page: string;
};

const footOf = (language: Language, digest: string, says: (t: Translate) => string): Foot => {
  const { t } = texts(language);
  return { says: says(t), digest, page: t('report.foot.page') };
};
type Translate = ReturnType<typeof texts>['t'];

/** Of a script: script.json, which does not exist yet when the script is printed, and must come out of the ceremony as it was. */
export const footOfScript = async (script: Script, language: Language): Promise<Foot> =>
  footOf(language, await sha256Hex(toUtf8(canonicalJson(script))), (t) => t('report.foot.script'));

/** Of the report that is signed: report.html itself. */
export const footOfReport = async (reportHtml: string, language: Language): Promise<Foot> =>
  footOf(language, await sha256Hex(toUtf8(reportHtml)), (t) => t('report.foot.report'));

/** Of the same in another language than the one that was signed: the bundle, in which is the one that counts. */
export const footOfTranslation = (
  bundleSha256: string,
  signedLanguage: Language | null,
  language: Language,
): Foot =>
  footOf(language, bundleSha256, (t) =>
    signedLanguage === null
      ? t('report.foot.otherProgram')
      : t('report.foot.translation', { signed: t(`report.languages.${signedLanguage}`) }),
  );

/** Of a ceremony from which no bundle came: the head of its journal. */
export const footOfJournal = (head: string, language: Language): Foot =>
  footOf(language, head, (t) => t('report.foot.journal'));

/** 64 digits as 16 groups of four: what two people can compare. */
export const inFours = (hex: string): string => (hex.match(/.{1,4}/g) ?? []).join(' ');

/** The foot as the page margins of CSS Paged Media: the text of the page cannot reach there. */
export const footStyle = ({ says, digest, page }: Foot): string => `
@page {
  @bottom-left { content: ${cssString(`${says}\n${inFours(digest)}`)}; white-space: pre; width: 82%;
    font: 7pt/1.4 "Atkinson Hyperlegible Mono", "DejaVu Sans Mono", monospace; }
  @bottom-right { content: ${cssString(`${page} `)} counter(page) " / " counter(pages); text-align: right;
    font: 8pt/1.2 "Atkinson Hyperlegible Next", "DejaVu Sans", sans-serif; }
}
`;
