import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import {
  ecPair,
  hold,
  makeBundle,
  selfSigned,
  toDestroy,
  toReshare,
  toRotate,
  withHolder,
  type Next,
  type SoftwareRoom,
} from './fixture.ts';
import {
  caught,
  doubtsExcused,
  dropping,
  registerChanged,
  sharesChanged,
  signedByAnother,
  versionChanged,
  versionsChanged,
  type Forgery,
} from './mishaps.ts';
import { once } from '../model/interrupts.ts';

/** Forgeries of a rotation, a resharing or a destruction, by people who hold all the cards, as in forgery.test.ts. */
const label = 'land-register';
const made = await makeBundle(parametersFor(2, 3));
const [version] = registerOf(made.state).keys[0]?.versions ?? [];
const [holder] = registerOf(made.state).shareSets[0]?.shares ?? [];
assert.ok(version !== undefined && holder?.holder !== undefined && holder.holder !== null);
const card = holder.holder.certificateSha256;

const key = (number: number) => ({ kind: 'key', label, version: number }) as const;

/** A card of the forger's own signs what a custodian should have. */
const strangersCard = async (room: SoftwareRoom): Promise<SoftwareRoom> => {
  const pair = ecPair();
  const certificate = await selfSigned(pair, 'custodian Õie 1', true);
  const forged = withHolder(room, 'custodian-1', { pair, certificate });
  return {
    ...room,
    sign: async (statement) =>
      statement.purpose === 'hand-in' ? forged.sign(statement) : room.sign(statement),
  };
};
const reshare = await toReshare(made);
const withStranger = await strangersCard(reshare.room);

const compromise = once(
  () => true,
  (step): readonly EventBody[] => [
    {
      type: 'key-compromised',
      step,
      label,
      version: 1,
      by: ['administrator', 'witness'],
      reason: 'A copy was found.',
    },
  ],
);

const forgeries: Readonly<Record<string, Forgery>> = {
  'a register in which the old version serves on': {
    claims: {
      'key-states-lawful': 'key-state-unlawful',
      'version-follows': 'key-state-unlawful',
      'register-consistent': 'bundle-entry-changed',
    },
    next: () => toRotate(made),
    files: versionChanged(1, ({ transitions }) => ({
      state: 'active',
      transitions: transitions.slice(0, -1),
    })),
  },
  'a register in which a key came back from the dead': {
    claims: { 'key-states-lawful': 'key-state-unlawful', 'keys-destroyed': 'key-state-unlawful' },
    next: () => toDestroy(made, key(1)),
    files: versionChanged(1, ({ transitions }) => ({
      state: 'active',
      wrapped: version.wrapped,
      transitions: transitions.slice(0, 2),
    })),
  },
  'a register with a transition that no event told': {
    claims: { 'key-states-lawful': 'key-state-unlawful' },
    next: () => toRotate(made),
    files: versionChanged(2, ({ transitions }) => ({
      state: 'compromised',
      transitions: [
        ...transitions,
        ...transitions.slice(-1).map((each) => ({ ...each, state: 'compromised' as const })),
      ],
    })),
  },
  'a register that forgets a version': {
    claims: { 'key-states-lawful': 'key-state-unlawful' },
    next: () => toRotate(made),
    files: versionsChanged((versions) => versions.slice(1)),
  },
  'a version that ended later than the new one began': {
    claims: { 'version-follows': 'key-state-unlawful', 'key-states-lawful': 'key-state-unlawful' },
    next: () => toRotate(made),
    files: versionChanged(1, ({ transitions }) => ({
      transitions: transitions.map((each) =>
        each.state === 'deactivated' ? { ...each, at: '2027-01-01T00:00:00.000Z' } : each,
      ),
    })),
  },
  'a register that keeps quiet about a compromise': {
    claims: { 'compromise-recorded': 'key-state-unlawful', 'key-states-lawful': 'key-state-unlawful' },
    next: () => toRotate(made, null),
    interrupt: () => compromise,
    files: versionChanged(1, ({ transitions }) => ({
      state: 'deactivated',
      transitions: transitions.map((each) =>
        each.state === 'compromised' ? { ...each, state: 'deactivated', reason: null } : each,
      ),
    })),
  },
  'a register by which somebody has had k shares of one recovery key': {
    claims: { 'custody-kept': 'custody-exceeded' },
    next: () => toRotate(made),
    files: sharesChanged(({ index }) => ({
      seenBy:
        index === 2
          ? [{ name: 'custodian Õie 1', at: '2026-06-01T08:00:00.000Z', ceremony: made.state.ceremony }]
          : [],
    })),
  },
  'a register with fewer data keys under the new version than were moved': {
    claims: { 'rewrap-counted': 'inventory-differs' },
    next: () => toRotate(made),
    files: registerChanged((register) => ({
      ...register,
      dataSets: register.dataSets.map((each) => ({ ...each, count: each.count - 1 })),
    })),
  },
  'a rotation that tells nothing of what was moved': {
    claims: {
      'script-standard': 'event-not-allowed',
      'rewrap-counted': 'inventory-differs',
      'rewrap-complete': 'inventory-differs',
    },
    next: () => toRotate(made),
    script: dropping(({ kind }) => kind === 'prove-rewrap'),
  },
  'a share that another card says it handed in': {
    claims: { 'hand-ins-signed': 'signature-invalid' },
    next: () => Promise.resolve({ ...reshare, room: withStranger }),
  },
  'a register by which no share was destroyed': {
    claims: { 'shares-destroyed': 'bundle-entry-changed' },
    next: () => toReshare(made),
    files: sharesChanged(() => ({ destroyed: [] })),
  },
  'a register that keeps the key under the void set': {
    claims: { 'sets-superseded': 'share-set-incomplete' },
    next: () => toReshare(made),
    files: versionChanged(1, () => ({ set: version.set })),
  },
  'a confirmation that another key signed': {
    claims: { 'destruction-confirmed': 'signature-invalid' },
    next: () => toDestroy(made, key(1)),
    room: signedByAnother('destroy'),
  },
  'a register that keeps what was destroyed to be unwrapped': {
    claims: { 'keys-destroyed': 'key-state-unlawful' },
    next: () => toDestroy(made, key(1)),
    files: versionChanged(1, () => ({ wrapped: version.wrapped })),
  },
  'a register by which the destroyed key is on the HSM still': {
    claims: { 'keys-destroyed': 'bundle-entry-changed' },
    next: () => toDestroy(made, key(1)),
    files: versionChanged(1, ({ hsms }) => ({ hsms: hsms.map((each) => ({ ...each, removed: null })) })),
  },
  'a script that destroys nothing': {
    claims: { 'script-standard': 'event-not-allowed', 'keys-destroyed': 'object-absent' },
    next: () => toDestroy(made, key(1)),
    script: dropping(({ kind }) => kind === 'destroy-key'),
  },
  'a register by which the destroyed card has its shares still': {
    claims: { 'cards-destroyed': 'bundle-entry-changed' },
    next: () => toDestroy(made, { kind: 'card', certificateSha256: card }),
    files: sharesChanged(() => ({ destroyed: [] })),
  },
};

