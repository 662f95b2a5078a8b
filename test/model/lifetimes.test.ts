import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import {
  bundlesOpenedBy,
  dataUnder,
  findRegisterFault,
  openedBySet,
  setOf,
  versionOf,
  versionsOf,
  type Register,
} from '../../ceremonies/model/register.ts';
import { stepsOf } from '../../ceremonies/model/script.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import {
  after,
  cardOf,
  compromised,
  holdNext,
  newborn,
  onceAt,
  registerBefore,
  surrogate,
  toCheck,
  toDestroy,
  toGenerate,
  toReconstitute,
  toReshare,
  toRotate,
  type Life,
} from './life.ts';
import { codeOf, codeOfBodies } from './refusal.ts';
import { bodyOf, type DataOfRun, type Room, type Run, type RunOptions } from './straightRun.ts';

const label = 'land-register';
const v1 = { label, version: 1 };
const v2 = { label, version: 2 };
const people = ['Õie', 'Peeter', 'Rein', 'Salme'];
const split = { threshold: 2, holders: people.slice(0, 3) };

const next = async (life: Life, plan: CeremonyPlan, options: RunOptions = {}) => {
  const run = await holdNext(life, plan, options);
  assert.equal(run.state.lifecycle, 'closed');
  return { run, life: after(life, run), register: registerOf(run.state) };
};
const registerIn = (life: Life): Register => registerBefore(life) ?? assert.fail();
const setIn = (life: Life, place = 0): string => registerIn(life).shareSets[place]?.set ?? assert.fail();

/** The same ceremony with other bodies. */
const codeWith = async (
  { events }: Run,
  change: (body: EventBody, place: number) => readonly EventBody[],
): Promise<ErrorCode | undefined> => {
  const bodies = events.map(bodyOf).flatMap(change);
  return codeOfBodies(bodies, events[0]?.at);
};

const made = await next(newborn, toGenerate(label, split));
const rotated = await next(made.life, toRotate(label, split, true));

describe('a rotation', () => {
  test('makes the next version active and ends the one before in the same moment', () => {
    const [old, fresh] = versionsOf(rotated.register, label);
    const statesOf = (version: typeof old) => version?.transitions.map(({ state }) => state);
    assert.deepEqual(statesOf(old), ['pre-activation', 'active', 'deactivated']);
    assert.deepEqual(statesOf(fresh), ['pre-activation', 'active']);
    assert.equal(old?.transitions.at(-1)?.at, fresh?.transitions.at(-1)?.at);
    assert.notEqual(old?.set, fresh?.set);
    assert.equal(findRegisterFault(rotated.register), undefined);
  });

  test('leaves both sets live: the old one guards what lies under the old version', () =>
    assert.deepEqual(
      rotated.register.shareSets.map(({ state, keys }) => [state, keys]),
      [
        ['live', [v1]],
        ['live', [v2]],
      ],
    ));

  test('never has two active versions at any event', async () => {
    const { events } = await next(rotated.life, toRotate(label, split, false)).then(({ run }) => run);
    let active = 0;
    for (let count = events.length; count > 0; count -= 10) {
      const versions = versionsOf(registerOf(replay(events.slice(0, count))), label);
      const now = versions.filter(({ state }) => state === 'active').length;
      assert.ok(now <= 1);
      active += now;
    }
    assert.ok(active > 0);
  });

  test('is refused of a label that was never made', async () =>
    assert.equal(
      await codeOf(() => holdNext(made.life, toRotate('population', split, false))),
      'event-not-allowed',
    ));

  test('is refused with an old key under the new name', async () => {
    const checkValue = versionOf(made.register, v1)?.checkValue ?? '';
    const change = (body: EventBody) =>
      body.type === 'embassy-key-generated' ? [{ ...body, checkValue }] : [body];
    assert.equal(await codeWith(rotated.run, change), 'event-not-allowed');
  });

  test('is refused with another version than the next', async () => {
    const change = (body: EventBody) =>
      body.type === 'embassy-key-generated' ? [{ ...body, version: 3 }] : [body];
    assert.equal(await codeWith(rotated.run, change), 'event-not-allowed');
  });
});

