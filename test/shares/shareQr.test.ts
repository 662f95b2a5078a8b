import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { qrPath, quietModules, type QrMatrix } from '../../ceremonies/formats/qrCode.ts';
import { readQr, type Pixels } from '../../ceremonies/formats/qrImage.ts';
import { encodeShare } from '../../ceremonies/shares/share.ts';
import { qrToShare, shareToQr } from '../../ceremonies/shares/shareQr.ts';
import { contextOf, freshShares } from './paperTools.ts';
import { bytesOf } from './shareTools.ts';

/** What a camera would see, by a function from a point of the picture to a point of the code, in modules. */
const pictureOf = (
  matrix: QrMatrix,
  sizePixels: number,
  moduleAt: (x: number, y: number) => readonly [number, number],
  shade: (dark: boolean, x: number, y: number) => number = (dark) => (dark ? 0 : 255),
): Pixels => {
  const data = new Uint8ClampedArray(4 * sizePixels * sizePixels);
  for (let y = 0; y < sizePixels; y++)
    for (let x = 0; x < sizePixels; x++) {
      const [column, row] = moduleAt(x / sizePixels, y / sizePixels);
      const grey = shade(matrix[Math.floor(row)]?.[Math.floor(column)] ?? false, x, y);
      data.set([grey, grey, grey, 255], 4 * (y * sizePixels + x));
    }
  return { width: sizePixels, height: sizePixels, data };
};

/** Every pixel becomes the mean of its neighbourhood. */
const blurred = ({ width, height, data }: Pixels, radius: number): Pixels => {
  const soft = new Uint8ClampedArray(data.length).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      let count = 0;
      for (let dy = -radius; dy <= radius; dy++)
        for (let dx = -radius; dx <= radius; dx++) {
          const value = data[4 * ((y + dy) * width + x + dx)];
          if (value === undefined || x + dx < 0 || x + dx >= width) continue;
          sum += value;
          count += 1;
        }
      soft.fill(sum / count, 4 * (y * width + x), 4 * (y * width + x) + 3);
    }
  return { width, height, data: soft };
};

const [share, second] = freshShares(2, 3);
const matrix = shareToQr(share);
const side = matrix.length;
const centred = (x: number, y: number) => [(x * 1.3 - 0.15) * side, (y * 1.3 - 0.15) * side] as const;
const turned = (degrees: number) => (x: number, y: number) => {
  const angle = (degrees * Math.PI) / 180;
  const [u, v] = [(x - 0.5) * 1.5, (y - 0.5) * 1.5];
  return [
    (u * Math.cos(angle) - v * Math.sin(angle) + 0.5) * side,
    (u * Math.sin(angle) + v * Math.cos(angle) + 0.5) * side,
  ] as const;
};
/** Seen from one side: what is far is smaller. */
const oblique = (x: number, y: number) => {
  const depth = 0.8 + 0.4 * y;
  return [((1.4 * (x - 0.5)) / depth + 0.5) * side, ((1.5 * y) / depth - 0.12) * side] as const;
};

const photographs: Readonly<Record<string, () => Pixels>> = {
  'straight on': () => pictureOf(matrix, 600, centred),
  'small, three pixels a module': () => pictureOf(matrix, 300, centred),
  'turned by 17°': () => pictureOf(matrix, 700, turned(17)),
  'turned by 90°': () => pictureOf(matrix, 700, turned(90)),
  'upside down': () => pictureOf(matrix, 700, turned(180)),
  'from one side': () => pictureOf(matrix, 800, oblique),
  'out of focus': () => blurred(pictureOf(matrix, 700, centred), 3),
  'pale, in bad light': () =>
    pictureOf(matrix, 700, centred, (dark, x, y) => (dark ? 90 : 150) + (x + y) / 40),
  'with a stain on it': () =>
    pictureOf(matrix, 700, centred, (dark, x, y) =>
      Math.hypot(x - 380, y - 400) < 60 ? 60 : dark ? 0 : 255,
    ),
  'with a crease across it': () =>
    pictureOf(matrix, 700, centred, (dark, _x, y) => (y > 352 && y < 360 ? 255 : dark ? 0 : 255)),
};

