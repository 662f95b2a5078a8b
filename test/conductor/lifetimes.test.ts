import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  findEmbassyKey,
  originalLabel,
  trialLabel,
  workingLabel,
} from '../../ceremonies/conductor/hsmKeys.ts';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { readPairs } from '../../ceremonies/tokens/cards.ts';
import { listData } from '../../ceremonies/tokens/dataObjects.ts';
import { assertLabelFree, findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession, type Session } from '../../ceremonies/tokens/session.ts';
import { value } from '../tokens/softhsm.ts';
import { destruction, follow, resharing, rotation } from './chains.ts';
import { hold, reconstitution } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

const statesOf = (register: Register, label: string) =>
  register.keys.find((key) => key.label === label)?.versions.map(({ state }) => state);
const setsOf = (register: Register) => register.shareSets.map(({ state }) => state);

/** At the HSM that has the newest copy of a label. */
const atHsm = <T>(register: Register, label: string, work: (session: Session) => T): T => {
  const token = register.keys
    .find((key) => key.label === label)
    ?.versions.at(-1)
    ?.hsms.at(-1)?.token;
  assert.ok(token !== undefined);
  const session = value(openSession(room.module, token, { kind: 'user', pin: rehearsalPins.hsm }));
  try {
    return work(session);
  } finally {
    session.close();
  }
};

const isOnHsm = (register: Register, label: string, version: number): boolean =>
  atHsm(register, label, (session) => findEmbassyKey(session, 'ecp384', workingLabel(label, version)).ok);

/** What lies on the card of somebody who held a share. */
const onCard = (register: Register, index: number, pin: string) => {
  const token = register.shareSets[0]?.shares[index - 1]?.holder?.card;
  assert.ok(token !== undefined);
  const session = value(openSession(room.module, token, { kind: 'user', pin }));
  const data = value(listData(session, 'embassy-key-ceremony')).map(({ label }) => label);
  const pairs = value(readPairs(session));
  const keys = value(findObjects(session, { kind: 'private-key' })).length;
  session.close();
  return { data, keys, signs: pairs.signing !== null };
};

describe('a key that is rotated', () => {
  test('has a version that serves, under a recovery key of its own, and one that only decrypts', async () => {
    const held = await hold(room, { keyLabel: 'turning' });
    const rotated = await follow(room, held, rotation(held));
    assert.deepEqual(rotated.failed, []);
    assert.deepEqual(statesOf(rotated.register, 'turning'), ['deactivated', 'active']);
    assert.deepEqual(setsOf(rotated.register), ['live', 'live']);
    assert.ok(isOnHsm(rotated.register, 'turning', 1) && isOnHsm(rotated.register, 'turning', 2));
    const [first, second] = rotated.register.keys[0]?.versions ?? [];
    assert.equal(first?.transitions.at(-1)?.at, second?.transitions.at(-1)?.at);
    // Both versions come back from their shares, on an empty HSM.
    const back = await follow(room, rotated, reconstitution(rotated));
    assert.deepEqual(back.failed, []);
    assert.ok(isOnHsm(back.register, 'turning', 1) && isOnHsm(back.register, 'turning', 2));
  });

  test('is refused where the HSM does not have it', async () => {
    const held = await hold(room, { keyLabel: 'elsewhere' });
    room.furnish(held.parameters.participants.length, 'empty');
    const wrongHsm = follow(room, held, rotation(held), {
      robot: (right) => (question, state) => {
        const answer = right(question, state);
        if (question.kind !== 'choose-hsm' || answer.kind !== 'choose-hsm') return answer;
        const other = question.tokens.find(({ token }) => token.serial !== answer.token.serial);
        assert.ok(other !== undefined);
        return { ...answer, token: { label: other.token.label, serial: other.token.serial } };
      },
    });
    await assert.rejects(wrongHsm, { code: 'key-absent' });
  });
});

describe('shares that are made anew', () => {
  test('guard the keys of all sets that were brought, which are void, and destroyed on the cards', async () => {
    const held = await hold(room, { keyLabel: 'anew' });
    const rotated = await follow(room, held, rotation(held));
    const reshared = await follow(room, rotated, resharing(rotated, ['custodian-2', 'custodian-3']));
    assert.deepEqual(reshared.failed, []);
    assert.deepEqual(setsOf(reshared.register), ['void', 'void', 'live']);
    const live = reshared.register.shareSets.at(-1)?.set;
    assert.deepEqual(
      reshared.register.keys[0]?.versions.map(({ set }) => set),
      [live, live],
    );
    assert.deepEqual(statesOf(reshared.register, 'anew'), ['deactivated', 'active']);
    for (const set of reshared.register.shareSets.slice(0, 2))
      assert.ok(
        set.shares.every(({ destroyed }) => destroyed.some(({ medium }) => medium === 'card-object')),
      );
    assert.deepEqual(onCard(reshared.register, 1, held.pins.get('custodian-1') ?? '').data, []);
    assert.equal(onCard(reshared.register, 2, held.pins.get('custodian-2') ?? '').data.length, 1);
    // The keys never left the HSM they serve on, and nothing that could leave it lies there.
    assert.ok(isOnHsm(reshared.register, 'anew', 1) && isOnHsm(reshared.register, 'anew', 2));
    for (const version of [1, 2])
      atHsm(reshared.register, 'anew', (session) =>
        value(assertLabelFree(session, originalLabel('anew', version))),
      );
    const back = await follow(room, reshared, reconstitution(reshared));
    assert.deepEqual(back.failed, []);
  });
});

