import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { countAll, embassyKeyUses, hsmLabelsOf, workingLabel } from '../../ceremonies/conductor/hsmKeys.ts';
import { playsHsm, rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { spkiOf } from '../../ceremonies/conductor/restoring.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { KeyTarget } from '../../ceremonies/model/parameters.ts';
import { hsmsWith, versionOf, type Register } from '../../ceremonies/model/register.ts';
import type { TokenFacts } from '../../ceremonies/model/values.ts';
import { countObjects } from '../../ceremonies/tokens/objects.ts';
import { storePublicKey } from '../../ceremonies/tokens/publicKey.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { generateAesKey } from '../../ceremonies/tokens/generate.ts';
import { certificate } from '../../ceremonies/transcript/certificate.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { value } from '../tokens/softhsm.ts';
import { destruction, follow, resharing, rotation } from './chains.ts';
import { hold, readBundle, reconstitution } from './held.ts';
import { PowerCut } from '../faults/files.ts';
import { cutAt } from './powerCut.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

const firstVersion = (label: string) => ({ kind: 'key', label, version: 1 }) as const;
const versionIn = (register: Register, label: string) =>
  versionOf(register, { label, version: 1 }) ?? assert.fail();
const hsmsOf = (register: Register, label: string) => hsmsWith(versionIn(register, label));

/** Keys and certificates of a version on an HSM. */
const objectsAt = ({ label: hsm, serial }: TokenFacts, label: string): number => {
  const session = value(
    openSession(room.module, { label: hsm, serial }, { kind: 'user', pin: rehearsalPins.hsm }),
  );
  const count = value(countAll(session, hsmLabelsOf([{ label, version: 1 }])));
  session.close();
  return count;
};

describe('a key that is on two HSMs', () => {
  test('is destroyed at one, lives on at the other, and ends when it is destroyed there too', async () => {
    const label = 'twice';
    const held = await hold(room, { keyLabel: label });
    const both = await follow(room, held, reconstitution(held));
    assert.equal(hsmsOf(both.register, label).length, 2);
    const here = await follow(room, both, destruction(both, firstVersion(label)));
    assert.deepEqual(here.failed, []);
    // Gone from here, and nothing else has changed: it still serves there, and its shares still rebuild it.
    assert.equal(versionIn(here.register, label).state, 'active');
    assert.notEqual(versionIn(here.register, label).wrapped, null);
    assert.deepEqual(here.state.destroyed.confirmedBy, []);
    const [there] = hsmsOf(here.register, label);
    assert.ok(there !== undefined && hsmsOf(here.register, label).length === 1);
    assert.equal(objectsAt(there, label), 2);
    const ended = await follow(room, here, destruction(here, firstVersion(label)));
    assert.deepEqual(ended.failed, []);
    assert.equal(versionIn(ended.register, label).state, 'destroyed');
    assert.equal(versionIn(ended.register, label).wrapped, null);
    assert.deepEqual(ended.state.destroyed.confirmedBy, ['administrator', 'witness']);
    assert.equal(objectsAt(there, label), 0);
  });

  test('ends at one, where two people say that the other exists no more; that is told as their word', async () => {
    const label = 'burnt';
    const held = await hold(room, { keyLabel: label });
    const rebuilt = await follow(room, held, reconstitution(held));
    const [lost] = hsmsOf(rebuilt.register, label);
    assert.ok(lost !== undefined);
    const target: KeyTarget = {
      ...firstVersion(label),
      lostHsms: [{ label: lost.label, serial: lost.serial }],
    };
    const ended = await follow(room, rebuilt, destruction(rebuilt, target));
    assert.deepEqual(ended.failed, []);
    assert.equal(versionIn(ended.register, label).state, 'destroyed');
    assert.deepEqual(
      versionIn(ended.register, label).hsms.map(({ removed }) => removed?.way),
      ['lost', 'destroyed'],
    );
  });
});

describe('an HSM that was called lost and turns up again', () => {
  test('has its copy destroyed there, with a certificate of its own, and the register shows it', async () => {
    const label = 'found';
    const held = await hold(room, { keyLabel: label });
    const rebuilt = await follow(room, held, reconstitution(held));
    const [lost] = hsmsOf(rebuilt.register, label);
    assert.ok(lost !== undefined);
    const address = { label: lost.label, serial: lost.serial };
    const ended = await follow(
      room,
      rebuilt,
      destruction(rebuilt, { ...firstVersion(label), lostHsms: [address] }),
    );
    assert.equal(versionIn(ended.register, label).state, 'destroyed');
    assert.equal(objectsAt(lost, label), 2);
    const found = await follow(
      room,
      ended,
      destruction(ended, { ...firstVersion(label), foundHsm: address }),
    );
    assert.deepEqual(found.failed, []);
    assert.equal(objectsAt(lost, label), 0);
    assert.equal(found.state.destroyed.keys[0]?.use, 'refused');
    assert.deepEqual(
      versionIn(found.register, label).hsms.map(({ removed }) => removed?.way),
      ['lost', 'destroyed', 'destroyed'],
    );
    assert.ok(certificate(found.state, 'en')?.includes(lost.serial));
  });
});

/** A public half that an attempt left behind. */
const leavePublicHalf = ({ label: hsm, serial }: TokenFacts, register: Register, label: string): void => {
  const session = value(
    openSession(room.module, { label: hsm, serial }, { kind: 'user', pin: rehearsalPins.hsm }),
  );
  const spki = value(spkiOf(versionIn(register, label))) ?? assert.fail();
  const name = { label: workingLabel(label, 1), id: Uint8Array.of(1) };
  value(storePublicKey(session, spki, { ...name, uses: embassyKeyUses('ecp384'), lifetime: 'token' }));
  session.close();
};

describe('a key whose destruction the power cut off', () => {
  test('was destroyed before anybody could write it down: how much there was is known, and no use is claimed', async () => {
    const label = 'cut-off';
    const held = await hold(room, { keyLabel: label });
    const directory = room.place('cut-off');
    const robot = () => openRobot(join(directory, 'out'), held.pins);
    room.furnish(held.parameters.participants.length);
    const plan = destruction(held, firstVersion(label));
    const first = room.rehearsal({ directory, robot: robot(), openFile: cutAt('key-destroyed') });
    await assert.rejects(first.play(first.engine.start(plan, held.path)), PowerCut);
    room.module.rescan();
    const second = room.rehearsal({ directory, robot: robot() });
    const [unfinished] = await second.engine.unfinished();
    const { path } = await second.play(second.engine.resume(unfinished?.sitting ?? ''));
    const { state, register } = await readBundle(path);
    const [destroyed] = state.destroyed.keys;
    assert.deepEqual([destroyed?.objects, destroyed?.gone, destroyed?.use], [2, true, 'untried']);
    assert.equal(versionIn(register, label).state, 'destroyed');
    const { outcome } = await verifyBundle(new Uint8Array(readFileSync(path)));
    assert.equal(outcome, 'good');
  });

  for (const left of ['nothing', 'its public half'] as const)
    test(`and that was then given up comes to its end at another ceremony, where ${left} is there`, async () => {
      const label = left === 'nothing' ? 'all-gone' : 'half-gone';
      const held = await hold(room, { keyLabel: label });
      const [hsm] = hsmsOf(held.register, label);
      assert.ok(hsm !== undefined);
      const directory = room.place('given-up');
      room.furnish(held.parameters.participants.length);
      const plan = destruction(held, firstVersion(label));
      const robot = openRobot(join(directory, 'out'), held.pins);
      const cut = room.rehearsal({ directory, robot, openFile: cutAt('key-destroyed') });
      await assert.rejects(cut.play(cut.engine.start(plan, held.path)), PowerCut);
      room.module.rescan();
      if (left !== 'nothing') leavePublicHalf(hsm, held.register, label);
      const engine = room.engine(directory);
      const [unfinished] = await engine.unfinished();
      value(await engine.resume(unfinished?.sitting ?? ''));
      value(await engine.abandon(['administrator', 'witness'], 'The power failed.', rehearsalPins.hsm));

      const ended = await follow(room, held, plan);
      assert.deepEqual(ended.failed, []);
      const [destroyed] = ended.state.destroyed.keys;
      assert.deepEqual(
        [destroyed?.objects, destroyed?.use, destroyed?.token.serial],
        [left === 'nothing' ? 0 : 1, 'untried', hsm.serial],
      );
      assert.equal(versionIn(ended.register, label).state, 'destroyed');
      assert.equal(objectsAt(hsm, label), 0);
    });

  test('is not taken for one that another HSM never had', async () => {
    const held = await hold(room, { keyLabel: 'elsewhere' });
    const [hsm] = hsmsOf(held.register, 'elsewhere');
    room.furnish(held.parameters.participants.length, 'empty');
    const directory = room.place('elsewhere');
    const right = openRobot(join(directory, 'out'), held.pins);
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        const answer = right(question, state);
        if (question.kind !== 'choose-hsm' || answer.kind !== 'choose-hsm') return answer;
        const other = question.tokens.map(({ token }) => token).find(({ serial }) => serial !== hsm?.serial);
        return { ...answer, token: { label: other?.label ?? '', serial: other?.serial ?? '' } };
      },
    });
    const plan = destruction(held, firstVersion('elsewhere'));
    await assert.rejects(play(engine.start(plan, held.path)), { code: 'key-absent' });
  });

  test('is refused when it is used again, if nothing came between', async () => {
    const label = 'at-once';
    const held = await hold(room, { keyLabel: label, algorithm: 'aes256' });
    const ended = await follow(room, held, destruction(held, firstVersion(label)));
    assert.deepEqual(ended.failed, []);
    assert.equal(ended.state.destroyed.keys[0]?.use, 'refused');
  });
});

