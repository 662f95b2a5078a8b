import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openEngine, type Engine } from '../../ceremonies/conductor/engine.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { EventType } from '../../ceremonies/model/event.ts';
import { seat } from '../../ceremonies/model/parameters.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { openAppendFile, type OpenAppendFile } from '../../ceremonies/transcript/appendFile.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { reconstitution, readBundle } from './held.ts';
import { answerAgain, isAskedOf, isReplacing, leaders, lose, refusal } from './losing.ts';
import { PowerCut } from '../faults/files.ts';
import { destruction, follow } from './chains.ts';
import { cutAt } from './powerCut.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';
import { until } from './until.ts';

const room = openTestRoom();

/** SoftHSM keeps a token in a directory; taken away, it is a card that broke. */
const tokens = join(room.directory, 'softhsm', 'tokens');
const broken = join(room.directory, 'broken');
mkdirSync(broken);
const moveCard = (from: string, to: string, serial: string): void => {
  const serialBytes = Buffer.from(serial, 'ascii');
  const name = readdirSync(from).find((each) =>
    readFileSync(join(from, each, 'token.object')).includes(serialBytes),
  );
  assert.ok(name !== undefined);
  renameSync(join(from, name), join(to, name));
};
const breakCard = (serial: string): void => moveCard(tokens, broken, serial);
const findCard = (serial: string): void => {
  moveCard(broken, tokens, serial);
  room.module.rescan();
};

/** `breaksAt`: the second custodian's first card breaks as soon as such a line is on record. */
const begin = async (keyLabel: string, breaksAt?: (line: string) => boolean) => {
  const directory = room.place('receiver');
  const parameters = parametersFor({ keyLabel, threshold: 2, custodians: 3 });
  // Two more than there are people.
  room.furnish(parameters.participants.length + 2);
  const pins = new Map<string, string>();
  const robot = openRobot(join(directory, 'out'), pins);
  let isBroken = false;
  const openFile: OpenAppendFile = async (path, mode) => {
    const file = await openAppendFile(path, mode);
    const append = async (piece: Uint8Array): Promise<void> => {
      await file.append(piece);
      const token = engine.snapshot()?.state.cards['custodian-2']?.token;
      if (token === undefined || isBroken || breaksAt?.(Buffer.from(piece).toString()) !== true) return;
      isBroken = true;
      breakCard(token.serial);
    };
    return { ...file, append };
  };
  const engine = openEngine({
    directory,
    modules: () => ({ hsm: room.module, cards: room.module }),
    host: nodeHost(softwareOf('')),
    published: () => undefined,
    openFile,
  });
  value(await engine.start({ kind: 'generate', parameters }, null));
  return { directory, parameters, pins, robot, engine };
};

const judge = async (engine: Engine) => {
  const path = engine.snapshot()?.exported?.path ?? '';
  await engine.leave();
  const verdict = await verifyBundle(new Uint8Array(readFileSync(path)));
  assert.deepEqual(
    verdict.claims.filter(({ status }) => status === 'failed'),
    [],
  );
  assert.equal(verdict.outcome, 'good');
  return { path, verdict, ...(await readBundle(path)) };
};

const shareOf2 = (state: State) => registerOf(state).shareSets.at(-1)?.shares[1];

/** What is on the new card rebuilds the keys: with the second custodian and one more. */
const rebuild = async (begun: Awaited<ReturnType<typeof begin>>, path: string): Promise<void> => {
  const { parameters, pins } = begun;
  room.furnish(parameters.participants.length, 'empty');
  const told = await readBundle(path);
  const held = { path, parameters, pins, ...told };
  const plan = reconstitution(held);
  const participants = [...seat(plan.parameters.participants.filter(({ name }) => !name.endsWith('1')))];
  assert.ok(plan.kind === 'reconstitute');
  const { engine, play } = room.rehearsal({ directory: room.place('rebuilt'), pins });
  const parametersThen = { ...plan.parameters, participants };
  const rebuilt = await play(engine.start({ kind: 'reconstitute', parameters: parametersThen }, path));
  const { state } = await readBundle(rebuilt.path);
  assert.deepEqual(
    state.presentation.proven.map(({ index }) => index),
    [2, 3],
  );
};

