import { execFileSync } from 'node:child_process';
import type { Pixels } from '../../../ceremonies/formats/qrImage.ts';

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 27 });

/** What other people's tools say of a PDF file. */
export const pdfFacts = (path: string) => {
  const info = run('pdfinfo', path);
  const fact = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'mu').exec(info)?.[1] ?? '';
  return {
    title: fact('Title'),
    creator: fact('Creator'),
    tagged: fact('Tagged'),
    size: fact('Page size'),
    pages: Number(fact('Pages')),
  };
};

export type Font = { readonly name: string; readonly type: string; readonly embedded: boolean };

export const fontsOf = (path: string): readonly Font[] =>
  run('pdffonts', path)
    .split('\n')
    .slice(2)
    .flatMap((line) => {
      const [, name, type, embedded] = /^(\S+)\s+(\S+(?: \S+)*?)\s{2,}\S+\s+(yes|no)\s/u.exec(line) ?? [];
      return name === undefined || type === undefined
        ? []
        : [{ name: name.replace(/^[A-Z]{6}\+/u, ''), type, embedded: embedded === 'yes' }];
    });

/** The text of each page. */
export const pagesOf = (path: string): readonly string[] =>
  run('pdftotext', '-layout', path, '-').split('\f').slice(0, -1);

/** Where the words of all pages begin and end, in points from the left edge. */
export const wordsOf = (
  path: string,
): readonly { readonly from: number; readonly to: number; readonly word: string }[] =>
  [
    ...run('pdftotext', '-bbox', path, '-').matchAll(/xMin="([\d.]+)".*?xMax="([\d.]+)".*?>(.*?)<\/word>/gu),
  ].map(([, from, to, word = '']) => ({ from: Number(from), to: Number(to), word }));

/** Each page as a picture: width, height, and three bytes a pixel. */
export const picturesOf = (path: string): readonly Buffer[] => {
  const all = execFileSync('pdftoppm', ['-r', '50', path], { maxBuffer: 1 << 28 });
  const found: Buffer[] = [];
  for (let at = 0; at < all.length;) {
    const [head = '', width = '0', height = '0'] =
      /^P6\s+(\d+)\s+(\d+)\s+255\s/u.exec(all.subarray(at, at + 40).toString('latin1')) ?? [];
    const end = at + head.length + 3 * Number(width) * Number(height);
    found.push(all.subarray(at + head.length, end));
    at = end;
  }
  return found;
};

/** What a scanner of an office makes of the first page: grey, 150 dots an inch. */
export const scanned = (pdf: string): Pixels => {
  const picture = execFileSync('pdftoppm', ['-r', '150', '-gray', '-singlefile', pdf], {
    maxBuffer: 1 << 26,
  });
  const [head = '', width = '', height = ''] =
    /^P5\s+(\d+)\s+(\d+)\s+255\s/u.exec(picture.toString('latin1')) ?? [];
  const data = new Uint8ClampedArray(4 * Number(width) * Number(height)).fill(255);
  picture.subarray(head.length).forEach((grey, i) => data.fill(grey, 4 * i, 4 * i + 3));
  return { width: Number(width), height: Number(height), data };
};
