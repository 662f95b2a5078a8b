import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dataListsOf, dataUnder, versionOf } from '../../ceremonies/model/register.ts';
import type { KeyTarget } from '../../ceremonies/model/parameters.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import { hold, makeBundle, toDestroy, toRebuild, toRotate, type Bundle } from './fixture.ts';
import { caught, registerChanged, signedByAnother, versionChanged } from './mishaps.ts';

const key: KeyTarget = { kind: 'key', label: 'land-register', version: 1 };

const left = await hold(
  await toRotate(await makeBundle(parametersFor(2, 3)), {
    rows: [
      { dataSet: 'parcels', version: 1, moved: 8, notMoved: 2 },
      { dataSet: 'deeds', version: 1, moved: 4, notMoved: 1 },
    ],
    way: 'inToken',
    backups: null,
  }),
);
const given: KeyTarget = {
  ...key,
  givenUp: { reason: 'Damaged.', dataSets: dataListsOf(dataUnder(registerOf(left.state), key)) },
};

const claimsOf = async (bundle: Bundle, previous: Bundle) => {
  const { claims } = await verifyBundle(bundle.bytes, { previous: previous.bytes });
  assert.deepEqual(
    claims.filter(({ status }) => status === 'failed'),
    [],
  );
  return (id: string) => claims.find((claim) => claim.id === id);
};

describe('what could not be moved', () => {
  test('what was given up is named, with who signed for it', async () => {
    const gone = await hold(await toDestroy(left, given));
    const claim = (await claimsOf(gone, left))('data-given-up');
    assert.equal(claim?.status, 'attested');
    assert.equal(claim.details['items'], 3);
    assert.equal(claim.details['reason'], 'Damaged.');
    assert.match(String(claim.details['dataSets']), /parcels.*: 2 [0-9a-f]{64}; deeds.*: 1 [0-9a-f]{64}/);
    assert.equal(claim.events.length, 2);
    assert.deepEqual(
      registerOf(gone.state)
        .dataSets.filter(({ version }) => version === 1)
        .map(({ name, count, givenUp }) => [name, count, givenUp?.reason]),
      [
        ['parcels', 2, 'Damaged.'],
        ['deeds', 1, 'Damaged.'],
      ],
    );
  });

  const forgeries = {
    'a card that is not one of theirs': {
      claims: { 'data-given-up': 'signature-invalid' },
      next: () => toDestroy(left, given),
      room: signedByAnother('give-up'),
    },
    'a register that has never heard of it': {
      claims: { 'register-consistent': 'bundle-entry-changed' },
      next: () => toDestroy(left, given),
      files: registerChanged((register) => ({
        ...register,
        dataSets: register.dataSets.filter(({ version }) => version !== 1),
      })),
    },
  } as const;
  for (const [what, forgery] of Object.entries(forgeries)) test(`is bad with ${what}`, () => caught(forgery));
});

describe('a key that another HSM has, too', () => {
  test('is not said to be destroyed, and the other one is named', async () => {
    const rebuilt = await hold(await toRebuild(await makeBundle(parametersFor(2, 3))));
    const here = await hold(await toDestroy(rebuilt, key));
    const claim = (await claimsOf(here, rebuilt))('keys-destroyed');
    assert.equal(claim?.details['stillOn'], 'new hsm serial-new hsm');
    assert.equal(versionOf(registerOf(here.state), key)?.state, 'active');
    await caught({
      claims: { 'keys-destroyed': 'key-state-unlawful', 'key-states-lawful': 'key-state-unlawful' },
      next: () => toDestroy(rebuilt, key),
      files: versionChanged(1, ({ transitions }) => ({
        state: 'destroyed',
        wrapped: null,
        transitions: [
          ...transitions,
          ...(['deactivated', 'destroyed'] as const).map((state) => ({
            ...(transitions.at(-1) ?? assert.fail()),
            state,
          })),
        ],
      })),
    });
  });
});
