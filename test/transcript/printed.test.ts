import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { languages } from '../../ceremonies/texts/languages.ts';
import { hashEvent } from '../../ceremonies/transcript/chain.ts';
import { footStyle, inFours } from '../../ceremonies/transcript/footStyle.ts';
import { printedRecord, printedReport, printedScript } from '../../ceremonies/transcript/printed.ts';
import { report } from '../../ceremonies/transcript/report.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { parametersFor } from '../model/straightRun.ts';
import { entriesOf, hold, makeBundle, toCheck, type Bundle } from '../verify/fixture.ts';

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

let bundle: Bundle;
let head: string;
before(async () => {
  bundle = await makeBundle(parametersFor(2, 3));
  head = await hashEvent(bundle.events.at(-1) ?? assert.fail());
});

/** As the journal goes on after the closing: this report was signed. */
const signed = (html: string): State => ({
  ...bundle.state,
  bundle: { ...bundle.state.bundle, reports: [{ name: 'report.html', sha256: sha256(html) }] },
});

describe('the foot of a printed page', () => {
  test('of a script: the digest of the file in the bundle, whatever the language, before the ceremony and after', async () => {
    const script = (await entriesOf(bundle.bytes)).get('script.json') ?? assert.fail();
    for (const language of languages) {
      const { foot } = await printedScript(bundle.state.script, null, language);
      assert.equal(foot.digest, sha256(script));
    }
    const another = await hold(await toCheck(bundle));
    const { foot } = await printedScript(another.state.script, null, 'en');
    assert.notEqual(foot.digest, sha256(script));
  });

  test('of the report that was signed: its own digest, and the same page', async () => {
    for (const language of languages) {
      const html = report(bundle.state, bundle.events, head, language);
      const printed = await printedRecord(signed(html), bundle.events, head, 'ab'.repeat(32), language);
      assert.deepEqual(printed, await printedReport(html, language));
      assert.equal(printed.foot.digest, sha256(html));
    }
  });

  test('of a translation: the digest of the bundle, and the language that was signed', async () => {
    const state = signed(report(bundle.state, bundle.events, head, 'et'));
    const said = await Promise.all(
      (['en', 'fr'] as const).map(
        async (language) =>
          (await printedRecord(state, bundle.events, head, sha256(bundle.bytes), language)).foot,
      ),
    );
    for (const { digest } of said) assert.equal(digest, sha256(bundle.bytes));
    assert.match(said[0]?.says ?? '', /Estonian/);
    assert.match(said[1]?.says ?? '', /estonien/);
  });

  test('of a report that another program wrote: the digest of the bundle, and no language', async () => {
    const state = signed('<p>other words</p>');
    const { foot } = await printedRecord(state, bundle.events, head, sha256(bundle.bytes), 'en');
    assert.equal(foot.digest, sha256(bundle.bytes));
    assert.doesNotMatch(foot.says, /Estonian|English|French/);
  });

  test('of a record without a bundle: the head of its journal', async () => {
    const { foot } = await printedRecord(bundle.state, bundle.events, head, null, 'en');
    assert.equal(foot.digest, head);
  });

  test('is sixteen groups of four digits, and no text ends its rule', () => {
    assert.equal(inFours(head).split(' ').length, 16);
    const style = footStyle({ says: '"; } </style><b>\\', digest: head, page: 'Page' });
    assert.doesNotMatch(style, /<|[^:] "; \}/);
    assert.ok(style.includes(inFours(head)));
  });
});
