import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { RecordLimits } from '../../ceremonies/transcript/report.ts';
import { verifyLimits } from '../../ceremonies/verify/openBundle.ts';
import { recordOf, replayedOf } from '../../ceremonies/verify/recordOfBundle.ts';
import { openPaddedRoom } from '../bench/padding.ts';
import { parametersFor } from '../model/straightRun.ts';
import { makeBundle, textOf, withEntries, type Bundle } from './fixture.ts';

const everything: RecordLimits = { linesMax: Infinity, rowsMax: Infinity };
const recordOfBundle = async (bytes: Uint8Array, language: Language): Promise<string> =>
  recordOf(await replayedOf(bytes), language, everything).markup;

let bundle: Bundle;
before(async () => {
  bundle = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
});

describe('what a bundle says happened', () => {
  test('is what its report says', async () => {
    const record = await recordOfBundle(bundle.bytes, 'en');
    assert.ok(textOf(new Map(bundle.files), 'report.html').includes(record));
    for (const title of ['people', 'timeline', 'inventory', 'devices', 'exceptions'])
      assert.ok(record.includes(`<h2>${texts('en').t(`report.${title}`)}</h2>`), title);
  });

  test('is told in the language that is asked for, whatever the report’s', async () => {
    const title = texts('et').t('report.timeline');
    assert.ok((await recordOfBundle(bundle.bytes, 'et')).includes(title));
  });

  test('has the acts and not each event, and some exceptions by number only, where that would be too much', async () => {
    const words = 'The reader showed no light. '.repeat(20);
    const { bytes, state } = await (await openPaddedRoom(2, 2))(120, words);
    const { t } = texts('en');
    const lines = (record: string): number => record.match(/class="seq"/g)?.length ?? 0;
    const told = (record: string): number => record.split(words.trim()).length - 1;

    const whole = await recordOfBundle(bytes, 'en');
    const raised = state.exceptions.length;
    assert.ok(raised > 40 && lines(whole) > raised);
    // Once in the timeline, and once among the exceptions.
    assert.equal(told(whole), 2 * raised);
    assert.ok(!whole.includes(t('report.linesLeftOut')));

    const limits = { ...verifyLimits.transcript, wordsBytes: 10 * (words.length + 200) };
    const short = recordOf(await replayedOf(bytes, undefined, limits), 'en', {
      ...everything,
      linesMax: 100,
    }).markup;
    assert.equal(lines(short), 0);
    assert.ok(short.includes(t('report.linesLeftOut')));
    for (const { id } of state.script.acts)
      assert.ok(short.includes(`<h3>${t(`report.acts.${id}`)}</h3>`), id);
    const shown = told(short);
    assert.ok(shown >= 10 && shown < 20);
    const [first, last] = [state.exceptions[shown]?.seq ?? 0, state.exceptions.at(-1)?.seq ?? 0];
    assert.ok(short.includes(t('report.wordsLeftOut', { number: raised - shown, first, last })));
    for (const { name } of state.script.parameters.participants) assert.ok(short.includes(name), name);
  });

  test('has long tables in runs beside it, and says of each what is in it', async () => {
    const { bytes } = await (await openPaddedRoom(2, 2))(200);
    const { t } = texts('en');
    const seen = (markup: string): readonly string[] =>
      [...markup.matchAll(/class="seq">(\d+)/g)].map(([, seq]) => seq ?? '');
    const whole = await recordOfBundle(bytes, 'en');
    assert.ok(!whole.includes('<details'));

    const read = await replayedOf(bytes);
    const { markup, runs } = recordOf(read, 'en', { ...everything, rowsMax: 20 });
    assert.ok(runs.length > 5);
    const unfolded = markup.replace(/<details data-run="(\d+)">/g, (_, run) => runs[Number(run)] ?? '');
    assert.deepEqual(seen(unfolded), seen(whole));
    assert.ok(seen(markup).length > 0 && seen(markup).length < seen(whole).length);
    for (const run of runs) assert.ok((run.match(/<tr>/g)?.length ?? 0) <= 21);

    const raised = read.state.exceptions.length;
    const [first, last] = [read.state.exceptions[0]?.seq ?? 0, read.state.exceptions.at(-1)?.seq ?? 0];
    assert.ok(markup.includes(t('report.folded.exceptions', { count: raised, first, last })));
    assert.ok(markup.includes(`${t('events.exception-raised')} (${raised})`));
  });

  test('folds nothing of a ceremony of a few hundred events', async () => {
    const { bytes } = await (await openPaddedRoom(2, 2))(300);
    const { markup, runs } = recordOf(await replayedOf(bytes), 'en');
    assert.deepEqual(runs, []);
    assert.equal(markup, await recordOfBundle(bytes, 'en'));
  });

  test('cannot be told where the events cannot be followed', async () => {
    for (const change of [
      (text: string) => text.slice(0, -2),
      (text: string) => text.split('\n', 5).join('\n'),
    ]) {
      const bytes = await withEntries(bundle.bytes, (entries) => {
        const changed = change(textOf(entries, 'transcript.jsonl'));
        entries.set('transcript.jsonl', new TextEncoder().encode(changed));
      });
      await assert.rejects(recordOfBundle(bytes, 'en'), CeremonyError);
    }
    await assert.rejects(recordOfBundle(new Uint8Array([1, 2, 3]), 'en'), CeremonyError);
  });
});
