import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { Engine } from '../../ceremonies/conductor/engine.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { Result } from '../../ceremonies/model/error.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { hsmsWith, versionOf } from '../../ceremonies/model/register.ts';
import { hsmLossOf, type State } from '../../ceremonies/model/state.ts';
import { openAppendFile, type OpenAppendFile } from '../../ceremonies/transcript/appendFile.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { destruction, follow, resharing, rotation } from './chains.ts';
import { hold, readBundle, reconstitution, type Held } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();
const leaders = ['administrator', 'witness'];

/** SoftHSM keeps a token in a directory: carried out of the room, it is an HSM that burnt. */
const tokens = join(room.directory, 'softhsm', 'tokens');
const ashes = join(room.directory, 'ashes');
mkdirSync(ashes);
const carry = ({ serial }: { readonly serial: string }, from: string, to: string): void => {
  const name = readdirSync(from).find((each) =>
    readFileSync(join(from, each, 'token.object')).includes(Buffer.from(serial, 'ascii')),
  );
  assert.ok(name !== undefined);
  renameSync(join(from, name), join(to, name));
  room.module.rescan();
};
const burn = (token: { readonly serial: string }): void => carry(token, tokens, ashes);

type When = (question: Question, state: State) => boolean;

/** Plays a ceremony whose HSM burns, and in which both who lead say so when it is asked for. */
const withoutHsm = async (held: Held, plan: CeremonyPlan, burns: When | 'when it is closed') => {
  const directory = room.place('burnt');
  room.furnish(plan.parameters.participants.length, plan.kind === 'reconstitute' ? 'empty' : 'any');
  const right = openRobot(join(directory, 'out'), held.pins);
  const said: Promise<Result<null>>[] = [];
  let isBurnt = false;
  const burnOnce = (state: State | null): void => {
    const hsm = state?.hsm ?? null;
    if (isBurnt || hsm === null) return;
    isBurnt = true;
    burn(hsm.token);
  };
  const openFile: OpenAppendFile = async (path, mode) => {
    const file = await openAppendFile(path, mode);
    return {
      ...file,
      append: async (piece) => {
        await file.append(piece);
        if (burns === 'when it is closed' && Buffer.from(piece).includes('"type":"transcript-closed"'))
          burnOnce(engine.snapshot()?.state ?? null);
      },
    };
  };
  const { engine, play } = room.rehearsal({
    directory,
    openFile,
    robot: (question, state) => {
      if (burns !== 'when it is closed' && burns(question, state)) burnOnce(state);
      if (!isBurnt || question.kind !== 'hsm-pin') return right(question, state);
      if (said.length === 0)
        said.push(
          engine.raiseException({
            about: { kind: 'hsm-lost' },
            expected: 'The HSM signs.',
            happened: 'It burnt.',
            decided: 'The ceremony is closed without it.',
            by: leaders,
          }),
        );
      return { kind: 'hsm-pin', pin: rehearsalPins.hsm };
    },
  });
  const { path } = await play(engine.start(plan, held.path));
  for (const each of await Promise.all(said)) value(each);
  assert.equal(said.length, 1);
  const verdict = await verifyBundle(new Uint8Array(readFileSync(path)), {
    previous: new Uint8Array(readFileSync(held.path)),
  });
  // What a bundle holds is stored as it is.
  const closings = readFileSync(path, 'latin1').split('"type":"transcript-closed"').length - 1;
  return { ...held, path, directory, verdict, closings, ...(await readBundle(path)) };
};

describe('a resharing whose HSM burns when the first old share is destroyed', () => {
  test('comes to its end; what was proved stays proved, and that the HSM did not sign is said', async () => {
    const held = await hold(room, { keyLabel: 'ashes' });
    const plan = resharing(held, ['custodian-1', 'custodian-3']);
    const ended = await withoutHsm(held, plan, (_question, { destroyed }) => destroyed.shares.length > 0);
    const statusOf = (id: string) => ended.verdict.claims.find((claim) => claim.id === id)?.status;
    assert.equal(ended.verdict.outcome, 'good');
    assert.equal(ended.closings, 1);
    assert.equal(statusOf('hsm-signed'), 'not-shown');
    assert.equal(statusOf('signatures-complete'), 'proved');
    assert.equal(statusOf('quorums-proved'), 'attested');
    assert.deepEqual(ended.verdict.claims.find(({ id }) => id === 'hsm-signed')?.events, [
      hsmLossOf(ended.state)?.seq,
    ]);
    const version = versionOf(ended.register, { label: 'ashes', version: 1 });
    assert.ok(version !== undefined && version.state === 'active');
    assert.deepEqual(hsmsWith(version), []);
    assert.ok(version.hsms.every(({ removed }) => removed?.way === 'lost'));
    // The new shares rebuild it elsewhere, and it serves there.
    const rebuilt = await follow(room, ended, reconstitution(ended));
    assert.deepEqual(rebuilt.failed, []);
    const again = versionOf(rebuilt.register, { label: 'ashes', version: 1 });
    assert.equal(again === undefined ? 0 : hsmsWith(again).length, 1);
  });
});

