import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ErrorDetails } from '../../ceremonies/model/error.ts';
import {
  bytesToRows,
  checkRow,
  completions,
  directions,
  rowBytes,
  rowLength,
  rowsToBytes,
  sheetRows,
  wordList,
  type WordRow,
} from '../../ceremonies/formats/wordRows.ts';

const sheetBytes = sheetRows * rowBytes;
const sheet = fc.uint8Array({ minLength: sheetBytes, maxLength: sheetBytes });
const rowPlace = fc.nat({ max: sheetRows - 1 });
const wordPlace = fc.nat({ max: rowLength - 1 });
const word = fc.constantFrom(...wordList);

const rowAt = (rows: readonly WordRow[], place: number): WordRow => rows[place] ?? [];
const replaced = (row: WordRow, changes: Readonly<Record<number, string>>): WordRow =>
  row.map((own, place) => changes[place] ?? own);

/** What is said of the row at `place` when it is typed as `words`, the rows before it being right. */
const said = (
  rows: readonly WordRow[],
  place: number,
  words: readonly string[],
): ErrorDetails & { code: string } => {
  const result = checkRow(words, rows.slice(0, place));
  return result.ok ? { code: 'good' } : { code: result.problem.code, ...result.problem.details };
};

describe('the word list', () => {
  it('has 2048 words in order, told apart by four letters', () => {
    assert.equal(wordList.length, 2048);
    assert.equal(new Set(wordList.map((each) => each.slice(0, 4))).size, 2048);
    assert.deepEqual([...wordList].sort(), [...wordList]);
  });

  it('is completed from the first letters, in any case', () => {
    assert.deepEqual(completions('ABAN'), ['abandon']);
    assert.ok(completions('ab').length > 1);
    assert.deepEqual(completions('xq'), []);
    assert.deepEqual(completions(''), []);
    for (const each of wordList) {
      const found = completions(each.slice(0, 4));
      assert.ok(each.length < 4 ? found.includes(each) : found.length === 1 && found[0] === each, each);
    }
  });
});

/** Multiplication written apart from the program's, by shifting and reducing at the end. */
const product = (a: number, b: number): number => {
  let wide = 0;
  for (let bit = 0; bit < 11; bit++) if ((b >> bit) & 1) wide ^= a << bit;
  for (let bit = 21; bit >= 11; bit--) if ((wide >> bit) & 1) wide ^= 0b100000000101 << (bit - 11);
  return wide;
};

