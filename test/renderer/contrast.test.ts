import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

/** WCAG 2.2, "contrast ratio": https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string): number => {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
};

type Colours = ReadonlyMap<string, string>;
const source = readFileSync(join(import.meta.dirname, '../../renderer/styles/tokens.css'), 'utf8');
const block = (selector: string): string => {
  const from = source.indexOf(`${selector} {`);
  assert.notEqual(from, -1, selector);
  return source.slice(from, source.indexOf('\n}', from));
};
const coloursOf = (css: string, theme: 0 | 1): Colours =>
  new Map(
    [...css.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(
      ([, name = '', light, dark, both]) => [name, both ?? (theme === 0 ? light : dark) ?? ''],
    ),
  );

const root = block(':root');
const themes: readonly (readonly [string, Colours])[] = [
  ['light', coloursOf(root, 0)],
  ['dark', coloursOf(root, 1)],
  ['high contrast', new Map([...coloursOf(root, 1), ...coloursOf(block("[data-appearance='contrast']"), 1)])],
];

/** Text, the grounds it stands on, and the least contrast: 7 for what is read from the back of a room. */
const pairs: readonly (readonly [text: string, grounds: readonly string[], least: number])[] = [
  ['ink', ['ground', 'panel', 'raised', 'accent-wash', 'good-wash', 'bad-wash', 'warn-wash'], 7],
  ['ink-soft', ['ground', 'panel', 'raised', 'accent-wash', 'bad-wash', 'warn-wash'], 4.5],
  ['accent', ['ground', 'panel', 'raised', 'accent-wash'], 4.5],
  ['accent-ink', ['accent'], 7],
  ['good', ['panel', 'raised', 'good-wash'], 4.5],
  ['bad', ['ground', 'panel', 'raised', 'bad-wash', 'warn-wash'], 4.5],
  ['warn', ['panel', 'raised', 'warn-wash'], 4.5],
  ['band-ink', ['band'], 7],
  // 1.4.11: the edge of a field, and the focus.
  ['line-strong', ['ground', 'panel', 'raised'], 3],
  ['focus', ['ground', 'panel', 'raised'], 3],
];

describe('the colours', () => {
  for (const [theme, colours] of themes)
    for (const [text, grounds, least] of pairs)
      for (const ground of grounds)
        it(`${theme}: ${text} on ${ground} has ${least}:1`, () => {
          const ratio = contrast(colours.get(text) ?? '', colours.get(ground) ?? '');
          assert.ok(ratio >= least, ratio.toFixed(2));
        });
});
