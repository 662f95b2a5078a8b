import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { EventBody, PreviousBundle } from '../../ceremonies/model/event.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import type { Step } from '../../ceremonies/model/script.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { bodyOf, chain, parametersFor, playPlan } from '../model/straightRun.ts';
import {
  ecPair,
  freshSplit,
  hold,
  makeBundle,
  previousOf,
  selfSigned,
  softwareRoom,
  toCheck,
  toRebuild,
  withHolder,
  type Bundle,
  type Next,
  type SoftwareRoom,
} from './fixture.ts';
import {
  atStep,
  doubtsExcused,
  dropping,
  forge,
  once,
  registerChanged,
  signedByAnother,
  withSheetBrought,
  withVersion,
  type Forgery,
} from './mishaps.ts';

/** Forgeries of a rebuilding or a check, by people who hold all the cards, as in forgery.test.ts. */
const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
const plain = await hold(await toRebuild(made));
const fresh = await hold(await toRebuild(made, freshSplit(made)));
const check = await hold(await toCheck(made));
/** Where somebody can bring another's share, and still knows fewer than rebuild the key. */
const three = await makeBundle(parametersFor(3, 4));
const [set] = made.state.sets;
const [setOfThree] = three.state.sets;
assert.ok(set !== undefined && setOfThree !== undefined);

// --- what the strict `reduce` refuses: no transcript can hold it ---

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
      const events = await chain(bodies);
      assert.throws(
        () => replay(events),
        (error) => error instanceof CeremonyError && error.code === code,
      );
    });
  }
});