describe('a rotation, a resharing or a destruction that all its signers vouch for is still bad with', () => {
  for (const [what, forgery] of Object.entries(forgeries)) test(what, () => caught(forgery));

  test('none of these claims fails in a bundle that nobody changed', async () => {
    const told = new Set(Object.values(forgeries).flatMap(({ claims }) => Object.keys(claims)));
    const nexts: readonly Promise<Next>[] = [
      toRotate(made),
      toReshare(made),
      toDestroy(made, key(1)),
      toDestroy(made, { kind: 'card', certificateSha256: card }),
    ];
    for (const next of nexts) {
      const { claims } = await verifyBundle((await hold(await next)).bytes);
      assert.deepEqual(
        claims.filter(({ id, status }) => told.has(id) && status === 'failed'),
        [],
      );
    }
  });
});

describe('somebody who came to k shares of one recovery key at ceremonies that were given up', () => {
  const [given] = made.state.sets;
  const remembered = [2, 3].map((index) => ({
    kind: 'share-seen' as const,
    ceremony: `0000000${index}-0000-4000-8000-000000000009`,
    at: '2026-06-01T08:30:00.000Z',
    set: given?.set ?? '',
    index,
    name: 'custodian Õie 1',
  }));
  const knowing = (next: Next): Next => ({
    ...next,
    options: {
      ...next.options,
      previousBundle: { ...next.options.previousBundle, remembered },
      interrupt: doubtsExcused(),
    },
  });
  const judged = async (next: Next) => {
    const { bytes } = await hold(next);
    const verdict = await verifyBundle(bytes, { previous: made.bytes });
    return { ...verdict, claim: verdict.claims.find(({ id }) => id === 'custody-kept') };
  };

  test('makes no bundle bad, and is named in each: of a replacement, and of a resharing that two people say why of', async () => {
    for (const next of [await toRotate(made), await toReshare(made)]) {
      const { outcome, claim, summary } = await judged(knowing(next));
      assert.equal(outcome, 'good');
      assert.equal(claim?.status, 'not-shown');
      assert.equal(claim.details['exceeded'], 'custodian Õie 1: 3 / 2');
      assert.deepEqual(summary?.exceeded, [{ name: 'custodian Õie 1', shares: 3, threshold: 2 }]);
    }
  });

  test('is not there where nobody did', async () => {
    const { claim, summary } = await judged(await toRotate(made));
    assert.equal(claim?.status, 'proved');
    assert.equal(summary?.exceeded, undefined);
  });
});
