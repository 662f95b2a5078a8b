import { toUtf8 } from '../formats/bytes.ts';
import { canonicalJson } from '../formats/canonical.ts';
import { sha256Hex } from '../formats/digest.ts';
import type { Script } from '../model/script.ts';
import { texts } from '../texts/catalogue.ts';
import type { Language } from '../texts/languages.ts';
import type { Foot } from './footStyle.ts';

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

/** Of a certificate that is handed on by itself: the bundle in whose signed report the same words stand. */
export const footOfCertificate = (bundleSha256: string, language: Language): Foot =>
  footOf(language, bundleSha256, (t) => t('report.foot.certificate'));

/** Of a ceremony from which no bundle came: the head of its journal. */
export const footOfJournal = (head: string, language: Language): Foot =>
  footOf(language, head, (t) => t('report.foot.journal'));
