import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import { CeremonyError, type ErrorCode } from '../../ceremonies/model/error.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import type { Answer, Question } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { journalName } from '../../ceremonies/transcript/journal.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem } from '../tokens/softhsm.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';

const room = openTestRoom();

type Mistake = {
  readonly name: string;
  readonly code: ErrorCode;
  readonly when: (question: Question, state: State) => boolean;
  /** Does something to the room, or only answers wrongly. */
  readonly make: (question: Question, state: State, right: Answer) => Answer;
  readonly mend?: () => void;
};

const enrolledTokenOf = (state: State, participant: string) => {
  const token = state.cards[participant]?.token;
  assert.ok(token !== undefined);
  return { label: token.label, serial: token.serial };
};

/** SoftHSM keeps a token in a directory; taken away, it is a card out of its reader. */
const tokenDirectories = join(room.directory, 'softhsm', 'tokens');
const pocket = join(room.directory, 'pocket');
mkdirSync(pocket);
const takeAway = (serial: string): void => {
  const serialBytes = Buffer.from(serial, 'ascii');
  const name = readdirSync(tokenDirectories).find((each) =>
    readFileSync(join(tokenDirectories, each, 'token.object')).includes(serialBytes),
  );
  assert.ok(name !== undefined);
  renameSync(join(tokenDirectories, name), join(pocket, name));
};
const putBack = (): void => {
  for (const name of readdirSync(pocket)) renameSync(join(pocket, name), join(tokenDirectories, name));
  room.module.rescan();
};

