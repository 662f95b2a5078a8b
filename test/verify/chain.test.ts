import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { fromBase64 } from '../../ceremonies/formats/bytes.ts';
import { buildCertificate } from '../../ceremonies/formats/certificate.ts';
import { unwrapKey } from '../../ceremonies/keys/keyWrap.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { claimIds, verifyBundle } from '../../ceremonies/verify/verify.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { parametersFor, play } from '../model/straightRun.ts';
import {
  bundleOf,
  ecPair,
  freshSplit,
  hold,
  makeBundle,
  signerOf,
  softwareRoom,
  toCheck,
  toRebuild,
  withHolder,
  type Bundle,
} from './fixture.ts';
import { doubtsExcused, withSheetBrought } from './mishaps.ts';
import { once } from '../model/interrupts.ts';
import { claimOf, failures } from './verdicts.ts';

/** Ceremonies that continue from one another: a key is made, rebuilt with a fresh share set, and its shares are checked. */
type Links = { readonly made: Bundle; readonly rebuilt: Bundle; readonly checked: Bundle };

const linksFor = async (algorithm: KeyAlgorithm): Promise<Links> => {
  const made = await makeBundle(parametersFor(2, 3, { algorithm, sheets: true }));
  const rebuilt = await hold(await toRebuild(made, freshSplit(made)));
  return { made, rebuilt, checked: await hold(await toCheck(rebuilt)) };
};

/** What nobody can recompute of a rebuilding or a check. */
const onlyAttested = [
  'bundle-confirmed',
  'shares-proven',
  'recovery-key-matched',
  'keys-restored',
  'canaries-opened',
  'restored-keys-locked',
  'rebuilt-key-wiped',
  'sheets-bagged',
];
const proved = ['presentations-signed', 'presentations-fit', 'sets-superseded', 'previous-bundle'];

for (const algorithm of ['ecp384', 'aes256'] as const) {
  describe(`a chain of ceremonies about a key of ${algorithm}`, () => {
    let links: Links;
    let verdicts: { readonly [Link in keyof Links]: Verdict };
    before(async () => {
      links = await linksFor(algorithm);
      const { made, rebuilt, checked } = links;
      verdicts = {
        made: await verifyBundle(made.bytes),
        rebuilt: await verifyBundle(rebuilt.bytes, { previous: made.bytes }),
        checked: await verifyBundle(checked.bytes, { previous: rebuilt.bytes }),
      };
    });

    test('is good, link by link', () => {
      for (const verdict of Object.values(verdicts)) {
        assert.deepEqual(failures(verdict), []);
        assert.equal(verdict.outcome, 'good');
      }
    });

    test('makes each ceremony’s own claims, in order', () => {
      const made = Object.values(verdicts).map(({ claims }) => claims.map(({ id }) => id));
      for (const ids of made)
        assert.deepEqual(
          ids,
          claimIds.filter((id) => ids.includes(id)),
        );
    });

    test('never calls proved what rests on a word, and proves the rest', () => {
      for (const verdict of Object.values(verdicts)) {
        for (const id of onlyAttested)
          assert.ok([undefined, 'attested'].includes(claimOf(verdict, id)?.status), id);
      }
      for (const id of proved) assert.equal(claimOf(verdicts.rebuilt, id)?.status, 'proved', id);
      for (const id of onlyAttested) assert.equal(claimOf(verdicts.rebuilt, id)?.status, 'attested', id);
    });

    test('guards one and the same key all along', () => {
      const { rebuilt } = links;
      const recoveryKey = rebuilt.room.recoveryKeys.at(-1)?.slice() ?? new Uint8Array();
      const wrapped = fromBase64(rebuilt.state.sets[0]?.wrapped[0]?.wrapped ?? '');
      const key = unwrapKey(Secret.take(recoveryKey), wrapped);
      assert.ok(key.ok);
      key.value.use((bytes) => assert.deepEqual(new Uint8Array(bytes), rebuilt.room.keyBytes));
    });

    test('sums up what each ceremony was about', () => {
      for (const { summary } of Object.values(verdicts)) {
        assert.equal(summary?.keyLabel, 'land-register');
        assert.deepEqual(summary.algorithms, [algorithm]);
        assert.deepEqual([summary.threshold, summary.custodians], [2, 3]);
      }
      assert.equal(verdicts.checked.summary?.kind, 'check');
    });
  });
}

describe('a check', () => {
  let made: Bundle;
  before(async () => {
    made = await makeBundle(parametersFor(2, 4));
  });

  const checkedBy = async (...visitors: readonly string[]): Promise<Verdict> => {
    const next = await toCheck(made);
    const { bytes } = await hold({ ...next, options: { ...next.options, visitors } });
    return verifyBundle(bytes, { previous: made.bytes });
  };

  const expected = [
    [['custodian-1', 'custodian-2', 'custodian-3', 'custodian-4'], 2, []],
    [['custodian-4', 'custodian-1', 'custodian-2'], 1, ['custodian Õie 3']],
    [['custodian-3', 'custodian-1'], 0, ['custodian Õie 2', 'custodian Õie 4']],
    [['custodian-2'], -1, ['custodian Õie 1', 'custodian Õie 3', 'custodian Õie 4']],
  ] as const;
  for (const [visitors, margin, missing] of expected) {
    test(`to which ${visitors.length} of 4 came says how many shares could be lost, and whose were not shown`, async () => {
      const verdict = await checkedBy(...visitors);
      assert.equal(verdict.outcome, 'good');
      const [health] = verdict.summary?.health ?? [];
      assert.equal(health?.margin, margin);
      assert.deepEqual(health.missing, missing);
      assert.equal(claimOf(verdict, 'shares-proven')?.details['margin'], margin);
    });
  }

  test('says nothing of a rebuilding, whose keys no HSM has', async () => {
    const verdict = await checkedBy('custodian-1');
    for (const id of ['keys-restored', 'recovery-key-matched', 'quorums-proved', 'made-on-hsm'])
      assert.equal(claimOf(verdict, id), undefined, id);
  });
});

