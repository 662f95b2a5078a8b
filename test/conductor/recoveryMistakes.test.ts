import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { AnswerTo, Question } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem } from '../tokens/softhsm.ts';
import { check, hold, printing, readBundle, reconstitution, wordsOn, type Held } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

const rowsOn = (sheet: string | undefined): string[][] => wordsOn(sheet ?? '').map((row) => [...row]);

type Asking = Extract<Question, { kind: 'present-share' }>;
type Offer = Extract<AnswerTo<'present-share'>['offer'], { kind: 'share' }>;
type Try = readonly [code: ErrorCode, offer: (right: Offer, question: Asking, state: State) => Offer];

/** Makes each mistake once, at the first share that is asked for, and then does everything right. */
const rebuildDespite = async (held: Held, mistakes: readonly Try[]) => {
  const plan = reconstitution(held);
  const directory = room.place('despite');
  room.furnish(plan.parameters.participants.length + 1, 'empty');
  const right = openRobot(join(directory, 'out'), held.pins);
  const said: (ErrorCode | undefined)[] = [];
  let made = 0;
  const robot: Robot = (question, state) => {
    if (question.kind !== 'present-share') return right(question, state);
    if (made > 0 && said.length < mistakes.length) said.push(question.problem?.code);
    const answer = right({ ...question, problem: null }, state);
    const mistake = mistakes[made];
    made += 1;
    return answer.kind !== 'present-share' || answer.offer.kind !== 'share' || mistake === undefined
      ? answer
      : { kind: 'present-share', offer: mistake[1](answer.offer, question, state) };
  };
  const { engine, play } = room.rehearsal({ directory, robot });
  const { path } = await play(engine.start(plan, held.path));
  assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
  assert.deepEqual(
    said,
    mistakes.map(([code]) => code),
  );
  return readBundle(path);
};

describe('a share that is not the one that is wanted', () => {
  test('is named with its reason: another set, another card, somebody else’s; and nothing is lost', async () => {
    const { sheets, host } = printing();
    const held = await hold(room, { keyLabel: 'wanted', sheets: true }, host);
    const foreign = printing();
    await hold(room, { keyLabel: 'elsewhere', sheets: true }, foreign.host);
    const { state } = await rebuildDespite(held, [
      // A sheet of another key's set: known by its first row.
      ['share-foreign', (right) => ({ ...right, from: { kind: 'words', rows: rowsOn(foreign.sheets[0]) } })],
      // Rows of two sheets.
      [
        'row-foreign',
        (right) => ({
          ...right,
          from: { kind: 'words', rows: rowsOn(sheets[0]).with(5, rowsOn(foreign.sheets[0])[5] ?? []) },
        }),
      ],
      ['share-of-another', (right) => ({ ...right, from: { kind: 'words', rows: rowsOn(sheets[1]) } })],
      // A new card has no share, and is not spent on finding that out.
      [
        'share-not-here',
        (right, question) => {
          const blank = question.cards.find(({ holds }) => holds === 'blank');
          assert.ok(blank !== undefined);
          const { label, serial } = blank.token;
          const userPin = right.mode.userPin;
          return {
            ...right,
            token: { label, serial },
            mode: { kind: 'initialise', soPin: rehearsalPins.transport, userPin },
          };
        },
      ],
      [
        'share-malformed',
        (right) => ({ ...right, from: { kind: 'qr', text: 'EMBASSY-KEY-CEREMONY/SHARE/1/0' } }),
      ],
    ]);
    assert.equal(state.presentation.shares.length, 2);
  });

  test('of an older, voided set is told apart from a stranger’s', async () => {
    const { sheets, host } = printing();
    const held = await hold(room, { keyLabel: 'older', sheets: true }, host);
    const recipients = ['custodian-1', 'custodian-2', 'custodian-3'];
    const fresh = { threshold: 2, recipients, dice: false, sheets: false, acceptsNoSpareShare: false };
    const directory = room.place('older');
    room.furnish(5, 'empty');
    const robot = openRobot(join(directory, 'out'), held.pins);
    const { engine, play } = room.rehearsal({ directory, robot });
    const { path } = await play(engine.start(reconstitution(held, fresh), held.path));
    const renewed = { ...held, path, ...(await readBundle(path)) };
    await rebuildDespite(renewed, [
      ['share-set-void', (right) => ({ ...right, from: { kind: 'words', rows: rowsOn(sheets[0]) } })],
    ]);
  });
});

describe('too few people', () => {
  test('leave, and come again another day: what was brought is asked for anew', async () => {
    const held = await hold(room, { keyLabel: 'few', threshold: 3 });
    const plan = reconstitution(held);
    const directory = room.place('few');
    room.furnish(plan.parameters.participants.length, 'empty');
    const right = openRobot(join(directory, 'out'), held.pins);
    const onlyTwo = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (question.kind === 'present-share' && state.presentation.shares.length === 2)
          setImmediate(() => void onlyTwo.engine.leave());
        return question.kind === 'present-share' && state.presentation.shares.length === 2
          ? { kind: 'present-share', offer: { kind: 'nobody-else', by: ['administrator', 'witness'] } }
          : right({ ...question, problem: null }, state);
      },
    });
    await assert.rejects(onlyTwo.play(onlyTwo.engine.start(plan, held.path)));
    const again = room.rehearsal({ directory, robot: openRobot(join(directory, 'out'), held.pins) });
    const [unfinished] = await again.engine.unfinished();
    assert.equal(unfinished?.kind, 'reconstitute');
    const { path } = await again.play(again.engine.resume(unfinished.sitting));
    const { state } = await readBundle(path);
    assert.equal(state.presentation.shares.length, 3);
    assert.equal(state.presentation.proven.length, 5);
  });
});