describe('a share as a QR code', () => {
  test('comes back as the same share', () => {
    for (const each of freshShares(2, 255).filter(({ index }) => index % 60 === 1)) {
      const text = readQr(pictureOf(shareToQr(each), 500, centred));
      assert.ok(text.ok);
      const back = qrToShare(text.value, contextOf(each));
      assert.ok(back.ok && encodeShare(back.value).equals(encodeShare(each)));
    }
  });

  test('has 69 by 69 modules and a quiet zone of four, whatever the set', () => {
    for (const each of [share, freshShares(200, 255).at(-1) ?? second]) {
      const code = shareToQr(each);
      assert.equal(code.length, 69 + 2 * quietModules);
      const edge = [
        ...code.slice(0, 4),
        ...code.slice(-4),
        ...code.map((row) => [...row.slice(0, 4), ...row.slice(-4)]),
      ];
      assert.ok(edge.flat().every((dark) => !dark));
      assert.equal(code[4]?.[4], true);
    }
  });

  for (const [name, photograph] of Object.entries(photographs)) {
    test(`is read from a photograph ${name}`, () => {
      const text = readQr(photograph());
      assert.ok(text.ok);
      assert.ok(qrToShare(text.value, contextOf(share)).ok);
    });
  }

  test('is drawn by its path as it is', () => {
    const drawn = new Set<string>();
    for (const [, x = '', y = '', width = ''] of qrPath(matrix).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
      for (let i = 0; i < Number(width); i++) drawn.add(`${Number(x) + i} ${y}`);
    const dark = matrix.flatMap((row, y) => row.flatMap((each, x) => (each ? [`${x} ${y}`] : [])));
    assert.deepEqual([...drawn].sort(), dark.sort());
  });

  test('is undone by cut and basenc', () => {
    const text = readQr(photographs['straight on']?.() ?? pictureOf(matrix, 600, centred));
    assert.ok(text.ok);
    const undo = 'cut -d / -f 9 | tr -d "[:space:]" | basenc -d --base16';
    const body = execFileSync('sh', ['-c', undo], { input: text.value });
    assert.deepEqual(body, bytesOf(share.body));
  });
});

describe('a picture without a share', () => {
  test('says that there is no code in it', () => {
    const white = pictureOf([], 300, centred);
    const noise = pictureOf([], 300, centred, (_dark, x, y) => (x * 7919 + y * 104729) % 256);
    const half = pictureOf(matrix, 600, (x, y) => [x * side * 0.5, y * side]);
    for (const picture of [white, noise, half, { width: 0, height: 0, data: new Uint8Array() }]) {
      const result = readQr(picture, 50);
      assert.ok(!result.ok && result.problem.code === 'no-code-found');
    }
  });

  test('or with another share says why it is refused', () => {
    const good = `EMBASSY-KEY-CEREMONY/SHARE/1/${share.setId.toUpperCase()}/1/2/3/${'AB'.repeat(32)}/0801${'CD'.repeat(80)}`;
    const context = contextOf(share);
    assert.ok(qrToShare(good, context).ok);
    const refused: Readonly<Record<string, readonly [string, string]>> = {
      empty: ['', 'share-malformed'],
      'a web address': ['https://example.org', 'share-malformed'],
      'small letters': [good.toLowerCase(), 'share-malformed'],
      'a byte less': [good.slice(0, -2), 'share-malformed'],
      'a byte more': [`${good}00`, 'share-malformed'],
      'a line more': [`${good}\n`, 'share-malformed'],
      'another version': [good.replace('SHARE/1', 'SHARE/2'), 'share-malformed'],
      'another set': [good.replace(share.setId.toUpperCase(), randomUUID().toUpperCase()), 'share-foreign'],
      'another threshold': [good.replace('/1/2/3/', '/1/3/3/'), 'share-malformed'],
      'another count': [good.replace('/1/2/3/', '/1/2/4/'), 'share-malformed'],
      'an index above n': [good.replace('/1/2/3/', '/4/2/3/'), 'share-malformed'],
      'the body of another index': [good.replace('/1/2/3/', '/2/2/3/'), 'share-malformed'],
      'a body of another field': [good.replace('/0801', '/0901'), 'share-malformed'],
    };
    for (const [name, [text, code]] of Object.entries(refused)) {
      const result = qrToShare(text, context);
      assert.ok(!result.ok, name);
      assert.equal(result.problem.code, code, name);
    }
  });
});
