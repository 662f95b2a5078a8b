import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dutiesOf, dutyRules, type Duty } from '../../ceremonies/model/duties.ts';
import type { KeyState } from '../../ceremonies/model/keyState.ts';
import { destroyOptions, offersOf } from '../../ceremonies/model/offers.ts';
import {
  findRegisterFault,
  register as registerSchema,
  type KeyVersion,
  type Register,
  type ShareRecord,
  type ShareSetRecord,
} from '../../ceremonies/model/register.ts';

const made = '2024-06-01T10:00:00.000Z';
const ceremony = '11111111-2222-4333-8444-555555555555';
const set = '5f0c8f0a-51c5-4b6e-9a51-9f6c5b1f0a77';
const otherSet = '6f0c8f0a-51c5-4b6e-9a51-9f6c5b1f0a77';
const at = (when: string) => ({ at: when, ceremony });
const hash = (digit: string) => digit.repeat(64);

const token = {
  label: 'hsm',
  serial: '1',
  manufacturer: '',
  model: '',
  hardwareVersion: '',
  firmwareVersion: '',
  software: true,
};

const paths: Readonly<Record<KeyState, readonly KeyState[]>> = {
  'pre-activation': ['pre-activation'],
  active: ['pre-activation', 'active'],
  deactivated: ['pre-activation', 'active', 'deactivated'],
  compromised: ['pre-activation', 'active', 'compromised'],
  destroyed: ['pre-activation', 'active', 'deactivated', 'destroyed'],
};

const version = (number: number, state: KeyState, more: Partial<KeyVersion> = {}): KeyVersion => ({
  version: number,
  algorithm: 'ecp384',
  state,
  transitions: paths[state].map((each) => ({ state: each, ...at(made), reason: null })),
  checkValue: hash(String(number)),
  certificate: null,
  wrapped: state === 'destroyed' ? null : 'AAAA',
  set,
  canary: 'AAAA',
  hsms: [{ token, ...at(made), removed: null }],
  ...more,
});

const share = (index: number, more: Partial<ShareRecord> = {}): ShareRecord => ({
  index,
  commitment: hash(String(index)),
  holder: {
    name: `Custodian ${index}`,
    card: { ...token, label: `card ${index}` },
    certificateSha256: hash(String(index)),
    sealingKeySha256: hash('e'),
  },
  sealed: 'AAAA',
  proven: at(made),
  bag: null,
  seenBy: [],
  destroyed: [],
  lostCards: [],
  ...more,
});

const shareSet = (more: Partial<ShareSetRecord> = {}): ShareSetRecord => ({
  set,
  ceremony,
  state: 'live',
  threshold: 2,
  count: 3,
  recoveryKeyCommitment: hash('a'),
  keys: [{ label: 'land-register', version: 1 }],
  ended: null,
  shares: [share(1), share(2), share(3)],
  ...more,
});

const registerOf = (
  versions: readonly KeyVersion[],
  shareSets: readonly ShareSetRecord[] = [shareSet()],
  dataSets: Register['dataSets'] = [],
): Register => ({
  format: 'embassy-key-ceremony/register/1',
  domain: 'rehearsal',
  embassy: 'Luxembourg',
  ceremony,
  previousBundle: null,
  history: [],
  keys: [{ label: 'land-register', versions: [...versions] }],
  shareSets: [...shareSets],
  dataSets,
});

const under = (number: number): Register['dataSets'] => [
  {
    name: 'parcels',
    holds: 'data-keys',
    label: 'land-register',
    version: number,
    count: 12,
    sha256: hash('b'),
    ...at(made),
    givenUp: null,
  },
];

const soon = new Date('2024-09-01T10:00:00.000Z');
const due = (register: Register, now = soon, expiry: string | null = null): readonly Duty[] => {
  // No rule is tested against a register that could not be.
  assert.ok(registerSchema.safeParse(register).success);
  assert.equal(findRegisterFault(register), undefined);
  return dutiesOf(register, now, () => expiry);
};
const kinds = (...args: Parameters<typeof due>): readonly string[] =>
  due(...args).map(({ urgency, kind }) => `${urgency} ${kind}`);
const gone = (medium: 'card' | 'card-object' | 'sheet') => [{ medium, ...at(made) }];

