import { fromUtf8, toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { EventBody, PreviousBundle } from '../../ceremonies/model/event.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { standardScript } from '../../ceremonies/scripts/standard.ts';
import type { Script, Step, StepKind } from '../../ceremonies/model/script.ts';
import { currentStep, type RecoverySet, type State } from '../../ceremonies/model/state.ts';
import { statementFormat, type Statement } from '../../ceremonies/model/statement.ts';
import { playPlan } from '../model/straightRun.ts';
import { bundleOf, ecPair, signerOf, type Bundle, type Next, type SoftwareRoom } from './fixture.ts';

/** What comes into a ceremony from outside of its script, by accident, by decision or by a forger. */
export type Interrupt = NonNullable<Next['options']['interrupt']>;

/** Something that happens once, at the first such moment. */
export const once = (
  due: (state: State) => boolean,
  make: (step: string, state: State) => readonly EventBody[],
): Interrupt => {
  let done = false;
  return (state) => {
    if (done || !due(state)) return [];
    done = true;
    return make(currentStep(state)?.id ?? '', state);
  };
};

export const atStep =
  (kind: StepKind) =>
  (state: State): boolean =>
    currentStep(state)?.kind === kind;

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

export const registerChanged =
  (change: (text: string) => string) =>
  (files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> =>
    new Map(files).set(
      'register.json',
      toUtf8(change(fromUtf8(files.get('register.json') ?? new Uint8Array()))),
    );

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
