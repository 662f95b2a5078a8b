import type { Domain } from '../model/domain.ts';
import type { Language } from '../texts/languages.ts';
import type { Texts } from '../texts/texts.ts';
import { html, pagePolicy, type Markup } from './html.ts';
import { rehearsalBand, reportStyle } from './reportStyle.ts';

/** A document for A4: one file, no scripts, nothing loaded; what was rehearsed says so on every page. */
export const paperPage = (
  {
    title,
    language,
    domain,
  }: { readonly title: string; readonly language: Language; readonly domain: Domain },
  content: Markup,
  t: Texts['t'],
): string => {
  const rehearsal = domain === 'rehearsal';
  return html`<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
${pagePolicy}
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${{ markup: reportStyle }}</style>
</head>
<body${rehearsal ? html` class="rehearsal"` : html``}>
${rehearsal ? rehearsalBand(t('report.rehearsal')) : html``}
${content}
</body>
</html>
`.markup;
};
