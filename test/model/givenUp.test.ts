import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventBody } from '../../ceremonies/model/event.ts';
import type { KeyTarget } from '../../ceremonies/model/parameters.ts';
import { destroyOptions } from '../../ceremonies/model/offers.ts';
import {
  dataListsOf,
  dataUnder,
  findRegisterFault,
  versionOf,
  type Register,
} from '../../ceremonies/model/register.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import {
  after,
  holdNext,
  newborn,
  registerBefore,
  toDestroy,
  toGenerate,
  toReconstitute,
  toRotate,
  type Life,
} from './life.ts';
import { codeOf, codeOfBodies } from './refusal.ts';
import { bodyOf, type Run, type RunOptions } from './straightRun.ts';

const label = 'land-register';
const key: KeyTarget = { kind: 'key', label, version: 1 };
const split = { threshold: 2, holders: ['Õie', 'Peeter', 'Rein'] };

const next = async (life: Life, plan: Parameters<typeof holdNext>[1], options: RunOptions = {}) => {
  const run = await holdNext(life, plan, options);
  return { run, life: after(life, run), register: registerOf(run.state) };
};
const registerIn = (life: Life): Register => registerBefore(life) ?? assert.fail();

const givingUp = (life: Life, change: (lists: Lists) => Lists = (lists) => lists): KeyTarget => ({
  ...key,
  givenUp: { reason: 'Damaged.', dataSets: change(dataListsOf(dataUnder(registerIn(life), key))) },
});
type Lists = NonNullable<KeyTarget['givenUp']>['dataSets'];

const made = await next(newborn, toGenerate(label, split));
const set = made.register.shareSets[0]?.set ?? '';
const left = await next(made.life, toRotate(label, split, true), {
  data: {
    rows: [
      { dataSet: 'parcels', version: 1, moved: 7, notMoved: 2 },
      { dataSet: 'deeds', version: 1, moved: 1, notMoved: 1 },
    ],
    way: 'inToken',
    backups: { 'a.p7m': 'backup-altered' },
  },
});

const codeWith = ({ events }: Run, change: (body: EventBody) => readonly EventBody[]) =>
  codeOfBodies(events.map(bodyOf).flatMap(change), events[0]?.at);

describe('what still lies under a version', () => {
  test('is given up with it, by the cards of both who lead, and stays on record', async () => {
    const { run, register } = await next(left.life, toDestroy(givingUp(left.life)));
    assert.equal(versionOf(register, key)?.state, 'destroyed');
    assert.deepEqual(run.state.destroyed.givenUpBy, ['administrator', 'witness']);
    assert.deepEqual(dataUnder(register, key), []);
    assert.deepEqual(
      register.dataSets
        .filter(({ version }) => version === 1)
        .map(({ name, holds, count, givenUp }) => [name, holds, count, givenUp?.ceremony]),
      [
        ['parcels', 'data-keys', 2, run.state.ceremony],
        ['deeds', 'data-keys', 1, run.state.ceremony],
        ['backups', 'backups', 1, run.state.ceremony],
      ],
    );
    // Nothing that comes later takes it off the record again.
    const later = await next(after(left.life, run), toRotate(label, split, true), {
      data: {
        rows: [{ dataSet: 'parcels', version: 2, moved: 7, notMoved: 0 }],
        way: 'inToken',
        backups: null,
      },
    });
    assert.equal(later.register.dataSets.filter(({ givenUp }) => givenUp !== null).length, 3);
  });

  const lists: Readonly<Record<string, (lists: Lists) => Lists>> = {
    'of which one list is left out': (all) => all.slice(1),
    'that is more than there is': ([first, ...others]) =>
      first === undefined ? [] : [{ ...first, count: first.count + 1 }, ...others],
    'by the digest of another list': ([first, ...others]) =>
      first === undefined ? [] : [{ ...first, sha256: 'ab'.repeat(32) }, ...others],
  };
  for (const [what, change] of Object.entries(lists))
    test(`is not given up ${what}`, async () =>
      assert.equal(
        await codeOf(() => holdNext(left.life, toDestroy(givingUp(left.life, change)))),
        'event-not-allowed',
      ));

  test('is not given up where there is nothing', async () => {
    const dataSets = [{ name: 'parcels', holds: 'data-keys', count: 1, sha256: null } as const];
    const target = { ...key, givenUp: { reason: 'Damaged.', dataSets: [...dataSets] } };
    assert.equal(await codeOf(() => holdNext(made.life, toDestroy(target))), 'event-not-allowed');
  });

  test('is not given up by one of them alone, nor for another reason than was said', async () => {
    const { run } = await next(left.life, toDestroy(givingUp(left.life)));
    const { script } = run.state;
    const alone = {
      ...script,
      acts: script.acts.map((act) => ({
        ...act,
        steps: act.steps.filter(({ kind, by }) => kind !== 'give-up-data' || by[0] !== 'witness'),
      })),
    };
    assert.equal(
      await codeOf(() => holdNext(left.life, toDestroy(givingUp(left.life)), { script: alone })),
      'data-remains',
    );
    const otherwise = (body: EventBody): readonly EventBody[] =>
      body.type === 'data-given-up' && body.signed.statement.purpose === 'give-up'
        ? [
            {
              ...body,
              signed: { ...body.signed, statement: { ...body.signed.statement, reason: 'Not needed.' } },
            },
          ]
        : [body];
    assert.equal(await codeWith(run, otherwise), 'statement-differs');
  });
});

