import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { diffBundles } from '../../ceremonies/verify/diff.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { value } from '../tokens/softhsm.ts';
import { atStep, lostCard, once, type Interrupt } from '../model/interrupts.ts';
import { bodyOf, chain, parametersFor, play } from '../model/straightRun.ts';
import {
  bundleOf,
  ecPair,
  hold,
  makeBundle,
  selfSigned,
  softwareRoom,
  toReshare,
  transcriptOf,
  withEntries,
  withFittingManifests,
  withHolder,
  type Bundle,
  type SoftwareRoom,
} from './fixture.ts';
import { claimOf, codes } from './verdicts.ts';

const person = 'custodian-2';
const parameters = parametersFor(2, 3);

/** Their share lies on the card, and they have not signed for it. */
const losing = (): Interrupt =>
  once(
    (state) => atStep('store-share', person)(state) && state.progress === 1,
    (step) => [lostCard(step, person)],
  );

const made = async (change: (room: SoftwareRoom) => SoftwareRoom = (room) => room): Promise<Bundle> => {
  const room = change(await softwareRoom(parameters));
  return bundleOf(await play(parameters, room, { interrupt: losing() }), room);
};

const honest = await made();
const nameOf = (id: string): string =>
  honest.state.script.parameters.participants.find((each) => each.id === id)?.name ?? '';

describe('a bundle in which a custodian got another card before they signed for their share', () => {
  test('is good, and says whose, why, who vouched for it, and that a share may lie on the old one', async () => {
    const verdict = await verifyBundle(honest.bytes);
    assert.deepEqual(codes(verdict), {});
    const claim = claimOf(verdict, 'replacements-vouched');
    assert.equal(claim?.status, 'attested');
    assert.equal(claim.details['mayHoldShare'], nameOf(person));
    assert.deepEqual(verdict.summary?.replacements, [
      {
        name: nameOf(person),
        because: 'Its PIN is locked.',
        vouchedBy: ['administrator', 'witness', 'custodian-1', 'custodian-3', 'auditor-1'].map(nameOf),
        mayHoldShare: true,
      },
    ]);
    const report = fromUtf8(honest.files.get('report.html') ?? new Uint8Array());
    assert.ok(report.includes(texts('en').t('report.cardMayHold')));
  });

  test('names the new card as the holder of that share, and has the certificates of both', () => {
    const [old] = honest.state.replaced;
    const holder = registerOf(honest.state).shareSets[0]?.shares[1]?.holder;
    assert.equal(holder?.certificateSha256, honest.state.cards[person]?.certificateSha256);
    const paths = [...honest.files.keys()].filter((path) => path.startsWith(`certificates/${person}.`));
    assert.deepEqual(paths.toSorted(), [
      `certificates/${person}.before-${old?.until ?? 0}.pem`,
      `certificates/${person}.pem`,
    ]);
  });

  test('is good where they had brought an old share with the card that was lost then', async () => {
    const before = await makeBundle(parameters);
    const next = await toReshare(before);
    const { bytes, state } = await hold({ ...next, options: { ...next.options, interrupt: losing() } });
    const verdict = await verifyBundle(bytes, { previous: before.bytes });
    assert.deepEqual(codes(verdict), {});
    assert.equal(claimOf(verdict, 'presentations-fit')?.details['withAnotherCard'], undefined);
    assert.ok(state.presentation.proven.some(({ participant }) => participant === person));
    assert.ok(!state.destroyed.shares.some(({ participant }) => participant === person));

    const { groups } = value(await diffBundles(before.bytes, bytes));
    const changed = (field: string) =>
      groups
        .flatMap(({ changes }) => changes)
        .find(({ path }) => path[0] === nameOf(person) && path[1] === field);
    const [lost] = state.replaced;
    const now = state.cards[person]?.certificateSha256;
    assert.deepEqual(
      [changed('certificateSha256')?.before, changed('certificateSha256')?.after],
      [lost?.card.certificateSha256, now],
    );
    assert.ok(changed('cardBefore')?.after?.includes(lost?.card.certificateSha256 ?? 'nothing') === true);
  });
});

