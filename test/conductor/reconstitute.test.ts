import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openCanary } from '../../ceremonies/conductor/canary.ts';
import { findEmbassyKey, workingLabel } from '../../ceremonies/conductor/hsmKeys.ts';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import { fromBase64 } from '../../ceremonies/formats/bytes.ts';
import { readQr } from '../../ceremonies/formats/qrImage.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Answer, AnswerTo, Question } from '../../ceremonies/model/question.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { readEvidence } from '../../ceremonies/tokens/evidence.ts';
import { destroyObject, findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { check, hold, pixelsOf, readBundle, reconstitution, wordsOn, type Held } from './held.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';

const room = openTestRoom();

/** Plays a ceremony that continues from a held bundle. */
const go = async (held: Held, plan: CeremonyPlan, robot?: (right: Robot) => Robot) => {
  const directory = room.place('go');
  room.furnish(plan.parameters.participants.length, 'empty');
  const right = openRobot(join(directory, 'out'), held.pins);
  const { engine, play } = room.rehearsal({ directory, robot: robot?.(right) ?? right });
  const { path } = await play(engine.start(plan, held.path));
  return { path, directory, ...(await readBundle(path)) };
};

const newestHsm = () => {
  const hsms = room.module.tokens().filter(({ label }) => /^Rehearsal HSM( \d+)?$/.test(label));
  const [newest] = hsms.toSorted(
    (a, b) => Number(/\d*$/.exec(b.label)?.[0]) - Number(/\d*$/.exec(a.label)?.[0]),
  );
  assert.ok(newest !== undefined);
  return newest;
};

/** Whether the key of the register works on the HSM it was rebuilt into, and cannot leave it. */
const works = async (register: Register, label: string) => {
  const version = register.keys.find((key) => key.label === label)?.versions[0];
  const hsm = newestHsm();
  assert.equal(version?.hsms.at(-1)?.token.serial, hsm.serial);
  assert.equal(version.hsms.length, 2);
  const session = value(openSession(room.module, hsm, { kind: 'user', pin: rehearsalPins.hsm }));
  const key = value(findEmbassyKey(session, version.algorithm, workingLabel(label, 1)));
  const evidence = value(readEvidence(session, key));
  const named = { ...version, label };
  const opened = await openCanary(session, key, named, fromBase64(version.canary), 'rehearsal');
  const left = (['private-key', 'secret-key'] as const).flatMap((kind) =>
    value(findObjects(session, { kind, lifetime: 'token' })).map((object) => object.kind),
  );
  session.close();
  return { opened: opened.ok, extractable: evidence.extractable, keys: left.length };
};

describe('an embassy key', () => {
  for (const algorithm of keyAlgorithms) {
    test(`${algorithm} is rebuilt into an empty HSM, works there, and cannot leave it`, async () => {
      const held = await hold(room, { keyLabel: `back-${algorithm}`, algorithm });
      const { path, register, state } = await go(held, reconstitution(held));
      const verdict = await verifyBundle(new Uint8Array(readFileSync(path)), {
        previous: new Uint8Array(readFileSync(held.path)),
      });
      assert.equal(verdict.outcome, 'good');
      // The ceremony key of the new HSM is the other one.
      assert.deepEqual(await works(register, `back-${algorithm}`), {
        opened: true,
        extractable: false,
        keys: 2,
      });
      assert.equal(state.presentation.shares.length, 2);
      assert.deepEqual(state.presentation.wiped, state.presentation.rebuilt);
    });
  }

  test('gets a fresh recovery key and share set where people want one, and the old set is void', async () => {
    const held = await hold(room, { keyLabel: 'fresh' });
    const recipients = ['custodian-1', 'custodian-2', 'custodian-3'];
    const fresh = { threshold: 2, recipients, dice: false, sheets: false, acceptsNoSpareShare: false };
    const once = await go(held, reconstitution(held, fresh));
    assert.deepEqual(
      once.register.shareSets.map(({ state }) => state),
      ['void', 'live'],
    );
    assert.deepEqual(await works(once.register, 'fresh'), { opened: true, extractable: false, keys: 2 });
    // The new set is as good as the old one was.
    const renewed = { ...held, ...once };
    const twice = await go(renewed, reconstitution(renewed));
    assert.equal((await verifyBundle(new Uint8Array(readFileSync(twice.path)))).outcome, 'good');
  });

  test('two keys of two share sets come back together, under one fresh recovery key', async () => {
    const first = await hold(room, { keyLabel: 'first' });
    const directory = room.place('second');
    room.furnish(5);
    const robot = openRobot(join(directory, 'out'), first.pins);
    const parameters = parametersFor({ keyLabel: 'second', algorithm: 'aes256' });
    const { engine, play } = room.rehearsal({ directory, robot });
    const { path } = await play(engine.start({ kind: 'generate', parameters }, first.path));
    const both = { ...first, path, ...(await readBundle(path)) };
    const recipients = ['custodian-1', 'custodian-3'];
    const fresh = { threshold: 2, recipients, dice: false, sheets: false, acceptsNoSpareShare: true };
    const { register } = await go(both, reconstitution(both, fresh));
    assert.deepEqual(
      register.shareSets.map(({ state }) => state),
      ['void', 'void', 'live'],
    );
    const [, , live] = register.shareSets;
    const guards = register.keys.flatMap(({ versions }) => versions.map(({ set }) => set));
    assert.deepEqual(guards, [live?.set, live?.set]);
  });
});

type Offer = Extract<AnswerTo<'present-share'>['offer'], { kind: 'share' }>;

const addressOf = ({ label, serial }: { readonly label: string; readonly serial: string }) => ({
  label,
  serial,
});

const offerOf = (answer: Answer): Offer | null =>
  answer.kind === 'present-share' && answer.offer.kind === 'share' ? answer.offer : null;

/** Answers rightly, but changes the first offers, one after another, and writes down what was said of each. */
const offering = (
  changes: readonly ((
    offer: Offer,
    question: Extract<Question, { kind: 'present-share' }>,
    state: State,
  ) => Offer)[],
  said: (ErrorCode | null)[],
) => {
  let next = 0;
  return (right: Robot): Robot =>
    (question, state) => {
      if (question.kind !== 'present-share') return right(question, state);
      if (next > 0 && next <= changes.length) said.push(question.problem?.code ?? null);
      const answer = right({ ...question, problem: null }, state);
      const offer = offerOf(answer);
      const change = changes[next];
      next += 1;
      return offer === null || change === undefined
        ? answer
        : { kind: 'present-share', offer: change(offer, question, state) };
    };
};

const sealedObjects = (held: Held, participant: ParticipantId) => {
  const card = held.state.cards[participant];
  assert.ok(card !== undefined);
  const pin = held.pins.get(participant) ?? '';
  const session = value(openSession(room.module, card.token, { kind: 'user', pin }));
  return { session, objects: value(findObjects(session, { kind: 'data' })) };
};

describe('a share', () => {
  test('comes from the bundle where the card’s own object was wiped', async () => {
    const held = await hold(room, { keyLabel: 'wiped' });
    for (const participant of ['custodian-1', 'custodian-2']) {
      const { session, objects } = sealedObjects(held, participant);
      assert.equal(objects.length, 1);
      for (const object of objects) value(destroyObject(session, object));
      session.close();
    }
    const { state } = await go(held, reconstitution(held));
    assert.deepEqual(
      state.presentation.shares.map(({ source }) => source),
      ['bundle-copy', 'bundle-copy'],
    );
  });

  test('is refused by name and reason, and the people go on', async () => {
    const held = await hold(room, { keyLabel: 'refused' });
    const said: (ErrorCode | null)[] = [];
    const other = (
      offer: Offer,
      question: Extract<Question, { kind: 'present-share' }>,
      owner: string,
    ): Offer => {
      const card = question.cards.find((each) => each.owner === owner);
      assert.ok(card !== undefined);
      return { ...offer, token: addressOf(card.token) };
    };
    const { state } = await go(
      held,
      reconstitution(held),
      offering(
        [
          (offer) => ({ ...offer, mode: { kind: 'adopt', userPin: '000000' } }),
          (offer, question) => other(offer, question, 'custodian-2'),
          (offer) => offer,
          // The robot now offers the second custodian; the first comes again.
          (offer, _question, at) => ({
            ...offer,
            participant: 'custodian-1',
            mode: { kind: 'adopt', userPin: held.pins.get('custodian-1') ?? '' },
            token: addressOf(at.cards['custodian-1']?.token ?? offer.token),
          }),
          (offer) => ({ ...offer, from: { kind: 'words', rows: [['nonsense']] } }),
          (offer) => ({ ...offer, from: { kind: 'qr', text: 'https://example.org' } }),
          (offer) => ({ ...offer, participant: 'administrator' }),
        ],
        said,
      ),
    );
    assert.deepEqual(said.slice(0, 2), ['pin-wrong', 'card-of-another']);
    assert.deepEqual(said.slice(2), [
      null,
      'share-twice',
      'row-length',
      'share-malformed',
      'event-not-allowed',
    ]);
    assert.equal(state.presentation.shares.length, 2);
  });
});

describe('paper', () => {
  test('brings a share back by words or by its code, with any card to sign', async () => {
    const sheets: string[] = [];
    const parameters = parametersFor({ keyLabel: 'paper', sheets: true });
    const pins = new Map<ParticipantId, string>();
    room.furnish(5);
    const printSheet = (html: string) => {
      sheets.push(html);
      return Promise.resolve({ ok: true, value: { printer: 'Test printer' } } as const);
    };
    const { engine, play } = room.rehearsal({ directory: room.place('paper'), pins, host: { printSheet } });
    const { path } = await play(engine.start({ kind: 'generate', parameters }, null));
    const held: Held = { path, parameters, pins, ...(await readBundle(path)) };
    assert.equal(sheets.length, 3);
    assert.equal(held.state.sets.at(-1)?.sheets.length, 3);

    const codeOf = (html: string): string => value(readQr(pixelsOf(html)));
    const said: (ErrorCode | null)[] = [];
    const rows = wordsOn(sheets[0] ?? '').map((row) => [...row]);
    const { state } = await go(
      held,
      reconstitution(held),
      offering(
        [
          // Somebody else's sheet takes an exception; their own does not.
          (offer) => ({
            ...offer,
            from: { kind: 'words', rows: wordsOn(sheets[2] ?? '').map((row) => [...row]) },
          }),
          (offer) => ({
            ...offer,
            from: { kind: 'words', rows: rows.with(3, (rows[3] ?? []).with(2, 'zoo')) },
          }),
          (offer) => ({ ...offer, from: { kind: 'words', rows } }),
          (offer) => ({ ...offer, from: { kind: 'qr', text: codeOf(sheets[1] ?? '') } }),
        ],
        said,
      ),
    );
    assert.deepEqual(said.slice(0, 2), ['share-of-another', 'word-wrong']);
    assert.deepEqual(
      state.presentation.shares.map(({ source }) => source),
      ['sheet', 'sheet'],
    );
  });
});

describe('a check', () => {
  test('says who is proven and who is missing, and needs no HSM', async () => {
    const held = await hold(room, { keyLabel: 'health' });
    const { path, state, register } = await go(held, check(held), (right) => (question, at) => {
      const nobodyElse = question.kind === 'present-share' && at.presentation.shares.length === 2;
      return nobodyElse
        ? { kind: 'present-share', offer: { kind: 'nobody-else', by: ['administrator', 'witness'] } }
        : right(question, at);
    });
    assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
    assert.equal(state.hsm, null);
    assert.equal(state.ceremonyKey, null);
    const proven = register.shareSets[0]?.shares.map((share) => share.proven?.ceremony === state.ceremony);
    assert.deepEqual(proven, [true, true, false]);
    assert.deepEqual(
      state.bundle.signatures.map(({ signer }) => signer),
      [],
    );
  });
});

describe('a reconstitution is not begun', () => {
  test('from a bundle of another embassy, for a set that is void, or without a bundle', async () => {
    const held = await hold(room, { keyLabel: 'begun' });
    const plan = reconstitution(held);
    const engine = room.engine(room.place('begun'));
    problem(await engine.start(plan, null), 'parameters-invalid');
    const elsewhere = { ...plan, parameters: { ...plan.parameters, embassy: 'Another' } } as CeremonyPlan;
    problem(await engine.start(elsewhere, held.path), 'event-not-allowed');
    const unknown = {
      ...plan,
      parameters: { ...plan.parameters, sets: [held.state.ceremony] },
    } as CeremonyPlan;
    problem(await engine.start(unknown, held.path), 'share-set-void');
  });
});
