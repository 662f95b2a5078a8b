import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { shareCommitment } from '../../ceremonies/shares/commitment.ts';
import { sheetHtml, type Sheet } from '../../ceremonies/shares/sheet.ts';
import { shareToWords } from '../../ceremonies/shares/shareWords.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { freshShares } from './paperTools.ts';
import { bytesOf } from './shareTools.ts';

const [, share] = freshShares(3, 5);
const sheet: Sheet = {
  share,
  domain: 'production',
  custodian: 'Mart Mänd',
  place: 'Tallinn',
  date: '2026-11-22T10:00:00.000Z',
  ceremony: randomUUID(),
};
const page = sheetHtml(sheet, 'en');
const [open = '', secret = ''] = page.split('<div class="secret upper">');

describe('a sheet', () => {
  test('says in the open what it belongs to', () => {
    const commitment = shareCommitment('production', share);
    for (const fact of [
      share.setId,
      share.embassy,
      ...share.keyLabels,
      sheet.custodian,
      sheet.place,
      '2026-11-22',
      sheet.ceremony,
      commitment.slice(0, 8),
      commitment.slice(-8),
    ])
      assert.ok(open.includes(fact), fact);
  });

  test('explains itself in the language that was chosen, and in English', () => {
    for (const language of languages) {
      const [own = ''] = sheetHtml(sheet, language).split('<div class="secret upper">');
      assert.match(own, new RegExp(`<html lang="${language}">`));
      const { index, threshold, count } = share;
      for (const { t } of [texts(language), texts('en')])
        for (const key of [
          'title',
          'any',
          'whatSays',
          'steps.bag',
          'steps.store',
          'steps.use',
          'steps.alone',
        ])
          assert.ok(own.includes(t(`sheet.${key}`, { index, threshold, count })), `${key} in ${language}`);
    }
    assert.match(open, /Share 2 of 5/);
    assert.match(open, /any 3 /);
  });

  test('has the share below the line only: every word, in order, and the code', () => {
    const cells = [...secret.matchAll(/<td[^>]*>([a-z]+)<\/td>/g)].map(([, word]) => word);
    assert.deepEqual(cells, shareToWords(share).flat());
    assert.match(secret, /<path d="M/);
    assert.doesNotMatch(open, /<td|<path/);
    assert.ok(!page.toLowerCase().includes(bytesOf(share.body).toString('hex')));
  });

  test('wears a band in a rehearsal, and none otherwise', () => {
    assert.match(sheetHtml({ ...sheet, domain: 'rehearsal' }, 'en'), /class="band">REHEARSAL.*ÕPPUS/);
    assert.doesNotMatch(page, /class="band"/);
  });

  test('loads nothing, runs nothing, and lets no name become markup', () => {
    const odd = sheetHtml({ ...sheet, custodian: '<script>x</script>', place: '</style><img src=x>' }, 'en');
    assert.doesNotMatch(odd, /<script|<img|https?:|url\(/);
    assert.match(odd, /default-src &#39;none&#39;|default-src 'none'/);
  });

  test('names as many keys as fit, and how many more there are', () => {
    const keyLabels = Array.from({ length: 100 }, (_, i) => `register-number-${i}`);
    const [upper = ''] = sheetHtml({ ...sheet, share: { ...share, keyLabels } }, 'en').split('secret upper');
    const named = keyLabels.filter((label) => new RegExp(`${label}\\b`).test(upper));
    assert.ok(named.length > 3 && named.length < 100);
    assert.ok(upper.includes(`${100 - named.length} more`));
  });
});