/** The same files, over another transcript. */
const retold = async (bodies: readonly EventBody[]): Promise<Verdict> => {
  const events = await chain(bodies, honest.events[0]?.at);
  const bytes = await withEntries(honest.bytes, (entries) => {
    entries.set('transcript.jsonl', transcriptOf(events));
    for (const [path, content] of withFittingManifests(entries)) entries.set(path, content);
  });
  return verifyBundle(bytes);
};

describe('no bundle can hold another card of a custodian', () => {
  const bodies = honest.events.map(bodyOf);
  const isVouching = (body: EventBody, ...people: readonly string[]): boolean =>
    body.type === 'card-vouched' && people.includes(body.participant);
  const loss = bodies.find((body) => body.type === 'exception-raised') ?? assert.fail();
  const receipt = bodies.findIndex((body) => body.type === 'share-receipted' && body.participant === person);
  const after = bodies[receipt + 1];
  const nextStep = after !== undefined && 'step' in after ? after.step : '';
  const isReplacing = ({ type }: EventBody): boolean => type === 'exception-raised';

  const forgeries: Readonly<Record<string, readonly [code: string, bodies: readonly EventBody[]]>> = {
    'that nobody decided': ['event-not-allowed', bodies.filter((body) => !isReplacing(body))],
    'that one leader decided': [
      'witness-missing',
      bodies.map((body) =>
        body.type === 'exception-raised' ? { ...body, by: ['administrator', person] } : body,
      ),
    ],
    'that nobody vouched for': ['event-not-allowed', bodies.filter(({ type }) => type !== 'card-vouched')],
    'that one leader did not vouch for': [
      'event-not-allowed',
      bodies.filter((body) => !isVouching(body, 'witness')),
    ],
    'that only those who lead vouched for': [
      'event-not-allowed',
      bodies.filter((body) => !isVouching(body, 'custodian-1', 'custodian-3', 'auditor-1')),
    ],
    'that is taken after they signed for their share': [
      'event-not-allowed',
      [
        ...bodies.slice(0, receipt + 1),
        // In the step that follows.
        { ...loss, step: nextStep },
        ...bodies.slice(receipt + 1),
      ],
    ],
  };
  for (const [what, [code, forged]] of Object.entries(forgeries))
    test(what, async () => {
      const verdict = await retold(forged);
      assert.equal(verdict.outcome, 'bad');
      assert.equal(codes(verdict)['script-followed'], code);
    });

  test('while the share stays sealed to the old one', async () => {
    const { bytes } = await made((room) => {
      let old: string | undefined;
      return {
        ...room,
        makeSet: async (...of) => {
          const set = await room.makeSet(...of);
          old = set.sealed[1];
          return { ...set, sealed: set.sealed.map((each, index) => (index === 1 ? (old ?? '') : each)) };
        },
      };
    });
    assert.equal(codes(await verifyBundle(bytes))['shares-sealed'], 'share-foreign');
  });

  test('that opens what the old one opens', async () => {
    const { bytes } = await made((room) => {
      const key = room.sealingKeyOf(person);
      return { ...room, sealingKeyOf: (id) => (id === person ? key : room.sealingKeyOf(id)) };
    });
    assert.equal(codes(await verifyBundle(bytes))['keys-distinct'], 'card-twice');
  });

  test('and have the old one sign for the share', async () => {
    const pair = ecPair();
    const certificate = await selfSigned(pair, nameOf(person), true);
    const { bytes } = await made((room) => {
      const first = withHolder(room, person, { pair, certificate });
      let isLost = false;
      return {
        ...room,
        replaceCard: async (id) => {
          await room.replaceCard(id);
          isLost = true;
        },
        certificateOf: (id) => (isLost ? room : first).certificateOf(id),
        sign: (said) => (isLost && said.purpose !== 'receipt' ? room : first).sign(said),
      };
    });
    assert.equal(codes(await verifyBundle(bytes))['receipts-signed'], 'signature-invalid');
  });
});
