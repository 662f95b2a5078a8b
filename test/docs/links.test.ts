import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../../build/paths.mjs';

const pages = ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))].map(
  (name) => (name === 'README.md' ? name : `docs/${name}`),
);
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** As the places that show Markdown name a heading: lower case, hyphens for blanks, the rest only letters and digits. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

const linksOf = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/gu)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/u.test(target));

describe('the documents', () => {
  for (const page of pages) {
    test(`${page} links to what is there`, () => {
      for (const link of linksOf(read(page))) {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? page : join(dirname(page), file);
        assert.ok(existsSync(join(root, target)), link);
        if (anchor !== undefined) assert.ok(anchorsOf(read(target)).has(anchor), link);
      }
    });
  }

  const imageBytesMax = 200_000;
  test('carry only small pictures, and none that no page shows', () => {
    const shown = new Set(
      pages.flatMap((page) => linksOf(read(page)).map((link) => join(dirname(page), link))),
    );
    for (const name of readdirSync(join(root, 'docs', 'images'))) {
      const path = join('docs', 'images', name);
      assert.ok(shown.has(path), path);
      assert.ok(statSync(join(root, path)).size <= imageBytesMax, path);
    }
  });
});
