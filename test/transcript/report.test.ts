import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { fromHex } from '../../ceremonies/formats/bytes.ts';
import { bytesToWords } from '../../ceremonies/formats/words.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { reduce } from '../../ceremonies/model/reduce.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { stepsOf, type Script } from '../../ceremonies/model/script.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { hashEvent } from '../../ceremonies/transcript/chain.ts';
import { report } from '../../ceremonies/transcript/report.ts';
import { scriptSheet } from '../../ceremonies/transcript/scriptSheet.ts';
import { paperRoom, parametersFor, play, type Run, type RunOptions } from '../model/straightRun.ts';
import { freshSplit, hold, makeBundle, toCheck, toRebuild, type Bundle } from '../verify/fixture.ts';

const attack = `<script>alert(1)</script>"'&\u202e<img src=x>`;

const run = (options: RunOptions = {}, changes: Parameters<typeof parametersFor>[2] = {}) => {
  const parameters = parametersFor(2, 3, changes);
  return play(parameters, paperRoom(parameters), options);
};

const headOf = ({ events }: Run) => hashEvent(events.at(-1) ?? assert.fail());

const exceptionOnce = (text: string) => {
  let raised = false;
  return (state: Run['state']): readonly EventBody[] => {
    if (raised) return [];
    raised = true;
    const step = currentStep(state)?.id ?? '';
    return [
      {
        type: 'exception-raised',
        about: { kind: 'other' },
        step,
        expected: text,
        happened: text,
        decided: text,
        by: ['administrator', 'witness'],
      },
    ];
  };
};