describe('shares that were being made anew on an HSM that did not have the keys', () => {
  test('leave nothing there when the ceremony is given up', async () => {
    const label = 'guest';
    const held = await hold(room, { keyLabel: label });
    room.furnish(held.parameters.participants.length, 'empty');
    const directory = room.place('guest');
    const right = openRobot(join(directory, 'out'), held.pins);
    const leaders = ['administrator', 'witness'];
    const given: Promise<unknown>[] = [];
    const empty: TokenFacts[] = [];
    const { engine, play } = room.rehearsal({
      directory,
      robot: (question, state) => {
        const answer = right(question, state);
        if (question.kind === 'choose-hsm' && answer.kind === 'choose-hsm') {
          const other = question.tokens.find(
            ({ token }) => playsHsm(token) && token.serial !== answer.token.serial,
          )?.token;
          assert.ok(other !== undefined);
          empty.push(other);
          return { ...answer, token: { label: other.label, serial: other.serial } };
        }
        if (question.kind === 'card-pin' && question.purpose === 'store-share' && given.length === 0) {
          assert.ok(empty[0] !== undefined && objectsAt(empty[0], label) > 0);
          given.push(engine.abandon(leaders, 'Nobody is left to take the shares.', rehearsalPins.hsm));
        }
        return answer;
      },
    });
    await assert.rejects(play(engine.start(resharing(held), held.path)));
    await Promise.all(given);
    assert.ok(empty[0] !== undefined);
    assert.equal(objectsAt(empty[0], label), 0);
  });
});

