import { cssString, html, type Markup } from './html.ts';

/**
 * A rehearsal shows what it is on every page: in its upper margin, and behind its text for browsers that print nothing there. What
 * is fixed they repeat on every printed page.
 */
export const rehearsalBand = (text: string): Markup =>
  html`<style>
      ${{ markup: `@page { @top-center { content: ${cssString(text)}; } }` }}
    </style>
    <div class="band">${text}</div>`;

/** A4, black on white, readable without colour. The margin below has room for the foot: see foot.ts. */
export const reportStyle = `
@page { size: A4; margin: 16mm 16mm 23mm;
  @top-center { width: 100%; text-align: center; padding-top: 4mm; font: 700 11pt/1.2 "Atkinson Hyperlegible Next", "DejaVu Sans", sans-serif; letter-spacing: 0.25em; } }
* { box-sizing: border-box; }
body { font: 10pt/1.4 "Atkinson Hyperlegible Next", "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: #000; background: #fff;
  max-width: 178mm; margin: 0 auto; padding: 8mm 0; overflow-wrap: break-word; hyphens: auto; }
h1 { font-size: 20pt; line-height: 1.15; margin: 0 0 2mm; hyphens: manual; }
h2 { font-size: 13.5pt; line-height: 1.2; margin: 8mm 0 2mm; padding-bottom: 1mm; border-bottom: 0.8pt solid #000; break-after: avoid; }
h3 { font-size: 11pt; line-height: 1.25; margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 2mm; orphans: 3; widows: 3; }
table { width: 100%; border-collapse: collapse; margin: 1mm 0 3mm; }
thead { display: table-header-group; }
th { text-align: left; vertical-align: bottom; font-size: 9pt; font-weight: 700; line-height: 1.2; border-bottom: 0.8pt solid #000; padding: 1mm 2mm 1mm 0; }
td { vertical-align: top; border-bottom: 0.4pt solid #767676; padding: 1mm 2mm 1mm 0; overflow-wrap: anywhere; min-width: 21mm; }
.n, td:has(> .seq), .boxes td:first-child { min-width: 0; }
tr, dt, dd { break-inside: avoid; }
dt { break-after: avoid; }
.spans th { font-size: 10pt; padding-top: 2.5mm; border-bottom-width: 0.4pt; break-after: avoid; }
.spans { break-after: avoid; }
dl { display: grid; grid-template-columns: 46mm 1fr; gap: 0.8mm 4mm; margin: 1mm 0 3mm; }
dt { color: #333; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
code, .words { font-family: "Atkinson Hyperlegible Mono", "DejaVu Sans Mono", monospace; font-size: 8.5pt; overflow-wrap: anywhere; hyphens: manual; }
.words { display: block; border: 0.8pt solid #000; padding: 2.5mm 3mm; margin: 1.5mm 0 3mm; line-height: 1.7; break-inside: avoid; }
.head { display: flex; gap: 4mm; break-inside: avoid; }
.head > div { flex: 1; }
.code { flex: none; background: #fff; width: 38mm; height: 38mm; margin: -2mm -3mm 0 0; shape-rendering: crispEdges; }
.seq, time { white-space: nowrap; font-variant-numeric: tabular-nums; }
time { font-size: 8.5pt; }
.against { font-weight: 700; }
.remark { white-space: pre-line; }
.band { position: fixed; top: 0; left: 0; right: 0; text-align: center; font-weight: 700; letter-spacing: 0.25em; font-size: 10pt; line-height: 1.3;
  color: #000; background: #fff; border: 1.5pt solid #000; padding: 0.6mm; z-index: 1; }
.rehearsal { padding-top: 12mm; }
.certificate { break-before: page; break-after: page; border: 0.8pt solid #000; padding: 2mm 6mm 4mm; margin: 6mm 0; }
.certificate:only-of-type { break-before: auto; break-after: auto; }
.certificate h1, .certificate h2 { text-align: center; border: 0; letter-spacing: 0.04em; }
.certificate table:last-child { break-inside: avoid; }
.ink { display: block; min-height: 8mm; }
.boxes .ink, .blank .ink { min-width: 16mm; min-height: 8.5mm; border: 0.8pt solid #000; margin: 0.6mm 0; }
.boxes th:first-child { width: 8mm; } .boxes th:nth-child(3) { width: 34mm; } .boxes th:nth-child(4) { width: 20mm; } .boxes th:nth-child(5) { width: 22mm; }
.boxes p { margin: 0.6mm 0 0; }
.boxes td div { min-height: 10.1mm; margin: 0.6mm 0; }
.boxes .do { padding-left: 3mm; border-left: 1.5pt solid #000; }
.blank { break-inside: avoid; }
.blank .ink { min-height: 24mm; }
.blank th:first-child, .blank th:last-child { width: 18mm; }
@media print {
  body { padding: 0; }
  .rehearsal { padding-top: 0; }
  .band { top: 42%; border: 0; background: none; color: #ebebeb; font-size: 60pt; letter-spacing: 0.1em; transform: rotate(-35deg); z-index: -1; }
  section > h2 { margin-top: 6mm; }
  .certificate { margin: 0; padding-bottom: 0; font-size: 9pt; line-height: 1.3; }
  .certificate h2 { margin-top: 2mm; }
  .certificate h3 { margin-top: 2.5mm; font-size: 10pt; }
  .certificate dl { gap: 0.3mm 4mm; margin-bottom: 2mm; }
  .certificate p { margin-bottom: 1mm; }
}
`;
