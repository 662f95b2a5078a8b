import { useEffect } from 'react';
import { footStyle, inFours } from '../../ceremonies/transcript/footStyle.ts';
import { useTexts } from '../parts/texts.ts';

/** Those of paper.css. A browser fetches a typeface when it is first shown, which is too late while it prints. */
const typefaces: readonly string[] = ['Next', 'Mono'].flatMap((name) =>
  [400, 700].map((weight) => `${weight} 1em "Atkinson Hyperlegible ${name}"`),
);

/**
 * On paper every page names the bundle that it speaks of, or the two that it compares. The page's policy lets in no style but the one
 * that it was built with, so this one is an object and no text of the page.
 */
export const usePaperFoot = (bundleSha256: string, comparedSha256?: string): void => {
  const { t } = useTexts();
  useEffect(() => {
    if (bundleSha256 === '') return undefined;
    const says =
      comparedSha256 === undefined
        ? t('report.foot.verdict')
        : `${t('report.foot.comparison')}\n${inFours(comparedSha256)}`;
    for (const typeface of typefaces) void document.fonts.load(typeface, 'Aš');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(footStyle({ says, digest: bundleSha256, page: t('report.foot.page') }));
    document.adoptedStyleSheets.push(sheet);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    };
  }, [bundleSha256, comparedSha256, t]);
};
