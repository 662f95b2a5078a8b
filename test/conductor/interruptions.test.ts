import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Engine } from '../../ceremonies/conductor/engine.ts';
import { rehearsalHsmLabel, rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { readJournal } from '../../ceremonies/transcript/journal.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';

const room = openTestRoom();
const leaders = ['administrator', 'witness'];

const finish = async (engine: Engine, robot: Robot): Promise<void> => {
  for (;;) {
    const snapshot = engine.snapshot();
    if (snapshot?.exported !== null) return;
    const { question, state } = snapshot;
    if (question !== null) await engine.answer(question.id, robot(question, state));
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** A ceremony that stands at a question, with nobody answering by themselves. */
const standAt = async (label: string, wanted: (question: Question) => boolean) => {
  const directory = room.place(label);
  room.furnish(5);
  const robot = openRobot(join(directory, 'out'));
  const engine = room.engine(directory);
  value(await engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel: label }) }, null));
  for (;;) {
    const snapshot = engine.snapshot();
    assert.ok(snapshot !== null);
    const { question, state } = snapshot;
    if (question !== null && wanted(question)) return { engine, robot, directory, sitting: state.ceremony };
    if (question !== null) await engine.answer(question.id, robot(question, state));
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const atStoring = (question: Question): boolean =>
  question.kind === 'card-pin' && question.purpose === 'store-share';

describe('between the lines of the script', () => {
  test('an exception of two people is recorded, and the ceremony goes on to a good bundle that tells of it', async () => {
    const { engine, robot } = await standAt('exception', (question) => question.kind === 'declare');
    const about = {
      about: { kind: 'other' },
      expected: 'Silence',
      happened: 'A phone rang',
      decided: 'Go on',
    } as const;
    problem(await engine.raiseException({ ...about, by: ['witness', 'witness'] }), 'person-twice');
    value(await engine.raiseException({ ...about, by: ['witness', 'custodian-1'] }));
    await finish(engine, robot);
    const verdict = await verifyBundle(new Uint8Array(readFileSync(engine.snapshot()?.exported?.path ?? '')));
    assert.equal(verdict.outcome, 'good');
    assert.equal(verdict.summary?.exceptions, 1);
    await engine.leave();
  });

  test('a paused ceremony takes no answer until both leaders go on', async () => {
    const { engine, robot } = await standAt('pause', (question) => question.kind === 'clock');
    problem(await engine.pause(['administrator', 'custodian-1']), 'witness-missing');
    value(await engine.pause(leaders));
    const snapshot = engine.snapshot();
    assert.ok(snapshot !== null && snapshot.question !== null);
    problem(
      await engine.answer(snapshot.question.id, robot(snapshot.question, snapshot.state)),
      'ceremony-paused',
    );
    value(await engine.goOn(leaders));
    await finish(engine, robot);
    await engine.leave();
  });

  test('a power cut before the journal was there leaves nothing to go on with', async () => {
    const directory = room.place('nothing');
    mkdirSync(join(directory, 'sittings', randomUUID()), { recursive: true });
    assert.deepEqual(await room.engine(directory).unfinished(), []);
  });

  test('an answer to an earlier question is refused', async () => {
    const { engine } = await standAt('late', (question) => question.kind === 'clock');
    const id = engine.snapshot()?.question?.id ?? 0;
    problem(await engine.answer(id - 1, { kind: 'confirm', by: leaders }), 'event-not-allowed');
    await engine.leave();
  });

  test('giving up destroys the key that was made, and takes two people', async () => {
    const { engine, directory, sitting } = await standAt('given-up', atStoring);
    problem(await engine.abandon(['administrator'], 'Alone', null), 'witness-missing');
    value(await engine.abandon(leaders, 'The safe did not open', null));
    assert.deepEqual(await engine.unfinished(), []);
    const { entries } = await readJournal(join(directory, 'sittings', sitting));
    const last = entries.at(-1)?.event;
    assert.ok(last?.type === 'ceremony-abandoned' && last.keys === 'destroyed');
    assert.equal(replay(entries.map(({ event }) => event)).lifecycle, 'abandoned');

    const hsm = room.module.tokens().find((token) => token.label === rehearsalHsmLabel);
    assert.ok(hsm !== undefined);
    const session = value(openSession(room.module, hsm, { kind: 'user', pin: rehearsalPins.hsm }));
    for (const label of ['given-up.v1', 'given-up.v1.original']) {
      assert.deepEqual(value(findObjects(session, { kind: 'private-key', label })), []);
    }
    session.close();
  });

  test('leaving in the midst of the shares voids the set: the shares handed out are dead', async () => {
    const first = await standAt(
      'left-amid',
      (question) =>
        atStoring(question) && question.kind === 'card-pin' && question.participant === 'custodian-2',
    );
    await first.engine.leave();
    const engine = room.engine(first.directory);
    value(await engine.resume(first.sitting));
    await finish(engine, first.robot);
    const state = engine.snapshot()?.state;
    assert.deepEqual(
      state?.sets.map((set) => set.state),
      ['void', 'proved'],
    );
    const verdict = await verifyBundle(new Uint8Array(readFileSync(engine.snapshot()?.exported?.path ?? '')));
    assert.equal(verdict.outcome, 'good');
    await engine.leave();
  });
});

describe('a clock that is set back', () => {
  test('is told, and accepted only by an exception of two people', async () => {
    const directory = room.place('clock');
    room.furnish(5);
    let offsetMs = 0;
    const robot = openRobot(join(directory, 'out'));
    const told: string[] = [];
    const { engine, play } = room.rehearsal({
      directory,
      host: { now: () => new Date(Date.now() + offsetMs) },
      robot: (question, state) => {
        if (question.kind === 'try-again') {
          told.push(question.problem?.code ?? '');
          void engine.raiseException({
            about: { kind: 'other' },
            expected: 'Time',
            happened: 'Set back',
            decided: 'Go on',
            by: leaders,
          });
          return { kind: 'try-again' };
        }
        if (question.kind === 'bags' && question.direction === 'in') offsetMs = -60_000;
        return robot(question, state);
      },
    });
    const { path } = await play(
      engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel: 'clock' }) }, null),
    );
    assert.deepEqual(told, ['clock-set-back']);
    const verdict = await verifyBundle(new Uint8Array(readFileSync(path)));
    assert.equal(verdict.outcome, 'good');
    assert.equal(verdict.claims.find(({ id }) => id === 'times-in-order')?.details['setBack'], 1);
  });
});

