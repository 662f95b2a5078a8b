import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import { unwrapKey } from '../../ceremonies/keys/keyWrap.ts';
import { fromBase64 } from '../../ceremonies/formats/bytes.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { claimIds, verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import { makeBundle, previousOf, type Bundle } from './fixture.ts';

const statusOf = ({ claims }: Verdict, id: string) => claims.find((claim) => claim.id === id)?.status;
const failures = ({ claims }: Verdict) => claims.filter(({ status }) => status === 'failed');

/** What rests on somebody's word must never be called proved. */
const onlyAttested = [
  'quorums-proved',
  'made-on-hsm',
  'recovery-key-mixed',
  'working-copy-locked',
  'recovery-key-wiped',
  'original-destroyed',
  'software-confirmed',
  'air-gap-checked',
  'clock-compared',
  'bags-recorded',
  'exceptions-recorded',
  'departures-recorded',
  'interruptions-recorded',
  'everyone-agrees',
  'reports-signed',
];

describe('a bundle as it was made', () => {
  for (const [threshold, custodians] of [
    [2, 2],
    [2, 3],
    [3, 5],
    [7, 12],
  ] as const) {
    test(`is good for ${threshold} of ${custodians}`, async () => {
      const verdict = await verifyBundle((await makeBundle(parametersFor(threshold, custodians))).bytes);
      assert.deepEqual(failures(verdict), []);
      assert.equal(verdict.outcome, 'good');
      assert.equal(verdict.problem, null);
      assert.equal(verdict.summary?.threshold, threshold);
      assert.equal(verdict.summary.custodians, custodians);
    });
  }

  for (const algorithm of keyAlgorithms) {
    test(`is good for ${algorithm}`, async () => {
      const { bytes, room, state } = await makeBundle(parametersFor(2, 3, { algorithm }));
      const verdict = await verifyBundle(bytes);
      assert.deepEqual(failures(verdict), []);
      assert.equal(verdict.outcome, 'good');
      const asKnown = algorithm === 'aes256' ? 'attested' : 'proved';
      assert.equal(statusOf(verdict, 'key-certified'), asKnown);
      assert.equal(statusOf(verdict, 'canaries-sealed'), asKnown);
      // And what is in it is the key: the fixture is no stage set.
      const wrapped = fromBase64(state.sets.at(-1)?.wrapped[0]?.wrapped ?? '');
      const unwrapped = unwrapKey(
        Secret.take(room.recoveryKeys.at(-1)?.slice() ?? new Uint8Array()),
        wrapped,
      );
      assert.ok(unwrapped.ok);
      unwrapped.value.use((bytesOfKey) => assert.deepEqual(new Uint8Array(bytesOfKey), room.keyBytes));
    });
  }

  test('is good in production, too, and says so', async () => {
    const verdict = await verifyBundle(
      (await makeBundle(parametersFor(2, 3, { domain: 'production' }))).bytes,
    );
    assert.deepEqual(failures(verdict), []);
    assert.equal(verdict.summary?.domain, 'production');
  });

  test('is good after a voided share set, and counts it', async () => {
    const { bytes } = await makeBundle(parametersFor(2, 3), {
      interrupt: (state) => {
        const set = state.sets.at(-1);
        return state.sets.length === 1 &&
          set?.state === 'open' &&
          set.shares.length === 2 &&
          state.progress === 0
          ? [
              {
                type: 'share-set-voided',
                step: currentStep(state)?.id ?? '',
                set: set.set,
                reason: 'interrupted',
              },
            ]
          : [];
      },
    });
    const verdict = await verifyBundle(bytes);
    assert.deepEqual(failures(verdict), []);
    assert.equal(verdict.claims.find(({ id }) => id === 'interruptions-recorded')?.details['voided'], 1);
    assert.equal(verdict.claims.find(({ id }) => id === 'commitments-distinct')?.details['commitments'], 6);
  });

  test('is good when somebody does not agree, and reports it', async () => {
    const { bytes } = await makeBundle(parametersFor(2, 3), {
      against: { 'custodian-2': 'I was out of the room.' },
    });
    const verdict = await verifyBundle(bytes);
    assert.equal(verdict.outcome, 'good');
    assert.equal(verdict.summary?.disagreements, 1);
    assert.equal(verdict.claims.find(({ id }) => id === 'everyone-agrees')?.details['disagree'], 1);
  });
});

describe('a verdict', () => {
  let bundle: Bundle;
  let verdict: Verdict;
  before(async () => {
    bundle = await makeBundle(parametersFor(2, 3));
    verdict = await verifyBundle(bundle.bytes);
  });

  test('has every claim that its ceremony makes, in order, once', () => {
    const ids = verdict.claims.map(({ id }) => id);
    assert.deepEqual(
      ids,
      claimIds.filter((id) => ids.includes(id)),
    );
    assert.equal(new Set(claimIds).size, claimIds.length);
    // Of those that only other ceremonies make it does not speak: nobody should take them for shown.
    assert.ok(!ids.includes('keys-restored') && !ids.includes('shares-proven'));
  });

  test('never calls proved what rests on a word', () => {
    for (const id of onlyAttested) assert.equal(statusOf(verdict, id), 'attested', id);
  });

  test('calls proved all the rest, but for the bundle before, a time-stamp and whom the auditor knows, none of which there is', () => {
    for (const { id, status } of verdict.claims) {
      if (onlyAttested.includes(id)) continue;
      const absent = ['previous-bundle', 'time-stamped', 'signers-known'].includes(id);
      assert.equal(status, absent ? 'not-shown' : 'proved', id);
    }
  });

  test('sums up what people want to know first', () => {
    assert.equal(verdict.summary?.keyLabel, 'land-register');
    assert.equal(verdict.summary.events, bundle.events.length);
    assert.equal(verdict.summary.head.words.length, 32);
    assert.equal(verdict.bundle.sizeBytes, bundle.bytes.length);
  });

  test('is JSON through and through', () => assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict));
});

describe('the bundle before', () => {
  test('is proved when it is the one, and refused when it is another or none was named', async () => {
    const first = await makeBundle(parametersFor(2, 3));
    const other = await makeBundle(parametersFor(2, 3));
    const second = await makeBundle(parametersFor(2, 3, { keyLabel: 'population-register' }), {
      ceremony: '1b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b',
      previousBundle: await previousOf(first),
    });
    const alone = await verifyBundle(second.bytes);
    assert.equal(alone.outcome, 'good');
    assert.equal(statusOf(alone, 'previous-bundle'), 'not-shown');

    const both = await verifyBundle(second.bytes, { previous: first.bytes });
    assert.equal(both.outcome, 'good');
    assert.equal(statusOf(both, 'previous-bundle'), 'proved');
    // The last bundle alone must be enough for whoever rebuilds any key.
    assert.ok(
      second.files.has('keys/land-register.v1.kwp') && second.files.has('keys/population-register.v1.kwp'),
    );

    const wrong = await verifyBundle(second.bytes, { previous: other.bytes });
    assert.deepEqual(
      failures(wrong).map(({ id }) => id),
      ['previous-bundle'],
    );
    const none = await verifyBundle(first.bytes, { previous: other.bytes });
    assert.equal(statusOf(none, 'previous-bundle'), 'failed');
  });
});
