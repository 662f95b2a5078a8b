import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { en } from '../../ceremonies/texts/en/index.ts';
import { et } from '../../ceremonies/texts/et/index.ts';
import { fr } from '../../ceremonies/texts/fr/index.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { errorCodes } from '../../ceremonies/model/error.ts';
import { stepKinds } from '../../ceremonies/model/script.ts';
import { factNames } from '../../ceremonies/model/question.ts';

type Node = string | { readonly [key: string]: Node };

const leaves = (node: Node, path: readonly string[] = []): readonly (readonly [string, string])[] =>
  typeof node === 'string'
    ? [[path.join('.'), node]]
    : Object.entries(node).flatMap(([key, child]) => leaves(child, [...path, key]));

const english = new Map(leaves(en));
const others = { et: new Map(leaves(et)), fr: new Map(leaves(fr)) };

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

/** What the sources ask the catalogue for, where they name it in full. */
const keysUsed = (): ReadonlySet<string> => {
  const root = join(import.meta.dirname, '../../renderer');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(root, name), 'utf8'));
  return new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/'((?:screen|embassy|backups|errors|steps|events|facts)\.[\w.-]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    ),
  );
};

describe('the catalogue', () => {
  it('has the same keys in every language', () => {
    assert.deepEqual(Object.keys({ en, ...others }).sort(), [...languages].sort());
    for (const own of Object.values(others))
      assert.deepEqual([...own.keys()].sort(), [...english.keys()].sort());
  });

  it('leaves no text empty', () => {
    for (const [key, text] of [english, ...Object.values(others)].flatMap((own) => [...own]))
      assert.notEqual(text.trim(), '', key);
  });

  it('puts the same values into a text in every language', () => {
    for (const [key, text] of english) {
      // Plural forms of one text may leave the number out where they say it in words.
      const pluralForm = /_(zero|one|two|few|many|other)$/.test(key);
      const counted = (list: readonly string[]) =>
        [...new Set(list)].filter((name) => !(pluralForm && name === 'count'));
      for (const [language, own] of Object.entries(others))
        assert.deepEqual(
          counted(placeholders(own.get(key) ?? '')),
          counted(placeholders(text)),
          `${key} in ${language}`,
        );
    }
  });

  it('lets no French line begin with a sign that belongs to the line before', () => {
    assert.ok([...others.fr.values()].some((text) => text.includes('\u00a0:')));
    for (const [key, text] of others.fr) assert.doesNotMatch(text, / [:;!?»%]|« /u, key);
  });

  it('never calls the words of the transcript, which are compared aloud, as it calls those of a sheet, which are typed', () => {
    const names = {
      en: ['check words', 'control words'],
      et: ['võrdlussõnad', 'kontrollsõnad'],
      fr: ['mots de comparaison', 'mots de contrôle'],
    } as const;
    for (const [language, [compared, typed]] of Object.entries(names)) {
      const own = language === 'et' || language === 'fr' ? others[language] : english;
      const saying = (name: string) =>
        [...own].filter(([, text]) => text.toLowerCase().includes(name)).map(([key]) => key);
      for (const key of ['cli.words', 'report.head', 'screen.words.label', 'steps.complete-act.say'])
        assert.ok(saying(compared).includes(key), `${key} in ${language}`);
      assert.deepEqual(
        saying(typed),
        ['errors.sheet-unproved', 'screen.sheet.control', 'sheet.control', 'steps.print-sheet.do'],
        language,
      );
    }
  });

  it('has every text that a screen names', () => {
    const used = keysUsed();
    assert.ok(used.size > 100, `found only ${used.size} keys: the pattern no longer fits the sources`);
    for (const language of languages) {
      const { has } = texts(language);
      for (const key of used) assert.ok(has(key), `${key} in ${language}`);
    }
  });

  it('has a sentence for every error, step and fact', () => {
    for (const language of languages) {
      const { t } = texts(language);
      for (const code of errorCodes) assert.ok(t(`errors.${code}`).length > 10);
      for (const kind of stepKinds)
        for (const part of ['title', 'say', 'do']) assert.ok(t(`steps.${kind}.${part}`).length > 2);
      for (const name of factNames) assert.ok(t(`facts.${name}`).length > 1);
    }
  });

  it('refuses a key that it does not have', () => {
    assert.throws(() => texts('en').t('screen.no-such-text'), RangeError);
    assert.equal(texts('et').has('claims.no-such-claim'), false);
  });
});