describe('a cable that is plugged in half-way', () => {
  test(
    'is seen and journalled, and the screen shows the room as it is now',
    { timeout: 60_000 },
    async () => {
      const directory = room.place('cable');
      room.furnish(5);
      const robot = openRobot(join(directory, 'out'));
      let findings: readonly { readonly kind: 'interface-up'; readonly name: string }[] = [];
      const engine = room.engine(directory, { airGap: () => Promise.resolve(findings) });
      value(await engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel: 'cable' }) }, null));
      const atClock = async (): Promise<void> => {
        for (;;) {
          const snapshot = engine.snapshot();
          if (snapshot?.question?.kind === 'clock') return;
          if (snapshot !== null && snapshot.question !== null)
            await engine.answer(snapshot.question.id, robot(snapshot.question, snapshot.state));
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      await atClock();
      assert.deepEqual(engine.snapshot()?.state.airGapFindings, []);
      findings = [{ kind: 'interface-up', name: 'usb0' }];
      while (engine.snapshot()?.state.airGapFindings.length === 0)
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.deepEqual(engine.snapshot()?.surroundings.airGap, findings);
      assert.equal(engine.events().at(-1)?.type, 'air-gap-changed');
      await finish(engine, robot);
      const verdict = await verifyBundle(
        new Uint8Array(readFileSync(engine.snapshot()?.exported?.path ?? '')),
      );
      assert.equal(verdict.outcome, 'good');
      assert.equal(verdict.claims.find(({ id }) => id === 'air-gap-checked')?.details['changes'], 1);
      await engine.leave();
    },
  );

  test('while nobody was in the room is journalled before anybody goes on', { timeout: 60_000 }, async () => {
    const { engine, robot, directory, sitting } = await standAt(
      'unwatched',
      ({ kind }) => kind === 'declare',
    );
    await engine.leave();
    const findings = [{ kind: 'interface-up', name: 'usb0' }] as const;
    const later = room.engine(directory, { airGap: () => Promise.resolve(findings) });
    value(await later.resume(sitting));
    await finish(later, robot);
    const since = later.events().slice(later.events().findIndex(({ type }) => type === 'resumed'));
    assert.deepEqual(
      since.slice(0, 2).map(({ type }) => type),
      ['resumed', 'air-gap-changed'],
    );
    const verdict = await verifyBundle(new Uint8Array(readFileSync(later.snapshot()?.exported?.path ?? '')));
    assert.equal(verdict.claims.find(({ id }) => id === 'air-gap-checked')?.details['changes'], 1);
    await later.leave();
  });
});
