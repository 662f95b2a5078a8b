import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8, toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { EventBody, PreviousBundle } from '../../ceremonies/model/event.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import type { Script, Step } from '../../ceremonies/model/script.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import { standardScript } from '../../ceremonies/scripts/standard.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { bodyOf, chain, parametersFor, playPlan } from '../model/straightRun.ts';
import {
  bundleOf,
  ecPair,
  freshSplit,
  hold,
  makeBundle,
  previousOf,
  signerOf,
  softwareRoom,
  toCheck,
  toRebuild,
  type Bundle,
  type Next,
  type SoftwareRoom,
} from './fixture.ts';

/** Forgeries of a rebuilding or a check, by people who hold all the cards, as in forgery.test.ts. */
const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
const plain = await hold(await toRebuild(made));
const fresh = await hold(await toRebuild(made, freshSplit(made)));
const check = await hold(await toCheck(made));
const [set] = made.state.sets;
assert.ok(set !== undefined);

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
  shareSets: register.shareSets.map((each) => ({ ...each, state: 'void' })),
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

type Forgery = {
  readonly claims: Readonly<Record<string, ErrorCode>>;
  readonly next: () => Promise<Next>;
  readonly room?: (room: SoftwareRoom) => SoftwareRoom;
  readonly script?: (script: Script) => Script;
  readonly before?: (before: PreviousBundle) => PreviousBundle;
  readonly interrupt?: () => NonNullable<Next['options']['interrupt']>;
  readonly files?: (files: ReadonlyMap<string, Uint8Array>) => ReadonlyMap<string, Uint8Array>;
};

const forge = async ({ next, room, script, before, interrupt, files }: Forgery): Promise<Bundle> => {
  const { plan, room: honest, options } = await next();
  const previousBundle = before?.(options.previousBundle) ?? options.previousBundle;
  const forged = room?.(honest) ?? honest;
  const standard = standardScript(plan, previousBundle.register);
  const run = await playPlan(plan, forged, {
    ...options,
    previousBundle,
    script: script?.(standard) ?? standard,
    ...(interrupt === undefined ? {} : { interrupt: interrupt() }),
  });
  return bundleOf(run, forged, files);
};

const dropping =
  (drop: (step: Step) => boolean) =>
  (script: Script): Script => ({
    ...script,
    acts: script.acts.map((act) => ({ ...act, steps: act.steps.filter((step) => !drop(step)) })),
  });

const registerChanged =
  (change: (text: string) => string) =>
  (files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> =>
    new Map(files).set(
      'register.json',
      toUtf8(change(fromUtf8(files.get('register.json') ?? new Uint8Array()))),
    );

const stranger = signerOf(ecPair());
const otherKey = await softwareRoom(parametersFor(2, 3));

const withVersion = (
  before: PreviousBundle,
  change: Partial<Register['keys'][number]['versions'][number]>,
): PreviousBundle => ({
  ...before,
  register: {
    ...before.register,
    keys: before.register.keys.map((key) => ({
      ...key,
      versions: key.versions.map((version) => ({ ...version, ...change })),
    })),
  },
});

const exceptionAtConfirming = (): NonNullable<Next['options']['interrupt']> => {
  let raised = false;
  return (state) => {
    const step = currentStep(state);
    if (raised || step?.kind !== 'confirm-bundle') return [];
    raised = true;
    const words = { expected: 'a', happened: 'b', decided: 'c' };
    return [{ type: 'exception-raised', step: step.id, ...words, by: ['administrator', 'witness'] }];
  };
};

const forgeries: Readonly<Record<string, Forgery>> = {
  'a presentation that another card signed': {
    claims: { 'presentations-signed': 'signature-invalid' },
    next: () => toCheck(made),
    room: (room) => ({
      ...room,
      sign: async (statement) =>
        statement.purpose === 'present'
          ? { ...(await room.sign(statement)), signature: toBase64(await stranger.sign(toUtf8('anything'))) }
          : room.sign(statement),
    }),
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
    claims: { 'bundle-confirmed': 'bundle-not-good' },
    next: () => toRebuild(made),
    before: (before) => ({ ...before, doubts: ['chain-unbroken'] }),
    interrupt: exceptionAtConfirming,
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
    assert.equal(await against({}, plain.bytes), 'bundle-entry-changed'));
});