describe('the report', () => {
  let usual: Run;
  let text: string;
  before(async () => {
    usual = await run();
    text = report(usual.state, usual.events, await headOf(usual));
  });

  test('names everybody, every event, every key, share set and device, in each language', async () => {
    for (const language of languages) {
      const page = report(usual.state, usual.events, await headOf(usual), language);
      for (const { name } of usual.state.script.parameters.participants) assert.ok(page.includes(name), name);
      for (const { seq, at } of usual.events.slice(1))
        assert.ok(page.includes(`>${seq}<`) && page.includes(at));
      assert.ok(page.includes(usual.state.keys[0]?.checkValue ?? '?'));
      for (const commitment of usual.state.sets[0]?.commitments ?? []) assert.ok(page.includes(commitment));
      assert.ok(page.includes(usual.state.hsm?.token.serial ?? '?'));
      assert.ok(page.includes(usual.state.hsm?.module.sha256 ?? '?'));
      assert.match(page, new RegExp(`<html lang="${language}">`));
    }
  });

  test('shows the head, and the head of each act, as words', async () => {
    const heads = [await headOf(usual), ...Object.values(usual.state.acts).map(({ head }) => head)];
    for (const head of heads) assert.ok(text.includes(bytesToWords(fromHex(head)).join(' ')));
  });

  test('is the same once the closed transcript has been worked on', async () => {
    const head = await headOf(usual);
    const made = {
      seq: usual.events.length,
      previous: head,
      at: '2026-06-01T20:00:00.000Z',
      type: 'report-made',
      name: 'report.html',
      sha256: '00'.repeat(32),
    } as const;
    const later = reduce(usual.state, made);
    assert.equal(report(later, [...usual.events, made], await hashEvent(made)), text);
  });

  test('loads nothing and runs nothing', () => {
    assert.doesNotMatch(text, /<script|<img|<link|<iframe|\ssrc=|\shref=|url\(|@import|https?:/i);
    assert.match(text, /default-src 'none'/);
  });

  test('tells what was found of a network in words, in each language', async () => {
    const found = { ...usual.state, airGapFindings: [{ kind: 'default-route', name: 'eth0' } as const] };
    for (const language of languages) {
      const page = report(found, usual.events, await headOf(usual), language);
      const words = texts(language).t('screen.findings.default-route');
      assert.ok(page.includes(words) && page.includes('eth0'), words);
    }
  });

  test('has a band in a rehearsal and none in production', async () => {
    const real = await run({}, { domain: 'production' });
    assert.match(text, /class="band"/);
    assert.doesNotMatch(report(real.state, real.events, await headOf(real)), /class="band"/);
  });

  test('takes no markup and no hidden characters from names, places, remarks and exceptions', async () => {
    const hostile = await run(
      { interrupt: exceptionOnce(attack), against: { witness: attack } },
      { embassy: attack, place: attack },
    );
    const page = report(hostile.state, hostile.events, await headOf(hostile));
    assert.doesNotMatch(page, /<script|<img|\u202e/);
    assert.match(page, /&lt;script&gt;/);
    assert.match(page, /\[U\+202E\]/);
  });

  test('does not hide that somebody did not agree', async () => {
    const against = await run({ against: { witness: 'I could not see the screen.' } });
    const page = report(against.state, against.events, await headOf(against));
    assert.match(page, /class="against"/);
    assert.ok(page.includes('I could not see the screen.'));
  });
});

describe('the report of what followed', () => {
  let made: Bundle;
  const pagesOf = async ({ state, events }: Run) => {
    const head = await hashEvent(events.at(-1) ?? assert.fail());
    return languages.map((language) => [language, report(state, events, head, language)] as const);
  };
  before(async () => {
    made = await makeBundle(parametersFor(2, 3, { sheets: true }));
  });

  test('names the bags of the sheets', async () => {
    for (const [, page] of await pagesOf(made))
      for (const { bag } of made.state.sets[0]?.sheets ?? assert.fail()) assert.ok(page.includes(bag));
  });

  test('a rebuilding says what came back onto which HSM, and who brought which share from where', async () => {
    const next = await toRebuild(made);
    const run = await hold({
      ...next,
      options: { ...next.options, visitors: ['custodian-3', 'custodian-2'] },
    });
    for (const [language, page] of await pagesOf(run)) {
      const { t } = texts(language);
      const [, rebuilt = '', contributions = ''] = page.split(
        new RegExp(`<h2>(?:${t('report.rebuilt')}|${t('report.contributions')})</h2>`, 'u'),
      );
      for (const said of ['land-register v1', made.room.key.checkValue, 'serial-new hsm'])
        assert.ok(rebuilt.includes(said), said);
      const ownSection = contributions.slice(0, contributions.indexOf('</section>'));
      assert.ok(ownSection.includes('custodian Õie 3') && ownSection.includes('custodian Õie 2'));
      assert.ok(ownSection.includes(t('report.sources.card-object')));
      assert.ok(!ownSection.includes('custodian Õie 1'));
      assert.ok(page.includes(t('report.absent')));
    }
  });

  test('a fresh set: that the old shares still open the bundle before', async () => {
    const run = await hold(await toRebuild(made, freshSplit(made)));
    const { sha256 } = run.state.previousBundle ?? assert.fail();
    for (const [language, page] of await pagesOf(run)) {
      const warning = texts(language).t('report.superseded', { threshold: 2, bundle: sha256 });
      assert.ok(page.includes(warning), language);
    }
    // A later ceremony knows no more than that they are void.
    const later = await hold(await toCheck(run));
    for (const [language, page] of await pagesOf(later))
      assert.ok(page.includes(texts(language).t('report.voidBefore', { threshold: 2 })), language);
  });

  test('a check: who showed a good share and who did not, when each was last proven, and the margin', async () => {
    for (const [visitors, key, margin] of [
      [['custodian-1', 'custodian-3'], 'report.stands', 0],
      [['custodian-1'], 'report.standsNot', -1],
    ] as const) {
      const next = await toCheck(made);
      const run = await hold({ ...next, options: { ...next.options, visitors } });
      for (const [language, page] of await pagesOf(run)) {
        const { t } = texts(language);
        assert.ok(page.includes(t(key, { shown: visitors.length, count: 3, threshold: 2, margin })), key);
        const row =
          /<td class="n">2<\/td>.*?<\/tr>/su.exec(page.slice(page.indexOf(t('report.health'))))?.[0] ?? '';
        assert.ok(row.includes('custodian Õie 2') && row.includes(t('report.isMissing')));
        assert.ok(row.includes(made.state.sets[0]?.shares[1]?.at ?? '?'));
      }
    }
  });
});

describe('the script on paper', () => {
  const paper = (script: Script, register: Register | null) =>
    languages.map((language) => scriptSheet(script, language, register));

  test('of each kind has every step of its script, and leaves no value out', async () => {
    const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
    const rebuilt = await hold(await toRebuild(made, { ...freshSplit(made), threshold: 3 }));
    const checked = await hold(await toCheck(made));
    for (const { state } of [made, rebuilt, checked]) {
      for (const page of paper(state.script, state.previousBundle?.register ?? null)) {
        assert.doesNotMatch(page, /\{\{|undefined|> 0 /u);
        assert.equal(page.match(/<strong>/gu)?.length, stepsOf(state.script).length);
        assert.ok(page.includes('land-register'));
      }
    }
  });

  test('names the quorum that is needed where shares are brought, and the new one where they are made', async () => {
    const made = await makeBundle(parametersFor(2, 3));
    const { state } = await hold(await toRebuild(made, { ...freshSplit(made), threshold: 3 }));
    const [page = ''] = paper(state.script, state.previousBundle?.register ?? null);
    const { t } = texts('en');
    assert.ok(page.includes(t('steps.collect-shares.say', { threshold: 2, custodians: 3 })));
    assert.ok(page.includes(t('steps.split-recovery-key.say', { threshold: 3, custodians: 3 })));
  });
});
