import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, test } from 'node:test';
import { openEngine, type EngineOptions } from '../../ceremonies/conductor/engine.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { watchCollections } from '../collections.ts';
import { value } from '../tokens/softhsm.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';

const room = openTestRoom();

/** A ceremony that is played to its end, or to the question that nobody answers. */
const play = async (
  keyLabel: string,
  options: Partial<EngineOptions>,
  isLeftOpen: (question: Question) => boolean = () => false,
) => {
  const directory = room.place(keyLabel);
  room.furnish(5);
  const robot = openRobot(join(directory, 'out'));
  const engine = openEngine({
    directory,
    modules: () => ({ hsm: room.module, cards: room.module }),
    host: nodeHost(softwareOf('')),
    published: () => undefined,
    ...options,
  });
  value(await engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel }) }, null));
  for (;;) {
    const { question = null, state, exported = null } = engine.snapshot() ?? {};
    if (state === undefined || exported !== null) return engine;
    if (question !== null && isLeftOpen(question)) return engine;
    if (question !== null) await engine.answer(question.id, robot(question, state));
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('while people read a question', () => {
  test('what is left of the texts of wiped secrets is collected, and nobody waited for it before', async () => {
    const askedMs: number[] = [];
    const isWiped = ({ timeline }: Snapshot): boolean =>
      timeline.some(({ type }) => type === 'recovery-key-wiped');
    const collections = watchCollections();
    const engine = await play('forgotten', {
      published: (snapshot) => {
        if (snapshot !== null && snapshot.question !== null && isWiped(snapshot))
          askedMs.push(performance.now());
      },
    });
    await engine.leave();
    const [[collected], [asked]] = [await collections.end(), askedMs];
    assert.ok(collected !== undefined && asked !== undefined);
    assert.ok(collected.fromMs >= asked, `${asked - collected.fromMs} ms before the question`);
    assert.ok(collected.fromMs < (askedMs.at(-1) ?? 0), 'not before the last question');
  });

  test('a card that is put in shows in it, without anybody saying so', async () => {
    const isCard = (question: Question | null) => question?.kind === 'enrol-card';
    const shown = new EventEmitter();
    let isIn = false;
    const cards = {
      ...room.module,
      tokens: () => room.module.tokens().filter(({ label }) => isIn || label !== 'Fresh card 01'),
    };
    const countIn = (question: Question | null | undefined): number =>
      question?.kind === 'enrol-card' ? question.cards.length : 0;
    let before = 0;
    const engine = await play(
      'put-in',
      {
        modules: () => ({ hsm: room.module, cards }),
        published: (snapshot) => {
          if (before > 0 && countIn(snapshot?.question) > before) shown.emit('more');
        },
      },
      isCard,
    );
    before = countIn(engine.snapshot()?.question);
    assert.ok(before > 0);
    // People take longer than a turn to put one in.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const more = once(shown, 'more');
    // The engine's watch keeps no process alive.
    const alive = setInterval(() => undefined, 1000);
    isIn = true;
    await more;
    clearInterval(alive);
    assert.equal(countIn(engine.snapshot()?.question), before + 1);
    await engine.leave();
  });
});
