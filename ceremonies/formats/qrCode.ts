import encodeToModules from 'qr';

/** Rows of modules, true where dark, with the quiet zone that must surround a code (ISO/IEC 18004). */
export type QrMatrix = readonly (readonly boolean[])[];

export const quietModules = 4;

/** Text of digits, capitals and `$%*+-./: ` as a code of which a quarter may be lost (level Q). */
export const encodeQr = (text: string): QrMatrix =>
  encodeToModules(text, 'raw', { ecc: 'quartile', encoding: 'alphanumeric', border: quietModules });

/** The dark modules as the path of an SVG, one unit a module. */
export const qrPath = (matrix: QrMatrix): string =>
  matrix
    .flatMap((row, y) => runs(row).map(([from, to]) => `M${from} ${y}h${to - from}v1h${from - to}z`))
    .join('');

/** One shape for neighbours in a row: seams between squares would show in print. */
const runs = (row: readonly boolean[]): readonly (readonly [from: number, to: number])[] => {
  const found: [from: number, to: number][] = [];
  for (const [x, dark] of row.entries()) {
    if (!dark) continue;
    const last = found.at(-1);
    if (last?.[1] === x) last[1] = x + 1;
    else found.push([x, x + 1]);
  }
  return found;
};