describe('a re-wrap', () => {
  const data = (changes: Partial<DataOfRun>): DataOfRun => ({
    rows: [{ dataSet: 'parcels', version: 1, moved: 10, notMoved: 0 }],
    way: 'inToken',
    backups: null,
    ...changes,
  });
  const rewrapped = async (life: Life, changes: Partial<DataOfRun>) =>
    next(life, toRotate(label, split, true), { data: data(changes) });
  const told = ({ dataSets }: Register) =>
    dataSets.map(({ name, version, count }) => `${name} v${version}: ${count}`).toSorted();

  test('says what lies under the new version, and what stayed under the old one', async () => {
    const { register } = await rewrapped(made.life, {
      rows: [
        { dataSet: 'parcels', version: 1, moved: 7, notMoved: 2 },
        { dataSet: 'deeds', version: 1, moved: 4, notMoved: 0 },
        { dataSet: 'deeds', version: null, moved: 0, notMoved: 1 },
      ],
    });
    assert.deepEqual(told(register), ['deeds v1: 1', 'deeds v2: 4', 'parcels v1: 2', 'parcels v2: 7']);
    assert.equal(
      dataUnder(register, v1).reduce((all, { count }) => all + count, 0),
      3,
    );
  });

  test('does not forget what an earlier one could not move, though its inventory does not name it', async () => {
    const first = await rewrapped(made.life, {
      rows: [{ dataSet: 'parcels', version: 1, moved: 7, notMoved: 2 }],
    });
    const second = await rewrapped(first.life, {
      rows: [{ dataSet: 'parcels', version: 2, moved: 7, notMoved: 0 }],
    });
    assert.deepEqual(told(second.register), ['parcels v1: 2', 'parcels v3: 7']);
    const third = await rewrapped(second.life, {
      rows: [
        { dataSet: 'parcels', version: 1, moved: 2, notMoved: 0 },
        { dataSet: 'parcels', version: 3, moved: 7, notMoved: 0 },
      ],
    });
    assert.deepEqual(told(third.register), ['parcels v4: 9']);
  });

  test('counts what could not be read under the version before, until as much of it can be read', async () => {
    const first = await rewrapped(made.life, {
      rows: [
        { dataSet: 'parcels', version: 1, moved: 7, notMoved: 0 },
        { dataSet: '', version: null, moved: 0, notMoved: 2 },
      ],
    });
    assert.deepEqual(told(first.register), [' v1: 2', 'parcels v2: 7']);
    const rows = {
      'says nothing of that version': [{ dataSet: 'parcels', version: 2, moved: 7, notMoved: 0 }],
      'has too little under it': [{ dataSet: 'deeds', version: 1, moved: 1, notMoved: 0 }],
      'cannot be read either': [
        { dataSet: 'deeds', version: 1, moved: 2, notMoved: 0 },
        { dataSet: '', version: null, moved: 0, notMoved: 1 },
      ],
    };
    for (const each of Object.values(rows)) {
      const { register } = await rewrapped(first.life, { rows: each });
      assert.ok(told(register).includes(' v1: 2'));
    }
    const mended = await rewrapped(first.life, {
      rows: [{ dataSet: 'deeds', version: 1, moved: 2, notMoved: 0 }],
    });
    assert.deepEqual(told(mended.register), ['deeds v3: 2', 'parcels v2: 7']);
  });

  test('counts backups too, and keeps those on record that were not moved', async () => {
    const first = await rewrapped(made.life, {
      rows: null,
      backups: { 'a.p7m': 1, 'b.p7m': 'backup-altered', 'c.p7m': 'backup-key-absent' },
    });
    assert.deepEqual(told(first.register), ['backups v1: 1', 'backups v2: 1']);
    const second = await rewrapped(first.life, { rows: null, backups: { 'a.p7m': 2 } });
    assert.deepEqual(told(second.register), ['backups v1: 1', 'backups v3: 1']);
    const third = await rewrapped(second.life, {
      rows: null,
      backups: { 'a.p7m': 3, 'b.p7m': 1 },
    });
    assert.deepEqual(told(third.register), ['backups v4: 2']);
  });

  describe('is refused', () => {
    const cases: Readonly<Record<string, (body: EventBody) => EventBody>> = {
      'with one data key fewer than was read': (body) =>
        body.type === 'data-rewrapped' && body.dataKeys !== null
          ? { ...body, dataKeys: { ...body.dataKeys, inToken: body.dataKeys.inToken - 1 } }
          : body,
      'with one more in the proof': (body) =>
        body.type === 'rewrap-proved'
          ? { ...body, rows: body.rows.map((row) => ({ ...row, moved: row.moved + 1 })) }
          : body,
      'with a data set that is told twice': (body) =>
        body.type === 'rewrap-proved'
          ? { ...body, rows: [...body.rows, ...body.rows.map((row) => ({ ...row, moved: 0 }))] }
          : body,
      'with data keys moved from the new version': (body) =>
        body.type === 'rewrap-proved'
          ? { ...body, rows: body.rows.map((row) => ({ ...row, version: 2 })) }
          : body,
      'with data keys under a version that is still to come': (body) =>
        body.type === 'rewrap-proved'
          ? { ...body, rows: [...body.rows, { dataSet: 'parcels', version: 3, moved: 0, notMoved: 0 }] }
          : body,
      'with no word on an inventory that was read': (body) =>
        body.type === 'data-rewrapped' ? { ...body, dataKeys: null } : body,
      'with backups that nobody brought': (body) =>
        body.type === 'data-rewrapped' ? { ...body, backups: { moved: [], notMoved: [] } } : body,
      'with a list that leaves out what was not moved': (body) =>
        body.type === 'data-rewrapped' && body.dataKeys !== null
          ? {
              ...body,
              dataKeys: { ...body.dataKeys, inToken: body.dataKeys.inToken - 1, notMoved: 1 },
            }
          : body,
    };
    for (const [what, change] of Object.entries(cases))
      test(what, async () => {
        assert.notDeepEqual(rotated.run.events.map(bodyOf).map(change), rotated.run.events.map(bodyOf));
        assert.equal(await codeWith(rotated.run, (body) => [change(body)]), 'inventory-differs');
      });
  });
});