describe('a ceremony whose HSM burns between the closing and its signature', () => {
  const plans = {
    rotation: (held: Held) => rotation(held),
    'destruction of a key': (held: Held) =>
      destruction(held, { kind: 'key', label: held.parameters.keyLabel, version: 1 }),
  } as const;
  for (const [what, planOf] of Object.entries(plans))
    test(`is closed once more without it: a ${what}`, async () => {
      const held = await hold(room, { keyLabel: what.replaceAll(' ', '-') });
      const ended = await withoutHsm(held, planOf(held), 'when it is closed');
      assert.equal(ended.verdict.outcome, 'good');
      assert.equal(ended.closings, 2);
      const claim = ended.verdict.claims.find(({ id }) => id === 'hsm-signed');
      assert.equal(claim?.status, 'not-shown');
      assert.equal(claim.details['because'], 'It burnt.');
    });
});

describe('giving up, when the HSM burns that was to destroy what was made there', () => {
  test('waits for it, until both who lead say that it exists no more', async () => {
    const held = await hold(room, { keyLabel: 'never' });
    const directory = room.place('never');
    room.furnish(held.parameters.participants.length);
    const right = openRobot(join(directory, 'out'), held.pins);
    const given: Promise<Result<null>>[] = [];
    const giveUp = (engine: Engine) => engine.abandon(leaders, 'It burnt.', rehearsalPins.hsm);
    const openFile: OpenAppendFile = async (path, mode) => {
      const file = await openAppendFile(path, mode);
      const append = async (piece: Uint8Array): Promise<void> => {
        await file.append(piece);
        const hsm = engine.snapshot()?.state.hsm ?? null;
        if (hsm !== null && Buffer.from(piece).includes('"action":"abandon-keys"')) burn(hsm.token);
      };
      return { ...file, append };
    };
    const { engine, play } = room.rehearsal({
      directory,
      openFile,
      robot: (question, state) => {
        if (question.kind === 'card-pin' && question.purpose === 'store-share' && given.length === 0)
          given.push(giveUp(engine));
        return right(question, state);
      },
    });
    await assert.rejects(play(engine.start(rotation(held), held.path)));
    assert.ok(!(await Promise.all(given)).some(({ ok }) => ok));
    const later = room.engine(directory);
    const [unfinished] = await later.unfinished();
    value(await later.resume(unfinished?.sitting ?? ''));
    problem(await giveUp(later), 'token-absent');
    value(
      await later.raiseException({
        about: { kind: 'hsm-lost' },
        expected: 'The HSM destroys what was made there.',
        happened: 'It burnt.',
        decided: 'The ceremony is given up without it.',
        by: leaders,
      }),
    );
    // The question was withdrawn, and is put again.
    for (let turn = 0; turn < 1000 && (later.snapshot()?.question ?? null) === null; turn += 1)
      await new Promise(setImmediate);
    assert.equal(later.snapshot()?.question?.problem?.code, 'abandon-begun');
    value(await giveUp(later));
    assert.deepEqual(await later.unfinished(), []);
  });

  test('that is only not there when the ceremony is given up has to come back, and keeps no key', async () => {
    const held = await hold(room, { keyLabel: 'pulled' });
    const directory = room.place('pulled');
    room.furnish(held.parameters.participants.length);
    const right = openRobot(join(directory, 'out'), held.pins);
    const given: Promise<Result<null>>[] = [];
    const giveUp = (engine: Engine) => engine.abandon(leaders, 'It went wrong.', rehearsalPins.hsm);
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (question.kind === 'card-pin' && question.purpose === 'store-share' && given.length === 0) {
          burn(state.hsm?.token ?? assert.fail());
          given.push(giveUp(engine));
        }
        return right(question, state);
      },
    });
    await assert.rejects(play(engine.start(rotation(held), held.path)));
    problem((await Promise.all(given))[0] ?? assert.fail(), 'token-absent');
    const later = room.engine(directory);
    const [unfinished] = await later.unfinished();
    value(await later.resume(unfinished?.sitting ?? ''));
    problem(await giveUp(later), 'token-absent');
    const token = later.snapshot()?.state.hsm?.token ?? assert.fail();
    carry(token, ashes, tokens);
    value(await giveUp(later));
    assert.deepEqual(await later.unfinished(), []);
    const session = value(openSession(room.module, token, { kind: 'user', pin: rehearsalPins.hsm }));
    const versions = ['pulled.v1', 'pulled.v2', 'pulled.v2.original'].map(
      (label) => value(findObjects(session, { kind: 'private-key', label })).length,
    );
    session.close();
    assert.deepEqual(versions, [1, 0, 0]);
  });
});
