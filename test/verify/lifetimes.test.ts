import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import { dataListsOf, dataUnder } from '../../ceremonies/model/register.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { claimIds, verifyBundle } from '../../ceremonies/verify/verify.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { parametersFor } from '../model/straightRun.ts';
import {
  hold,
  makeBundle,
  toCheck,
  toDestroy,
  toRebuild,
  toReshare,
  toRotate,
  type Bundle,
  type Next,
} from './fixture.ts';
import { losingCard, once } from '../model/interrupts.ts';
import { claimOf, failures } from './verdicts.ts';

/** A whole life: a key is made, rotated with its data, reshared, and what is left of it is destroyed piece by piece. */
const lifeOf = async (algorithm: KeyAlgorithm) => {
  const made = await makeBundle(parametersFor(2, 3, { algorithm, sheets: true }));
  const rebuilt = await hold(await toRebuild(made));
  const rotated = await hold(
    await toRotate(rebuilt, {
      rows: [
        { dataSet: 'parcels', version: 1, moved: 8, notMoved: 0 },
        { dataSet: 'deeds', version: 1, moved: 4, notMoved: 0 },
      ],
      way: 'inEngine',
      backups: { 'a.p7m': 1, 'b.p7m': 'backup-not-sealed' },
    }),
  );
  const again = await hold(await toRotate(rotated, null));
  const reshared = await hold(await toReshare(again, ['Uus Hoidja']));
  const keyGone = await hold(await toDestroy(reshared, { kind: 'key', label: 'land-register', version: 1 }));
  const [holder] = registerOf(keyGone.state).shareSets.at(-1)?.shares ?? [];
  const certificateSha256 = holder?.holder?.certificateSha256 ?? assert.fail();
  const cardGone = await hold(await toDestroy(keyGone, { kind: 'card', certificateSha256 }));
  return { made, rebuilt, rotated, again, reshared, keyGone, cardGone };
};
type Lives = Awaited<ReturnType<typeof lifeOf>>;

for (const algorithm of ['ecp384', 'aes256'] as const) {
  describe(`the life of a key of ${algorithm}`, () => {
    let links: Lives;
    const verdicts = new Map<string, Verdict>();
    before(async () => {
      links = await lifeOf(algorithm);
      let previous: Uint8Array | undefined;
      for (const [name, { bytes }] of Object.entries(links)) {
        verdicts.set(name, await verifyBundle(bytes, previous === undefined ? {} : { previous }));
        previous = bytes;
      }
    });
    const verdictOf = (name: keyof Lives): Verdict => verdicts.get(name) ?? assert.fail();

    test('is good in every bundle, each with the one before at hand', () => {
      for (const [name, verdict] of verdicts) {
        assert.deepEqual(failures(verdict), [], name);
        assert.equal(verdict.outcome, 'good', name);
      }
    });

    test('says of each ceremony what it claims, and only that', () => {
      const made: Readonly<Record<string, readonly (keyof Lives)[]>> = {
        'version-follows': ['rotated', 'again'],
        'rewrap-counted': ['rotated'],
        'rewrap-complete': ['rotated'],
        'rewrap-in-token': ['rotated'],
        'sets-superseded': ['reshared'],
        'recovery-key-matched': ['rebuilt', 'reshared'],
        'hand-ins-signed': ['reshared'],
        'shares-destroyed': ['reshared'],
        'keys-destroyed': ['keyGone'],
        'cards-destroyed': ['cardGone'],
        'key-certified': ['made', 'rotated', 'again'],
        'made-on-hsm': ['made', 'rotated', 'again'],
        'destruction-confirmed': [],
        'compromise-recorded': [],
      };
      for (const [id, names] of Object.entries(made))
        assert.deepEqual(
          [...verdicts].filter(([, verdict]) => claimOf(verdict, id) !== undefined).map(([name]) => name),
          names,
          id,
        );
    });

    test('proves states, custody and counts, and only attests what nobody can recompute', () => {
      for (const verdict of verdicts.values())
        for (const id of ['key-states-lawful', 'custody-kept'])
          assert.equal(claimOf(verdict, id)?.status, 'proved', id);
      for (const id of ['version-follows', 'rewrap-counted'])
        assert.equal(claimOf(verdictOf('rotated'), id)?.status, 'proved', id);
      for (const id of ['rewrap-complete', 'rewrap-in-token'])
        assert.equal(claimOf(verdictOf('rotated'), id)?.status, 'attested', id);
      assert.equal(claimOf(verdictOf('keyGone'), 'keys-destroyed')?.status, 'attested');
      assert.equal(claimOf(verdictOf('reshared'), 'hand-ins-signed')?.status, 'proved');
    });

    test('says which way the data keys went', () => {
      const claim = claimOf(verdictOf('rotated'), 'rewrap-in-token');
      assert.deepEqual(claim?.details, { inToken: 0, inEngine: 12 });
    });

    test('names the HSM that still has a destroyed key', () => {
      const claim = claimOf(verdictOf('keyGone'), 'keys-destroyed');
      assert.equal(claim?.details['stillOn'], 'new hsm serial-new hsm');
    });

    test('says whose dead share was not handed in', () => {
      const claim = claimOf(verdictOf('reshared'), 'shares-destroyed');
      assert.equal(claim?.details['remaining'], undefined);
      assert.equal(claim?.details['destroyed'], 9 + 9);
    });
  });
}