describe('a rebuilding is good', () => {
  let made: Bundle;
  before(async () => {
    made = await makeBundle(parametersFor(2, 3));
  });

  test('after a power cut, and counts what was asked for again', async () => {
    const next = await toRebuild(made);
    const interrupt = once(
      ({ presentation }) => presentation.rebuilt.length === 1,
      (step) => [{ type: 'presentation-voided', step, reason: 'interrupted' }],
    );
    const { bytes } = await hold({ ...next, options: { ...next.options, interrupt } });
    const verdict = await verifyBundle(bytes, { previous: made.bytes });
    assert.deepEqual(failures(verdict), []);
    assert.equal(claimOf(verdict, 'interruptions-recorded')?.details['again'], 1);
    assert.equal(claimOf(verdict, 'presentations-signed')?.details['presentations'], 4);
    assert.equal(claimOf(verdict, 'presentations-signed')?.details['people'], 2);
  });

  test('after doubts about a signer’s trust, for which two people answer', async () => {
    const { options, ...next } = await toRebuild(made);
    const doubted = { ...options.previousBundle, doubts: ['certificates-fit' as const] };
    const interrupt = doubtsExcused();
    const { bytes } = await hold({ ...next, options: { ...options, previousBundle: doubted, interrupt } });
    const alone = await verifyBundle(bytes);
    assert.deepEqual(failures(alone), []);
    assert.equal(claimOf(alone, 'bundle-confirmed')?.details['doubts'], 1);
    // The bundle before is at hand, and there is nothing to doubt in it: then this one lies.
    const both = await verifyBundle(bytes, { previous: made.bytes });
    assert.equal(claimOf(both, 'previous-bundle')?.problem?.code, 'bundle-entry-changed');
  });

  test('after a bundle in which only a signer’s trust fails, if that is what was doubted', async () => {
    const parameters = parametersFor(2, 3);
    const honest = await softwareRoom(parameters);
    const pair = ecPair();
    const certificate = await buildCertificate(
      {
        subject: { commonName: 'Jaan Tamm', organizationalUnits: [] },
        spki: pair.spki,
        notBefore: new Date('2020-01-01T00:00:00Z'),
        notAfter: new Date('2026-05-31T00:00:00Z'),
        keyUsage: ['digitalSignature'],
        rehearsal: true,
      },
      signerOf(pair),
    );
    const room = withHolder(honest, 'witness', { certificate, pair });
    const expired = await bundleOf(await play(parameters, room), room);
    const alone = await verifyBundle(expired.bytes);
    assert.deepEqual(
      failures(alone).map(({ id }) => id),
      ['certificates-fit'],
    );

    const { options, ...next } = await toRebuild(expired);
    const continuing = async (doubts: PreviousBundle['doubts']): Promise<Verdict> => {
      const previousBundle = { ...options.previousBundle, doubts };
      const interrupt = doubts.length > 0 ? doubtsExcused() : () => [];
      const { bytes } = await hold({
        ...next,
        room: honest,
        options: { ...options, previousBundle, interrupt },
      });
      return verifyBundle(bytes, { previous: expired.bytes });
    };
    assert.deepEqual(failures(await continuing(['certificates-fit'])), []);
    const silent = claimOf(await continuing([]), 'previous-bundle');
    assert.equal(silent?.problem?.code, 'bundle-not-good');
  });

  test('when somebody brought another’s share, if an exception of theirs says why', async () => {
    const three = await makeBundle(parametersFor(3, 4));
    const [set] = three.state.sets;
    assert.ok(set !== undefined);
    const brought = { participant: 'custodian-3', index: 1 };
    const next = await withSheetBrought(await toRebuild(three), set, brought, (step, shown) => [
      {
        type: 'exception-raised',
        about: { kind: 'surrogate', set: set.set, ...brought },
        step,
        expected: 'custodian Õie 1 brings the share.',
        happened: 'The holder has died.',
        decided: 'The deputy brings the sheet.',
        by: ['custodian-3', 'administrator', 'witness'],
      },
      shown,
    ]);
    const { bytes, state } = await hold(next);
    assert.deepEqual(
      state.presentation.shares.map(({ participant, index }) => [participant, index]),
      [
        ['custodian-3', 1],
        ['custodian-2', 2],
        ['custodian-4', 4],
      ],
    );
    assert.deepEqual(failures(await verifyBundle(bytes, { previous: three.bytes })), []);
  });
});
