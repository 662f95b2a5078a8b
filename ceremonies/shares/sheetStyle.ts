/**
 * A4, black on white. The bottom of the paper is folded up, so that the lower half of the secret part lies face to face on its upper half and
 * the open part stays to be read. So the upper half is as high as the lower one with the margin below it.
 */
export const sheetStyle = `
@page { size: A4; margin: 7mm 12mm 10mm; }
* { box-sizing: border-box; margin: 0; padding: 0; }
html { font: 8.6pt/1.3 "Atkinson Hyperlegible Next", "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: #000; background: #fff; }
body { width: 186mm; height: 279.9mm; overflow: hidden; }
.open { height: 138mm; overflow: hidden; display: flex; flex-direction: column; gap: 1.8mm; padding-bottom: 2mm; }
.open > * { flex: none; }
/* However long the names, the boxes stay. */
.open > .tongues { flex: 0 1 auto; min-height: 0; overflow: hidden; }
.band { font-weight: 700; text-align: center; letter-spacing: 0.12em; border: 1.2mm solid #000; padding: 0.6mm; }
.title { display: flex; justify-content: space-between; align-items: baseline; gap: 6mm; }
h1 { font-size: 15pt; line-height: 1.1; white-space: nowrap; }
.strong.long { font-size: 7.6pt; }
.title .strong { font-size: 8pt; text-align: right; }
h2 { font-size: 8.4pt; line-height: 1.2; }
h2 + p { margin-bottom: 0.8mm; }
dl { display: grid; grid-template-columns: 41mm 1fr; gap: 0.2mm 3mm; border-top: 0.4mm solid #000; border-bottom: 0.4mm solid #000; padding: 0.8mm 0; }
dd { overflow-wrap: anywhere; }
.strong { font-weight: 700; font-size: 10pt; line-height: 1.2; }
code, .rows { font-family: "Atkinson Hyperlegible Mono", "DejaVu Sans Mono", monospace; }
code { font-size: 8pt; }
.tongues { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 6mm; font-size: 7.4pt; line-height: 1.2; }
ol { padding-left: 4mm; }
.boxes { display: grid; grid-template-columns: 1fr 1fr 0.6fr; gap: 4mm; margin-top: auto; }
.boxes div { border: 0.4mm solid #000; height: 11mm; padding: 0.6mm 1.4mm; font-size: 7.6pt; }
.secret { border-top: 0.6mm solid #000; padding-top: 1mm; }
.secret > p { font-weight: 700; text-align: center; font-size: 7.6pt; }
.upper { height: 76mm; }
.code { display: flex; gap: 6mm; margin-top: 1.5mm; }
.code svg { flex: none; width: 68mm; height: 68mm; margin: -1mm 0 0 -2mm; }
.code .tongues { grid-auto-flow: row; align-content: start; gap: 3mm; padding-top: 2mm; }
.lower { height: 65.9mm; border-top: 0.4mm dashed #000; text-align: center; font-size: 7.6pt; }
.rows { width: 100%; margin-top: 0.6mm; border-collapse: collapse; table-layout: fixed; font-size: 9.2pt; line-height: 1; text-align: left; }
.rows th { font-size: 7.6pt; font-weight: 400; padding-bottom: 0.5mm; text-align: left; }
.rows td { padding: 0.58mm 0; border-top: 0.15mm solid #888; white-space: nowrap; }
.rows th:first-child { width: 6.5mm; font-weight: 700; }
.rows .check { border-left: 0.3mm solid #000; padding-left: 1mm; }
.rows .number { border-top: 0.15mm solid #888; padding: 0; vertical-align: middle; font-size: 9.2pt; }
.control { margin-top: 0.8mm; line-height: 1; }
.control .strong { font-size: 9pt; line-height: 1; }
`;
