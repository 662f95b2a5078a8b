import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { genesis, type CeremonyEvent } from '../../ceremonies/model/event.ts';
import {
  checkChain,
  decodeLine,
  decodeLines,
  decodeTranscript,
  encodeEvent,
  encodeLine,
  hashEvent,
} from '../../ceremonies/transcript/chain.ts';
import { paperRoom, parametersFor, play } from '../model/straightRun.ts';

let events: readonly CeremonyEvent[];
let text: string;

before(async () => {
  const parameters = parametersFor(2, 3);
  ({ events } = await play(parameters, paperRoom(parameters)));
  text = events.map(encodeLine).join('');
});

const codeOf = (result: ReturnType<typeof decodeLines>) => (result.ok ? undefined : result.problem.code);

describe('a line', () => {
  test('reads back as the event it was, for every event of a ceremony', () => {
    assert.deepEqual(decodeLines(text), { ok: true, value: events });
    for (const event of events) assert.deepEqual(decodeLine(encodeEvent(event)), { ok: true, value: event });
  });

  test('hashes as sha256sum would hash it, without its line feed', async () => {
    for (const event of events.slice(0, 5)) {
      const line = encodeLine(event).slice(0, -1);
      assert.equal(await hashEvent(event), createHash('sha256').update(line, 'utf8').digest('hex'));
    }
  });

  test('is nothing but the canonical form', () => {
    const line = encodeEvent(events[1] ?? assert.fail());
    const others = [
      ` ${line}`,
      `${line} `,
      line.replace(':', ': '),
      line.replace('"seq":1', '"seq":1.0'),
      line.replace('"seq":1', '"seq":1,"seq":1'),
      line.replace('"seq":1', '"extra":0,"seq":1'),
      line.replace('software-confirmed', 'software-believed'),
      `\ufeff${line}`,
      '',
      '[]',
    ];
    for (const other of others) assert.equal(decodeLine(other).ok, false, other);
  });

  test('with any one character changed is another event or none, never the same', () =>
    fc.assert(
      fc.property(fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (place, character) => {
        const line = encodeEvent(events[3] ?? assert.fail());
        const at = place % line.length;
        fc.pre(line[at] !== character);
        const decoded = decodeLine(line.slice(0, at) + character + line.slice(at + 1));
        if (decoded.ok) assert.notDeepEqual(decoded.value, events[3]);
      }),
    ));
});

describe('a transcript', () => {
  test('ends every line, the last one too', () => {
    assert.equal(codeOf(decodeLines(text.slice(0, -1))), 'event-malformed');
    assert.equal(codeOf(decodeLines(`${text}\n`)), 'event-malformed');
    assert.equal(codeOf(decodeLines(text.replaceAll('\n', '\r\n'))), 'event-malformed');
  });

  test('names the line that is wrong', () => {
    const lines = text.split('\n');
    lines[4] = `${lines[4] ?? ''} `;
    const decoded = decodeLines(lines.join('\n'));
    assert.ok(!decoded.ok);
    assert.equal(decoded.problem.details['line'], 5);
  });

  test('is UTF-8', () =>
    assert.equal(codeOf(decodeTranscript(Uint8Array.of(0x7b, 0xff, 0x7d, 0x0a))), 'event-malformed'));

  test('of a later version says so, and only a later one', () => {
    const [first = ''] = text.split('\n');
    const as = (format: string) => first.replace('embassy-key-ceremony/transcript/1', format);
    const codes = [
      ['embassy-key-ceremony/transcript/2', 'format-newer'],
      ['embassy-key-ceremony/transcript/10', 'format-newer'],
      ['embassy-key-ceremony/transcript/0', 'event-malformed'],
      ['embassy-key-ceremony/transcript/x', 'event-malformed'],
      ['another-program/transcript/2', 'event-malformed'],
    ] as const;
    for (const [format, code] of codes) assert.equal(codeOf(decodeLines(`${as(format)}\n`)), code, format);
  });
});

describe('a chain', () => {
  test('begins with the genesis and gives every hash', async () => {
    const chain = await checkChain(events);
    assert.ok(chain.ok);
    assert.equal(events[0]?.previous, genesis);
    assert.deepEqual(
      chain.value.slice(0, -1),
      events.slice(1).map(({ previous }) => previous),
    );
  });

  test('is broken at the line after a change', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), async (place) => {
        const changed = place % (events.length - 1);
        const forged = events.map((event, index) =>
          index === changed ? { ...event, at: '2027-01-01T00:00:00.000Z' } : event,
        );
        const chain = await checkChain(forged);
        assert.ok(!chain.ok);
        assert.equal(chain.problem.code, 'chain-broken');
        assert.equal(chain.problem.details['line'], changed + 2);
      }),
      { numRuns: 20 },
    ));
});
