import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { JsonValue } from '../../ceremonies/formats/canonical.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { factGroups, readBundleFacts, type FactGroup } from '../../ceremonies/verify/bundleFacts.ts';
import { diffBundles, diffFacts, type BundleDiff, type Change } from '../../ceremonies/verify/diff.ts';
import { continuityText, diffSections } from '../../ceremonies/verify/diffWords.ts';
import { value } from '../tokens/softhsm.ts';
import { parametersFor } from '../model/straightRun.ts';
import {
  eventsOf,
  entriesOf,
  freshSplit,
  hold,
  makeBundle,
  toCheck,
  toRebuild,
  toReshare,
  toRotate,
  transcriptOf,
  withEntries,
  type Bundle,
} from './fixture.ts';

let made: Bundle;
let rotated: Bundle;
let reshared: Bundle;

before(async () => {
  made = await makeBundle(parametersFor(2, 3));
  rotated = await hold(await toRotate(made, null));
  reshared = await hold(await toReshare(rotated, ['Uus Hoidja']));
});

const compare = async (a: Bundle, b: Bundle): Promise<BundleDiff> =>
  value(await diffBundles(a.bytes, b.bytes));
const changesIn = ({ groups }: BundleDiff, group: FactGroup): readonly Change[] =>
  groups.find((each) => each.group === group)?.changes ?? [];
const find = (changes: readonly Change[], ...path: readonly string[]): Change | undefined =>
  changes.find((change) => change.path.join('\n') === path.join('\n'));

describe('what stands between two bundles', () => {
  test('a bundle continues from the one before, directly or through others', async () => {
    assert.deepEqual((await compare(made, rotated)).continuity, { kind: 'continues', between: 0 });
    assert.deepEqual((await compare(made, reshared)).continuity, { kind: 'continues', between: 1 });
  });

  test('the other way round, B comes before A', async () => {
    assert.deepEqual((await compare(reshared, made)).continuity, { kind: 'precedes', between: 1 });
    assert.deepEqual((await compare(rotated, made)).continuity, { kind: 'precedes', between: 0 });
  });

  test('two that continue from one are a fork, and two beginnings have nothing in common', async () => {
    const other = await hold(await toRotate(made, null));
    const common = await sha256Hex(made.bytes);
    assert.deepEqual((await compare(rotated, other)).continuity, { kind: 'forked', common });
    const stranger = await makeBundle(parametersFor(2, 3), {
      ceremony: '00000000-0000-4000-8000-00000000000d',
    });
    assert.deepEqual((await compare(made, stranger)).continuity, { kind: 'unrelated' });
  });
});

describe('what changed between two bundles', () => {
  test('nothing, of one and the same', async () => {
    const same = await compare(made, made);
    assert.deepEqual([same.continuity, same.groups], [{ kind: 'same' }, []]);
  });

  test('a rotation: the old version ends, the new one begins, and a share set comes', async () => {
    const diff = await compare(made, rotated);
    const keys = changesIn(diff, 'keys');
    const old = find(keys, 'land-register v1', 'state');
    assert.deepEqual([old?.before, old?.after], ['active', 'deactivated']);
    const now = find(keys, 'land-register v2', 'state');
    assert.deepEqual([now?.before, now?.after], [null, 'active']);
    const [first, second] = registerOf(rotated.state).shareSets.map(({ set }) => set);
    assert.equal(find(changesIn(diff, 'shareSets'), first ?? '', 'setState'), undefined);
    assert.equal(find(changesIn(diff, 'shareSets'), second ?? '', 'setState')?.after, 'live');
    assert.equal(find(keys, 'land-register v2', 'set')?.after, second);
    assert.equal(find(changesIn(diff, 'script'), '', 'kind')?.after, 'rotate');
    assert.equal(changesIn(diff, 'history').length, 1);
  });

  test('a resharing: who joined, and which set each key is wrapped under', async () => {
    const diff = await compare(rotated, reshared);
    const people = changesIn(diff, 'people');
    assert.equal(find(people, 'Uus Hoidja', 'role')?.after, 'custodian');
    const sets = registerOf(reshared.state).shareSets;
    const last = sets.at(-1)?.set ?? '';
    assert.equal(find(changesIn(diff, 'keys'), 'land-register v2', 'set')?.after, last);
    assert.equal(find(changesIn(diff, 'shareSets'), last, 'holder', '4')?.after, 'Uus Hoidja');
    const voided = find(changesIn(diff, 'shareSets'), sets[0]?.set ?? '', 'setState');
    assert.deepEqual([voided?.before, voided?.after], ['live', 'void']);
  });

  test('steps that only one of the scripts has, by act, kind and people', async () => {
    const diff = await compare(made, await hold(await toCheck(made)));
    const steps = changesIn(diff, 'script').filter(({ path }) => path[1] === 'step');
    assert.ok(
      steps.some(({ before, after }) => before?.includes('generate-embassy-key') === true && after === null),
    );
    assert.ok(steps.some(({ before, after }) => before === null && after?.includes('show-shares') === true));
  });

  test('each way round the same, with before and after exchanged', async () => {
    const there = await compare(made, reshared);
    const back = await compare(reshared, made);
    const keyed = ({ groups }: BundleDiff, turn: boolean) =>
      groups
        .flatMap(({ group, changes }) =>
          changes.map(({ path, before, after }) =>
            JSON.stringify([group, path, turn ? after : before, turn ? before : after]),
          ),
        )
        .sort();
    assert.deepEqual(keyed(there, false), keyed(back, true));
  });
});

