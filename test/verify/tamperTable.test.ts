import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problemsOf, tamperings, type Tampering } from './tamperTable.ts';

describe('of everything that can be wrong with a bundle', () => {
  let judged: readonly (Tampering & { readonly verdict: Verdict })[];
  before(async () => {
    judged = await Promise.all(
      (await tamperings()).map(async (row) => ({ ...row, verdict: await verifyBundle(row.bytes) })),
    );
  });

  test('each is told, by its code, and what is not wrong is good', () => {
    for (const { name, outcome, because, verdict } of judged) {
      assert.equal(verdict.outcome, outcome, name);
      const codes = problemsOf(verdict).map(({ code }) => code);
      assert.equal(codes.length === 0, outcome === 'good', name);
      assert.ok(!codes.includes('internal'), name);
      if (because !== null) assert.ok(codes.includes(because), `${name}: ${codes.join(' ')}`);
    }
  });

  test('each has words in every language', () => {
    for (const language of languages)
      for (const { name, verdict } of judged)
        for (const problem of problemsOf(verdict))
          assert.notEqual(sentenceOf(problem, texts(language)), '', `${name} in ${language}`);
  });

  test('those that differ in kind differ in what is said of them', () => {
    const said = (name: string): string => {
      const row = judged.find((each) => each.name === name);
      assert.ok(row, name);
      const english = texts('en');
      return problemsOf(row.verdict)
        .map((problem) => sentenceOf(problem, english))
        .join(' ');
    };
    const kinds = [
      'transcript.jsonl twice',
      'script.json with a bit flipped',
      'script.json removed',
      'the last event cut off',
      'an event cut from the middle',
      'two events swapped',
      'an event replayed from another ceremony',
      'a rehearsal offered as production',
      'signed by a stranger of the same name',
      'signed by the right person over another ceremony',
      'signed by a certificate that had expired',
      'signed by a certificate that may not sign',
      'signed over a weak digest',
      'entities in a manifest',
      'no container at all',
      'cut in half',
      'a byte more',
      'the media type last',
      'a file that nobody signed',
      'a bomb',
      'a path out of the bundle',
      'a later format',
    ];
    assert.equal(new Set(kinds.map(said)).size, kinds.length);
  });
});