/** The card that broke is here again, as the last bundle's register knows it, and is erased with its owner's PIN. */
const destroyFound = async ({ parameters, pins }: Awaited<ReturnType<typeof begin>>, path: string) => {
  const told = await readBundle(path);
  const [lost] = told.register.shareSets.at(-1)?.shares[1]?.lostCards ?? [];
  assert.ok(lost !== undefined && lost.ended === null);
  findCard(lost.card.serial);
  const { certificateSha256 } = lost;
  const held = { path, parameters, pins, ...told };
  const gone = await follow(room, held, destruction(held, { kind: 'card', certificateSha256 }));
  assert.deepEqual(gone.failed, []);
  // Nobody knows what would make it ready again.
  breakCard(lost.card.serial);
  room.module.rescan();
  return gone;
};

const storing = isAskedOf('custodian-2', 'store-share');

describe('a custodian whose card does not do any more', () => {
  test('gets another before the share is put on it, and everybody vouches; the share on it rebuilds the key', async () => {
    const begun = await begin('locked-receiver');
    const { engine, robot } = begun;
    assert.ok((await until(engine, robot, storing)) !== null);
    for (const pin of ['00000000', '11111111', '22222222'])
      assert.equal(await refusal(engine, { kind: 'card-pin', pin }), 'pin-wrong');
    problem(await lose(engine, 'custodian-2', ['administrator', 'custodian-2']), 'witness-missing');
    problem(await lose(engine, 'custodian-1'), 'event-not-allowed');
    problem(await lose(engine, 'witness'), 'event-not-allowed');
    const old = engine.snapshot()?.state.cards['custodian-2'];
    value(await lose(engine, 'custodian-2'));
    const asked = await until(engine, robot, isReplacing);
    assert.ok(asked?.question.kind === 'enrol-card' && asked.question.participant === 'custodian-2');
    assert.equal(await until(engine, robot, () => false), null);

    const { path, verdict, state } = await judge(engine);
    assert.deepEqual(verdict.summary?.replacements, [
      {
        name: 'Võtmehoidja 2',
        because: 'Its PIN is locked.',
        vouchedBy: ['Peeter Kuusk', 'Ene Saar', 'Võtmehoidja 1', 'Võtmehoidja 3'],
        mayHoldShare: false,
      },
    ]);
    assert.equal(verdict.claims.find(({ id }) => id === 'replacements-vouched')?.status, 'attested');
    assert.equal(state.sets.length, 1);
    const holder = shareOf2(state)?.holder;
    assert.deepEqual(holder?.card, state.cards['custodian-2']?.token);
    assert.notEqual(holder?.card.serial, old?.token.serial);
    await rebuild(begun, path);
  });

  /** The card breaks when this is on record; then its owner gets that share on another one. */
  const breaks: Readonly<Record<string, readonly [EventType, ...ErrorCode[]]>> = {
    'while its share is put on it': ['token-action-begun'],
    'when its share lies on it, before it has signed': ['share-stored'],
  };
  for (const [moment, [type]] of Object.entries(breaks))
    test(`and breaks ${moment}: the same share goes to another`, async () => {
      const isNow = (line: string): boolean =>
        line.includes(`"type":"${type}"`) &&
        (type === 'share-stored' ? line.includes('custodian-2') : line.includes('"action":"store-share"')) &&
        line.includes(engine.snapshot()?.state.cards['custodian-2']?.token.serial ?? 'nobody');
      const begun = await begin(`broken-${type}`, isNow);
      const { engine, robot } = begun;
      const asked = await until(engine, robot, storing);
      assert.ok(asked !== null);
      const code = await refusal(engine, robot(asked.question, asked.state));
      assert.ok(code !== undefined);
      const { pending, progress } = engine.snapshot()?.state ?? assert.fail();
      assert.deepEqual(
        [pending?.action, progress],
        type === 'share-stored' ? [undefined, 1] : ['store-share', 0],
      );
      room.module.rescan();
      value(await lose(engine, 'custodian-2'));
      assert.equal(await until(engine, robot, () => false), null);

      const { path, verdict, state } = await judge(engine);
      assert.equal(verdict.summary?.replacements?.[0]?.mayHoldShare, true);
      assert.equal(state.sets.length, 1);
      assert.deepEqual(shareOf2(state)?.holder?.card, state.cards['custodian-2']?.token);
      await rebuild(begun, path);

      const { state: after } = await destroyFound(begun, path);
      const [event] = after.destroyed.cards;
      assert.equal(event?.way, 'erased');
      assert.ok(event.objects > 0);
      const share = shareOf2(after);
      assert.deepEqual(
        share?.lostCards.map(({ ended }) => ended),
        [{ way: 'destroyed', at: event.at, ceremony: after.ceremony }],
      );
      assert.deepEqual(share.destroyed, []);
    });

  test('and a power cut comes before everybody has vouched: the shares are made anew, for the new card', async () => {
    const begun = await begin('cut-receiver');
    const { engine, robot, directory } = begun;
    await until(engine, robot, storing);
    value(await lose(engine, 'custodian-2'));
    await until(engine, robot, isReplacing);
    const sitting = engine.snapshot()?.state.ceremony ?? '';
    await engine.leave();

    const second = room.engine(directory);
    value(await second.resume(sitting));
    await until(second, robot, isAskedOf('custodian-1', 'vouch'));
    const vouched = second.snapshot()?.state.replacing?.vouchedBy;
    assert.deepEqual(vouched, leaders);
    await second.leave();

    const third = room.engine(directory);
    value(await third.resume(sitting));
    await until(third, robot, isAskedOf('custodian-1', 'vouch'));
    // The first custodian had a share of the set that is void, and finds now that their card is broken as well.
    const old = third.snapshot()?.state.cards['custodian-1']?.token;
    breakCard(old?.serial ?? '');
    room.module.rescan();
    const asked = third.snapshot()?.question ?? assert.fail();
    const state = third.snapshot()?.state ?? assert.fail();
    assert.equal(await refusal(third, robot(asked, state)), 'token-absent');
    value(await lose(third, 'custodian-1'));
    assert.equal(await until(third, robot, () => false), null);

    const { path, verdict, register } = await judge(third);
    assert.deepEqual(
      verdict.summary?.replacements?.map(({ name, mayHoldShare }) => [name, mayHoldShare]),
      [
        ['Võtmehoidja 1', true],
        ['Võtmehoidja 2', false],
      ],
    );
    const [dead, live] = register.shareSets;
    assert.deepEqual([dead?.state, live?.state], ['void', 'live']);
    assert.deepEqual(dead?.shares[0]?.holder?.card, old);
    await rebuild(begun, path);
  });

  for (const type of ['card-replaced', 'card-vouched'] as const)
    test(`and the engine dies before ${type} is on record: it goes on from there, with the shares made anew`, async () => {
      const directory = room.place('dies');
      const parameters = parametersFor({ keyLabel: `dies-${type}`, threshold: 2, custodians: 3 });
      // One for the custodian, and one that was half made ready.
      room.furnish(parameters.participants.length + 2);
      const pins = new Map<string, string>();
      const right = openRobot(join(directory, 'out'), pins);
      const lost: Promise<unknown>[] = [];
      const cut = room.rehearsal({
        directory,
        openFile: cutAt(type),
        robot: (question, state) => {
          if (lost.length === 0 && storing(question, state)) lost.push(lose(cut.engine, 'custodian-2'));
          return right(question, state);
        },
      });
      await assert.rejects(cut.play(cut.engine.start({ kind: 'generate', parameters }, null)), PowerCut);
      await Promise.all(lost);
      room.module.rescan();
      const again = room.rehearsal({ directory, robot: right });
      const [unfinished] = await again.engine.unfinished();
      const { path } = await again.play(again.engine.resume(unfinished?.sitting ?? ''));
      const verdict = await verifyBundle(new Uint8Array(readFileSync(path)));
      assert.equal(verdict.outcome, 'good');
      assert.equal(verdict.summary?.replacements?.length, 1);
      const { state } = await readBundle(path);
      assert.equal(state.resumptions, 1);
      assert.deepEqual(
        state.sets.map((set) => set.state),
        ['void', 'proved'],
      );
    });

  test('keeps the old one where the PIN is found after all', async () => {
    const { engine, robot } = await begin('found-again');
    await until(engine, robot, storing);
    assert.equal(await refusal(engine, { kind: 'card-pin', pin: '00000000' }), 'pin-wrong');
    await answerAgain(engine, robot);
    assert.equal(await until(engine, robot, () => false), null);
    const { verdict } = await judge(engine);
    assert.equal(verdict.summary?.replacements, undefined);
  });
});