describe('a resharing', () => {
  const reshare = (life: Life, sets: readonly string[], options: RunOptions = {}) =>
    next(life, toReshare(sets, people.slice(0, 3), { threshold: 3, holders: people }), options);

  test('voids exactly the sets that were brought, and wraps all their keys anew', async () => {
    const [first = '', second = ''] = rotated.register.shareSets.map(({ set }) => set);
    const one = await reshare(rotated.life, [second]);
    assert.deepEqual(
      one.register.shareSets.map(({ state }) => state),
      ['live', 'void', 'live'],
    );
    assert.equal(versionOf(one.register, v1)?.set, first);
    assert.equal(versionOf(one.register, v2)?.set, setIn(one.life, 2));

    const both = await reshare(rotated.life, [first, second]);
    assert.deepEqual(
      both.register.shareSets.map(({ state }) => state),
      ['void', 'void', 'live'],
    );
    assert.deepEqual(both.register.shareSets[2]?.keys, [v1, v2]);
    assert.equal(findRegisterFault(both.register), undefined);
  });

  test('leaves the states of keys as they were', async () => {
    const { register } = await reshare(rotated.life, [setIn(rotated.life)]);
    const statesOf = (value: Register) => versionsOf(value, label).map(({ state }) => state);
    assert.deepEqual(statesOf(register), statesOf(rotated.register));
  });

  test('records what was destroyed of the old shares, and whose was not handed in', async () => {
    const { register } = await reshare(made.life, [setIn(made.life)], {
      handingIn: ['custodian-1', 'custodian-2'],
    });
    assert.deepEqual(
      register.shareSets[0]?.shares.map(({ destroyed }) => destroyed.map(({ medium }) => medium)),
      [['card-object'], ['card-object'], []],
    );
  });

  test('says which bundles the old shares still open', async () => {
    const { register } = await reshare(rotated.life, [setIn(rotated.life)]);
    const old = register.shareSets[0] ?? assert.fail();
    const opened = bundlesOpenedBy(register, old);
    assert.deepEqual(
      opened.past.map(({ kind }) => kind),
      ['generate', 'rotate'],
    );
    assert.deepEqual(openedBySet(register, old), [v1]);
  });

  test('lets nobody destroy an old share before the new set is proved', async () => {
    const { run } = await reshare(made.life, [setIn(made.life)]);
    const bodies = run.events.map(bodyOf);
    const handIn = bodies.find(({ type }) => type === 'share-destroyed') ?? assert.fail();
    const begun = bodies.find(
      (body) => body.type === 'token-action-begun' && body.action === 'destroy-share',
    );
    assert.ok(begun !== undefined && 'step' in begun);
    const place = bodies.findIndex(({ type }) => type === 'quorums-proved');
    const step = bodies[place];
    assert.ok(step !== undefined && 'step' in step && 'step' in handIn);
    const early = [handIn].map((body) => ({ ...body, step: step.step }));
    assert.notEqual(await codeWith(run, (body, at) => (at === place ? [...early, body] : [body])), undefined);
    // By a script that asks for them earlier, too.
    const { script } = run.state;
    const acts = script.acts.toSorted((a, b) => Number(b.id === 'hand-in') - Number(a.id === 'hand-in'));
    const [opening, ...others] = acts.filter(({ id }) => id !== 'hand-in');
    const recovery = others.findIndex(({ id }) => id === 'recovery');
    const [asked] = acts;
    assert.ok(opening !== undefined && asked !== undefined);
    const reordered = {
      ...script,
      acts: [opening, ...others.slice(0, recovery + 1), asked, ...others.slice(recovery + 1)],
    };
    assert.equal(
      await codeOf(() =>
        holdNext(made.life, toReshare([setIn(made.life)], people.slice(0, 3), split), { script: reordered }),
      ),
      'share-set-incomplete',
    );
  });

  test('takes one share in once only', async () => {
    const { run } = await reshare(made.life, [setIn(made.life)]);
    const bodies = run.events.map(bodyOf);
    const place = bodies.findIndex(({ type }) => type === 'share-destroyed');
    const twice = bodies.slice(place - 1, place + 1);
    assert.equal(
      await codeWith(run, (body, at) => (at === place ? [body, ...twice] : [body])),
      'share-twice',
    );
  });

  test('takes a sheet in from its holder only, and only of a share that was printed', async () => {
    const { run } = await reshare(made.life, [setIn(made.life)]);
    const onPaper = (index: (index: number) => number) => (body: EventBody) => {
      if (body.type !== 'share-destroyed') return [body];
      const { statement } = body.signed;
      assert.ok(statement.purpose === 'hand-in');
      const said = { medium: 'sheet', index: index(body.index) } as const;
      return [{ ...body, ...said, signed: { ...body.signed, statement: { ...statement, ...said } } }];
    };
    assert.equal(
      await codeWith(
        run,
        onPaper((index) => (index % 3) + 1),
      ),
      'share-of-another',
    );
    assert.equal(
      await codeWith(
        run,
        onPaper((index) => index),
      ),
      'share-not-here',
    );
  });

  test('takes what somebody got after their card was destroyed, though a share of another set was on it', async () => {
    const [holder = '', ...others] = people;
    const broken = await next(made.life, toDestroy({ kind: 'card', certificateSha256: cardOf(holder) }));
    const both = { threshold: 2, holders: [holder, people[1] ?? ''] };
    const { life } = await next(broken.life, toGenerate('population', both));
    const sets = [setIn(life), setIn(life, 1)];
    const { run } = await next(life, toReshare(sets, people, split));
    const broughtBy = (name: string) => {
      const id = run.state.script.parameters.participants.find((person) => person.name === name)?.id;
      const { shares } = run.state.presentation;
      return shares.filter(({ participant }) => participant === id).map(({ set }) => set);
    };
    assert.deepEqual(broughtBy(holder), [sets[1]]);
    // Without the share on the new card nobody could rebuild the second one.
    const without = toReshare(sets, others, { threshold: 2, holders: others });
    assert.equal(await codeOf(() => next(life, without)), 'event-out-of-order');
  });

  test('is refused of a set that guards nothing any more', async () => {
    const gone = await next(made.life, toDestroy({ kind: 'key', ...v1 }));
    assert.equal(await codeOf(() => reshare(gone.life, [setIn(gone.life)])), 'event-not-allowed');
  });

  test('takes a dead share in from its own card only', async () => {
    const { run } = await reshare(made.life, [setIn(made.life)]);
    const change = (body: EventBody): readonly EventBody[] =>
      body.type === 'share-destroyed' ? [{ ...body, index: (body.index % 3) + 1 }] : [body];
    assert.equal(await codeWith(run, change), 'share-sealed-elsewhere');
  });
});