describe('a rotation', () => {
  test('still has its old version where only one of two HSMs gave it up', async () => {
    const label = 'half';
    const held = await hold(room, { keyLabel: label });
    const rotated = await follow(room, held, rotation(held));
    const both = await follow(room, rotated, reconstitution(rotated));
    const here = await follow(room, both, destruction(both, firstVersion(label)));
    assert.deepEqual(here.failed, []);
    assert.equal(versionIn(here.register, label).state, 'deactivated');
  });
});

// Last: the erased card is a token like any other in this room, and could be taken for an HSM.
describe('a card that is erased', () => {
  test('has no object left of any class, whoever put it there', async () => {
    const held = await hold(room, { keyLabel: 'wiped' });
    const holder = held.register.shareSets[0]?.shares[0]?.holder ?? assert.fail();
    const pin = held.pins.get('custodian-1') ?? '';
    const onCard = <T>(work: (session: Parameters<typeof countObjects>[0]) => T): T => {
      const session = value(openSession(room.module, holder.card, { kind: 'user', pin }));
      try {
        return work(session);
      } finally {
        session.close();
      }
    };
    const session = value(openSession(room.module, holder.card, { kind: 'user', pin }));
    value(
      await generateAesKey(session, 32, {
        label: 'of another program',
        id: Buffer.from([1]),
        lifetime: 'token',
        uses: ['wrap'],
        extractable: false,
      }),
    );
    session.close();
    const before = onCard((card) => value(countObjects(card)));
    const { parameters } = destruction(held, {
      kind: 'card',
      certificateSha256: holder.certificateSha256,
    });
    assert.ok('target' in parameters);
    const participants = parameters.participants.filter(({ role }) => role !== 'custodian');
    const erased = await follow(
      room,
      held,
      { kind: 'destroy', parameters: { ...parameters, participants } },
      {
        robot: (right) => (question, state) =>
          question.kind === 'destroy-card'
            ? { kind: 'destroy-card', outcome: { kind: 'erase', pin } }
            : right(question, state),
      },
    );
    assert.deepEqual(erased.failed, []);
    assert.equal(erased.state.destroyed.cards[0]?.objects, before);
    assert.equal(
      onCard((card) => value(countObjects(card))),
      0,
    );
  });
});
