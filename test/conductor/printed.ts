/** A printer that keeps the pages of the sheets, in the order of their shares. */
export const printing = () => {
  const sheets: string[] = [];
  const printSheet = (html: string) => {
    sheets.push(html);
    return Promise.resolve({ ok: true, value: { printer: 'Test printer' } } as const);
  };
  return { sheets, host: { printSheet } };
};

/** The pixels of the QR code on a sheet, as a perfect camera would see them. */
export const pixelsOf = (html: string) => {
  const side = Number(/viewBox="0 0 (\d+) /.exec(html)?.[1]);
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, length] of html.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      const from = (row * width + Number(x) * scale) * 4;
      for (let at = from; at < from + Number(length) * scale * 4; at += 4) data.fill(0, at, at + 3);
    }
  }
  return { width, height: width, data };
};

/** The words of a sheet, row by row. */
export const wordsOn = (html: string): readonly (readonly string[])[] => {
  const cells = [...html.matchAll(/<td[^>]*>([a-z]+)<\/td>/g)].map(([, word]) => word ?? '');
  return Array.from({ length: cells.length / 10 }, (_, row) => cells.slice(10 * row, 10 * row + 10));
};
