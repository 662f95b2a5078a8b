import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { headProblem } from '../../ceremonies/formats/sheetHead.ts';
import {
  bytesToRows,
  rowBytes,
  sheetRows,
  wordList,
  type WordRow,
} from '../../ceremonies/formats/wordRows.ts';
import {
  begun,
  finishWord,
  goTo,
  isComplete,
  previousRow,
  type,
  wordMeant,
  type WordEntry,
} from '../../renderer/parts/wordEntry.ts';

const bytes = Uint8Array.from({ length: sheetRows * rowBytes }, (_, i) => (i * 89 + 13) & 255);
bytes.set([1, 0xab, 0xcd, 0xef, 0x01, 2]);
const rows = bytesToRows(bytes);
const set = { setId: 'abcdef01-0000-4000-8000-000000000000', count: 5 };
const refuse: Parameters<typeof type>[2] = (head) => headProblem(head, set);

/** As hands do it: a character at a time, over what the field shows. */
const keys = (entry: WordEntry, text: string): WordEntry =>
  Array.from(text).reduce((now, key) => type(now, now.typed + key, refuse), entry);
const rowAt = (place: number): WordRow => rows[place] ?? [];
const typeRow = (entry: WordEntry, words: readonly string[]): WordEntry =>
  words.reduce((now, word) => keys(now, `${word} `), entry);
const upTo = (place: number): WordEntry => rows.slice(0, place).reduce(typeRow, begun);
const replaced = (row: WordRow, changes: Readonly<Record<number, string>>): WordRow =>
  row.map((own, place) => changes[place] ?? own);
const other = (word: string | undefined): string => (word === 'zoo' ? 'zone' : 'zoo');

describe('typing the words of a sheet', () => {
  it('ends with all the rows, whether words are typed in full or by four letters, in any case', () => {
    const ways: readonly ((word: string) => string)[] = [
      (word) => `${word} `,
      (word) => `${word.slice(0, 4)} `,
      (word) => `${word.toUpperCase()}  `,
    ];
    for (const way of ways) {
      const text = rows.flat().map(way).join('');
      const done = keys(begun, text);
      assert.ok(isComplete(done));
      assert.deepEqual(done.rows, rows);
    }
  });

  it('takes a word at its last letter, unless a longer one begins so', () => {
    assert.equal(keys(begun, 'abando').words[0], '');
    assert.equal(keys(begun, 'abandon').words[0], 'abandon');
    assert.equal(keys(begun, 'era').words[0], '');
    assert.equal(keys(begun, 'era ').words[0], 'era');
    assert.equal(wordMeant('ab'), undefined);
    assert.equal(keys(begun, 'ab ').typed, 'ab');
  });

  it('says at the first letter too many that no word begins so', () => {
    const entry = keys(begun, 'abq');
    assert.equal(entry.problem?.code, 'word-not-listed');
    assert.equal(type(entry, 'ab', refuse).problem, null);
    assert.equal(finishWord(entry, refuse).words[0], '');
  });

  it('points at a wrong word, and goes on when that alone is typed again', () => {
    const place = 6;
    const row = rowAt(3);
    const wrong = typeRow(upTo(3), replaced(row, { [place]: other(row[place]) }));
    assert.equal(wrong.problem?.code, 'word-wrong');
    assert.deepEqual([wrong.doubtful, wrong.place], [[place], place]);
    const mended = keys(wrong, `${row[place] ?? ''} `);
    assert.equal(mended.problem, null);
    assert.equal(mended.rows.length, 4);
  });

  it('points at both words that changed places', () => {
    const row = rowAt(0);
    const [a = '', b = ''] = [row[2], row[5]];
    const swapped = typeRow(begun, replaced(row, { 2: b, 5: a }));
    assert.equal(swapped.problem?.code, 'words-swapped');
    assert.deepEqual(swapped.doubtful, [2, 5]);
    const mended = keys(keys(swapped, `${a} `), `${b} `);
    assert.equal(mended.rows.length, 1);
    assert.equal(mended.head?.index, 2);
  });

  it('keeps a row with several mistakes, until each is found', () => {
    const row = rowAt(1);
    const wrong = typeRow(upTo(1), replaced(row, { 0: other(row[0]), 4: other(row[4]), 8: other(row[8]) }));
    assert.notEqual(wrong.problem, null);
    assert.ok(wrong.words.every((word) => word !== ''));
    const mended = [0, 4, 8].reduce(
      (now, at) => keys(goTo({ ...now, doubtful: [] }, at), `${row[at] ?? ''} `),
      wrong,
    );
    assert.equal(mended.rows.length, 2);
  });

  it('wants the right row where another was typed', () => {
    const misplaced = typeRow(upTo(2), rowAt(4));
    assert.equal(misplaced.problem?.code, 'row-misplaced');
    assert.ok(misplaced.words.every((word) => word === ''));
    assert.equal(typeRow(misplaced, rowAt(2)).rows.length, 3);
  });

  it('refuses another set’s sheet after its first row', () => {
    const foreign = Uint8Array.from(bytes);
    foreign[1] = 0x55;
    const refused = typeRow(begun, bytesToRows(foreign)[0] ?? []);
    assert.equal(refused.problem?.code, 'share-foreign');
    assert.deepEqual([refused.rows, refused.head], [[], null]);
  });

  it('opens the row before again', () => {
    const back = previousRow(upTo(2));
    assert.deepEqual([back.rows.length, back.words], [1, rowAt(1)]);
    assert.equal(previousRow(previousRow(back)).head, null);
    assert.equal(previousRow(begun), begun);
  });

  it('survives any keys at all, and repeats no word in a problem', () => {
    const anything = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(...wordList).map((word) => `${word} `),
      ),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(anything, (texts) => {
        const entry = texts.reduce((now, text) => type(now, now.typed + text, refuse), begun);
        for (const value of Object.values(entry.problem?.details ?? {}))
          assert.ok(typeof value === 'number' || !wordList.includes(value));
      }),
    );
  });
});