describe('shares that are being made anew', () => {
  test('leave the keys as they were on the HSM when the ceremony is given up', async () => {
    const held = await hold(room, { keyLabel: 'given-up' });
    room.furnish(held.parameters.participants.length);
    const directory = room.place('given-up');
    const right = openRobot(join(directory, 'out'), held.pins);
    const leaders = ['administrator', 'witness'];
    const given: Promise<unknown>[] = [];
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        if (question.kind === 'card-pin' && question.purpose === 'store-share' && given.length === 0)
          given.push(engine.abandon(leaders, 'Nobody is left to take the shares.', rehearsalPins.hsm));
        return right(question, state);
      },
    });
    await assert.rejects(play(engine.start(resharing(held), held.path)));
    await Promise.all(given);
    assert.ok(isOnHsm(held.register, 'given-up', 1));
    for (const label of [originalLabel('given-up', 1), trialLabel('given-up', 1)])
      atHsm(held.register, 'given-up', (session) => {
        value(assertLabelFree(session, label));
      });
    // What they were before, they are again.
    const again = await follow(room, held, resharing(held));
    assert.deepEqual(again.failed, []);
  });
});

describe('what is destroyed', () => {
  test('is gone from the HSM, and from the bundle: a version that serves no more', async () => {
    const held = await hold(room, { keyLabel: 'ending' });
    const rotated = await follow(room, held, rotation(held));
    const ended = await follow(
      room,
      rotated,
      destruction(rotated, { kind: 'key', label: 'ending', version: 1 }),
    );
    assert.deepEqual(ended.failed, []);
    assert.deepEqual(statesOf(ended.register, 'ending'), ['destroyed', 'active']);
    const [gone] = ended.register.keys[0]?.versions ?? [];
    assert.equal(gone?.wrapped, null);
    assert.ok(gone.hsms.every(({ removed }) => removed !== null));
    assert.ok(!isOnHsm(ended.register, 'ending', 1) && isOnHsm(ended.register, 'ending', 2));
    assert.equal(ended.state.destroyed.keys[0]?.objects, 2);
    // Its set guards nothing any more, and can end too.
    const [set] = ended.register.shareSets;
    const handed = await follow(room, ended, destruction(ended, { kind: 'set', set: set?.set ?? '' }));
    assert.deepEqual(handed.failed, []);
    assert.equal(handed.register.shareSets[0]?.state, 'void');
    assert.ok(handed.register.shareSets[0].shares.every(({ destroyed }) => destroyed.length === 1));
  });

  test('can be the last version that serves, if both who lead say so twice', async () => {
    const held = await hold(room, { keyLabel: 'last' });
    const ended = await follow(room, held, destruction(held, { kind: 'key', label: 'last', version: 1 }));
    assert.deepEqual(ended.failed, []);
    assert.deepEqual(ended.state.destroyed.confirmedBy, ['administrator', 'witness']);
    assert.deepEqual(
      ended.register.keys[0]?.versions[0]?.transitions.map(({ state }) => state),
      ['pre-activation', 'active', 'deactivated', 'destroyed'],
    );
  });

  test('can be a card, which is empty then, or is broken before everybody’s eyes', async () => {
    const held = await hold(room, { keyLabel: 'cards' });
    const [first, second] = held.register.shareSets[0]?.shares ?? [];
    const plan = (certificateSha256: string) => {
      const { parameters } = destruction(held, { kind: 'card', certificateSha256 });
      const participants = parameters.participants.filter(({ role }) => role !== 'custodian');
      return {
        kind: 'destroy',
        parameters: { ...parameters, participants, target: { kind: 'card', certificateSha256 } },
      } as const;
    };
    const card = first?.holder?.certificateSha256 ?? '';
    const pin = held.pins.get('custodian-1') ?? '';
    const erased = await follow(room, held, plan(card), {
      robot: (right) => (question, state) =>
        question.kind === 'destroy-card'
          ? { kind: 'destroy-card', outcome: { kind: 'erase', pin } }
          : right(question, state),
    });
    assert.deepEqual(erased.failed, []);
    assert.deepEqual(onCard(held.register, 1, pin), { data: [], keys: 0, signs: false });
    assert.equal(erased.state.destroyed.cards[0]?.way, 'erased');
    // One more would leave a share set that nobody can open.
    const directory = room.place('too-many');
    const { engine } = room.rehearsal({ directory });
    const refused = await engine.start(plan(second?.holder?.certificateSha256 ?? ''), erased.path);
    assert.equal(refused.ok ? null : refused.problem.code, 'quorum-lost');
  });
});