describe('the destruction', () => {
  const key = (version: number) => toDestroy({ kind: 'key', label, version });

  test('of a deactivated version leaves nothing to unwrap, and says where it was destroyed', async () => {
    const clean = await next(made.life, toRotate(label, split, false));
    const { register } = await next(clean.life, key(1));
    const version = versionOf(register, v1);
    assert.equal(version?.state, 'destroyed');
    assert.equal(version.wrapped, null);
    assert.ok(version.hsms.every(({ removed }) => removed !== null));
    assert.deepEqual(openedBySet(register, register.shareSets[0] ?? assert.fail()), []);
    assert.equal(versionOf(register, v2)?.state, 'active');
  });

  test('is the last whose bundle, by its first event, still has the wrapped copy', async () => {
    const opened = ({ register }: { readonly register: Register }) => {
      const { past, thisOne } = bundlesOpenedBy(register, register.shareSets[0] ?? assert.fail());
      return [...past.map(({ kind }) => kind), ...(thisOne ? ['this one'] : [])];
    };
    const gone = await next(made.life, key(1));
    assert.deepEqual(opened(gone), ['generate', 'this one']);
    const after = await next(gone.life, toGenerate('population', split));
    assert.deepEqual(opened(after), ['generate', 'destroy']);
  });

  test('names the HSMs that still have it', async () => {
    const elsewhere = await next(made.life, toReconstitute([setIn(made.life)], people.slice(0, 2)), {
      hsm: 'second hsm',
    });
    const clean = await next(elsewhere.life, toRotate(label, split, false));
    const { register } = await next(clean.life, key(1));
    assert.deepEqual(
      versionOf(register, v1)?.hsms.map(({ token, removed }) => [token.label, removed !== null]),
      [
        ['hsm', true],
        ['second hsm', false],
      ],
    );
  });

  test('is refused while data keys are under it', async () => {
    const left = await next(made.life, toRotate(label, split, true), {
      data: {
        rows: [{ dataSet: 'parcels', version: 1, moved: 7, notMoved: 2 }],
        way: 'inToken',
        backups: null,
      },
    });
    assert.equal(await codeOf(() => holdNext(left.life, key(1))), 'data-remains');
    assert.equal(await codeOf(() => holdNext(left.life, key(2))), 'data-remains');
  });

  test('of the active version asks both for their cards once more', async () => {
    const { run, register } = await next(made.life, key(1));
    assert.equal(stepsOf(run.state.script).filter(({ kind }) => kind === 'confirm-destruction').length, 2);
    assert.deepEqual(
      versionOf(register, v1)?.transitions.map(({ state }) => state),
      ['pre-activation', 'active', 'deactivated', 'destroyed'],
    );
    for (const left of ['administrator', 'witness']) {
      const { script } = run.state;
      const without = {
        ...script,
        acts: script.acts.map((act) => ({
          ...act,
          steps: act.steps.filter(({ kind, by }) => kind !== 'confirm-destruction' || by[0] !== left),
        })),
      };
      assert.equal(
        await codeOf(() => holdNext(made.life, key(1), { script: without })),
        'witness-missing',
        left,
      );
    }
  });

  test('confirms this very key, by its check value', async () => {
    const { run } = await next(made.life, key(1));
    const change = (body: EventBody): readonly EventBody[] =>
      body.type === 'destruction-confirmed' && body.signed.statement.purpose === 'destroy'
        ? [
            {
              ...body,
              signed: {
                ...body.signed,
                statement: { ...body.signed.statement, checkValue: 'ab'.repeat(32) },
              },
            },
          ]
        : [body];
    assert.equal(await codeWith(run, change), 'statement-differs');
  });

  test('comes once', async () => {
    const gone = await next(made.life, key(1));
    assert.equal(await codeOf(() => holdNext(gone.life, key(1))), 'key-state-unlawful');
  });

  test('of a set is refused while a key has no other way back', async () => {
    const set = { kind: 'set', set: setIn(made.life) } as const;
    assert.equal(await codeOf(() => holdNext(made.life, toDestroy(set, people.slice(0, 3)))), 'set-in-use');
    const gone = await next(made.life, key(1));
    const { register } = await next(gone.life, toDestroy(set, people.slice(0, 3)));
    assert.equal(register.shareSets[0]?.state, 'void');
    assert.ok(register.shareSets[0].shares.every(({ destroyed }) => destroyed.length === 1));
  });

  test('of a card is refused while a quorum needs it, and while it is in use', async () => {
    const card = (name: string) => ({ kind: 'card', certificateSha256: cardOf(name) }) as const;
    const first = await next(made.life, toDestroy(card('Õie')));
    assert.deepEqual(
      first.register.shareSets[0]?.shares.map(({ destroyed }) => destroyed.length),
      [1, 0, 0],
    );
    assert.equal(await codeOf(() => holdNext(first.life, toDestroy(card('Peeter')))), 'quorum-lost');
    assert.equal(await codeOf(() => holdNext(made.life, toDestroy(card('Õie'), ['Õie']))), 'card-in-use');
    assert.equal(await codeOf(() => holdNext(made.life, toDestroy(card('a stranger')))), 'event-not-allowed');
  });
});

