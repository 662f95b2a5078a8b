import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import { freshSplit, hold, makeBundle, previousOf, softwareRoom, toCheck, toRebuild } from './fixture.ts';
import {
  caught,
  doubtsExcused,
  dropping,
  registerChanged,
  sharesChanged,
  signedByAnother,
  versionChanged,
  withVersion,
  type Forgery,
} from './mishaps.ts';

/** Forgeries of a rebuilding or a check, by people who hold all the cards, as in forgery.test.ts. */
const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
const [set] = made.state.sets;
assert.ok(set !== undefined);

const otherKey = await softwareRoom(parametersFor(2, 3));

const forgeries: Readonly<Record<string, Forgery>> = {
  'a presentation that another card signed': {
    claims: { 'presentations-signed': 'signature-invalid' },
    next: () => toCheck(made),
    room: signedByAnother('present'),
  },
  'a script that leaves a key out': {
    claims: {
      'script-standard': 'event-not-allowed',
      'keys-restored': 'object-absent',
      'canaries-opened': 'object-absent',
    },
    next: () => toRebuild(made),
    script: dropping(({ kind }) => kind === 'restore-key'),
  },
  'a script that does not wipe the recovery key': {
    claims: { 'script-standard': 'event-not-allowed', 'rebuilt-key-wiped': 'share-set-incomplete' },
    next: () => toRebuild(made),
    script: dropping(({ kind }) => kind === 'wipe-rebuilt-key'),
  },
  'a script by which nobody looks at the bundle before': {
    claims: { 'script-standard': 'event-not-allowed', 'bundle-confirmed': 'bundle-not-good' },
    next: () => toCheck(made),
    script: dropping(({ kind }) => kind === 'confirm-bundle'),
  },
  'a script in which somebody who was there declares nothing': {
    claims: { 'script-standard': 'event-not-allowed', 'declarations-signed': 'witness-missing' },
    next: () => toCheck(made),
    script: dropping(({ kind, by }) => kind === 'declare' && by[0] === 'custodian-2'),
  },
  'a script that leaves a sheet unprinted': {
    claims: { 'script-standard': 'event-not-allowed', 'sheets-bagged': 'share-set-incomplete' },
    next: () => toRebuild(made, freshSplit(made)),
    script: dropping(({ kind, by }) => kind === 'print-sheet' && by[0] === 'custodian-2'),
  },
  'a script that leaves the extractable originals': {
    claims: { 'script-standard': 'event-not-allowed', 'restored-keys-locked': 'key-not-extractable' },
    next: () => toRebuild(made, freshSplit(made)),
    script: dropping(({ kind }) => kind === 'destroy-original'),
  },
  'a register that keeps the old set live': {
    claims: {
      'register-consistent': 'bundle-entry-changed',
      'files-regenerated': 'bundle-entry-changed',
      'sets-superseded': 'share-set-void',
    },
    next: () => toRebuild(made, freshSplit(made)),
    files: registerChanged(({ shareSets, ...register }) => ({
      ...register,
      shareSets: shareSets.map((each) => ({ ...each, state: 'live' })),
    })),
  },
  'a register that has the key under the old set still': {
    claims: { 'register-consistent': 'bundle-entry-changed', 'sets-superseded': 'share-set-incomplete' },
    next: () => toRebuild(made, freshSplit(made)),
    files: versionChanged(1, () => ({ set: set.set })),
  },
  'a register that says a share was shown which was not': {
    claims: { 'register-consistent': 'bundle-entry-changed' },
    next: async () => {
      const next = await toCheck(made);
      return { ...next, options: { ...next.options, visitors: ['custodian-1'] } };
    },
    files: sharesChanged(({ proven }) => ({
      proven: proven === null ? null : { ...proven, at: '2026-06-02T08:10:00.000Z' },
    })),
  },
  'a key whose certificate is another key’s': {
    claims: { 'keys-restored': 'check-value-differs', 'canaries-sealed': 'canary-differs' },
    next: () => toRebuild(made),
    before: (before) => withVersion(before, { certificate: otherKey.key.certificate }),
  },
  'a test message that is sealed to another key': {
    claims: { 'canaries-sealed': 'canary-differs' },
    next: () => toCheck(made),
    before: (before) => withVersion(before, { canary: otherKey.key.canary }),
  },
  'a test message that is none': {
    claims: { 'canaries-sealed': 'envelope-malformed' },
    next: () => toCheck(made),
    before: (before) => withVersion(before, { canary: toBase64(toUtf8('peep')) }),
  },
  'a doubt about what no exception can mend': {
    claims: { 'events-well-formed': 'event-malformed' },
    next: () => toRebuild(made),
    before: (before) => ({
      ...before,
      ...(JSON.parse('{"doubts":["chain-unbroken"]}') as Partial<PreviousBundle>),
    }),
    interrupt: doubtsExcused,
  },
};

describe('a rebuilding or a check that all its signers vouch for is still bad with', () => {
  for (const [what, forgery] of Object.entries(forgeries)) test(what, () => caught(forgery));
});

describe('with the bundle before at hand, a rebuilding is bad that', () => {
  const against = async (
    before: Partial<PreviousBundle>,
    previous: Uint8Array,
  ): Promise<ErrorCode | undefined> => {
    const { options, ...next } = await toRebuild(made);
    const previousBundle = { ...options.previousBundle, ...before };
    const { bytes } = await hold({ ...next, options: { ...options, previousBundle } });
    const verdict = await verifyBundle(bytes, { previous });
    return verdict.claims.find(({ id }) => id === 'previous-bundle')?.problem?.code;
  };

  test('says another time or place of it', async () => {
    const { made: honest } = await previousOf(made);
    for (const lie of [
      { place: 'Elsewhere' },
      { closedAt: '2020-01-01T00:00:00.000Z' },
      { kind: 'check' },
    ] as const)
      assert.equal(await against({ made: { ...honest, ...lie } }, made.bytes), 'bundle-entry-changed');
    assert.equal(await against({}, made.bytes), undefined);
  });

  test('continues from another one', async () => {
    const { bytes } = await hold(await toRebuild(made));
    assert.equal(await against({}, bytes), 'previous-other');
  });
});