describe('check words', () => {
  it('point each kind of single mistake into a direction of its own', () => {
    const slope = ([a, b]: readonly [number, number]): string => {
      for (let t = 0; t < 2048; t++) if (product(t, a) === b) return String(t);
      return 'vertical';
    };
    const exchanges = directions.flatMap(([a, b], i) =>
      directions.slice(i + 1).map(([c, d]) => slope([a ^ c, b ^ d])),
    );
    const all = [slope([1, 0]), slope([0, 1]), ...directions.map(slope), ...exchanges];
    assert.equal(all.length, 57);
    assert.equal(new Set(all).size, 57);
  });

  it('are as the page of the format says: two sums', () => {
    fc.assert(
      fc.property(sheet, (bytes) => {
        const rows = bytesToRows(bytes);
        const tag = wordList.indexOf(rowAt(rows, 0)[7] ?? '');
        for (const [place, row] of rows.entries()) {
          let [first, second, x] = [0, 0, 1];
          for (const each of row) {
            const number = wordList.indexOf(each);
            first ^= product(x, number);
            second ^= product(product(product(x, x), x), number);
            x = product(x, 2);
          }
          assert.equal(first, place + 1);
          assert.equal(second, place === 0 ? 0 : tag);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('rows of words', () => {
  it('give the bytes back', () => {
    fc.assert(
      fc.property(sheet, (bytes) => {
        assert.deepEqual(rowsToBytes(bytesToRows(bytes)), { ok: true, value: bytes });
      }),
    );
  });

  it('are taken in capitals, with blanks, and by four letters a word', () => {
    fc.assert(
      fc.property(sheet, rowPlace, (bytes, place) => {
        const rows = bytesToRows(bytes);
        const typed = rowAt(rows, place).map((each, i) =>
          i % 2 === 0 ? ` ${each.toUpperCase()} ` : each.slice(0, 4),
        );
        assert.deepEqual(checkRow(typed, rows.slice(0, place)), { ok: true, value: rowAt(rows, place) });
      }),
    );
  });

  it('name a wrong word, whichever it is', () => {
    fc.assert(
      fc.property(sheet, rowPlace, wordPlace, word, (bytes, place, at, other) => {
        const rows = bytesToRows(bytes);
        const row = rowAt(rows, place);
        fc.pre(row[at] !== other);
        assert.deepEqual(said(rows, place, replaced(row, { [at]: other })), {
          code: 'word-wrong',
          row: place + 1,
          position: at + 1,
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('name every single wrong word of one row: all 20 470', () => {
    const rows = bytesToRows(Uint8Array.from({ length: sheetBytes }, (_, i) => (i * 151 + 7) & 255));
    const row = rowAt(rows, 4);
    for (const [at, own] of row.entries())
      for (const other of wordList) {
        if (other === own) continue;
        const result = checkRow(replaced(row, { [at]: other }), rows.slice(0, 4));
        assert.ok(
          !result.ok && result.problem.code === 'word-wrong' && result.problem.details['position'] === at + 1,
        );
      }
  });

  it('name both words that changed places', () => {
    fc.assert(
      fc.property(sheet, rowPlace, wordPlace, wordPlace, (bytes, place, a, b) => {
        const rows = bytesToRows(bytes);
        const row = rowAt(rows, place);
        const [i, j] = [Math.min(a, b), Math.max(a, b)];
        const [first = '', second = ''] = [row[i], row[j]];
        fc.pre(first !== second);
        assert.deepEqual(said(rows, place, replaced(row, { [i]: second, [j]: first })), {
          code: 'words-swapped',
          row: place + 1,
          position: i + 1,
          other: j + 1,
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('say which row it is that stands in another’s place', () => {
    fc.assert(
      fc.property(sheet, fc.integer({ min: 1, max: sheetRows - 1 }), rowPlace, (bytes, place, other) => {
        fc.pre(place !== other);
        const rows = bytesToRows(bytes);
        assert.deepEqual(said(rows, place, rowAt(rows, other)), {
          code: 'row-misplaced',
          row: place + 1,
          found: other + 1,
        });
      }),
      { numRuns: 500 },
    );
  });

  it('refuse every other row in the place of row 1, and mostly say which it is', () => {
    let named = 0;
    let tried = 0;
    fc.assert(
      fc.property(sheet, fc.integer({ min: 1, max: sheetRows - 1 }), (bytes, other) => {
        const rows = bytesToRows(bytes);
        const { code, found } = said(rows, 0, rowAt(rows, other));
        fc.pre(rowAt(rows, 0)[7] !== wordList[0]);
        assert.notEqual(code, 'good');
        tried += 1;
        if (found === other + 1) named += 1;
      }),
      { numRuns: 1000 },
    );
    assert.ok(named / tried > 0.9, `${named} of ${tried}`);
  });

  it('notice the same row of another sheet', () => {
    fc.assert(
      fc.property(sheet, sheet, fc.integer({ min: 1, max: sheetRows - 1 }), (bytes, others, place) => {
        const [rows, foreign] = [bytesToRows(bytes), bytesToRows(others)];
        fc.pre(rowAt(rows, 0)[7] !== rowAt(foreign, 0)[7]);
        assert.deepEqual(said(rows, place, rowAt(foreign, place)), { code: 'row-foreign', row: place + 1 });
      }),
      { numRuns: 500 },
    );
  });

  it('never let two wrong words pass, and rarely take them for one', () => {
    let takenForOne = 0;
    let tried = 0;
    fc.assert(
      fc.property(sheet, rowPlace, wordPlace, wordPlace, word, word, (bytes, place, i, j, a, b) => {
        const rows = bytesToRows(bytes);
        const row = rowAt(rows, place);
        fc.pre(i !== j && row[i] !== a && row[j] !== b);
        const { code } = said(rows, place, replaced(row, { [i]: a, [j]: b }));
        assert.notEqual(code, 'good');
        tried += 1;
        if (code === 'word-wrong') takenForOne += 1;
      }),
      { numRuns: 4000 },
    );
    // 10 directions of 2049, so 1 in 205: five times that would be another code.
    assert.ok(takenForOne / tried < 5 / 205, `${takenForOne} of ${tried}`);
  });

  it('notice a word left out or typed twice, where the row is filled from the next one', () => {
    let passed = 0;
    fc.assert(
      fc.property(
        sheet,
        fc.nat({ max: sheetRows - 2 }),
        wordPlace,
        fc.boolean(),
        (bytes, place, at, doubled) => {
          const rows = bytesToRows(bytes);
          const words = [...rowAt(rows, place), ...rowAt(rows, place + 1)];
          words.splice(at, doubled ? 0 : 1, ...(doubled ? [words[at] ?? ''] : []));
          const typed = words.slice(0, rowLength);
          fc.pre(typed.some((each, i) => each !== rowAt(rows, place)[i]));
          if (said(rows, place, typed).code === 'good') passed += 1;
        },
      ),
      { numRuns: 1000 },
    );
    assert.equal(passed, 0);
  });

  it('refuse too few and too many words, and words of no list, without repeating them', () => {
    const rows = bytesToRows(new Uint8Array(sheetBytes).fill(5));
    const row = rowAt(rows, 0);
    assert.equal(said(rows, 0, row.slice(1)).code, 'row-length');
    assert.equal(said(rows, 0, [...row, 'zoo']).code, 'row-length');
    for (const other of ['', 'aba', 'abandonn', 'toString', 'võti'])
      assert.deepEqual(said(rows, 0, replaced(row, { 3: other })), {
        code: 'word-not-listed',
        row: 1,
        position: 4,
      });
  });
});