// --- what is bad although every event was allowed ---

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
    files: registerChanged((text) => text.replace('"state":"void"', '"state":"live"')),
  },
  'a register that has the key under the old set still': {
    claims: { 'register-consistent': 'bundle-entry-changed', 'sets-superseded': 'share-set-incomplete' },
    next: () => toRebuild(made, freshSplit(made)),
    files: registerChanged((text) => {
      const [version] = made.state.sets;
      return text.replace(/("label":"land-register".*?"set":")[0-9a-f-]{36}/u, `$1${version?.set ?? ''}`);
    }),
  },
  'a register that says a share was shown which was not': {
    claims: { 'register-consistent': 'bundle-entry-changed' },
    next: async () => {
      const next = await toCheck(made);
      return { ...next, options: { ...next.options, visitors: ['custodian-1'] } };
    },
    files: registerChanged((text) =>
      text.replaceAll(`"proven":{"at":"2026-06-01T08:1`, `"proven":{"at":"2026-06-02T08:1`),
    ),
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
  for (const [what, forgery] of Object.entries(forgeries)) {
    test(what, async () => {
      const verdict = await verifyBundle((await forge(forgery)).bytes);
      assert.equal(verdict.outcome, 'bad');
      for (const [id, code] of Object.entries(forgery.claims)) {
        const claim = verdict.claims.find((each) => each.id === id);
        assert.equal(claim?.problem?.code, code, `${id}: ${JSON.stringify(claim)}`);
      }
    });
  }
});

/** A card of the forger's own, in a holder's name: certificate and keys are fresh. */
const forgedCard = async (room: SoftwareRoom, id: string): Promise<SoftwareRoom> => {
  const pair = ecPair();
  const name = made.state.script.parameters.participants.find((person) => person.id === id)?.name ?? '';
  return withHolder(room, id, { pair, certificate: await selfSigned(pair, name, true) });
};

const withSealingKey = (room: SoftwareRoom, id: string, spki: Uint8Array): SoftwareRoom => ({
  ...room,
  sealingKeyOf: (custodian) => (custodian === id ? toBase64(spki) : room.sealingKeyOf(custodian)),
});

describe('a share that its card gave back is refused', () => {
  const nexts = { rebuilding: () => toRebuild(made), check: () => toCheck(made) } as const;
  const cards: Readonly<Record<string, (room: SoftwareRoom) => Promise<SoftwareRoom>>> = {
    'whose card is new in everything': async (room) =>
      withSealingKey(await forgedCard(room, 'custodian-1'), 'custodian-1', ecPair().spki),
    // Sealing keys are public: to show the right one proves nothing.
    'whose card only shows the sealing key that the register knows': (room) =>
      forgedCard(room, 'custodian-1'),
    'whose card has another sealing key': (room) =>
      Promise.resolve(withSealingKey(room, 'custodian-1', ecPair().spki)),
  };
  for (const [kind, next] of Object.entries(nexts)) {
    for (const [which, forged] of Object.entries(cards)) {
      test(`by somebody ${which}, in a ${kind}`, async () => {
        const { room, ...rest } = await next();
        await assert.rejects(hold({ ...rest, room: await forged(room) }), { code: 'share-sealed-elsewhere' });
      });
    }
  }

  test('by a card that was initialised here', async () => {
    const bodies = check.events.map(bodyOf).flatMap((body): readonly EventBody[] => {
      if (body.type !== 'card-enrolled' || body.origin !== 'adopted') return [body];
      const { step } = body;
      return [
        { type: 'token-action-begun', step, action: 'initialise-card', token: null },
        { ...body, origin: 'initialised' },
      ];
    });
    const events = await chain(bodies);
    assert.throws(() => replay(events), { code: 'share-sealed-elsewhere' });
  });

  test('but not a sheet, and the verdict names who came with another card', async () => {
    const { room, plan, options } = await toCheck(made);
    const forged = await forgedCard(room, 'custodian-1');
    const sources = { 'custodian-1': 'sheet', 'custodian-2': 'sheet' } as const;
    const { bytes } = await hold({ plan, room: forged, options: { ...options, sources } });
    const verdict = await verifyBundle(bytes);
    assert.equal(verdict.outcome, 'good');
    const claim = verdict.claims.find(({ id }) => id === 'presentations-fit');
    assert.equal(claim?.details['withAnotherCard'], 'custodian Õie 1');
  });

  test('nobody is named where every card is the one that the register knows', async () => {
    const verdict = await verifyBundle(check.bytes);
    const claim = verdict.claims.find(({ id }) => id === 'presentations-fit');
    assert.equal(claim?.details['withAnotherCard'], undefined);
  });
});

describe('an exception excuses only what it is about, and only by people who are here', () => {
  type Raised = Pick<EventBody<'exception-raised'>, 'about' | 'by'>;
  const words = { expected: 'a', happened: 'b', decided: 'c' };
  const leaders = ['administrator', 'witness'];

  /** What a ceremony is refused with. */
  const codeOf = (next: Next): Promise<ErrorCode | undefined> =>
    hold(next).then(
      () => undefined,
      (error: unknown) => (error instanceof CeremonyError ? error.code : undefined),
    );

  /** What comes of bodies put in before the first event of a step. */
  const codeWith = async (
    next: Next,
    kind: Step['kind'],
    make: (step: string) => readonly EventBody[],
  ): Promise<ErrorCode | undefined> => {
    const interrupt = once(atStep(kind), make);
    return codeOf({ ...next, options: { ...next.options, interrupt } });
  };
  const raised = (step: string, what: Raised): EventBody => ({
    type: 'exception-raised',
    step,
    ...words,
    ...what,
  });

  const doubted = async (): Promise<Next> => {
    const next = await toRebuild(made);
    const previousBundle: PreviousBundle = { ...next.options.previousBundle, doubts: ['certificates-fit'] };
    return {
      ...next,
      options: { ...next.options, previousBundle, visitors: ['custodian-1', 'custodian-2'] },
    };
  };
  const doubts = (what: Raised) => async () =>
    codeWith(await doubted(), 'confirm-bundle', (step) => [raised(step, what)]);

  /** Custodian 1 brings the third share, on paper. */
  const brings = (what: Raised, changes: { readonly index?: number; readonly again?: boolean } = {}) => {
    return async (): Promise<ErrorCode | undefined> => {
      const { index = 3, again = false } = changes;
      const brought = { participant: 'custodian-1', index };
      return codeOf(
        await withSheetBrought(await toRebuild(three), setOfThree, brought, (step, shown) => {
          const voided: EventBody = { type: 'presentation-voided', step, reason: 'decided' };
          return [raised(step, what), shown, ...(again ? [voided, shown] : [])];
        }),
      );
    };
  };
  const surrogate = {
    kind: 'surrogate',
    participant: 'custodian-1',
    set: setOfThree.set,
    index: 3,
  } as const;
  const all = [...leaders, 'custodian-1'];

  const cases: Readonly<
    Record<string, readonly [() => Promise<ErrorCode | undefined>, ErrorCode | undefined]>
  > = {
    'a doubt, by the two who lead': [doubts({ about: { kind: 'doubts' }, by: leaders }), undefined],
    'a doubt, by people who are not here': [
      doubts({ about: { kind: 'doubts' }, by: ['custodian-3', 'auditor-1'] }),
      'event-not-allowed',
    ],
    'a doubt, by something else': [doubts({ about: { kind: 'other' }, by: leaders }), 'exception-needed'],
    'a doubt, by a room that is not cut off': [
      doubts({ about: { kind: 'air-gap' }, by: leaders }),
      'exception-needed',
    ],
    'another’s share, by what names it': [brings({ about: surrogate, by: all }), undefined],
    'another’s share, without both who lead': [
      brings({ about: surrogate, by: ['witness', 'custodian-1'] }),
      'witness-missing',
    ],
    'another’s share, without the one who brings it': [
      brings({ about: surrogate, by: leaders }),
      'witness-missing',
    ],
    'another’s share, by something else': [brings({ about: { kind: 'other' }, by: all }), 'exception-needed'],
    'another’s share, by what names another share': [
      brings({ about: { ...surrogate, index: 2 }, by: all }),
      'exception-needed',
    ],
    'another’s share, by what names another person': [
      brings({ about: { ...surrogate, participant: 'custodian-2' }, by: [...all, 'custodian-2'] }),
      'exception-needed',
    ],
    'another’s share, with the help of somebody who is not here': [
      brings({ about: surrogate, by: [...all, 'custodian-3'] }),
      'event-not-allowed',
    ],
    'another’s share, twice': [brings({ about: surrogate, by: all }, { again: true }), 'exception-needed'],
  };
  for (const [what, [play, code]] of Object.entries(cases))
    test(what, async () => assert.equal(await play(), code));

  test('and a ceremony is given up by people who are here only', async () => {
    const next = await toRebuild(made);
    const abandoned = (by: string[]) =>
      codeWith(next, 'rebuild-recovery-key', (step) => [
        { type: 'ceremony-abandoned', step, by, reason: 'x', keys: 'none' },
      ]);
    assert.equal(await abandoned(['custodian-3', 'auditor-1']), 'event-not-allowed');
    // It was given up: nothing can follow.
    assert.equal(await abandoned(['custodian-1', 'auditor-1']), 'ceremony-closed');
  });

  test('and nobody makes a new key after a bundle that is in doubt', async () => {
    const parameters = parametersFor(2, 3, { keyLabel: 'population' });
    const before: PreviousBundle = { ...(await previousOf(made)), doubts: ['certificates-fit'] };
    await assert.rejects(
      playPlan({ kind: 'generate', parameters }, await softwareRoom(parameters), {
        ceremony: '1b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b',
        previousBundle: before,
      }),
      { code: 'bundle-not-good' },
    );
  });
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

  test('continues from another one', async () =>
    assert.equal(await against({}, plain.bytes), 'previous-other'));
});
