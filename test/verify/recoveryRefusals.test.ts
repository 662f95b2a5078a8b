import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { EventBody, PreviousBundle } from '../../ceremonies/model/event.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { codeOfBodies } from '../model/refusal.ts';
import { bodyOf, parametersFor } from '../model/straightRun.ts';
import { freshSplit, hold, makeBundle, toCheck, toRebuild, type Bundle } from './fixture.ts';

/** What the strict `reduce` refuses of a rebuilding or a check: no transcript can hold it. */
const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
const plain = await hold(await toRebuild(made));
const fresh = await hold(await toRebuild(made, freshSplit(made)));
const check = await hold(await toCheck(made));
const [set] = made.state.sets;
assert.ok(set !== undefined);

type Refusal = {
  readonly code: ErrorCode;
  readonly of: Bundle;
  readonly change: (body: EventBody, place: number) => EventBody | null;
};

/** The first event of a type, with other fields. */
const first = (type: EventBody['type'], change: object): Refusal['change'] => {
  let done = false;
  return (body) => {
    if (done || body.type !== type) return body;
    done = true;
    return { ...body, ...change };
  };
};

const presentation = (number: number, change: object): Refusal['change'] => {
  let seen = 0;
  return (body) => {
    if (body.type !== 'share-presented') return body;
    seen += 1;
    if (seen !== number) return body;
    const { signed } = body;
    return {
      ...body,
      ...change,
      signed: { ...signed, statement: { ...signed.statement, ...change } },
    };
  };
};

const without = (type: EventBody['type']): Refusal['change'] => {
  let done = false;
  return (body) => {
    if (done || body.type !== type) return body;
    done = true;
    return null;
  };
};

const opening =
  (change: (before: PreviousBundle) => Partial<PreviousBundle>): Refusal['change'] =>
  (body) =>
    body.type === 'ceremony-opened' && body.previousBundle !== null
      ? { ...body, previousBundle: { ...body.previousBundle, ...change(body.previousBundle) } }
      : body;

const withRegister = (change: (register: Register) => Partial<Register>): Refusal['change'] =>
  opening(({ register }) => ({ register: { ...register, ...change(register) } }));

const voided = (register: Register): Partial<Register> => ({
  shareSets: register.shareSets.map((each) => ({
    ...each,
    state: 'void',
    ended: { at: '2026-06-01T08:00:00.000Z', ceremony: each.ceremony },
  })),
});

const refusals: Readonly<Record<string, Refusal>> = {
  'a share presented by somebody who does not hold it': {
    code: 'exception-needed',
    of: plain,
    change: presentation(1, { index: 2, commitment: set.commitments[1] }),
  },
  'one person twice': {
    code: 'person-twice',
    of: plain,
    change: presentation(2, { participant: 'custodian-1' }),
  },
  'one share twice': {
    code: 'share-twice',
    of: plain,
    change: presentation(2, { index: 1, commitment: set.commitments[0] }),
  },
  'a share of a set that is void': { code: 'share-set-void', of: plain, change: withRegister(voided) },
  'a share of a set that the bundle before does not know': {
    code: 'share-foreign',
    of: check,
    change: presentation(1, { set: '9b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b' }),
  },
  'another commitment than the published one': {
    code: 'statement-differs',
    of: check,
    change: (body) =>
      body.type === 'share-presented'
        ? ({
            ...body,
            signed: {
              ...body.signed,
              statement: { ...body.signed.statement, commitment: 'ab'.repeat(32) },
            },
          } as EventBody)
        : body,
  },
  'a presentation in the name of someone absent': {
    code: 'event-not-allowed',
    of: check,
    change: presentation(1, { participant: 'custodian-3', index: 3, commitment: set.commitments[2] }),
  },
  'a recovery key rebuilt from fewer shares than it needs': {
    code: 'share-set-incomplete',
    of: plain,
    change: first('recovery-key-rebuilt', { indices: [1] }),
  },
  'a recovery key rebuilt from a share that nobody brought': {
    code: 'share-set-incomplete',
    of: plain,
    change: first('recovery-key-rebuilt', { indices: [1, 3] }),
  },
  'another recovery key than the one that was split': {
    code: 'recovery-key-differs',
    of: plain,
    change: first('recovery-key-rebuilt', { commitment: 'ab'.repeat(32) }),
  },
  'a key with another check value': {
    code: 'check-value-differs',
    of: plain,
    change: first('key-restored', { checkValue: 'ab'.repeat(32) }),
  },
  'a key that could leave the HSM': {
    code: 'event-not-allowed',
    of: plain,
    change: first('key-restored', {
      evidence: { local: false, sensitive: true, extractable: true, neverExtractable: false },
    }),
  },
  'a key left out': { code: 'event-out-of-order', of: plain, change: without('key-restored') },
  'a fresh set under which a key was not wrapped': {
    code: 'event-out-of-order',
    of: fresh,
    change: without('key-wrapped'),
  },
  'a fresh set with the old set’s recovery key': {
    code: 'share-set-void',
    of: fresh,
    change: first('recovery-key-made', { commitment: set.recoveryKeyCommitment }),
  },
  'two sheets in one bag': {
    code: 'bag-twice',
    of: fresh,
    change: (body) => (body.type === 'sheet-printed' ? { ...body, bag: 'P-1' } : body),
  },
  'a bundle confirmed that is another one': {
    code: 'event-not-allowed',
    of: plain,
    change: first('bundle-confirmed', { sha256: 'ab'.repeat(32) }),
  },
  'a bundle that is in doubt, for which nobody answers': {
    code: 'exception-needed',
    of: plain,
    change: opening(() => ({ doubts: ['certificates-fit'] })),
  },
  'a bundle of another embassy': {
    code: 'event-not-allowed',
    of: check,
    change: withRegister(() => ({ embassy: 'Another Embassy' })),
  },
  'a bundle of a rehearsal, in production': {
    code: 'event-not-allowed',
    of: check,
    change: withRegister(() => ({ domain: 'production' })),
  },
};

describe('no transcript of a rebuilding or a check can hold', () => {
  for (const [what, { code, of, change }] of Object.entries(refusals)) {
    test(what, async () => {
      const bodies = of.events.flatMap((event, place) => change(bodyOf(event), place) ?? []);
      assert.notDeepEqual(bodies, of.events.map(bodyOf), 'nothing was changed');
      assert.equal(await codeOfBodies(bodies), code);
    });
  }
});