describe('a version on two HSMs', () => {
  const hsm = 'second hsm';
  const second = { label: hsm, serial: `serial-${hsm}` };

  test('keeps what lies under it until it ends at the last of them', async () => {
    const { life } = await next(left.life, toReconstitute([set], ['Õie', 'Rein']), { hsm });
    // While it is opened elsewhere, there is nothing to give up, and nothing that must be.
    assert.equal(await codeOf(() => holdNext(life, toDestroy(givingUp(life)))), 'event-not-allowed');
    const here = await next(life, toDestroy(key));
    assert.equal(versionOf(here.register, key)?.state, 'deactivated');
    assert.notEqual(versionOf(here.register, key)?.wrapped, null);
    assert.equal(dataUnder(here.register, key).length, 3);
    assert.equal(await codeOf(() => holdNext(here.life, toDestroy(key), { hsm })), 'data-remains');
    const { register } = await next(here.life, toDestroy(givingUp(here.life)), { hsm });
    assert.equal(versionOf(register, key)?.state, 'destroyed');
    assert.deepEqual(
      versionOf(register, key)?.hsms.map(({ removed }) => removed?.way),
      ['destroyed', 'destroyed'],
    );
  });

  test('ends at one if two people say that the other exists no more', async () => {
    const { life } = await next(made.life, toReconstitute([set], ['Õie', 'Rein']), { hsm });
    const { register } = await next(life, toDestroy({ ...key, lostHsms: [second] }));
    assert.equal(versionOf(register, key)?.state, 'destroyed');
    assert.deepEqual(
      versionOf(register, key)?.hsms.map(({ removed }) => removed?.way),
      ['destroyed', 'lost'],
    );
  });

  test('is not where people say that it was lost, if it never was there, or if it is the only one', async () => {
    const first = made.register.keys[0]?.versions[0]?.hsms[0]?.token ?? assert.fail();
    for (const { label: name, serial } of [second, first])
      assert.equal(
        await codeOf(() => holdNext(made.life, toDestroy({ ...key, lostHsms: [{ label: name, serial }] }))),
        'event-not-allowed',
      );
  });
});