const mistakes: readonly Mistake[] = [
  {
    name: 'one person confirms for two',
    code: 'person-twice',
    when: (question) => question.kind === 'confirm',
    make: () => ({ kind: 'confirm', by: ['administrator', 'administrator'] }),
  },
  {
    name: 'the witness is missing',
    code: 'witness-missing',
    when: (question) => question.kind === 'confirm',
    make: () => ({ kind: 'confirm', by: ['administrator'] }),
  },
  {
    name: 'a wrong PIN for the HSM',
    code: 'pin-wrong',
    when: (question) => question.kind === 'choose-hsm',
    make: (_question, _state, right) => ({ ...right, pin: '00000000' }) as Answer,
  },
  {
    name: 'an HSM that is not there',
    code: 'token-absent',
    when: (question) => question.kind === 'choose-hsm',
    make: (_question, _state, right) => ({ ...right, token: { label: 'None', serial: '0' } }) as Answer,
  },
  {
    name: 'a wall clock a year off',
    code: 'clock-differs',
    when: (question) => question.kind === 'clock',
    make: (question) => ({
      kind: 'clock',
      readings: ['administrator', 'witness'].map((by) => ({
        by,
        wallClock: question.kind === 'clock' ? question.hostClock.replace(/^\d{4}/, '2020') : '',
      })),
    }),
  },
  {
    name: 'one bag number twice',
    code: 'bag-twice',
    when: (question) => question.kind === 'bags' && question.direction === 'in',
    make: () => ({
      kind: 'bags',
      bags: [1, 2].map(() => ({ number: 'A-1', holds: 'cards', custodian: null })),
    }),
  },
  {
    name: 'a card that is somebody else’s',
    code: 'card-twice',
    when: (question, state) => question.kind === 'enrol-card' && state.cards['administrator'] !== undefined,
    make: (_question, state) => ({
      kind: 'enrol-card',
      token: enrolledTokenOf(state, 'administrator'),
      mode: { kind: 'adopt', userPin: '123456' },
    }),
  },
  {
    name: 'the HSM as a card',
    code: 'token-wrong',
    when: (question) => question.kind === 'enrol-card',
    make: (_question, state) => ({
      kind: 'enrol-card',
      token: { label: state.hsm?.token.label ?? '', serial: state.hsm?.token.serial ?? '' },
      mode: { kind: 'adopt', userPin: rehearsalPins.hsm },
    }),
  },
  {
    name: 'a wrong security officer’s PIN',
    code: 'pin-wrong',
    when: (question) => question.kind === 'enrol-card' && question.participant === 'custodian-1',
    make: (_question, _state, right) =>
      right.kind === 'enrol-card'
        ? { ...right, mode: { kind: 'initialise', soPin: '99999999', userPin: '123456' } }
        : right,
  },
  {
    name: 'a PIN that is too short for the card',
    code: 'pin-invalid',
    when: (question) => question.kind === 'enrol-card' && question.participant === 'custodian-2',
    make: (_question, _state, right) =>
      right.kind === 'enrol-card'
        ? { ...right, mode: { kind: 'initialise', soPin: rehearsalPins.transport, userPin: '1' } }
        : right,
  },
  {
    name: 'a wrong PIN at the end of an act',
    code: 'pin-wrong',
    when: (question) => question.kind === 'card-pin' && question.purpose === 'sign-act',
    make: () => ({ kind: 'card-pin', pin: '000000' }),
  },
  {
    name: 'too few rolls of the dice',
    code: 'parameters-invalid',
    when: (question) => question.kind === 'dice',
    make: () => ({ kind: 'dice', rolls: '1 2 3' }),
  },
  {
    name: 'dice that show one face',
    code: 'entropy-poor',
    when: (question) => question.kind === 'dice',
    make: () => ({ kind: 'dice', rolls: '6'.repeat(60) }),
  },
  {
    name: 'a custodian’s card that is not in the reader',
    code: 'token-absent',
    when: (question) => question.kind === 'card-pin' && question.purpose === 'store-share',
    make: (question, _state, right) => {
      if (question.kind === 'card-pin') takeAway(question.card.serial);
      room.module.rescan();
      return right;
    },
    mend: putBack,
  },
  {
    name: 'disagreeing without a word',
    code: 'remark-missing',
    when: (question) => question.kind === 'declare',
    make: (_question, _state, right) => ({ ...right, agrees: false, remark: ' ' }) as Answer,
  },
  {
    name: 'a bag for nobody’s card',
    code: 'bag-missing',
    when: (question) => question.kind === 'bags' && question.direction === 'out',
    make: () => ({ kind: 'bags', bags: [{ number: 'B-1', holds: 'card', custodian: 'custodian-1' }] }),
  },
  {
    name: 'an export to where nothing can be written',
    code: 'not-writable',
    when: (question) => question.kind === 'export',
    make: () => {
      writeFileSync(join(room.directory, 'a-file'), '');
      return { kind: 'export', directory: join(room.directory, 'a-file', 'folder') };
    },
  },
  {
    name: 'an export over a file that is there',
    code: 'file-exists',
    when: (question) => question.kind === 'export',
    make: (question) => {
      const directory = join(room.directory, 'taken');
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, question.kind === 'export' ? question.fileName : ''), 'mine');
      return { kind: 'export', directory };
    },
  },
];

/** Makes every mistake once, checks that it is told by its code, and then does the right thing. */
const clumsy = (right: Robot): { readonly robot: Robot; readonly told: () => readonly string[] } => {
  const left = [...mistakes];
  const told: string[] = [];
  let made: Mistake | null = null;
  const robot: Robot = (question, state) => {
    if (made !== null) {
      assert.equal(question.problem?.code, made.code, made.name);
      told.push(made.name);
      made.mend?.();
      made = null;
    }
    // Pulling a token ended every session: the HSM asks for its PIN again.
    const answer = right({ ...question, problem: null }, state);
    const next = left.findIndex((mistake) => mistake.when(question, state));
    if (next < 0) return answer;
    [made] = left.splice(next, 1) as [Mistake];
    return made.make(question, state, answer);
  };
  return { robot, told: () => told };
};

