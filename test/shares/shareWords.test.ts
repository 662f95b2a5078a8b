import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { headOfRow, headProblem } from '../../ceremonies/formats/sheetHead.ts';
import { rowLength, sheetRows, wordList, type WordRow } from '../../ceremonies/formats/wordRows.ts';
import { shareToWords, wordsToShare } from '../../ceremonies/shares/shareWords.ts';
import { encodeShare } from '../../ceremonies/shares/share.ts';
import { contextOf, freshShares } from './paperTools.ts';
import { bytesOf } from './shareTools.ts';

const codeOf = (result: ReturnType<typeof wordsToShare>): string =>
  result.ok ? 'good' : result.problem.code;

describe('a share as words', () => {
  test('is eleven rows of ten words', () => {
    const [share] = freshShares(2, 3);
    const rows = shareToWords(share);
    assert.equal(rows.length, sheetRows);
    for (const row of rows) assert.equal(row.length, rowLength);
  });

  test('holds the bytes that the page of the format names, eleven bits a word', () => {
    const [, share] = freshShares(2, 3);
    const bits = shareToWords(share)
      .flatMap((row) => row.slice(0, 8))
      .map((word) => wordList.indexOf(word).toString(2).padStart(11, '0'))
      .join('');
    const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
    const named = Buffer.concat([
      Buffer.of(1),
      Buffer.from(share.setId.slice(0, 8), 'hex'),
      Buffer.of(2),
      share.salt,
      bytesOf(share.body).subarray(2),
    ]);
    const sum = createHash('sha256').update(named).digest().subarray(0, 3);
    assert.deepEqual(bytes, Buffer.concat([named, sum]));
  });

  test('comes back as the same share, for every index', () => {
    for (const share of freshShares(2, 255).filter(({ index }) => index % 50 === 5 || index === 1)) {
      const back = wordsToShare(shareToWords(share), contextOf(share));
      assert.ok(back.ok && encodeShare(back.value).equals(encodeShare(share)));
    }
  });

  test('of another set is refused from its first row alone', () => {
    const [share] = freshShares(2, 3);
    const [other] = freshShares(2, 3);
    const rows = shareToWords(other);
    assert.equal(codeOf(wordsToShare(rows.slice(0, 1), contextOf(share))), 'share-foreign');
    assert.equal(codeOf(wordsToShare(rows, contextOf(share))), 'share-foreign');
    const head = headOfRow(rows[0] ?? []);
    assert.ok(head.ok);
    assert.equal(headProblem(head.value, contextOf(share))?.code, 'share-foreign');
    assert.equal(headProblem(head.value, contextOf(other)), null);
    assert.equal(head.value.index, other.index);
  });

  test('with rows missing, added, or of two sheets of one set is no share', () => {
    const [one, two] = freshShares(2, 3);
    const [rows, others] = [shareToWords(one), shareToWords(two)];
    const context = contextOf(one);
    assert.equal(codeOf(wordsToShare(rows.slice(0, -1), context)), 'rows-wrong');
    assert.equal(codeOf(wordsToShare([], context)), 'rows-wrong');
    assert.equal(codeOf(wordsToShare([...rows.slice(0, 5), ...others.slice(5)], context)), 'row-foreign');
    assert.equal(
      codeOf(wordsToShare([rows[1] ?? [], rows[0] ?? [], ...rows.slice(2)], context)) === 'good',
      false,
    );
  });

  test('whose rows agree but not with one another is caught by its checksum', () => {
    // Rows of sheets that happen to have the same eighth word: searched for, so that only the checksum is left.
    const byTag = new Map<string, readonly WordRow[]>();
    for (let tries = 0; tries < 2000; tries++) {
      const [share] = freshShares(2, 2);
      const rows = shareToWords(share);
      const tag = rows[0]?.[7] ?? '';
      const other = byTag.get(tag);
      byTag.set(tag, rows);
      if (other === undefined) continue;
      assert.equal(
        codeOf(wordsToShare([...rows.slice(0, 5), ...other.slice(5)], contextOf(share))),
        'rows-wrong',
      );
      return;
    }
    assert.fail('no two sheets with one tag');
  });

  test('with any words at all gives a result, and repeats none of them', () => {
    const [share] = freshShares(2, 3);
    const words = fc.array(fc.array(fc.oneof(fc.constantFrom(...wordList), fc.string()), { maxLength: 12 }), {
      maxLength: 13,
    });
    fc.assert(
      fc.property(words, (rows) => {
        const result = wordsToShare(rows, contextOf(share));
        assert.ok(!result.ok);
        for (const value of Object.values(result.problem.details))
          assert.ok(typeof value === 'number' || !wordList.includes(value));
      }),
    );
  });
});