describe('a surrogate', () => {
  test('brings somebody else’s sheet only with an exception of two people that names them', async () => {
    const { sheets, host } = printing();
    // With 2 of 3 the first custodian would come to hold a quorum.
    const four = { threshold: 3, custodians: 4 };
    const held = await hold(room, { keyLabel: 'surrogate', sheets: true, ...four }, host);
    const plan = reconstitution(held);
    const directory = room.place('surrogate');
    room.furnish(plan.parameters.participants.length, 'empty');
    const right = openRobot(join(directory, 'out'), held.pins);
    let raised = false;
    const robot: Robot = (question, state) => {
      const answer = right({ ...question, problem: null }, state);
      if (answer.kind !== 'present-share' || answer.offer.kind !== 'share') return answer;
      // The first custodian brings the third one's sheet.
      if (state.presentation.shares.length > 0) return answer;
      return {
        kind: 'present-share',
        offer: { ...answer.offer, from: { kind: 'words', rows: rowsOn(sheets[2]) } },
      };
    };
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (question.problem?.code === 'share-of-another' && !raised) {
          raised = true;
          const { set = '', index = 0 } = question.problem.details;
          void engine.raiseException({
            about: { kind: 'surrogate', participant: 'custodian-1', set: `${set}`, index: Number(index) },
            expected: 'The holder brings the sheet.',
            happened: 'The holder is ill.',
            decided: 'A colleague brings it.',
            by: ['administrator', 'witness', 'custodian-1'],
          });
        }
        return robot(question, state);
      },
    });
    const { path } = await play(engine.start(plan, held.path));
    const { state } = await readBundle(path);
    assert.ok(raised);
    assert.deepEqual(
      state.presentation.shares.map(({ participant, index, source }) => [participant, index, source]),
      [
        ['custodian-1', 3, 'sheet'],
        ['custodian-2', 2, 'card-object'],
        ['custodian-4', 4, 'card-object'],
      ],
    );
    assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
  });
});

describe('a card that could not be made ready', () => {
  test('keeps nobody from ending a check', async () => {
    const { sheets, host } = printing();
    const held = await hold(room, { keyLabel: 'not-ready', sheets: true }, host);
    const plan = check(held);
    const directory = room.place('not-ready');
    room.furnish(plan.parameters.participants.length);
    const right = openRobot(join(directory, 'out'), held.pins);
    const said: (ErrorCode | undefined)[] = [];
    const robot: Robot = (question, state) => {
      if (question.kind !== 'present-share') return right(question, state);
      said.push(question.problem?.code);
      const blank = question.cards.find(({ holds }) => holds === 'blank');
      assert.ok(blank !== undefined);
      if (question.problem !== null)
        return { kind: 'present-share', offer: { kind: 'nobody-else', by: ['administrator', 'witness'] } };
      const { label, serial } = blank.token;
      const mode = { kind: 'initialise', soPin: '99999999', userPin: '246810' } as const;
      const from = { kind: 'words', rows: rowsOn(sheets[0]) } as const;
      const offer = {
        kind: 'share',
        participant: 'custodian-1',
        token: { label, serial },
        mode,
        from,
      } as const;
      return { kind: 'present-share', offer };
    };
    const { engine, play } = room.rehearsal({ directory, robot });
    const { path } = await play(engine.start(plan, held.path));
    assert.deepEqual(said, [undefined, 'pin-wrong']);
    assert.equal((await readBundle(path)).state.presentation.shares.length, 0);
  });
});

describe('a bundle', () => {
  test('that was changed is refused before anything begins', async () => {
    const held = await hold(room, { keyLabel: 'changed' });
    const bytes = readFileSync(held.path);
    const place = bytes.indexOf('report.html') + 4000;
    const directory = room.place('changed');
    const path = join(directory, 'changed.asice');
    writeFileSync(path, bytes.fill(bytes.readUInt8(place) ^ 1, place, place + 1));
    const engine = room.engine(directory);
    const refused = await engine.start(reconstitution(held), path);
    assert.equal(refused.ok, false);
    problem(await engine.start(reconstitution(held), join(directory, 'none')), 'file-absent');
    assert.equal(engine.snapshot(), null);
  });
});

describe('an HSM that holds the label', () => {
  test('is refused, and an empty one taken instead', async () => {
    const held = await hold(room, { keyLabel: 'holds' });
    const plan = reconstitution(held);
    const directory = room.place('holds');
    room.furnish(plan.parameters.participants.length, 'empty');
    const right = openRobot(join(directory, 'out'), held.pins);
    const said: (ErrorCode | undefined)[] = [];
    const robot: Robot = (question, state) => {
      const answer = right({ ...question, problem: null }, state);
      if (question.kind !== 'choose-hsm' || answer.kind !== 'choose-hsm') return answer;
      if (question.problem !== null) {
        said.push(question.problem.code);
        return answer;
      }
      const { label, serial } = held.state.hsm?.token ?? { label: '', serial: '' };
      return { ...answer, token: { label, serial } };
    };
    const { engine, play } = room.rehearsal({ directory, robot });
    await play(engine.start(plan, held.path));
    assert.deepEqual(said, ['label-present']);
  });
});