describe('a compromise', () => {
  test('is written down at any moment, with its reason, and stays', async () => {
    for (const place of [0, 7, 20]) {
      const interrupt = onceAt(place, (_state, step) => [compromised(v1, step)]);
      const { register, life } = await next(made.life, toCheck([setIn(made.life)], people.slice(0, 2)), {
        interrupt,
      });
      const last = versionOf(register, v1)?.transitions.at(-1);
      assert.equal(last?.state, 'compromised');
      assert.equal(last.reason, 'A copy was found.');
      const again = await next(life, toRotate(label, split, false));
      assert.equal(versionOf(again.register, v1)?.state, 'compromised');
      assert.equal(versionOf(again.register, v2)?.state, 'active');
    }
  });

  test('takes both who lead, a key that is there, and comes once', async () => {
    const one = (bodies: (state: State, step: string) => readonly EventBody[]) =>
      codeOf(() =>
        holdNext(made.life, toCheck([setIn(made.life)], people.slice(0, 2)), {
          interrupt: onceAt(3, bodies),
        }),
      );
    assert.equal(
      await one((_state, step) => [
        { ...compromised(v1, step), by: ['administrator', 'custodian-1'] } as EventBody,
      ]),
      'witness-missing',
    );
    assert.equal(await one((_state, step) => [compromised(v2, step)]), 'key-state-unlawful');
    assert.equal(
      await one((_state, step) => [compromised(v1, step), compromised(v1, step)]),
      'key-state-unlawful',
    );
  });

  test('of the key that is being made keeps it from ever being active', async () => {
    const interrupt = onceAt(0, (state, step) => (state.keys.length > 0 ? [compromised(v2, step)] : []));
    const { register } = await next(made.life, toRotate(label, split, false), { interrupt });
    assert.deepEqual(
      versionOf(register, v2)?.transitions.map(({ state }) => state),
      ['pre-activation', 'compromised'],
    );
  });
});

