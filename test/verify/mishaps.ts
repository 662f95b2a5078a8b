import assert from 'node:assert/strict';
import { fromUtf8, toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { canonicalJson } from '../../ceremonies/formats/canonical.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { EventBody, PreviousBundle } from '../../ceremonies/model/event.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { standardScript } from '../../ceremonies/scripts/standard.ts';
import type { Script, Step } from '../../ceremonies/model/script.ts';
import type { RecoverySet, State } from '../../ceremonies/model/state.ts';
import { statementFormat, type Statement } from '../../ceremonies/model/statement.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { atStep, once, type Interrupt } from '../model/interrupts.ts';
import { playPlan } from '../model/straightRun.ts';
import { bundleOf, ecPair, signerOf, type Bundle, type Next, type SoftwareRoom } from './fixture.ts';

const leaders = ['administrator', 'witness'];

/** The two who lead answer for a bundle that is in doubt. */
export const doubtsExcused = (): Interrupt =>
  once(atStep('confirm-bundle'), (step) => [
    {
      type: 'exception-raised',
      about: { kind: 'doubts' },
      step,
      expected: 'Every certificate is fit.',
      happened: 'One had expired.',
      decided: 'We know the person, and go on.',
      by: leaders,
    },
  ]);

/** Somebody brings a share of this set on paper, in the middle of what `make` puts round it; custodians 2 and 4 come next. */
export const withSheetBrought = async (
  next: Next,
  { set, commitments }: Pick<RecoverySet, 'set' | 'commitments'>,
  { participant, index }: { readonly participant: string; readonly index: number },
  make: (step: string, shown: EventBody) => readonly EventBody[],
): Promise<Next> => {
  const about = { set, index, source: 'sheet' } as const;
  const signed = await next.room.sign({
    format: statementFormat('rehearsal'),
    ceremony: next.options.ceremony ?? '',
    participant,
    purpose: 'present',
    commitment: commitments[index - 1] ?? '',
    ...about,
  });
  const interrupt = once(
    (state) => atStep('collect-shares')(state) && state.cards[participant] !== undefined,
    (step) => make(step, { type: 'share-presented', step, participant, ...about, signed }),
  );
  const options = {
    ...next.options,
    interrupt,
    visitors: ({ presentation }: State) =>
      presentation.proven.length > 0 ? ['custodian-2', 'custodian-4'] : [participant],
  };
  return { ...next, options };
};

/** A room in which a key that is nobody's signs the statements of one purpose. */
export const signedByAnother =
  (purpose: Statement['purpose']) =>
  (room: SoftwareRoom): SoftwareRoom => {
    const other = signerOf(ecPair());
    return {
      ...room,
      sign: async (statement) =>
        statement.purpose === purpose
          ? { ...(await room.sign(statement)), signature: toBase64(await other.sign(toUtf8('anything'))) }
          : room.sign(statement),
    };
  };

/** A script with other steps. */
export const withSteps =
  (change: (step: Step, act: Script['acts'][number]['id']) => Step | null) =>
  (script: Script): Script => ({
    ...script,
    acts: script.acts.map((act) => ({
      ...act,
      steps: act.steps.flatMap((step) => change(step, act.id) ?? []),
    })),
  });

export const dropping = (drop: (step: Step) => boolean) => withSteps((step) => (drop(step) ? null : step));

// --- forgeries by people who hold all the cards ---

/** Which claims such a bundle must fail, by what. */
export type Forgery = {
  readonly claims: Readonly<Record<string, ErrorCode>>;
  readonly next: () => Promise<Next>;
  readonly room?: (room: SoftwareRoom) => SoftwareRoom;
  readonly script?: (script: Script) => Script;
  readonly before?: (before: PreviousBundle) => PreviousBundle;
  readonly interrupt?: () => NonNullable<Next['options']['interrupt']>;
  readonly files?: (files: ReadonlyMap<string, Uint8Array>) => ReadonlyMap<string, Uint8Array>;
};

export const forge = async ({ next, room, script, before, interrupt, files }: Forgery): Promise<Bundle> => {
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

/** A forgery is bad by each of the claims that it names. */
export const caught = async (forgery: Forgery): Promise<void> => {
  const verdict = await verifyBundle((await forge(forgery)).bytes);
  assert.equal(verdict.outcome, 'bad');
  for (const [id, code] of Object.entries(forgery.claims)) {
    const claim = verdict.claims.find((each) => each.id === id);
    assert.equal(claim?.problem?.code, code, `${id}: ${JSON.stringify(claim)}`);
  }
};

type Files = ReadonlyMap<string, Uint8Array>;

/** Another register among the files, in the same form. */
export const registerChanged =
  (change: (register: Register) => Register) =>
  (files: Files): Files => {
    const register = JSON.parse(fromUtf8(files.get('register.json') ?? new Uint8Array())) as Register;
    return new Map(files).set('register.json', toUtf8(canonicalJson(change(register))));
  };

type Versions = Register['keys'][number]['versions'];

export const versionsChanged = (change: (versions: Versions) => Versions) =>
  registerChanged((register) => ({
    ...register,
    keys: register.keys.map((each) => ({ ...each, versions: change(each.versions) })),
  }));

export const versionChanged = (
  number: number,
  change: (version: Versions[number]) => Partial<Versions[number]>,
) =>
  versionsChanged((versions) =>
    versions.map((each) => (each.version === number ? { ...each, ...change(each) } : each)),
  );

type Share = Register['shareSets'][number]['shares'][number];

export const sharesChanged = (change: (share: Share) => Partial<Share>) =>
  registerChanged((register) => ({
    ...register,
    shareSets: register.shareSets.map((set) => ({
      ...set,
      shares: set.shares.map((share) => ({ ...share, ...change(share) })),
    })),
  }));

export const withVersion = (
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
