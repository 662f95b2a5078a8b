import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { fromHex } from '../../ceremonies/formats/bytes.ts';
import { bytesToWords } from '../../ceremonies/formats/words.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { reduce } from '../../ceremonies/model/reduce.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import { languages } from '../../ceremonies/texts/catalogue.ts';
import { hashEvent } from '../../ceremonies/transcript/chain.ts';
import { report } from '../../ceremonies/transcript/report.ts';
import { paperRoom, parametersFor, play, type Run, type RunOptions } from '../model/straightRun.ts';

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
      assert.ok(page.includes(usual.state.key?.checkValue ?? '?'));
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