describe('what is due', () => {
  test('is nothing three months after a key was made', () => {
    assert.deepEqual(kinds(registerOf([version(1, 'active')])), []);
  });

  test('is to show the shares on the day a year after they were last proven, by name', () => {
    const set = shareSet({
      shares: [share(1), share(2, { proven: at('2025-01-01T00:00:00.000Z') }), share(3)],
    });
    const register = registerOf([version(1, 'active')], [set]);
    const day = new Date(made);
    day.setUTCFullYear(day.getUTCFullYear() + dutyRules.provenYearsMax);
    assert.deepEqual(kinds(register, new Date(day.getTime() - 1)), []);
    const [duty] = due(register, day);
    assert.ok(duty?.kind === 'check-shares');
    assert.deepEqual(duty.holders, ['Custodian 1', 'Custodian 3']);
    assert.equal(duty.since, made);
  });

  test('is to rotate a version that was active for two years, not one that ended before', () => {
    const late = new Date('2026-06-01T10:00:00.000Z');
    const shares = [1, 2, 3].map((index) => share(index, { proven: at('2026-05-01T00:00:00.000Z') }));
    const fresh = [shareSet({ shares })];
    assert.deepEqual(kinds(registerOf([version(1, 'active')], fresh), late), ['soon rotate-old']);
    assert.deepEqual(kinds(registerOf([version(1, 'active')], fresh), new Date(late.getTime() - 1)), []);
    assert.deepEqual(kinds(registerOf([version(1, 'deactivated')], fresh, under(1)), late), [
      'soon move-data',
    ]);
  });

  test('is to rotate before a certificate ends, with time to call people together', () => {
    const register = registerOf([version(1, 'active')]);
    assert.deepEqual(kinds(register, soon, '2024-12-01T00:00:00.000Z'), []);
    assert.deepEqual(kinds(register, soon, '2024-11-20T00:00:00.000Z'), ['soon certificate-expires']);
    assert.deepEqual(kinds(register, soon, '2024-08-01T00:00:00.000Z'), ['soon certificate-expires']);
  });

  test('is first of all to rotate a compromised version, and to move what lies under it', () => {
    const register = registerOf([version(1, 'compromised')], [shareSet({ threshold: 3 })], under(1));
    assert.deepEqual(kinds(register), ['now rotate-compromised', 'now move-data', 'soon no-spare']);
  });

  test('is only to move the data once a newer version took the place of the compromised one', () => {
    const versions = [version(1, 'compromised'), version(2, 'active')];
    assert.deepEqual(kinds(registerOf(versions, undefined, under(1))), ['now move-data']);
    assert.deepEqual(kinds(registerOf(versions, undefined, under(2))), ['may destroy-version']);
  });

  test('is not to destroy a version as long as data lies under it, and to say when no inventory was ever read', () => {
    const versions = [version(1, 'deactivated'), version(2, 'active')];
    assert.deepEqual(kinds(registerOf(versions, undefined, under(1))), ['soon move-data']);
    for (const [dataSets, told] of [
      [under(2), true],
      [[], false],
    ] as const) {
      const [duty] = due(registerOf(versions, undefined, [...dataSets]));
      assert.ok(duty?.kind === 'destroy-version');
      assert.equal(duty.told, told);
      assert.equal(duty.version, 1);
    }
  });

  test('is to share anew when no share may be lost any more, at once when none was left to lose', () => {
    const kindsOf = (set: Partial<ShareSetRecord>) =>
      kinds(registerOf([version(1, 'active')], [shareSet(set)]));
    const lost = share(3, { destroyed: gone('card') });
    assert.deepEqual(kindsOf({ threshold: 3 }), ['soon no-spare']);
    assert.deepEqual(kindsOf({ shares: [share(1), share(2), lost] }), ['now shares-lost']);
    const four = { count: 4, shares: [share(1), share(2), lost, share(4)] };
    assert.deepEqual(kindsOf(four), ['soon shares-lost']);
  });

  test('is to take in the shares of a void set as long as enough of them are left to open older bundles', () => {
    const old = (shares: readonly ShareRecord[]) =>
      shareSet({
        set: otherSet,
        recoveryKeyCommitment: hash('c'),
        state: 'void',
        ended: at(made),
        shares: [...shares],
      });
    const kindsOf = (set: ShareSetRecord) => kinds(registerOf([version(1, 'active')], [set, shareSet()]));
    assert.deepEqual(kindsOf(old([share(1), share(2), share(3)])), ['soon old-shares']);
    const one = [
      share(1),
      share(2, { destroyed: gone('card-object') }),
      share(3, { destroyed: gone('card') }),
    ];
    assert.deepEqual(kindsOf(old(one)), []);
    const bagged = [
      share(1),
      share(2, { bag: 'P-1', destroyed: gone('card') }),
      share(3, { destroyed: gone('card') }),
    ];
    assert.deepEqual(kindsOf(old(bagged)), ['soon old-shares']);
  });

  test('is to take in the shares of a set whose keys are all destroyed, and nothing else of it', () => {
    const late = new Date('2036-06-01T10:00:00.000Z');
    assert.deepEqual(kinds(registerOf([version(1, 'destroyed')]), late), ['soon old-shares']);
  });
});

describe('the ceremonies that make sense', () => {
  const obstacles = (register: Register) =>
    Object.fromEntries(offersOf(register).map(({ kind, obstacle }) => [kind, obstacle]));

  test('are all of them while a key and its set are alive', () => {
    for (const obstacle of Object.values(obstacles(registerOf([version(1, 'active')]))))
      assert.equal(obstacle, null);
  });

  test('are few once the only key is destroyed: its shares can still be shown and destroyed', () => {
    assert.deepEqual(obstacles(registerOf([version(1, 'destroyed')])), {
      check: null,
      rotate: null,
      reshare: 'nothing-to-rebuild',
      reconstitute: 'nothing-to-rebuild',
      destroy: null,
      generate: null,
    });
  });

  test('name every reason against destroying something that is still needed', () => {
    const codes = destroyOptions(
      registerOf([version(1, 'active')], [shareSet({ threshold: 3 })], under(1)),
    ).map(({ target, problems }) => `${target.kind} ${problems.map(({ code }) => code).join()}`);
    assert.deepEqual(codes, [
      'key data-remains',
      'set set-in-use',
      'card quorum-lost',
      'card quorum-lost',
      'card quorum-lost',
    ]);
  });

  test('do not destroy twice what is gone', () => {
    const shares = [1, 2, 3].map((index) => share(index, { destroyed: gone('card') }));
    assert.deepEqual(destroyOptions(registerOf([version(1, 'destroyed')], [shareSet({ shares })])), []);
  });
});
