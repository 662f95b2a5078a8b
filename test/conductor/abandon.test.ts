import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join } from 'node:path';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { Engine } from '../../ceremonies/conductor/engine.ts';
import { openEngine } from '../../ceremonies/conductor/engine.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { openAppendFile, type OpenAppendFile } from '../../ceremonies/transcript/appendFile.ts';
import { readJournal } from '../../ceremonies/transcript/journal.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { hold, reconstitution, type Fresh, type Held } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();
const leaders = ['administrator', 'witness'];

/** The disk is full for whatever says that the ceremony was given up, as long as `full` says so. */
const fullFor =
  (full: () => boolean): OpenAppendFile =>
  async (path, mode) => {
    const file = await openAppendFile(path, mode);
    return {
      ...file,
      append: (piece) => {
        if (full() && Buffer.from(piece).includes('"ceremony-abandoned"'))
          throw new CeremonyError('disk-full', { path });
        return file.append(piece);
      },
    };
  };

const open = (directory: string, openFile?: OpenAppendFile): Engine =>
  openEngine({
    directory,
    modules: () => ({ hsm: room.module, cards: room.module }),
    host: nodeHost(softwareOf('')),
    published: () => undefined,
    ...(openFile === undefined ? {} : { openFile }),
  });

/** Answers rightly until a question of this kind is open. */
const playUntil = async (
  engine: Engine,
  kind: Question['kind'],
  answer: ReturnType<typeof openRobot>,
): Promise<State> => {
  for (let turn = 0; turn < 4000; turn += 1) {
    const snapshot = engine.snapshot();
    assert.ok(snapshot !== null);
    const { question, state } = snapshot;
    if (question?.kind === kind) return state;
    if (question === null) await new Promise((resolve) => setTimeout(resolve, 5));
    else value(await engine.answer(question.id, answer(question, state)));
  }
  throw new Error('stuck');
};

const begin = async (
  held: Held,
  plan: CeremonyPlan,
  openFile?: OpenAppendFile,
  until: Question['kind'] = 'declare',
) => {
  const directory = room.place('abandon');
  room.furnish(plan.parameters.participants.length, 'empty');
  const engine = open(directory, openFile);
  value(await engine.start(plan, held.path));
  const robot = openRobot(join(directory, 'out'), held.pins);
  return { directory, engine, state: await playUntil(engine, until, robot), robot };
};

const keysOn = (state: State, label: string): number => {
  assert.ok(state.hsm !== null);
  const session = value(openSession(room.module, state.hsm.token, { kind: 'user', pin: rehearsalPins.hsm }));
  const names = [`${label}.v1`, `${label}.v1.original`];
  const found = names.flatMap((name) => value(findObjects(session, { kind: 'private-key', label: name })));
  session.close();
  return found.length;
};

const journalled = async (directory: string, { ceremony }: State): Promise<State> => {
  const { entries } = await readJournal(join(directory, 'sittings', ceremony));
  return replay(entries.map(({ event }) => event));
};

const recipients = ['custodian-1', 'custodian-2', 'custodian-3'];
const fresh: Fresh = { threshold: 2, recipients, dice: false, sheets: false, acceptsNoSpareShare: false };

describe('giving a ceremony up', () => {
  for (const [name, split] of [
    ['rebuilt', null],
    ['renewed', fresh],
  ] as const) {
    test(`that cannot be written down ends in nothing else: keys ${name}`, async () => {
      const held = await hold(room, { keyLabel: `up-${name}` });
      let full = true;
      const { directory, engine, state } = await begin(
        held,
        reconstitution(held, split),
        fullFor(() => full),
      );
      problem(await engine.abandon(leaders, 'It went wrong', null), 'disk-full');
      assert.equal(keysOn(state, `up-${name}`), 0);
      // The room was left; whoever comes back can only give up again.
      assert.equal(engine.snapshot(), null);
      full = false;
      const [unfinished] = await engine.unfinished();
      value(await engine.resume(unfinished?.sitting ?? ''));
      const asked = engine.snapshot()?.question;
      assert.deepEqual([asked?.kind, asked?.problem?.code], ['try-again', 'abandon-begun']);
      problem(await engine.abandon(leaders, 'It went wrong', null), 'pin-required');
      problem(await engine.abandon(leaders, 'It went wrong', '00000000'), 'pin-wrong');
      value(await engine.abandon(leaders, 'It went wrong', rehearsalPins.hsm));
      const end = await journalled(directory, state);
      assert.equal(end.lifecycle, 'abandoned');
      assert.deepEqual(await engine.unfinished(), []);
    });
  }

  test('that is closed, and that one of the two who lead cannot sign any more, destroys its keys; one that is signed cannot', async () => {
    const label = 'up-closed';
    const held = await hold(room, { keyLabel: label });
    const plan = reconstitution(held);
    // Everybody signs: the bundle is only to be written.
    const whole = await begin(held, plan, undefined, 'export');
    problem(await whole.engine.abandon(leaders, 'It went wrong', null), 'abandon-too-late');
    assert.equal(keysOn(whole.state, label), 1);
    value(await whole.engine.leave());

    const { directory, engine, state, robot } = await begin(held, plan);
    for (let turn = 0; turn < 4000; turn += 1) {
      const snapshot = engine.snapshot() ?? assert.fail();
      const { question } = snapshot;
      if (question?.kind === 'card-pin' && question.purpose === 'sign-bundle') break;
      if (question === null) await new Promise((resolve) => setTimeout(resolve, 5));
      else value(await engine.answer(question.id, robot(question, snapshot.state)));
    }
    assert.equal(engine.snapshot()?.state.lifecycle, 'closed');
    value(await engine.abandon(leaders, 'A card is locked', rehearsalPins.hsm));
    assert.equal(keysOn(state, label), 0);
    assert.equal((await journalled(directory, state)).lifecycle, 'abandoned');
    assert.deepEqual(await engine.unfinished(), []);
  });

  test('after a restart asks for the PIN of the HSM, and leaves no key there', async () => {
    const held = await hold(room, { keyLabel: 'up-restart' });
    const { directory, engine, state } = await begin(held, reconstitution(held));
    value(await engine.leave());
    room.module.rescan();
    const again = open(directory);
    value(await again.resume(state.ceremony));
    assert.equal(keysOn(state, 'up-restart'), 1);
    problem(await again.abandon(leaders, 'It went wrong', null), 'pin-required');
    value(await again.abandon(leaders, 'It went wrong', rehearsalPins.hsm));
    assert.equal(keysOn(state, 'up-restart'), 0);
  });
});
