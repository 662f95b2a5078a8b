import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { losingCard } from '../model/interrupts.ts';
import { bodyOf, chain, parametersFor } from '../model/straightRun.ts';
import {
  ecPair,
  hold,
  makeBundle,
  selfSigned,
  toCheck,
  toDestroy,
  transcriptOf,
  withEntries,
  withFittingManifests,
  withHolder,
  type Bundle,
  type Next,
  type SoftwareRoom,
} from './fixture.ts';
import { signedByAnother } from './mishaps.ts';
import { claimOf, codes } from './verdicts.ts';

const made = await makeBundle(parametersFor(2, 3));

/** The witness's card is locked when their declaration is wanted. */
const losingOnce = () => losingCard('declare', 'witness');

const replaced = async (change: (room: SoftwareRoom) => SoftwareRoom = (room) => room): Promise<Bundle> => {
  const next: Next = await toCheck(made);
  return hold({ ...next, room: change(next.room), options: { ...next.options, interrupt: losingOnce() } });
};

const honest = await replaced();
const nameOf = (id: string): string =>
  honest.state.script.parameters.participants.find((person) => person.id === id)?.name ?? '';

describe('a bundle in which one of the two who lead has another card', () => {
  test('is good, and says whose, why, and who vouched for it', async () => {
    const verdict = await verifyBundle(honest.bytes, { previous: made.bytes });
    assert.deepEqual(codes(verdict), {});
    assert.equal(claimOf(verdict, 'replacements-vouched')?.status, 'attested');
    const [told] = verdict.summary?.replacements ?? [];
    assert.deepEqual(told, {
      name: nameOf('witness'),
      because: 'Its PIN is locked.',
      vouchedBy: ['administrator', 'custodian-1', 'custodian-2', 'custodian-3', 'auditor-1'].map(nameOf),
      mayHoldShare: false,
    });
    const report = fromUtf8(honest.files.get('report.html') ?? new Uint8Array());
    assert.ok(report.includes(told.because));
  });

  test('has the certificates of both', () => {
    const [old] = honest.state.replaced;
    const paths = [...honest.files.keys()].filter((path) => path.startsWith('certificates/witness.'));
    assert.deepEqual(paths.toSorted(), [
      `certificates/witness.before-${old?.until ?? 0}.pem`,
      'certificates/witness.pem',
    ]);
  });

  test('is told from one without', async () => {
    const verdict = await verifyBundle(made.bytes);
    assert.equal(claimOf(verdict, 'replacements-vouched'), undefined);
    assert.equal(verdict.summary?.replacements, undefined);
  });
});

describe('a bundle in which the other of the two who lead alone vouched, for nobody else was ever there', () => {
  test('is good, and does not show whose card it is', async () => {
    const next = await toDestroy(made, { kind: 'key', label: 'land-register', version: 1 });
    const { plan } = next;
    assert.ok(plan.kind === 'destroy');
    const participants = plan.parameters.participants.filter(({ role }) => role !== 'auditor');
    const { bytes, state } = await hold({
      ...next,
      plan: { ...plan, parameters: { ...plan.parameters, participants } },
      options: { ...next.options, interrupt: losingOnce() },
    });
    assert.deepEqual(Object.keys(state.cards), ['administrator', 'witness']);
    const verdict = await verifyBundle(bytes, { previous: made.bytes });
    assert.equal(verdict.outcome, 'good');
    const claim = claimOf(verdict, 'replacements-vouched');
    assert.equal(claim?.status, 'not-shown');
    assert.ok(String(claim.details['people']).includes(nameOf('administrator')));
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

describe('no bundle can hold another card', () => {
  const bodies = honest.events.map(bodyOf);
  const isOf = (participant: string) => (body: EventBody) =>
    body.type === 'card-vouched' && body.participant === participant;

  const forgeries: Readonly<Record<string, readonly [code: string, bodies: readonly EventBody[]]>> = {
    'that one leader decided': [
      'witness-missing',
      bodies.map((body) =>
        body.type === 'exception-raised' ? { ...body, by: ['administrator', 'custodian-1'] } : body,
      ),
    ],
    'that nobody decided': ['event-not-allowed', bodies.filter(({ type }) => type !== 'exception-raised')],
    'that only the other leader vouched for': [
      'event-out-of-order',
      bodies.filter((body) => body.type !== 'card-vouched' || body.participant === 'administrator'),
    ],
    'that the other leader did not vouch for': [
      'event-out-of-order',
      bodies.filter((body) => !isOf('administrator')(body)),
    ],
    'that somebody who was there did not vouch for': [
      'event-out-of-order',
      bodies.filter((body) => !isOf('custodian-2')(body)),
    ],
  };
  for (const [what, [code, forged]] of Object.entries(forgeries))
    test(what, async () => {
      assert.notEqual(
        forged.length === bodies.length && forged.every((body, at) => body === bodies[at]),
        true,
      );
      const verdict = await retold(forged);
      assert.equal(verdict.outcome, 'bad');
      assert.equal(codes(verdict)['script-followed'], code);
    });

  test('that somebody vouched for with a card of nobody’s', async () => {
    const { bytes } = await replaced(signedByAnother('vouch'));
    assert.equal(codes(await verifyBundle(bytes))['replacements-vouched'], 'signature-invalid');
  });

  test('that is the card of another person who is there', async () => {
    const pair = ecPair();
    const certificates = {
      'auditor-1': await selfSigned(pair, nameOf('auditor-1'), true),
      witness: await selfSigned(pair, nameOf('witness'), true),
    };
    const { bytes } = await replaced((room) => {
      const theirs = withHolder(room, 'auditor-1', { pair, certificate: certificates['auditor-1'] });
      const stolen = withHolder(room, 'witness', { pair, certificate: certificates.witness });
      let isStolen = false;
      return {
        ...theirs,
        replaceCard: () => {
          isStolen = true;
          return Promise.resolve();
        },
        certificateOf: (id) => (isStolen && id === 'witness' ? stolen : theirs).certificateOf(id),
        sign: (said) => (isStolen && said.participant === 'witness' ? stolen : theirs).sign(said),
        close: (id, ...rest) => (isStolen && id === 'witness' ? stolen : theirs).close(id, ...rest),
      };
    });
    assert.equal(codes(await verifyBundle(bytes))['keys-distinct'], 'card-twice');
  });

  /** Whoever has the card that was lost goes on with it. */
  const withOldCard = async (which: 'sign' | 'close'): Promise<Verdict> => {
    const old = await makeBundle(parametersFor(2, 3));
    const next = await toCheck(old);
    const pair = ecPair();
    const certificate = await selfSigned(pair, nameOf('witness'), true);
    const first = withHolder(next.room, 'witness', { pair, certificate });
    let isLost = false;
    const later = next.room;
    const room: SoftwareRoom = {
      ...first,
      replaceCard: async (id) => {
        await later.replaceCard(id);
        isLost = true;
      },
      certificateOf: (id) => (isLost ? later : first).certificateOf(id),
      // The new card says that it is theirs; after that, the old one is used.
      sign: (said) => (isLost && (which === 'close' || said.purpose === 'enrol') ? later : first).sign(said),
      close: (id, ...rest) => (which === 'sign' ? later : first).close(id, ...rest),
    };
    const { bytes } = await hold({ ...next, room, options: { ...next.options, interrupt: losingOnce() } });
    return verifyBundle(bytes);
  };

  test('and go on with the old one', async () => {
    assert.equal(codes(await withOldCard('sign'))['declarations-signed'], 'signature-invalid');
    assert.equal(codes(await withOldCard('close'))['signatures-complete'], 'signer-unknown');
  });
});