const compromiseOnce = () =>
  once(
    () => true,
    (step) => [
      {
        type: 'key-compromised',
        step,
        label: 'land-register',
        version: 1,
        by: ['administrator', 'witness'],
        reason: 'A copy was found.',
      },
    ],
  );

const cardOf = ({ state }: Bundle): string =>
  registerOf(state).shareSets[0]?.shares[0]?.holder?.certificateSha256 ?? assert.fail();

describe('the end of the only version', () => {
  let made: Bundle;
  before(async () => {
    made = await makeBundle(parametersFor(2, 3));
  });

  test('has the word of both who lead, by their cards, and names the shares that could bring it back', async () => {
    const gone = await hold(await toDestroy(made, { kind: 'key', label: 'land-register', version: 1 }));
    const verdict = await verifyBundle(gone.bytes, { previous: made.bytes });
    assert.deepEqual(failures(verdict), []);
    assert.equal(claimOf(verdict, 'destruction-confirmed')?.status, 'proved');
    const claim = claimOf(verdict, 'keys-destroyed');
    assert.equal(claim?.details['sharesLeft'], made.state.sets[0]?.set);
    assert.equal(claim?.details['stillOn'], undefined);

    const [{ set } = assert.fail()] = registerOf(gone.state).shareSets;
    const ended = await hold(await toDestroy(gone, { kind: 'set', set }, made));
    const last = await verifyBundle(ended.bytes, { previous: gone.bytes });
    assert.deepEqual(failures(last), []);
    assert.equal(claimOf(last, 'shares-destroyed')?.details['destroyed'], 3);
  });

  test('leaves no claim that no ceremony makes', async () => {
    const interrupt = compromiseOnce();
    const check = await toCheck(made);
    const nexts: Next[] = [
      { ...check, options: { ...check.options, interrupt } },
      { ...check, options: { ...check.options, interrupt: losingCard('declare', 'witness') } },
      await toRotate(made),
      await toReshare(made),
      await toDestroy(made, { kind: 'key', label: 'land-register', version: 1 }),
      await toDestroy(made, { kind: 'card', certificateSha256: cardOf(made) }),
    ];
    const left = await hold(
      await toRotate(made, {
        rows: [{ dataSet: 'parcels', version: 1, moved: 8, notMoved: 1 }],
        way: 'inToken',
        backups: null,
      }),
    );
    const givenUp = {
      reason: 'Damaged.',
      dataSets: dataListsOf(dataUnder(registerOf(left.state), { label: 'land-register', version: 1 })),
    };
    nexts.push(await toDestroy(left, { kind: 'key', label: 'land-register', version: 1, givenUp }));
    const ids = new Set<string>();
    for (const next of nexts) {
      const { bytes } = await hold(next);
      for (const { id } of (await verifyBundle(bytes)).claims) ids.add(id);
    }
    // Only an authority outside makes a time-stamp.
    assert.deepEqual(
      claimIds.filter((id) => !ids.has(id) && id !== 'time-stamped'),
      [],
    );
  });

  test('is followed by what was said of a compromise', async () => {
    const next = await toRotate(made, null);
    const interrupt = compromiseOnce();
    const { bytes } = await hold({ ...next, options: { ...next.options, interrupt } });
    const verdict = await verifyBundle(bytes, { previous: made.bytes });
    assert.deepEqual(failures(verdict), []);
    assert.equal(claimOf(verdict, 'compromise-recorded')?.details['compromised'], 'land-register v1');
  });
});
