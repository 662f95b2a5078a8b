import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { recordOfBundle } from '../../ceremonies/verify/recordOfBundle.ts';
import { parametersFor } from '../model/straightRun.ts';
import { makeBundle, textOf, withEntries, type Bundle } from './fixture.ts';

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
