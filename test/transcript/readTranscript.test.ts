import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { concat, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { Content } from '../../ceremonies/formats/source.ts';
import { bad } from '../../ceremonies/model/error.ts';
import type { CeremonyEvent, EventBody } from '../../ceremonies/model/event.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { decodeTranscript, encodeLine, hashEvents } from '../../ceremonies/transcript/chain.ts';
import { readLines } from '../../ceremonies/transcript/readTranscript.ts';
import { paperRoom, parametersFor, play } from '../model/straightRun.ts';

const limits = { events: 50_000, keptBytes: 1_000_000 };
const words = 'Ü'.repeat(2000);
let events: readonly CeremonyEvent[];
let bytes: Uint8Array;

const wordy = (about: 'other' | 'air-gap', step: string): EventBody => ({
  type: 'exception-raised',
  about: { kind: about },
  step,
  expected: words,
  happened: words,
  decided: words,
  by: ['administrator', 'witness'],
});

/** Exceptions at one step of the ceremony. */
const interrupting = () => {
  let done = false;
  return (state: State): readonly EventBody[] => {
    const step = currentStep(state);
    if (done || step?.kind !== 'make-recovery-key') return [];
    done = true;
    return [wordy('other', step.id), wordy('air-gap', step.id), wordy('other', step.id)];
  };
};

before(async () => {
  const parameters = parametersFor(2, 3);
  ({ events } = await play(parameters, paperRoom(parameters), { interrupt: interrupting() }));
  bytes = toUtf8(events.map(encodeLine).join(''));
});

/** The same bytes, as they come in pieces of some size. */
const inPieces = (content: Uint8Array, pieceBytes: number): Content => ({
  sizeBytes: content.length,
  sha256Hex: '',
  async *pieces() {
    for (let at = 0; at < content.length; at += pieceBytes) {
      // Whoever waits in between must not lose its place.
      await Promise.resolve();
      yield content.slice(at, at + pieceBytes);
    }
  },
});

const codeOf = async (content: Content, within = limits) => {
  const read = await readLines(content, within).catch((error: unknown) => error);
  return read instanceof Error && 'code' in read ? read.code : read;
};

describe('reading a transcript in pieces', () => {
  test('gives every event and its hash, whatever the pieces are', async () => {
    const hashes = await hashEvents(events);
    for (const content of [bytes, ...[13, 4096].map((size) => inPieces(bytes, size))]) {
      const read = await readLines(content, limits);
      assert.ok(read.ok);
      assert.deepEqual(read.value.hashes, hashes);
      assert.equal(read.value.events.length, events.length);
      for (const [seq, event] of read.value.events.entries())
        if (event.type !== 'exception-raised') assert.deepEqual(event, events[seq]);
    }
    assert.deepEqual(await readLines(new Uint8Array(), limits), {
      ok: true,
      value: { events: [], hashes: [] },
    });
  });

  test('leaves out what people wrote of exceptions that let nothing pass, and nothing else of them', async () => {
    const read = await readLines(bytes, limits);
    assert.ok(read.ok);
    const [other, airGap] = read.value.events.filter((event) => event.type === 'exception-raised');
    const [wholeOther, wholeAirGap] = events.filter((event) => event.type === 'exception-raised');
    assert.deepEqual(other, { ...wholeOther, expected: '', happened: '', decided: '' });
    assert.deepEqual(airGap, wholeAirGap);
  });

  test('finds what is wrong at the line where decoding finds it', async () => {
    const lines = events.map(encodeLine);
    const wrong = [
      lines.join('').slice(0, -1),
      `${lines.join('')}\n`,
      lines.with(4, '{}\n').join(''),
      lines.with(2, (lines[2] ?? '').replace('{', '{ ')).join(''),
      lines.with(0, (lines[0] ?? '').replace('transcript/1', 'transcript/2')).join(''),
    ];
    for (const text of wrong) {
      const found = decodeTranscript(toUtf8(text));
      assert.equal(found.ok, false);
      assert.deepEqual(await readLines(toUtf8(text), limits), found);
      assert.deepEqual(await readLines(inPieces(toUtf8(text), 1000), limits), found);
    }
    const noText = Uint8Array.of(0xff, 0x0a);
    assert.deepEqual(
      await readLines(concat(bytes, noText), limits),
      bad('event-malformed', { reason: 'utf8', line: events.length + 1 }),
    );
    const twice = toUtf8(lines.with(4, '{}\n').join(''));
    assert.deepEqual(await readLines(concat(twice, noText), limits), decodeTranscript(twice));
  });

  test('keeps no more than it may, of a line and of all', async () => {
    const few = await readLines(bytes, { ...limits, events: events.length - 1 });
    assert.ok(!few.ok && few.problem.code === 'bundle-too-large');
    const little = await readLines(bytes, { ...limits, keptBytes: 10_000 });
    assert.ok(!little.ok && little.problem.code === 'bundle-too-large');
    const endless = inPieces(new Uint8Array(20_000).fill(0x20), 1000);
    assert.equal(await codeOf(endless, { ...limits, keptBytes: 10_000 }), 'bundle-too-large');
  });
});