describe('custody', () => {
  const three = { threshold: 3, holders: people };
  /** The holder of the first share brings another one instead of it. */
  const withCardOnly = async (life: Life, index: number): Promise<Life> => {
    const options: RunOptions = {
      visitors: ({ presentation }) => (presentation.proven.length > 0 ? [] : ['custodian-1']),
      interrupt: onceAt(0, (state, step) =>
        state.cards['custodian-1'] === undefined
          ? []
          : surrogate(state, step, { participant: 'custodian-1', set: setIn(life), index }),
      ),
    };
    return (await next(life, toCheck([setIn(life)], ['Õie']), options)).life;
  };
  test('of another’s share is remembered, and ends below k, over all ceremonies', async () => {
    const life = (await next(newborn, toGenerate(label, three))).life;
    const once = await withCardOnly(life, 2);
    assert.deepEqual(
      setOf(registerIn(once), setIn(once))?.shares[1]?.seenBy.map(({ name }) => name),
      ['Õie'],
    );
    assert.equal(await codeOf(() => withCardOnly(once, 3)), 'custody-exceeded');
    // The share that is known already adds nothing.
    await withCardOnly(once, 2);
  });

  test('of k = 2 lets nobody bring another’s at all', async () =>
    assert.equal(await codeOf(() => withCardOnly(made.life, 2)), 'custody-exceeded'));

  test('of a card is its holder’s: nobody comes with another’s', async () => {
    const plan = toCheck([setIn(made.life)], ['Ants']);
    const withCardOfÕie = (room: Room): Room => ({
      ...room,
      certificateOf: (id) => room.certificateOf(id === 'custodian-1' ? 'Õie' : id),
    });
    assert.equal(await codeOf(() => holdNext(made.life, plan, {}, withCardOfÕie)), 'card-of-another');
    assert.equal(await codeOf(() => holdNext(made.life, plan)), undefined);
  });
});

describe('the register', () => {
  test('is the same before and after the transcript is closed', async () => {
    const plans: readonly CeremonyPlan[] = [
      toRotate(label, split, true),
      toReshare([setIn(made.life)], people.slice(0, 3), split),
      toDestroy({ kind: 'key', label, version: 1 }),
      toDestroy({ kind: 'card', certificateSha256: cardOf('Õie') }),
    ];
    for (const plan of plans) {
      const { run, register } = await next(made.life, plan);
      assert.equal(run.events.at(-1)?.type, 'transcript-closed');
      assert.deepEqual(registerOf(replay(run.events.slice(0, -1))), register);
    }
  });

  test('tells the chain of bundles before it', async () => {
    const { register } = await next(rotated.life, toCheck([setIn(made.life)], people.slice(0, 2)));
    assert.deepEqual(
      register.history.map(({ kind }) => kind),
      ['generate', 'rotate'],
    );
    assert.equal(register.history.at(-1)?.bundle, register.previousBundle);
  });
});