/** Every leaf of a value, with its path. */
const leavesOf = (
  node: JsonValue,
  path: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly leaf: string }[] => {
  if (node === null) return [];
  if (typeof node !== 'object') return [{ path, leaf: String(node) }];
  return Object.entries(node).flatMap(([name, part]) => leavesOf(part, [...path, name]));
};

describe('comparing leaves nothing out', () => {
  test('whatever differs in the register is told', async () => {
    const rebuilt = await hold(await toRebuild(made, freshSplit(made)));
    for (const { bytes, state } of [made, rebuilt, reshared]) {
      const facts = value(await readBundleFacts(bytes));
      const told = new Set(facts.facts.flatMap(({ value: said, path }) => [...path, ...said.split(' · ')]));
      for (const { path, leaf } of leavesOf(registerOf(state))) {
        const field = path.at(-1) ?? '';
        // Long values are told by their digest, positions and key names as parts of a path.
        const isElsewhere =
          ['format', 'previousBundle'].includes(field) ||
          path.length === 1 ||
          ['wrapped', 'canary', 'certificate', 'sealed'].includes(field) ||
          ['index', 'version', 'label', 'software'].includes(field);
        if (!isElsewhere) assert.ok(told.has(leaf), path.join('.'));
      }
    }
  });

  test('every field that is told has words, and every group a title, in every language', async () => {
    const compared = [
      await compare(made, reshared),
      await compare(made, await hold(await toRebuild(made))),
      await compare(reshared, made),
    ];
    for (const language of languages)
      for (const diff of compared) {
        assert.ok(continuityText(diff.continuity, texts(language)).length > 10);
        const sections = diffSections(diff, texts(language));
        assert.equal(sections.length, diff.groups.length);
        for (const { title, subjects } of sections) {
          assert.notEqual(title, '');
          assert.ok(subjects.every(({ lines }) => lines.length > 0));
        }
      }
    for (const group of factGroups) assert.ok(texts('et').has(`diff.groups.${group}`));
  });

  test('steps in another order are told as such', async () => {
    const facts = value(await readBundleFacts(made.bytes));
    const [first = '', second = '', ...rest] = facts.steps;
    const diff = diffFacts(facts, { ...facts, steps: [second, first, ...rest] });
    assert.deepEqual(
      changesIn(diff, 'script').map(({ path }) => path[1]),
      ['order'],
    );
  });

  test('what is said twice is not lost', async () => {
    const facts = value(await readBundleFacts(made.bytes));
    const [place] = facts.facts.filter(({ group }) => group === 'place');
    assert.ok(place !== undefined);
    const twice = { ...facts, facts: [...facts.facts, { ...place, value: 'elsewhere' }] };
    assert.equal(changesIn(diffFacts(facts, twice), 'place')[0]?.after, 'elsewhere');
  });
});

describe('what cannot be compared', () => {
  test('is named by the bundle and by code', async () => {
    const events = eventsOf(await entriesOf(made.bytes));
    const torn = await withEntries(made.bytes, (entries) =>
      entries.set('transcript.jsonl', transcriptOf(events.filter((_, index) => index !== 3))),
    );
    const missing = await withEntries(made.bytes, (entries) => entries.delete('transcript.jsonl'));
    for (const [bytes, code] of [
      [new Uint8Array(), 'bundle-not-zip'],
      [missing, 'bundle-entry-missing'],
      [torn, 'event-out-of-order'],
    ] as const) {
      for (const [a, b, bundle] of [
        [bytes, made.bytes, 'A'],
        [made.bytes, bytes, 'B'],
      ] as const) {
        const result = await diffBundles(a, b);
        assert.ok(!result.ok);
        assert.deepEqual([result.problem.code, result.problem.details['bundle']], [code, bundle]);
      }
    }
  });
});
