/** A4, black on white, readable without colour; the band is fixed, which browsers repeat on every printed page. */
export const reportStyle = `
@page { size: A4; margin: 18mm 16mm 20mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.45 "Atkinson Hyperlegible Next", "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: #111; background: #fff;
  max-width: 178mm; margin: 0 auto; padding: 8mm 0; }
h1 { font-size: 21pt; line-height: 1.15; margin: 0 0 2mm; }
h2 { font-size: 14pt; margin: 9mm 0 2mm; padding-bottom: 1mm; border-bottom: 0.6pt solid #111; break-after: avoid; }
h3 { font-size: 11.5pt; margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 2mm; }
table { width: 100%; border-collapse: collapse; margin: 1mm 0 3mm; }
thead { display: table-header-group; }
th { text-align: left; font-weight: 600; border-bottom: 0.6pt solid #111; padding: 1mm 2mm 1mm 0; }
td { vertical-align: top; border-bottom: 0.3pt solid #bbb; padding: 1mm 2mm 1mm 0; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
dl { display: grid; grid-template-columns: 46mm 1fr; gap: 0.8mm 4mm; margin: 1mm 0 3mm; }
dt { color: #444; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
code, .words { font-family: "Atkinson Hyperlegible Mono", "DejaVu Sans Mono", monospace; font-size: 9pt; overflow-wrap: anywhere; }
.words { display: block; border: 0.6pt solid #111; padding: 2.5mm 3mm; margin: 1.5mm 0 3mm; line-height: 1.7; break-inside: avoid; }
.seq, time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.against { font-weight: 700; }
.remark { white-space: pre-line; }
.band { position: fixed; top: 0; left: 0; right: 0; text-align: center; font-weight: 700; letter-spacing: 0.25em; font-size: 10pt;
  color: #fff; background: #a30000; padding: 1mm; z-index: 1; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.rehearsal { padding-top: 12mm; }
.certificate { break-before: page; break-after: page; border: 0.6pt solid #111; padding: 2mm 6mm 4mm; margin: 6mm 0; }
.certificate h2 { text-align: center; border: 0; letter-spacing: 0.04em; }
.ink { display: block; min-height: 9mm; }
@media print { body { padding: 0; } .rehearsal { border-top: 9mm solid transparent; } }
`;