describe('an HSM that was called lost and is here again', () => {
  const hsm = 'second hsm';
  const second = { label: hsm, serial: `serial-${hsm}` };
  const found: KeyTarget = { ...key, foundHsm: second };
  const waysOf = (register: Register) => versionOf(register, key)?.hsms.map(({ removed }) => removed?.way);
  const both = next(made.life, toReconstitute([set], ['Õie', 'Rein']), { hsm });
  const over = both.then(({ life }) => next(life, toDestroy({ ...key, lostHsms: [second] })));

  test('has the key destroyed there, though it had come to its end', async () => {
    const { life, register } = await over;
    assert.ok(destroyOptions(register).some(({ target }) => sameJson(target, found)));
    const again = await next(life, toDestroy(found), { hsm });
    assert.deepEqual(waysOf(again.register), ['destroyed', 'lost', 'destroyed']);
    assert.equal(again.run.state.destroyed.keys.length, 1);
    const { transitions } = versionOf(register, key) ?? assert.fail();
    assert.deepEqual(versionOf(again.register, key)?.transitions, transitions);
    assert.equal(findRegisterFault(again.register), undefined);
    // It is found once.
    assert.ok(!destroyOptions(again.register).some(({ target }) => sameJson(target, found)));
    assert.equal(await codeOf(() => holdNext(again.life, toDestroy(found), { hsm })), 'event-not-allowed');
  });

  test('is the only one that such a ceremony is held at, and only if it was lost', async () => {
    const { life } = await over;
    assert.equal(await codeOf(() => holdNext(life, toDestroy(found))), 'token-wrong');
    const first = { label: 'hsm', serial: 'serial-hsm' };
    for (const foundHsm of [first, { label: 'third', serial: 'third' }])
      assert.equal(await codeOf(() => holdNext(life, toDestroy({ ...key, foundHsm }))), 'event-not-allowed');
    assert.equal(await codeOf(() => holdNext(life, toDestroy(key), { hsm })), 'key-state-unlawful');
  });

  test('leaves a key that lives elsewhere as it is, and ends one that does not, if both who lead say so once more', async () => {
    const { life } = await both;
    const lost = lostNow(life, second);
    const alive = await next(lost, toDestroy(found), { hsm });
    assert.equal(versionOf(alive.register, key)?.state, 'active');
    assert.deepEqual(alive.run.state.destroyed.confirmedBy, []);
    const first = { label: 'hsm', serial: 'serial-hsm' };
    const ended = await next(lostNow(lost, first), toDestroy({ ...key, foundHsm: second }), { hsm });
    assert.equal(versionOf(ended.register, key)?.state, 'destroyed');
    assert.deepEqual(ended.run.state.destroyed.confirmedBy, ['administrator', 'witness']);
  });
});

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** As a ceremony leaves it that was closed without its HSM. */
const lostNow = (life: Life, { serial }: { readonly serial: string }): Life => {
  const { before } = life;
  assert.ok(before !== null);
  const { register } = before;
  const when = { at: before.made.closedAt, ceremony: register.ceremony };
  const keys = register.keys.map((each) => ({
    ...each,
    versions: each.versions.map((version) => ({
      ...version,
      hsms: version.hsms.map((stay) =>
        stay.token.serial === serial ? { ...stay, removed: { way: 'lost' as const, ...when } } : stay,
      ),
    })),
  }));
  return { ...life, before: { ...before, register: { ...register, keys } } };
};

describe('how many objects a key had', () => {
  test('is written down before the first is destroyed, and no attempt forgets it', async () => {
    const { run } = await next(made.life, toDestroy(key));
    const changed = (change: (body: EventBody) => readonly EventBody[]) => codeWith(run, change);
    const isBegun = (body: EventBody): boolean =>
      body.type === 'token-action-begun' && body.action === 'destroy-key';
    const silent = (body: EventBody): EventBody => {
      if (body.type !== 'token-action-begun') return body;
      const { type, step, action, token } = body;
      return { type, step, action, token };
    };
    assert.equal(await changed((body) => [isBegun(body) ? silent(body) : body]), 'event-not-allowed');
    assert.equal(
      await changed((body) => [body.type === 'key-destroyed' ? { ...body, objects: 1 } : body]),
      'event-not-allowed',
    );
    // The power was cut when two of the three were gone: the next attempt finds one, and three were there.
    const again = run.events
      .map(bodyOf)
      .slice(0, run.events.findIndex(({ type }) => type === 'key-destroyed') + 1)
      .flatMap((body): readonly EventBody[] => {
        if (body.type !== 'token-action-begun' || !isBegun(body)) return [body];
        const { step, action } = body;
        const cut = {
          type: 'token-action-settled',
          step,
          action,
          found: 'something',
          taken: 'left',
        } as const;
        return [body, cut, { ...body, objects: 1 }];
      });
    assert.equal(await codeOfBodies(again, run.events[0]?.at), undefined);
  });
});
