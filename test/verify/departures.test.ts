import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { manifestPath, signaturePath } from '../../ceremonies/formats/asic.ts';
import { fromUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { currentStep, signersOf, type State } from '../../ceremonies/model/state.ts';
import { hashEvents } from '../../ceremonies/transcript/chain.ts';
import { manifestFor } from '../../ceremonies/transcript/closing.ts';
import { departuresRecorded } from '../../ceremonies/verify/checks/room.ts';
import { certificateReader } from '../../ceremonies/verify/evidence.ts';
import { find } from '../../ceremonies/verify/finding.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { bodyOf, chain, parametersFor } from '../model/straightRun.ts';
import {
  ecPair,
  hold,
  makeBundle,
  selfSigned,
  toCheck,
  transcriptOf,
  withEntries,
  withFittingManifests,
  withHolder,
  type Bundle,
  type Next,
} from './fixture.ts';
import { claimOf, failures } from './verdicts.ts';

const made = await makeBundle(parametersFor(2, 3));
const honest = await hold(await toCheck(made));

const departure = (step: string, participant = 'custodian-1'): EventBody<'participant-departed'> => ({
  type: 'participant-departed',
  step,
  participant,
  by: ['administrator', 'witness'],
  reason: 'Called to a fire',
});

/** A check that somebody left after everyone had shown a share. */
const leftEarly = async (
  who = 'custodian-1',
  change: (next: Next) => Next | Promise<Next> = (next) => next,
): Promise<Bundle> => {
  const next = await change(await toCheck(made));
  let left = false;
  const interrupt = (state: State): readonly EventBody[] => {
    const step = currentStep(state);
    if (left || step?.kind !== 'declare') return [];
    left = true;
    return [departure(step.id, who)];
  };
  return hold({ ...next, options: { ...next.options, interrupt } });
};

const left = await leftEarly();

describe('a bundle that somebody did not stay for', () => {
  test('is good, and names them with the reason', async () => {
    const verdict = await verifyBundle(left.bytes, { previous: made.bytes });
    assert.deepEqual(failures(verdict), []);
    const claim = claimOf(verdict, 'departures-recorded');
    assert.equal(claim?.status, 'attested');
    assert.equal(claim.details['departures'], 1);
    const name = left.state.script.parameters.participants.find(({ id }) => id === 'custodian-1')?.name;
    for (const text of [
      String(claim.details['people']),
      fromUtf8(left.files.get('report.html') ?? made.bytes),
    ])
      for (const said of [name ?? '?', 'Called to a fire']) assert.ok(text.includes(said), said);
  });

  test('keeps their certificate, for what it signed before', () =>
    assert.ok(left.files.has('certificates/custodian-1.pem')));

  test('is told from one that everybody stayed for', async () =>
    assert.equal(claimOf(await verifyBundle(honest.bytes), 'departures-recorded')?.details['departures'], 0));

  test('is what the next ceremony continues from', async () => {
    const next = await hold({
      ...(await toCheck(left)),
      options: {
        ...(await toCheck(left)).options,
        ceremony: '3b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b',
      },
    });
    assert.deepEqual(failures(await verifyBundle(next.bytes, { previous: left.bytes })), []);
  });
});

/** The same files, over another transcript. */
const retold = async (bundle: Bundle, bodies: readonly EventBody[]): Promise<Verdict> => {
  const events = await chain(bodies);
  const bytes = await withEntries(bundle.bytes, (entries) => {
    entries.set('transcript.jsonl', transcriptOf(events));
    for (const [path, content] of withFittingManifests(entries)) entries.set(path, content);
  });
  return verifyBundle(bytes);
};

describe('no bundle can hold a departure', () => {
  test('that the witness did not confirm', async () => {
    const bodies = left.events.map((event) => {
      const body = bodyOf(event);
      return body.type === 'participant-departed' ? { ...body, by: ['administrator', 'custodian-2'] } : body;
    });
    const verdict = await retold(left, bodies);
    assert.equal(claimOf(verdict, 'script-followed')?.problem?.code, 'witness-missing');
  });

  test('after which the same person declares', async () => {
    const bodies = honest.events.map(bodyOf);
    const first = bodies.findIndex(({ type }) => type === 'declared');
    const step = honest.events[first];
    assert.ok(step?.type === 'declared');
    const verdict = await retold(honest, bodies.toSpliced(first, 0, departure(step.step)));
    assert.equal(verdict.outcome, 'bad');
    assert.equal(claimOf(verdict, 'script-followed')?.status, 'failed');
  });

  test('after which the same person signs it', async () => {
    const number = signersOf(left.state).length + 1;
    const manifest = await manifestFor(left.files, number);
    const signature = await left.room.close('custodian-1', manifest);
    const bytes = await withEntries(left.bytes, (entries) => {
      entries.set(manifestPath(number), manifest);
      entries.set(signaturePath(number), signature);
    });
    const verdict = await verifyBundle(bytes);
    assert.equal(claimOf(verdict, 'signatures-complete')?.problem?.code, 'signer-unknown');
  });

  test('of somebody who had the key of another', async () => {
    const pair = ecPair();
    const { bytes } = await leftEarly('auditor-1', async (next) => {
      let { room } = next;
      for (const id of ['witness', 'auditor-1']) {
        const name = next.plan.parameters.participants.find((person) => person.id === id)?.name ?? '';
        room = withHolder(room, id, { pair, certificate: await selfSigned(pair, name, true) });
      }
      return { ...next, room };
    });
    assert.equal(claimOf(await verifyBundle(bytes), 'keys-distinct')?.problem?.code, 'card-twice');
  });
});

test('that both who lead confirmed a departure is looked at again', async () => {
  const { state, events, files } = left;
  const record = {
    files,
    previous: undefined,
    hashes: await hashEvents(events),
    state,
    certificateOf: certificateReader(state),
  };
  const judged = (by: readonly string[]) =>
    find(() =>
      departuresRecorded({
        ...record,
        events: events.map((event) =>
          event.type === 'participant-departed' ? { ...event, by: [...by] } : event,
        ),
      }),
    );
  assert.equal((await judged(['administrator', 'custodian-2'])).problem?.code, 'witness-missing');
  assert.equal((await judged(['witness', 'administrator'])).problem, null);
});
