import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { openEngine, type Engine } from '../../ceremonies/conductor/engine.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { Result } from '../../ceremonies/model/error.ts';
import type { Answer } from '../../ceremonies/model/question.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { openTestRoom, parametersFor } from '../conductor/rehearsalRoom.ts';

const room = openTestRoom();
const leaders = ['administrator', 'witness'];
const people = [...leaders, 'custodian-1', 'custodian-2', 'custodian-3'];
/** Like no number or digest that may stand in a journal. */
const pins = new Map(people.map((id, index) => [id, `Zq7!xW9k${String(index)}`]));

const words = fc.constantFrom('x', '', 'a'.repeat(4001), '\ud800', '<script>', '\u0000');
const some = fc.array(fc.constantFrom(...people, 'auditor-9'), { maxLength: 3 });

/** What a window that went wrong may send, whatever its types say. */
const wrongAnswer = fc.oneof(
  some.map((by) => ({ kind: 'confirm', by })),
  some.map((by) => ({ kind: 'choose-hsm', token: { label: 'x', serial: '' }, pin: '1', by })),
  words.map((remark) => ({ kind: 'declare', agrees: false, remark, pin: 'Zq7!xW9k0' })),
  words.map((number) => ({ kind: 'bags', bags: [{ number, holds: number, custodian: null }] })),
  words.map((rolls) => ({ kind: 'dice', rolls })),
  fc.constantFrom('/proc/nope', '/dev/null/x', '\0').map((directory) => ({ kind: 'export', directory })),
  fc.constantFrom({ kind: 'try-again' }, { kind: '__proto__' }, { kind: 'hsm-pin', pin: '' }, null),
) as fc.Arbitrary<Answer>;

type Mischief = (engine: Engine, right: () => Promise<Result<null>>) => Promise<readonly Result<null>[]>;

const present = (engine: Engine): number => engine.snapshot()?.question?.id ?? 0;
const about = { about: { kind: 'other' }, expected: 'a', happened: 'b', decided: 'c' } as const;

const mischief: fc.Arbitrary<Mischief> = fc.oneof(
  wrongAnswer.map((answer): Mischief => async (engine) => [await engine.answer(present(engine), answer)]),
  wrongAnswer.map((answer): Mischief => async (engine) => [await engine.answer(present(engine) - 1, answer)]),
  fc
    .tuple(words, some)
    .map(([expected, by]): Mischief => async (engine) => [
      await engine.raiseException({ ...about, expected, by }),
    ]),
  some.map((by): Mischief => async (engine) => [await engine.pause(by), await engine.goOn(by)]),
  fc
    .tuple(some, words)
    .filter(([by, reason]) => new Set(by).size < 2 || ['', '\ud800'].includes(reason) || reason.length > 4000)
    .map(([by, reason]): Mischief => async (engine) => [await engine.abandon(by, reason, null)]),
  fc.constantFrom<Mischief>(
    (_engine, right) => Promise.all([right(), right()]),
    (engine, right) => Promise.all([right(), engine.raiseException({ ...about, by: leaders }), right()]),
    (engine, right) => Promise.all([engine.pause(leaders), right(), engine.pause(leaders)]),
    async (engine, right) => {
      const answered = right();
      await setImmediate();
      return [engine.lookAgain(), await engine.pause(leaders), await answered];
    },
    async (engine, right) => {
      const answered = right();
      await setImmediate();
      return [await engine.leave(), await answered];
    },
    async (engine) => [await engine.leave()],
    async (engine) => [
      await engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel: 'second' }) }, null),
    ],
  ),
);

const isCoded = (result: Result<null>): boolean => result.ok || result.problem.code !== 'internal';

let walks = 0;

/** Plays a ceremony to its end, mischief in between; nothing but coded results on the way. */
const walk = async (plan: readonly (Mischief | null)[]): Promise<void> => {
  walks += 1;
  const directory = room.place('mischief');
  room.furnish(12);
  const robot = openRobot(join(directory, 'out'), pins);
  const faults: unknown[] = [];
  let shown = '';
  const engine = openEngine({
    directory,
    modules: () => ({ hsm: room.module, cards: room.module }),
    host: nodeHost(softwareOf('')),
    published: (snapshot) => {
      shown += JSON.stringify([snapshot?.question, snapshot?.work, snapshot?.notices]);
    },
    failed: (error) => faults.push(error),
  });
  const right = (snapshot: Snapshot) => (): Promise<Result<null>> => {
    const { question, state } = snapshot;
    if (question === null) return Promise.resolve(engine.lookAgain());
    if (question.kind === 'try-again') return engine.answer(question.id, { kind: 'try-again' });
    return engine.answer(question.id, robot({ ...question, problem: null }, state));
  };

  const started = await engine.start(
    {
      kind: 'generate',
      parameters: parametersFor({ keyLabel: `mischief-${String(walks)}`, threshold: 2, custodians: 3 }),
    },
    null,
  );
  assert.ok(started.ok);
  const todo = [...plan];
  let exported: Snapshot['exported'] = null;
  // Far more turns than any walk takes: a walk that does not end is a ceremony that is stuck.
  for (let turn = 0; exported === null; turn += 1) {
    assert.ok(turn < 5_000, 'stuck');
    const snapshot = engine.snapshot();
    if (snapshot === null) {
      const [unfinished] = await engine.unfinished();
      assert.ok(unfinished?.problem === null);
      assert.ok((await engine.resume(unfinished.sitting)).ok);
    } else if (snapshot.exported !== null) exported = snapshot.exported;
    else if (snapshot.state.lifecycle === 'paused') assert.ok((await engine.goOn(leaders)).ok);
    else if (snapshot.question === null) await setTimeout(5);
    else {
      const now = todo.shift() ?? null;
      const results = now === null ? [await right(snapshot)()] : await now(engine, right(snapshot));
      assert.ok(results.every(isCoded));
    }
  }
  await engine.leave();

  assert.deepEqual(faults, []);
  assert.equal((await verifyBundle(new Uint8Array(readFileSync(exported.path)))).outcome, 'good');
  const [sitting = ''] = readdirSync(join(directory, 'sittings'));
  const journal = readFileSync(join(directory, 'sittings', sitting, 'journal.jsonl'), 'utf8');
  for (const pin of [...pins.values(), ...Object.values(rehearsalPins)]) {
    assert.ok(!journal.includes(pin) && !shown.includes(pin));
  }
};

test('whatever people and windows do, a ceremony ends in a bundle that verifies, and no PIN is written down', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(mischief, { freq: 2 }), { minLength: 20, maxLength: 80 }), walk),
    {
      numRuns: process.env['EVERY_POINT'] === undefined ? 3 : 50,
      endOnFailure: true,
      includeErrorInReport: true,
    },
  );
});