describe('mistakes of people', () => {
  test('are each told by a code at once, and the ceremony ends well all the same', async () => {
    const parameters = parametersFor({ keyLabel: 'clumsy', threshold: 2, custodians: 3, dice: true });
    room.furnish(7);
    const directory = room.place('clumsy');
    const { robot, told } = clumsy(openRobot(join(directory, 'out')));
    const { engine, play } = room.rehearsal({ directory, robot });
    const { path } = await play(engine.start({ kind: 'generate', parameters }, null));
    assert.deepEqual([...told()].sort(), mistakes.map((mistake) => mistake.name).sort());
    assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
    assert.equal(readFileSync(join(room.directory, 'taken', path.split('/').at(-1) ?? ''), 'utf8'), 'mine');
  });

  test('a label that the HSM holds already is refused before anything is made', async () => {
    const parameters = parametersFor({ keyLabel: 'clumsy' });
    room.furnish(5);
    const { engine, play } = room.rehearsal({ directory: room.place('again') });
    await assert.rejects(play(engine.start({ kind: 'generate', parameters }, null)), {
      code: 'label-present',
    });
  });

  const refused: readonly (readonly [string, ErrorCode, Partial<GenerateParameters>])[] = [
    ['a threshold of one', 'threshold-too-small', { threshold: 1 }],
    ['more needed than there are', 'threshold-above-custodians', { threshold: 4 }],
    ['all needed, and nobody accepted that', 'no-spare-share', { threshold: 3, acceptsNoSpareShare: false }],
    ['a label that is no label', 'label-invalid', { keyLabel: '../etc' }],
    ['production without the official runtime', 'runtime-unofficial', { domain: 'production' }],
  ];
  for (const [name, code, change] of refused) {
    test(`${name} is refused before the ceremony opens: ${code}`, async () => {
      const { engine } = room.rehearsal({ directory: room.place('refused') });
      problem(
        await engine.start(
          { kind: 'generate', parameters: { ...parametersFor({ keyLabel: 'refused' }), ...change } },
          null,
        ),
        code,
      );
      assert.equal(engine.snapshot(), null);
    });
  }

  test('one person in two seats is refused, whatever the spelling', async () => {
    const parameters = parametersFor({ keyLabel: 'twins' });
    const participants = parameters.participants.map((person) =>
      person.id === 'custodian-1' ? { ...person, name: 'peeter  KUUSK' } : person,
    );
    const { engine } = room.rehearsal({ directory: room.place('twins') });
    problem(
      await engine.start({ kind: 'generate', parameters: { ...parameters, participants } }, null),
      'participant-twice',
    );
  });
});

describe('a journal on the disk', () => {
  /** Leaves a ceremony after its first questions. */
  const leftEarly = async () => {
    const directory = room.place('left');
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (question.kind === 'clock') throw new CeremonyError('internal', { reason: 'enough' });
        return openRobot(directory)(question, state);
      },
    });
    await assert.rejects(
      play(engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel: 'left' }) }, null)),
      { code: 'internal' },
    );
    const [unfinished] = await engine.unfinished();
    assert.ok(unfinished !== undefined);
    return {
      engine,
      sitting: unfinished.sitting,
      file: join(directory, 'sittings', unfinished.sitting, journalName),
    };
  };

  test('with a torn last line loses that line only, and says so', async () => {
    const { engine, sitting, file } = await leftEarly();
    appendFileSync(file, 'a'.repeat(64) + ' {"at":"20');
    assert.ok((await engine.resume(sitting)).ok);
    assert.deepEqual(
      engine.snapshot()?.notices.map(({ code }) => code),
      ['journal-truncated'],
    );
    await engine.leave();
  });

  test('with a changed line is refused, and the line is named', async () => {
    const { engine, sitting, file } = await leftEarly();
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const number of [1, 2, lines.length - 1]) {
      const changed = lines.map((line, index) =>
        index === number - 1 ? line.replace('"at":"2', '"at":"1') : line,
      );
      writeFileSync(file, changed.join('\n'));
      assert.deepEqual(problem(await engine.resume(sitting), 'journal-changed')['line'], number);
      assert.equal((await engine.unfinished())[0]?.problem?.code, 'journal-changed');
    }
    rmSync(file);
    problem(await engine.resume(sitting), 'journal-absent');
  });
});
